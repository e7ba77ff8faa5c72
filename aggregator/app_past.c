#include "app_past.h"

#include <stdlib.h>
#include <string.h>

#include "app_reply.h"

struct past_question {
	struct app_asker asker;
	enum frame_type type;
	struct key_info who;
	uint64_t n;
	uint32_t body_len;
	uint8_t *body; /* owned */
};

struct app_past {
	struct past_question at[APP_PAST_MAX]; /* in order of coming */
	uint32_t n;
	struct core *core; /* the newest made; NULL: none */
	uint64_t used_ms;
	struct app_load_task *task;
	uint64_t task_n;
	bool is_void; /* what the task makes is not to be used */
};

bool
app_past_open(struct app *a, struct err *err)
{
	a->past = calloc(1, sizeof(*a->past));
	return a->past != NULL || err_set(err, ERR_MEMORY, "past");
}

void
app_past_close(struct app *a)
{
	if (a->past == NULL)
		return;
	app_load_task_stop(a->past->task);
	core_free(a->past->core);
	for (uint32_t i = 0; i < a->past->n; i++)
		free(a->past->at[i].body);
	free(a->past);
	a->past = NULL;
}

static void
question_answer(struct app *a, struct past_question *p, const struct err *why)
{
	const struct app_question q = {
	    .asker = p->asker, .type = p->type, .body = p->body, .body_len = p->body_len};

	if (why == NULL)
		app_answer_from(a, a->past->core, &q, &p->who);
	else
		app_reply_err(a, &p->asker, why);
	free(p->body);
	p->body = NULL;
}

/* Answer all that ask for batch ${n}: from the core, or with ${why}. */
static void
answer_all(struct app *a, uint64_t n, const struct err *why)
{
	struct app_past *p = a->past;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < p->n; i++) {
		if (p->at[i].n == n)
			question_answer(a, &p->at[i], why);
		else
			p->at[kept++] = p->at[i];
	}
	p->n = kept;
	p->used_ms = a->now_ms;
}

static void
task_begin(struct app *a)
{
	struct app_past *p = a->past;
	uint64_t n = p->at[0].n;

	/* The lowest first: one core goes on from each to the next. */
	for (uint32_t i = 1; i < p->n; i++)
		n = p->at[i].n < n ? p->at[i].n : n;
	const struct app_load_config config = {
	    .conninfo = app_ledger_conninfo(a->ledger), .core = &a->core_config, .to = n};
	struct core *from = NULL;
	struct err err = {0};

	/* The core that is there goes on when it is older, and is let go when it is newer. */
	if (p->core != NULL && core_n(p->core) < n)
		from = p->core;
	else
		core_free(p->core);
	p->core = NULL;
	p->task_n = n;
	p->is_void = false;
	if (!app_load_task_start(&config, from, &p->task, &err))
		answer_all(a, n, &err);
}

static uint32_t
count_of(const struct app_past *p, const struct key_info *who)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->n; i++)
		n += memcmp(p->at[i].who.sign_key, who->sign_key, WIRE_KEY_BYTES) == 0;
	return n;
}

void
app_past_ask(struct app *a, const struct app_question *q, const struct key_info *who, uint64_t n)
{
	struct app_past *p = a->past;
	struct past_question *slot = &p->at[p->n];

	if (p->core != NULL && core_n(p->core) == n) {
		p->used_ms = a->now_ms;
		app_answer_from(a, p->core, q, who);
		return;
	}
	if (p->n == APP_PAST_MAX || count_of(p, who) >= APP_PAST_OF_ONE) {
		app_reply_error(a, &q->asker, ERR_BUSY, "");
		return;
	}
	*slot = (struct past_question){.asker = q->asker,
	    .type = q->type,
	    .who = *who,
	    .n = n,
	    .body_len = (uint32_t)q->body_len};
	slot->body = malloc(q->body_len + 1);
	if (slot->body == NULL) {
		app_reply_error(a, &q->asker, ERR_BUSY, "");
		return;
	}
	memcpy(slot->body, q->body, q->body_len);
	p->n++;
	if (p->task == NULL)
		task_begin(a);
}

void
app_past_step(struct app *a)
{
	struct app_past *p = a->past;
	struct app_loaded loaded = {0};
	struct err err = {0};

	if (p->task != NULL && app_load_task_take(p->task, &loaded, &err)) {
		p->task = NULL;
		p->core = loaded.core;
		if (p->is_void) {
			core_free(p->core);
			p->core = NULL;
		} else {
			answer_all(a, p->task_n, p->core == NULL ? &err : NULL);
		}
	}
	if (p->task == NULL && p->n > 0)
		task_begin(a);
	if (p->task == NULL && p->core != NULL && a->now_ms - p->used_ms > APP_PAST_KEEP_MS)
		app_past_forget(a);
}

int
app_past_fd(const struct app *a)
{
	return a->past->task == NULL ? -1 : app_load_task_fd(a->past->task);
}

void
app_past_forget(struct app *a)
{
	core_free(a->past->core);
	a->past->core = NULL;
	a->past->is_void = true;
}

#include "db/writer.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "db/conninfo.h"
#include "db/writer_impl.h"

/* The same rows as writer_step() of tests/model/append.pml; zero cannot happen. */
static const uint8_t next_state[WRITER_STATES][EV_COUNT] = {
    [WRITER_IDLE] = {[EV_BEGIN] = WRITER_CLAIM, [EV_LOST] = WRITER_LOST},
    [WRITER_CLAIM] =
	{[EV_CLAIMED] = WRITER_SUBMISSIONS, [EV_TAKEN] = WRITER_FOLLOW, [EV_LOST] = WRITER_LOST},
    [WRITER_SUBMISSIONS] = {[EV_COPIED] = WRITER_POSTINGS, [EV_LOST] = WRITER_LOST},
    [WRITER_POSTINGS] = {[EV_COPIED] = WRITER_COMMIT, [EV_LOST] = WRITER_LOST},
    [WRITER_COMMIT] = {[EV_COMMITTED] = WRITER_IDLE, [EV_LOST] = WRITER_LOST},
    [WRITER_LOST] = {[EV_CONNECTED] = WRITER_READ},
    [WRITER_READ] = {[EV_MINE] = WRITER_IDLE,
	[EV_ABSENT] = WRITER_CLAIM,
	[EV_OTHERS] = WRITER_FOLLOW,
	[EV_LOST] = WRITER_LOST},
    [WRITER_FOLLOW] = {[EV_FOLLOWED] = WRITER_IDLE, [EV_LOST] = WRITER_LOST},
};

static const char *const state_names[WRITER_STATES] = {
    [WRITER_NONE] = "WRITER_NONE",
    [WRITER_IDLE] = "WRITER_IDLE",
    [WRITER_CLAIM] = "WRITER_CLAIM",
    [WRITER_SUBMISSIONS] = "WRITER_SUBMISSIONS",
    [WRITER_POSTINGS] = "WRITER_POSTINGS",
    [WRITER_COMMIT] = "WRITER_COMMIT",
    [WRITER_LOST] = "WRITER_LOST",
    [WRITER_READ] = "WRITER_READ",
    [WRITER_FOLLOW] = "WRITER_FOLLOW",
};

/* States that one step may pass through: claim, both copies, commit, and what a loss adds. */
#define EVENTS_PER_STEP_MAX 8

/* The batch is not this writer's any more. */
static void
batch_drop(struct writer *w)
{
	w->batch = NULL;
	project_free(&w->project);
}

static enum writer_outcome
batch_is_in(struct writer *w, enum writer_outcome how)
{
	w->n = w->batch->row.n;
	w->head = w->batch->head.head;
	if (how == WRITER_COMMITTED) {
		w->clean_n = w->n;
		w->opening = false;
		w->attempt_count = 0;
	}
	batch_drop(w);
	return how;
}

static enum writer_outcome
on_lost(struct writer *w, uint64_t now_ms)
{
	dial_again(w, now_ms);
	w->opening = true;
	if (w->forked)
		w->over = WRITER_FORKED;
	else if (w->refused)
		w->over = WRITER_BROKEN;
	else
		return WRITER_AWAY;
	batch_drop(w);
	return w->over;
}

/* The only writer of ${w}->state. */
static enum writer_outcome
turn(struct writer *w, enum writer_event ev, uint64_t now_ms)
{
	const enum writer_state next = next_state[w->state][ev];

	assert(next != WRITER_NONE);
	w->state = next;
	w->phase = PHASE_START;
	exchange_clear(w);
	w->until_ms =
	    next == WRITER_IDLE || next == WRITER_FOLLOW ? UINT64_MAX : now_ms + WRITER_STEP_MS;
	switch (ev) {
	case EV_COMMITTED:
		return batch_is_in(w, WRITER_COMMITTED);
	case EV_MINE:
		return batch_is_in(w, WRITER_FOUND);
	case EV_TAKEN:
	case EV_OTHERS:
		batch_drop(w);
		return WRITER_TAKEN;
	case EV_LOST:
		return on_lost(w, now_ms);
	case EV_CONNECTED:
		w->why = (struct err){0};
		return WRITER_STILL;
	default:
		return WRITER_STILL;
	}
}

static enum writer_event
go_on(struct writer *w, uint64_t now_ms)
{
	switch (w->state) {
	case WRITER_CLAIM:
		return exchange_claim(w, now_ms);
	case WRITER_SUBMISSIONS:
		return exchange_submissions(w, now_ms);
	case WRITER_POSTINGS:
		return exchange_postings(w, now_ms);
	case WRITER_COMMIT:
		return exchange_commit(w, now_ms);
	case WRITER_READ:
		return exchange_read(w, now_ms);
	default:
		return exchange_idle(w, now_ms);
	}
}

static enum writer_event
next_event(struct writer *w, uint64_t now_ms, bool *ret_failed)
{
	enum writer_event ev = EV_NONE;

	if (w->state == WRITER_LOST)
		return dial_go_on(w, now_ms, ret_failed);
	ev = go_on(w, now_ms);
	if (ev == EV_NONE && now_ms >= w->until_ms) {
		(void)err_set(&w->why, ERR_DB_AWAY, "%s: %s",
		    TR("cơ sở dữ liệu không trả lời", "no answer from the database"),
		    writer_state_name(w));
		ev = EV_LOST;
	}
	return ev;
}

enum writer_outcome
writer_step(struct writer *w, uint64_t now_ms)
{
	enum writer_outcome outcome = w->over;

	for (uint32_t i = 0; i < w->events_per_step_max && outcome == WRITER_STILL; i++) {
		bool failed = false;
		const enum writer_event ev = next_event(w, now_ms, &failed);

		if (failed)
			return WRITER_AWAY;
		if (ev == EV_NONE)
			return WRITER_STILL;
		outcome = turn(w, ev, now_ms);
	}
	return outcome;
}

bool
writer_new(const struct writer_config *config, struct writer **ret, struct err *err)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (w == NULL || (w->conninfo = strdup(config->conninfo)) == NULL ||
	    (w->chunk = malloc(WRITER_CHUNK_BYTES)) == NULL) {
		writer_free(w);
		return err_set(err, ERR_MEMORY, "writer");
	}
	w->realm = config->realm;
	w->n = config->n;
	w->head = config->head;
	w->events_per_step_max = EVENTS_PER_STEP_MAX;
	w->host_count = conninfo_host_count(w->conninfo);
	w->state = WRITER_LOST;
	w->phase = PHASE_WAITING;
	w->opening = true;
	*ret = w;
	return true;
}

void
writer_free(struct writer *w)
{
	if (w == NULL)
		return;
	exchange_clear(w);
	pg_close(w->conn);
	project_free(&w->project);
	free(w->chunk);
	free(w->conninfo);
	free(w);
}

bool
writer_is_ready(const struct writer *w)
{
	return w->over == WRITER_STILL && w->batch == NULL &&
	    (w->state == WRITER_IDLE || (w->state == WRITER_READ && w->phase == PHASE_DONE));
}

bool
writer_needs_opening(const struct writer *w)
{
	return w->opening;
}

uint64_t
writer_clean_n(const struct writer *w)
{
	return w->clean_n;
}

uint64_t
writer_n(const struct writer *w)
{
	return w->n;
}

const struct err *
writer_why(const struct writer *w)
{
	return &w->why;
}

bool
writer_is_of_content(const struct writer *w)
{
	return w->over == WRITER_BROKEN && w->refused_content;
}

const char *
writer_state_name(const struct writer *w)
{
	return state_names[w->state];
}

bool
writer_append(struct writer *w, const struct batch *b, uint64_t now_ms, struct err *err)
{
	assert(writer_is_ready(w));
	if (b->row.n != w->n + 1 || b->row.realm != w->realm)
		return err_set(err, ERR_BUG, "batch %llu after %llu", (unsigned long long)b->row.n,
		    (unsigned long long)w->n);
	if (!project_make(b, &w->project, err))
		return false;
	w->batch = b;
	(void)turn(w, w->state == WRITER_READ ? EV_ABSENT : EV_BEGIN, now_ms);
	return true;
}

void
writer_followed(struct writer *w, uint64_t n, const struct hash *head, uint64_t now_ms)
{
	assert(w->batch == NULL);
	w->n = n;
	w->head = *head;
	if (w->state == WRITER_FOLLOW)
		(void)turn(w, EV_FOLLOWED, now_ms);
}

/* The state was entered and nothing is sent yet. */
static bool
has_to_send(const struct writer *w)
{
	return w->phase == PHASE_START && w->state != WRITER_IDLE && w->state != WRITER_FOLLOW;
}

void
writer_wait(const struct writer *w, struct writer_wait *ret)
{
	*ret = (struct writer_wait){.fd = -1, .until_ms = has_to_send(w) ? 0 : w->until_ms};
	if (w->over != WRITER_STILL)
		ret->until_ms = UINT64_MAX;
	if (w->conn == NULL)
		return;
	ret->fd = PQsocket(w->conn);
	if (w->state == WRITER_LOST && w->phase == PHASE_DIALING) {
		ret->read = w->dialing == PGRES_POLLING_READING;
		ret->write = w->dialing == PGRES_POLLING_WRITING;
	} else {
		ret->read = true;
		ret->write = w->want_write;
	}
}

static void
wait_for(const struct writer *w, uint64_t now_ms, uint64_t deadline_ms)
{
	struct writer_wait wait;
	struct pollfd p = {0};
	uint64_t until_ms = deadline_ms;
	int ms = 0;

	writer_wait(w, &wait);
	p.fd = wait.fd;
	p.events = (short)((wait.read ? POLLIN : 0) | (wait.write ? POLLOUT : 0));
	until_ms = wait.until_ms < until_ms ? wait.until_ms : until_ms;
	if (until_ms > now_ms)
		ms = until_ms - now_ms > 60000 ? 60000 : (int)(until_ms - now_ms);
	(void)poll(&p, 1, ms);
}

enum writer_outcome
writer_finish(struct writer *w, uint64_t deadline_ms)
{
	for (;;) {
		const uint64_t now_ms = clock_mono_ms();
		const enum writer_outcome outcome = writer_step(w, now_ms);

		if (outcome != WRITER_STILL && outcome != WRITER_AWAY)
			return outcome;
		if (writer_is_ready(w))
			return WRITER_STILL;
		if (now_ms >= deadline_ms)
			return WRITER_AWAY;
		if (outcome == WRITER_STILL)
			wait_for(w, now_ms, deadline_ms);
	}
}

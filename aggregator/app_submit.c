#include "app_submit.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "app_head.h"
#include "base/clock.h"
#include "base/os.h"
#include "base/text.h"
#include "wire/submission.h"

struct app_submit {
	const char *state; /* folder; lent, as the keys */
	const struct app_keys *server;
	struct core_config core;
	struct app_ledger *ledger;
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq;
	struct app_submitted *result; /* of the one under way */
	bool is_answered;
};

static void
verdicts_take(struct app_submitted *to, const struct verdict *v, uint32_t n)
{
	to->n = n;
	for (uint32_t i = 0; i < n; i++) {
		to->verdict[i] = v[i].code;
		to->existing[i] = v[i].existing;
		(void)text_copy(
		    to->detail[i], sizeof(to->detail[i]), v[i].detail == NULL ? "" : v[i].detail);
	}
}

static void
answered(void *arg, const struct app_item *item, const struct receipt *r)
{
	struct app_submit *s = arg;
	struct app_submitted *to = s->result;

	(void)item;
	s->is_answered = true;
	to->stored = r->stored;
	to->batch = r->stored ? r->row.n : 0;
	to->code = r->code;
	(void)text_copy(to->text, sizeof(to->text), r->detail == NULL ? "" : r->detail);
	verdicts_take(to, r->verdicts, r->verdicts_n);
}

bool
app_submit_open(const struct app_settings *settings, const struct app_keys *server,
    const char *conninfo, struct app_submit **ret, struct err *err)
{
	struct app_submit *s = calloc(1, sizeof(*s));
	const struct app_ledger_config config = {
	    .conninfo = conninfo, .core = &s->core, .queue_max = 1, .arg = s, .answer = answered};

	if (s == NULL)
		return err_set(err, ERR_MEMORY, "submit");
	s->state = settings->state;
	s->core.realm = settings->realm;
	s->server = server;
	app_keys_core(server, &s->core);
	if (os_random(s->core.writer, WIRE_WRITER_BYTES, err) &&
	    os_random(s->stream, WIRE_STREAM_BYTES, err) &&
	    app_ledger_open(&config, &s->ledger, err) &&
	    app_ledger_run(s->ledger, clock_mono_ms() + APP_SUBMIT_LOAD_MS, err) &&
	    app_head_recovered(settings->state, err) &&
	    app_head_check(
		settings->state, app_ledger_reader(s->ledger), settings->realm, server, err)) {
		*ret = s;
		return true;
	}
	app_submit_close(s);
	return false;
}

void
app_submit_close(struct app_submit *s)
{
	if (s == NULL)
		return;
	app_ledger_close(s->ledger);
	sodium_memzero(s, sizeof(*s));
	free(s);
}

struct reader *
app_submit_reader(struct app_submit *s)
{
	return app_ledger_reader(s->ledger);
}

struct core *
app_submit_core(struct app_submit *s)
{
	return app_ledger_core(s->ledger);
}

static bool
item_make(struct app_submit *s, const struct app_submit_what *what, struct app_item **ret,
    struct err *err)
{
	struct submission body_of = {.seq = s->seq + 1,
	    .realm = s->core.realm,
	    .saved_at_ms = clock_unix_ms(),
	    .reports = what->reports,
	    .reports_n = what->n};
	struct buf body = {.max = WIRE_BODY_BYTES_MAX};
	struct pending *p;
	bool ok;

	memcpy(body_of.stream, s->stream, WIRE_STREAM_BYTES);
	ok = submission_encode(&body_of, &body, err);
	if (ok && !buf_ok(&body))
		ok = err_set(err, ERR_MEMORY, "submission");
	ok = ok && app_item_new(body.at, body.len, ret, err);
	buf_free(&body);
	if (!ok)
		return false;
	p = &(*ret)->p;
	submission_sign(p->body, p->body_len, what->keys->sign_secret, p->signature);
	(void)crypto_hash_sha256(p->body_hash.at, p->body, p->body_len);
	memcpy(p->sign_key, what->keys->sign_public, WIRE_KEY_BYTES);
	p->enrol = what->enrol;
	return true;
}

bool
app_submit_send(struct app_submit *s, const struct app_submit_what *what, struct app_submitted *ret,
    struct err *err)
{
	struct app_item *item = NULL;

	if (!item_make(s, what, &item, err))
		return false;
	s->seq++;
	s->result = ret;
	s->is_answered = false;
	if (!app_ledger_put(s->ledger, item)) {
		app_item_free(item);
		return err_set(err, ERR_BUG, "queue");
	}
	if (!app_ledger_run(s->ledger, clock_mono_ms() + APP_SUBMIT_WAIT_MS, err))
		return false;
	if (!s->is_answered)
		return err_set(err, ERR_DB_AWAY, "%s", "");
	return app_head_keep(s->state, app_ledger_clean_head(s->ledger), s->server, err);
}

bool
app_submit_one(struct app_submit *s, const struct app_submit_what *what, struct err *err)
{
	static struct app_submitted result; /* large, and commands have one thread */

	if (!app_submit_send(s, what, &result, err))
		return false;
	if (result.stored)
		return true;
	return result.n > 0 ? err_set(err, result.verdict[0], "%s", result.detail[0])
			    : err_set(err, result.code, "%s", result.text);
}

bool
app_submit_try(struct app_submit *s, const struct app_submit_what *what, struct app_submitted *ret,
    struct err *err)
{
	struct core *c = app_submit_core(s);
	struct app_item *item = NULL;
	const struct decided *d = NULL;
	const struct batch *batch = NULL;
	bool ok;

	if (!item_make(s, what, &item, err))
		return false;
	s->seq++;
	ok = core_decide(c, &item->p, 1, clock_unix_ms(), &batch, &d, err);
	if (ok) {
		*ret = (struct app_submitted){.stored = batch != NULL, .code = d->code};
		(void)text_copy(ret->text, sizeof(ret->text), d->detail == NULL ? "" : d->detail);
		verdicts_take(ret, d->verdicts, d->verdicts_n);
		ok = batch == NULL || core_settle(c, err);
	}
	app_item_free(item);
	return ok;
}

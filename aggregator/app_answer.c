#include "app_answer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app_checkpoint.h"
#include "app_history.h"
#include "app_past.h"
#include "app_receipt.h"
#include "app_reply.h"
#include "app_rotation.h"
#include "app_watch.h"
#include "db/reader.h"

typedef void answer_fn(struct app *a, const struct app_question *q, const struct key_info *who);

bool
app_answer_may_greet(struct app *a)
{
	uint64_t away_since_ms;

	if (app_ledger_is_grounded(a->ledger))
		return true;
	if (!app_ledger_is_connected(a->ledger, &away_since_ms))
		return a->now_ms - away_since_ms > APP_AWAY_MS;
	app_ledger_want_ground(a->ledger);
	return false;
}

/* What was encoded, or why it was not. */
static void
answer_out(struct app *a, const struct app_question *q, bool ok, enum frame_type type,
    const struct err *err)
{
	if (ok)
		(void)app_reply_out(a, &q->asker, type);
	else
		app_reply_err(a, &q->asker, err);
}

static bool
is_zero(const uint8_t key[WIRE_KEY_BYTES])
{
	static const uint8_t zero[WIRE_KEY_BYTES];

	return memcmp(key, zero, sizeof(zero)) == 0;
}

/*
 * The head of a batch that the office has seen, as the ledger has it now: a rewritten one differs.
 */
static bool
head_seen(struct app *a, const struct hello *hello, const struct signed_head *newest,
    struct signed_head *ret, struct err *err)
{
	uint64_t away_since_ms;
	bool found = false;

	if (hello->seen_batch == 0 || hello->seen_epoch != newest->epoch ||
	    hello->seen_batch > newest->batch)
		return true;
	if (!app_ledger_is_connected(a->ledger, &away_since_ms))
		return err_set(err, ERR_DB_AWAY, "%s", "");
	if (!reader_head(app_ledger_reader(a->ledger), hello->seen_batch, &found, ret, err)) {
		if (err->code == ERR_DB_AWAY)
			app_ledger_read_failed(a->ledger, a->now_ms, err);
		return false;
	}
	if (!found)
		*ret = (struct signed_head){.batch = 0};
	return true;
}

static void
hello_ok(struct app *a, const struct app_question *q, const struct key_info *who,
    const struct hello *hello)
{
	static struct interval held[WIRE_HELD_MAX];
	const struct core *core = app_ledger_core(a->ledger);
	const day_t today = day_from_unix_ms(a->unix_ms);
	const bool grounded = app_ledger_is_grounded(a->ledger);
	const bool is_intake = q->asker.door % ROUTER_PAIR == ROUTER_INTAKE;
	struct err err = {0};
	struct hello_ok ok = {.version = WIRE_VERSION,
	    .window = grounded && !who->pending ? WIRE_WINDOW : 0,
	    .reports_max = is_intake ? WIRE_REPORTS_MAX : 0,
	    .body_bytes_max = is_intake ? WIRE_BODY_BYTES_MAX : 0,
	    .held = held,
	    .head = *app_ledger_clean_head(a->ledger),
	    .clock_ms = a->unix_ms,
	    .org = core_org_code(core, who->org, today),
	    .role = who->role,
	    .realm = a->core_config.realm,
	    .org_name = core_org_name(core, who->org, today),
	    .pending = who->pending,
	    .note = ""};
	char note[WIRE_NOTE_BYTES_MAX + 1];

	if (core_note(core, who->org, hello->seen_epoch == ok.head.epoch ? hello->seen_batch : 0,
		note, &ok.note_batch))
		ok.note = note;
	if (!head_seen(a, hello, &ok.head, &ok.seen, &err))
		ok.window = 0; /* the database is away: later */
	if (grounded)
		ok.held_n = core_held(core, hello->stream, held, WIRE_HELD_MAX);
	ok.forks = core_forks(core, &ok.forks_n);
	if (!app_rotation_tell(a, &ok)) {
		app_reply_error(a, &q->asker, ERR_BUSY, "");
		return;
	}
	buf_clear(&a->out);
	answer_out(a, q, query_encode_hello_ok(&ok, &a->out, &err), FRAME_HELLO_OK, &err);
}

static void
answer_hello(struct app *a, const struct app_question *q, const struct key_info *who)
{
	struct hello hello = {0};
	struct err err = {0};
	struct key_info other;

	if (!query_decode_hello(q->body, q->body_len, &hello, &err)) {
		app_reply_err(a, &q->asker, &err);
		return;
	}
	if (hello.version_min > WIRE_VERSION || hello.version_max < WIRE_VERSION) {
		app_reply_error(a, &q->asker, ERR_VERSION, "");
	} else if (is_zero(hello.sign_key) ||
	    memcmp(hello.sign_key, who->sign_key, WIRE_KEY_BYTES) == 0) {
		app_carried_set(&a->carried, q->asker.peer, NULL);
		hello_ok(a, q, who, &hello);
	} else if (!core_key_by_sign(app_ledger_core(a->ledger), hello.sign_key, &other)) {
		app_reply_error(a, &q->asker, ERR_KEY_UNKNOWN, "");
	} else if (other.state != KEY_ACTIVE) {
		app_reply_error(a, &q->asker, ERR_KEY_REVOKED, "");
	} else {
		app_carried_set(&a->carried, q->asker.peer, hello.sign_key);
		hello_ok(a, q, who, &hello);
	}
	query_free(&hello.arena);
}

static uint64_t
memory_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long long total = 0;
	unsigned long long resident = 0;

	if (f == NULL)
		return 0;
	if (fscanf(f, "%llu %llu", &total, &resident) != 2)
		resident = 0;
	(void)fclose(f);
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
answer_status(struct app *a, const struct app_question *q, const struct key_info *who)
{
	const struct core *core = app_ledger_core(a->ledger);
	struct core_counts n;
	uint64_t away_since_ms;
	struct err err = {0};

	(void)who;
	core_count(core, &n);
	const struct status s = {.head = *core_head(core),
	    .program = APP_PROGRAM,
	    .reports = n.reports,
	    .submissions = n.submissions,
	    .orgs = n.orgs,
	    .drives = n.drives,
	    .offices = n.offices,
	    .watches = app_watch_count(a->watches),
	    .database = app_ledger_is_connected(a->ledger, &away_since_ms),
	    .clock_ms = a->unix_ms,
	    .memory_bytes = memory_bytes(),
	    .checkpoint = app_checkpoint_batch(a->checkpoint),
	    .fork = core_fork(core)};

	buf_clear(&a->out);
	answer_out(a, q, query_encode_status(&s, &a->out, &err), FRAME_STATUS_OK, &err);
}

/* ---- summaries and reference data: as of now, or of a batch */

static int64_t
clock_of(const struct app *a, const struct core *core, uint64_t as_of_batch)
{
	return as_of_batch == 0 ? a->unix_ms : core_head(core)->at_ms;
}

static bool
summary_out(struct app *a, const struct core *core, const struct key_info *who,
    const struct summary_request *s, struct err *err)
{
	struct rows whole = {0}, page = {0};
	bool ok;

	if (app_kept_page(&a->kept, who, s, a->now_ms, &page))
		return query_encode_rows(&page, &a->out, err);
	if (!core_summary_whole(core, who, s, clock_of(a, core, s->as_of_batch), &whole, err))
		return false;
	core_summary_page(&whole, s->page, &page);
	ok = query_encode_rows(&page, &a->out, err);
	if (ok && page.next_page != 0)
		app_kept_put(&a->kept, who, s, &whole, a->now_ms);
	query_free(&whole.arena);
	return ok;
}

static void
summary_from(struct app *a, const struct core *core, const struct app_question *q,
    const struct key_info *who)
{
	struct summary_request s = {0};
	struct err err = {0};

	buf_clear(&a->out);
	const bool ok = query_decode_summary_request(q->body, q->body_len, &s, &err) &&
	    summary_out(a, core, who, &s, &err);
	answer_out(a, q, ok, FRAME_ROWS, &err);
	query_free(&s.arena);
}

static void
reference_from(struct app *a, const struct core *core, const struct app_question *q,
    const struct key_info *who)
{
	struct reference_request r = {0};
	struct reference answer = {0};
	struct app_history history = {0};
	struct err err = {0};
	bool ok;

	buf_clear(&a->out);
	ok = query_decode_reference_request(q->body, q->body_len, &r, &err) &&
	    core_reference(core, who, &r, clock_of(a, core, r.as_of_batch), &answer, &err) &&
	    (r.kind != REFERENCE_HISTORY || app_history_fill(a, core, &answer, &history, &err)) &&
	    query_encode_reference(&answer, &a->out, &err);
	answer_out(a, q, ok, FRAME_REFERENCE_OK, &err);
	app_history_free(&history);
	query_free(&answer.arena);
	query_free(&r.arena);
}

void
app_answer_from(struct app *a, const struct core *core, const struct app_question *q,
    const struct key_info *who)
{
	if (q->type == FRAME_SUMMARY)
		summary_from(a, core, q, who);
	else
		reference_from(a, core, q, who);
}

/* Now, or later from the core of an older batch. */
static void
answer_at(struct app *a, const struct app_question *q, const struct key_info *who, uint64_t n)
{
	const struct core *core = app_ledger_core(a->ledger);

	if (n > core_n(core))
		app_reply_error(a, &q->asker, ERR_BATCH_UNKNOWN, "");
	else if (n == 0 || n == core_n(core))
		app_answer_from(a, core, q, who);
	else
		app_past_ask(a, q, who, n);
}

static void
answer_summary(struct app *a, const struct app_question *q, const struct key_info *who)
{
	struct summary_request s = {0};
	struct err err = {0};

	if (query_decode_summary_request(q->body, q->body_len, &s, &err))
		answer_at(a, q, who, s.as_of_batch);
	else
		app_reply_err(a, &q->asker, &err);
	query_free(&s.arena);
}

static void
answer_reference(struct app *a, const struct app_question *q, const struct key_info *who)
{
	struct reference_request r = {0};
	struct err err = {0};

	if (query_decode_reference_request(q->body, q->body_len, &r, &err))
		answer_at(a, q, who, r.as_of_batch);
	else
		app_reply_err(a, &q->asker, &err);
	query_free(&r.arena);
}

static void
answer_grounds(struct app *a, const struct app_question *q, const struct key_info *who)
{
	struct name entries[WIRE_GROUNDS_MAX];
	struct grounds_request r = {.org = ""};
	struct grounds g = {.entries = entries};
	struct err err = {0};

	buf_clear(&a->out);
	const bool ok = query_decode_grounds_request(q->body, q->body_len, &r, &err) &&
	    core_grounds(app_ledger_core(a->ledger), who, &r, entries, &g.entries_n, &err) &&
	    query_encode_grounds(&g, &a->out, &err);
	answer_out(a, q, ok, FRAME_GROUNDS_OK, &err);
	query_free(&r.arena);
}

struct proof {
	struct app *a;
	const struct app_question *q;
	const struct key_info
	    *entries_for; /* who may read nothing of this stream but entries; NULL: all of it */
	const struct proof_request *p;
	bool is_answered;
};

/* The submission whole: the receipt with what it is about. */
static bool
evidence_out(struct app *a, const struct app_asker *to, const struct stored_receipt *s,
    const struct receipt *r, struct err *err)
{
	const struct stored_submission *sub = &s->submission;
	struct buf receipt = {.max = WIRE_REPLY_BYTES_MAX};
	struct evidence e = {.body = {.at = sub->body, .len = sub->body_len}};
	bool ok = receipt_encode(r, &receipt, err);

	e.receipt = (struct blob){.at = receipt.at, .len = receipt.len};
	memcpy(e.signature, sub->signature, WIRE_SIGNATURE_BYTES);
	memcpy(e.sign_key, sub->sign_key, WIRE_KEY_BYTES);
	buf_clear(&a->out);
	ok = ok && query_encode_evidence(&e, &a->out, err);
	if (ok)
		(void)app_reply_out(a, to, FRAME_EVIDENCE_OK);
	buf_free(&receipt);
	return ok;
}

/* Whose keys and places a total rests on may be read by who may read the total. */
static bool
may_read(const struct proof *p, const struct stored_submission *stored)
{
	struct submission *s = NULL;
	bool may;

	if (p->entries_for == NULL)
		return true;
	may = submission_decode(stored->body, stored->body_len, &s, NULL) &&
	    core_may_read_entries(app_ledger_core(p->a->ledger), p->entries_for, s);
	submission_free(s);
	return may;
}

static bool
proof_found(void *arg, const struct stored_receipt *s, struct err *err)
{
	struct proof *p = arg;
	struct verdict codes[WIRE_REPORTS_MAX];
	struct receipt r;

	struct name name = {.seq = p->p->seq};

	memcpy(name.stream, p->p->stream, WIRE_STREAM_BYTES);
	if (!may_read(p, &s->submission))
		return err_set(err, ERR_FORBIDDEN, "%s", "");
	if (!app_receipt_again(s, &name, codes, &r, err))
		return false;
	if (p->q->type == FRAME_EVIDENCE) {
		p->is_answered = evidence_out(p->a, &p->q->asker, s, &r, err);
		return p->is_answered;
	}
	app_reply_receipt(p->a, &p->q->asker, &r);
	p->is_answered = true;
	return true;
}

static void
answer_proof(struct app *a, const struct app_question *q, const struct key_info *who)
{
	struct proof_request r = {0};
	struct proof p = {.a = a, .q = q, .p = &r};
	struct stored_name name;
	const struct stored_names names = {.at = &name, .n = 1};
	struct err err = {0};
	uint64_t away_since_ms;

	if (!query_decode_proof_request(q->body, q->body_len, &r, &err)) {
		app_reply_err(a, &q->asker, &err);
		return;
	}
	if (q->type == FRAME_EVIDENCE &&
	    !core_may_read_stream(app_ledger_core(a->ledger), who, r.stream))
		p.entries_for = who;
	name.stream_no = core_stream_no(app_ledger_core(a->ledger), r.stream);
	name.seq = r.seq;
	if (!app_ledger_is_connected(a->ledger, &away_since_ms))
		app_reply_error(a, &q->asker, ERR_DB_AWAY, "");
	else if (name.stream_no != 0 &&
	    !reader_stored(app_ledger_reader(a->ledger), &names, proof_found, &p, &err)) {
		app_reply_err(a, &q->asker, &err);
		if (err.code == ERR_DB_AWAY)
			app_ledger_read_failed(a->ledger, a->now_ms, &err);
	} else if (!p.is_answered)
		app_reply_error(
		    a, &q->asker, p.entries_for != NULL ? ERR_FORBIDDEN : ERR_NOT_FOUND, "");
	query_free(&r.arena);
}

void
app_answer(struct app *a, const struct app_question *q, const struct key_info *who)
{
	static answer_fn *const answers[FRAME_TYPE_COUNT_] = {
	    [FRAME_HELLO] = answer_hello,
	    [FRAME_STATUS] = answer_status,
	    [FRAME_SUMMARY] = answer_summary,
	    [FRAME_REFERENCE] = answer_reference,
	    [FRAME_PROOF] = answer_proof,
	    [FRAME_EVIDENCE] = answer_proof,
	    [FRAME_GROUNDS] = answer_grounds,
	    [FRAME_WATCH] = app_watch_ask,
	};
	answer_fn *const fn = (unsigned)q->type < FRAME_TYPE_COUNT_ ? answers[q->type] : NULL;

	if (q->type == FRAME_SUBMISSION || q->type == FRAME_ENROL)
		app_reply_error(a, &q->asker, ERR_DOOR, "");
	else if (fn == NULL)
		app_reply_error(a, &q->asker, ERR_KIND_UNSUPPORTED, "");
	else
		fn(a, q, who);
}

#include "support/corefix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/text.h"
#include "rules/catalogue.h"

/* ---- a batch as the ledger keeps it */

static void *
copy_of(const void *bytes, size_t len)
{
	void *copy = malloc(len == 0 ? 1 : len);

	assert_non_null(copy);
	if (len > 0)
		memcpy(copy, bytes, len);
	return copy;
}

static void
ledger_keep(struct corefix *f, const struct batch *b)
{
	struct corefix_batch *kept = &f->ledger[f->ledger_n];

	assert_true(f->ledger_n < COREFIX_BATCHES_MAX);
	*kept = (struct corefix_batch){.row = b->row, .head = b->head.head, .n = b->leaves_n};
	memcpy(kept->signature, b->head.signature, WIRE_SIGNATURE_BYTES);
	kept->submissions = calloc(b->leaves_n + 1, sizeof(*kept->submissions));
	assert_non_null(kept->submissions);
	for (uint32_t ord = 0; ord < b->leaves_n; ord++) {
		const struct pending *p = &b->pending[b->stored[ord]];
		const struct decided *d = &b->decided[b->stored[ord]];
		struct stored_submission *s = &kept->submissions[ord];
		uint8_t verdicts[2 * WIRE_REPORTS_MAX];

		for (uint32_t i = 0; i < d->verdicts_n; i++) {
			verdicts[2 * i] = (uint8_t)((unsigned)d->verdicts[i].code >> 8);
			verdicts[2 * i + 1] = (uint8_t)d->verdicts[i].code;
		}
		*s = (struct stored_submission){.ord = ord,
		    .stream_no = d->stream_no,
		    .verdicts = copy_of(verdicts, 2 * (size_t)d->verdicts_n),
		    .verdicts_len = 2 * d->verdicts_n,
		    .body = copy_of(p->body, p->body_len),
		    .body_len = p->body_len,
		    .seq = p->s->seq};
		memcpy(s->sign_key, p->sign_key, WIRE_KEY_BYTES);
		memcpy(s->signature, p->signature, WIRE_SIGNATURE_BYTES);
	}
	f->ledger_n++;
	f->plus = f->minus = 0;
	for (uint32_t i = 0; i < b->postings_n; i++)
		*(b->postings[i].sign > 0 ? &f->plus : &f->minus) += 1;
}

struct stored_batch
corefix_stored(const struct corefix *f, uint32_t i)
{
	struct stored_batch b = {.row = f->ledger[i].row,
	    .head = f->ledger[i].head,
	    .submissions = f->ledger[i].submissions,
	    .submissions_n = f->ledger[i].n};

	memcpy(b.signature, f->ledger[i].signature, WIRE_SIGNATURE_BYTES);
	return b;
}

struct core *
corefix_replay(struct corefix *f, uint32_t n)
{
	struct core *c = NULL;
	struct err err = {.code = ERR_OK};

	assert_true(core_new(&f->config, &c, &err));
	for (uint32_t i = 0; i < n; i++) {
		const struct stored_batch b = corefix_stored(f, i);

		if (!core_replay(c, &b, REPLAY_ALL, &err))
			fail_msg("batch %u: %s", i + 1, err.text);
	}
	return c;
}

/* ---- sending */

void (*corefix_on_batch)(const struct batch *b);

static void (*each_batch)(void *arg, const struct batch *b);
static void *each_batch_arg;

void
corefix_each_batch(void (*fn)(void *arg, const struct batch *b), void *arg)
{
	each_batch = fn;
	each_batch_arg = arg;
}

struct corefix_sent
corefix_sign(
    struct corefix *f, enum actor actor, uint64_t seq, const struct report *reports, uint32_t n)
{
	const struct keys *k = &f->key[actor];
	struct corefix_sent sent = {.s = NULL};
	struct submission s = {
	    .seq = seq, .realm = f->config.realm, .reports = reports, .reports_n = n};
	struct err err = {.code = ERR_OK};

	memcpy(s.stream, f->stream[actor], WIRE_STREAM_BYTES);
	if (!submission_encode(&s, &sent.body, &err))
		fail_msg("encode: %s", err.text);
	sent.p = (struct pending){.body = sent.body.at, .body_len = (uint32_t)sent.body.len};
	submission_sign(sent.body.at, sent.body.len, k->sign_secret, sent.p.signature);
	memcpy(sent.p.sign_key, k->sign_public, WIRE_KEY_BYTES);
	(void)crypto_hash_sha256(sent.p.body_hash.at, sent.body.at, sent.body.len);
	sent.p.enrol =
	    n == 1 && reports[0].kind == KIND_KEY && reports[0].u.key.state == KEY_ACTIVE;
	if (sent.p.enrol)
		memcpy(sent.p.once_key, reports[0].u.key.once_key, WIRE_KEY_BYTES);
	assert_true(submission_decode(sent.body.at, sent.body.len, &sent.s, &err));
	sent.p.s = sent.s;
	return sent;
}

void
corefix_sent_free(struct corefix_sent *sent)
{
	submission_free(sent->s);
	buf_free(&sent->body);
}

const struct decided *
corefix_decide(struct corefix *f, const struct pending *pending, uint32_t n, bool settle)
{
	const struct batch *batch = NULL;
	const struct decided *decided = NULL;
	struct err err = {.code = ERR_OK};

	f->now_ms += 1000;
	if (!core_decide(f->core, pending, n, f->now_ms, &batch, &decided, &err))
		fail_msg("decide: %s", err.text);
	if (batch != NULL && settle) {
		ledger_keep(f, batch);
		if (corefix_on_batch != NULL)
			corefix_on_batch(batch);
		if (each_batch != NULL)
			each_batch(each_batch_arg, batch);
		if (!core_settle(f->core, &err))
			fail_msg("settle: %s", err.text);
	} else if (batch != NULL) {
		assert_true(core_undo(f->core));
	}
	return decided;
}

void
corefix_epoch(struct corefix *f, uint32_t epoch, bool settle)
{
	const struct batch *batch = NULL;
	struct err err = {.code = ERR_OK};

	f->now_ms += 1000;
	if (!core_decide_epoch(f->core, epoch, f->now_ms, &batch, &err))
		fail_msg("epoch: %s", err.text);
	if (settle) {
		ledger_keep(f, batch);
		assert_true(core_settle(f->core, &err));
	} else {
		assert_true(core_undo(f->core));
	}
}

enum err_code
corefix_send_as(struct corefix *f, enum actor actor, uint64_t seq, const struct report *reports,
    uint32_t n, bool settle)
{
	struct corefix_sent sent = corefix_sign(f, actor, seq, reports, n);
	const struct decided *decided = corefix_decide(f, &sent.p, 1, settle);

	f->fate = decided->fate;
	f->code = decided->verdicts_n > 0 ? decided->verdicts[0].code : decided->code;
	(void)text_copy(f->detail, sizeof(f->detail),
	    decided->verdicts_n > 0 ? decided->verdicts[0].detail : "");
	f->existing =
	    decided->verdicts_n > 0 ? decided->verdicts[0].existing : (struct name){.seq = 0};
	memcpy(f->name.stream, f->stream[actor], WIRE_STREAM_BYTES);
	f->name.seq = seq;
	f->name.idx = 0;
	corefix_sent_free(&sent);
	return f->code;
}

enum err_code
corefix_send(struct corefix *f, enum actor actor, const struct report *reports, uint32_t n)
{
	return corefix_send_as(f, actor, ++f->seq[actor], reports, n, true);
}

/* ---- the country */

struct place {
	const char *code, *name, *full_name, *parent;
	enum org_kind kind;
	const char *to;
};

static const struct place places[] = {
    {"VN", "Việt Nam", "Việt Nam", "", ORG_NATION, NULL},
    {"91", "Kiên Giang", "Tỉnh Kiên Giang", "VN", ORG_PROVINCE, "2025-06-30"},
    {"12", "Lai Châu", "Tỉnh Lai Châu", "VN", ORG_PROVINCE, NULL},
    {"909", "An Minh", "Huyện An Minh", "91", ORG_DISTRICT, "2025-06-30"},
    {"911", "Phú Quốc", "Thành phố Phú Quốc", "91", ORG_DISTRICT, "2025-06-30"},
    {"106", "Tam Đường", "Huyện Tam Đường", "12", ORG_DISTRICT, "2025-06-30"},
    {"115", "Mường Thử", "Huyện Mường Thử", "12", ORG_DISTRICT, NULL},
    {"91.VINPEARL", "Vinpearl", "Công ty Vinpearl Phú Quốc", "91", ORG_BODY, NULL},
};

static void
send_ok(struct corefix *f, enum actor actor, const struct report *r)
{
	const enum err_code code = corefix_send(f, actor, r, 1);

	if (code != ERR_OK || f->fate != FATE_STORED)
		fail_msg("fixture: %s", err_name(code));
}

static void
make_places(struct corefix *f)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct report r = corefix_org(places[i].code, places[i].kind, places[i].parent);

		r.u.registry.u.org.name = places[i].name;
		r.u.registry.u.org.full_name = places[i].full_name;
		if (places[i].to != NULL)
			r.u.registry.u.org.valid_to = corefix_day(places[i].to);
		send_ok(f, ACTOR_OPERATOR, &r);
	}
}

static void
make_words(struct corefix *f)
{
	const struct report campaign = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_CAMPAIGN,
		.u.campaign = {.code = "HE-2022",
		    .name = "Những giọt máu hồng - hè 2022",
		    .from = corefix_day("2022-05-01"),
		    .to = corefix_day("2022-08-31"),
		    .org = "VN"}}};
	const struct report sector = {.kind = KIND_REGISTRY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.registry = {.kind = REGISTRY_SECTOR,
		.u.sector = {.code = "PHUONG", .name = "Khối phường", .org = "VN"}}};

	send_ok(f, ACTOR_OPERATOR, &campaign);
	send_ok(f, ACTOR_OPERATOR, &sector);
}

void
corefix_key(struct corefix *f, enum actor actor, const char *org, enum role role)
{
	struct report invited = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_INVITED,
		.org = org,
		.role = role,
		.label = "",
		.reason = "",
		.not_after_ms = f->now_ms + INT64_C(14) * 86400 * 1000}};
	struct key_entry *k = &invited.u.key;

	randombytes_buf(k->invitation, sizeof(k->invitation));
	randombytes_buf(k->once_key, sizeof(k->once_key));
	uint8_t secret[WIRE_HASH_BYTES];
	randombytes_buf(secret, sizeof(secret));
	(void)crypto_hash_sha256(k->secret_hash, secret, sizeof(secret));
	send_ok(f, ACTOR_OPERATOR, &invited);

	struct report active = invited;
	active.u.key.state = KEY_ACTIVE;
	active.u.key.label = "máy thử";
	memcpy(active.u.key.secret, secret, sizeof(secret));
	memcpy(active.u.key.curve_key, f->key[actor].curve_public, WIRE_KEY_BYTES);
	memcpy(active.u.key.sign_key, f->key[actor].sign_public, WIRE_KEY_BYTES);
	send_ok(f, actor, &active);
	if (role == ROLE_REPORTER)
		return;
	struct report confirmed = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_CONFIRMED, .org = org, .role = role, .label = "", .reason = ""}};
	memcpy(confirmed.u.key.sign_key, f->key[actor].sign_public, WIRE_KEY_BYTES);
	send_ok(f, ACTOR_OPERATOR, &confirmed);
}

static void
make_operator(struct corefix *f)
{
	struct report genesis = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = KEY_ACTIVE,
		.org = "VN",
		.role = ROLE_OPERATOR,
		.label = "máy chủ",
		.reason = ""}};

	memcpy(genesis.u.key.curve_key, f->key[ACTOR_OPERATOR].curve_public, WIRE_KEY_BYTES);
	memcpy(genesis.u.key.sign_key, f->key[ACTOR_OPERATOR].sign_public, WIRE_KEY_BYTES);
	send_ok(f, ACTOR_OPERATOR, &genesis);
}

int
corefix_setup(void **state)
{
	struct corefix *f = calloc(1, sizeof(*f));
	struct err err = {.code = ERR_OK};

	assert_non_null(f);
	assert_true(keys_init(&err));
	f->config.realm = 1;
	(void)crypto_sign_keypair(
	    f->config.signers[0].sign_public, f->config.signers[0].sign_secret);
	f->config.signers_n = 1;
	memcpy(f->config.server_sign_public, f->config.signers[0].sign_public, WIRE_KEY_BYTES);
	randombytes_buf(f->config.writer, sizeof(f->config.writer));
	assert_true(core_new(&f->config, &f->core, &err));
	/* Noon of 2025-06-01 in Viet Nam. */
	f->now_ms = INT64_C(1748754000) * 1000;
	for (int i = 0; i < ACTOR_COUNT_; i++) {
		keys_make(&f->key[i]);
		randombytes_buf(f->stream[i], WIRE_STREAM_BYTES);
	}
	make_operator(f);
	make_places(f);
	make_words(f);
	corefix_key(f, ACTOR_NATION, "VN", ROLE_NATIONAL);
	corefix_key(f, ACTOR_KIEN_GIANG, "91", ROLE_COMMITTEE);
	corefix_key(f, ACTOR_AN_MINH, "909", ROLE_REPORTER);
	corefix_key(f, ACTOR_LAI_CHAU, "12", ROLE_COMMITTEE);
	*state = f;
	return 0;
}

void
corefix_forget(struct corefix *f)
{
	core_free(f->core);
	f->core = NULL;
	for (uint32_t i = 0; i < f->ledger_n; i++) {
		for (uint32_t k = 0; k < f->ledger[i].n; k++) {
			free((void *)(uintptr_t)f->ledger[i].submissions[k].verdicts);
			free((void *)(uintptr_t)f->ledger[i].submissions[k].body);
		}
		free(f->ledger[i].submissions);
	}
	f->ledger_n = 0;
}

int
corefix_teardown(void **state)
{
	struct corefix *f = *state;

	corefix_forget(f);
	free(f);
	return 0;
}

/* ---- asking */

bool
corefix_summary(struct corefix *f, enum actor who, const char *org, const char *period, enum by by,
    struct rows *ret, struct err *err)
{
	const struct summary_request q = {.org = org, .period = period, .by = by, .basis = ""};
	struct key_info info;

	assert_true(core_key_by_sign(f->core, f->key[who].sign_public, &info));
	return core_summary(f->core, &info, &q, f->now_ms, ret, err);
}

int64_t
corefix_total(struct corefix *f, const char *org, const char *period, uint32_t ind)
{
	struct err err = {.code = ERR_OK};
	struct rows rows = {.rows_n = 0};
	int64_t value = -1;

	if (!corefix_summary(f, ACTOR_NATION, org, period, BY_CHILD, &rows, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	(void)counts_get(&rows.total.counts, ind, &value);
	query_free(&rows.arena);
	return value;
}

struct rows
corefix_summary_on(struct corefix *f, const struct summary_request *q)
{
	struct rows rows = {.rows_n = 0};
	struct err err = {.code = ERR_OK};
	struct key_info info;

	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &info));
	if (!core_summary(f->core, &info, q, f->now_ms, &rows, &err))
		fail_msg("%s on %s: %s: %s", q->org, q->basis, err_name(err.code), err.text);
	return rows;
}

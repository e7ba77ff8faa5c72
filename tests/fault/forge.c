/*
 * forge - what an enrolled key can try with another's words: captured submissions under its own
 * signature or connection, altered, under another name, for another's organisation, and its own old
 * revisions again.
 *   forge PROFILE SEED TRIALS FILE
 * FILE: a line a captured submission, as the ledger has it: whose (own, other, above), body,
 * signature and signing key in hex.  One JSON object on standard output; exit status 1 when an
 * attempt was answered by another code than the one expected, each named on standard error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "issued.h"
#include "wire/query.h"

#define CAPTURED_MAX 4096
#define LINE_MAX_BYTES (2 * WIRE_BODY_BYTES_MAX + 1024)
#define ANSWER_MS 20000

struct captured {
	char whose[8];
	enum report_kind kind; /* of the first report */
	enum report_action action;
	struct buf body;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	uint8_t sign_key[WIRE_KEY_BYTES];
};

static struct issued office;
static struct captured captured[CAPTURED_MAX];
static uint32_t captured_n;
static struct draw rng;
static uint64_t name_seq; /* of this program's own stream */

/* An attempt: what is sent. */
struct attempt {
	struct buf body;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
};

/* ---- attempts */

static void
sign_own(struct attempt *a)
{
	submission_sign(a->body.at, a->body.len, office.keys.sign_secret, a->signature);
}

static void
as_captured(struct attempt *a, const struct captured *c)
{
	buf_put(&a->body, c->body.at, c->body.len);
	memcpy(a->signature, c->signature, sizeof(a->signature));
}

static void
edited_body(struct attempt *a, const struct captured *c)
{
	as_captured(a, c);
	a->body.at[draw_below(&rng, (uint32_t)a->body.len)] ^= (uint8_t)(1U << draw_below(&rng, 8));
}

static void
edited_signature(struct attempt *a, const struct captured *c)
{
	as_captured(a, c);
	a->signature[draw_below(&rng, sizeof(a->signature))] ^=
	    (uint8_t)(1U << draw_below(&rng, 8));
}

static void
own_signature(struct attempt *a, const struct captured *c)
{
	as_captured(a, c);
	sign_own(a);
}

enum rewrite {
	REWRITE_NAME = 1,      /* a name of this program's own */
	REWRITE_SEQ = 2,       /* the captured stream's, at a place that is free */
	REWRITE_REALM = 4,     /* another ledger's */
	REWRITE_CORRECTION = 8 /* of the captured report itself */
};

/* The captured reports in a submission of another make, signed by this program's own key. */
static void
rewrite(struct attempt *a, const struct captured *c, unsigned how)
{
	static struct report reports[WIRE_REPORTS_MAX];
	struct submission *s = NULL;
	struct err err = {0};

	if (!submission_decode(c->body.at, c->body.len, &s, &err))
		issued_die("a captured submission", &err);
	struct submission made = *s;

	memcpy(reports, s->reports, s->reports_n * sizeof(*reports));
	made.reports = reports;
	if ((how & REWRITE_CORRECTION) != 0) {
		reports[0].action = ACTION_CORRECTION;
		reports[0].reason = "x";
		memcpy(reports[0].replaces.stream, s->stream, WIRE_STREAM_BYTES);
		reports[0].replaces.seq = s->seq;
		reports[0].replaces.idx = 0;
	}
	if ((how & REWRITE_NAME) != 0) {
		memcpy(made.stream, office.stream, WIRE_STREAM_BYTES);
		made.seq = ++name_seq;
	}
	if ((how & REWRITE_SEQ) != 0)
		made.seq += 1000000;
	if ((how & REWRITE_REALM) != 0)
		made.realm++;
	if (!submission_encode(&made, &a->body, &err))
		issued_die("encode", &err);
	submission_free(s);
	sign_own(a);
}

static void
new_name(struct attempt *a, const struct captured *c)
{
	rewrite(a, c, REWRITE_NAME);
}

static void
new_name_correction(struct attempt *a, const struct captured *c)
{
	rewrite(a, c, REWRITE_NAME | REWRITE_CORRECTION);
}

static void
others_stream(struct attempt *a, const struct captured *c)
{
	rewrite(a, c, REWRITE_SEQ);
}

static void
other_realm(struct attempt *a, const struct captured *c)
{
	rewrite(a, c, REWRITE_NAME | REWRITE_REALM);
}

static const struct kind {
	const char *name;
	const char *whose;         /* captured from */
	enum report_action action; /* of it; ACTION_NONE: any */
	bool carried;              /* the connection says whose submissions it brings */
	void (*make)(struct attempt *a, const struct captured *c);
	enum err_code want[3]; /* one of these; ERR_OK: the receipt that there is already */
} kinds[] = {
    {"another's bytes", "other", ACTION_NONE, false, as_captured, {ERR_SIGNATURE}},
    {"another's bytes, carried", "other", ACTION_NONE, true, as_captured, {ERR_OK}},
    {"another's bytes, signed anew", "other", ACTION_NONE, false, own_signature, {ERR_KEY_REUSE}},
    {"a bit of the body", "other", ACTION_NONE, true, edited_body,
	{ERR_SIGNATURE, ERR_MALFORMED, ERR_TEXT}},
    {"a bit of the signature", "other", ACTION_NONE, true, edited_signature, {ERR_SIGNATURE}},
    {"for another's organisation", "other", ACTION_FIRST, false, new_name, {ERR_NOT_YOURS}},
    {"another's report corrected", "other", ACTION_FIRST, false, new_name_correction,
	{ERR_NOT_YOURS}},
    {"in another's stream", "other", ACTION_FIRST, false, others_stream, {ERR_KEY_REUSE}},
    {"another ledger's", "own", ACTION_NONE, false, other_realm, {ERR_MALFORMED}},
    {"an old report again", "own", ACTION_FIRST, false, new_name, {ERR_REVISION_CONFLICT}},
    {"an old correction again", "own", ACTION_CORRECTION, false, new_name, {ERR_BASE_STALE}},
    {"what a committee may say", "above", ACTION_NONE, false, new_name,
	{ERR_ROLE, ERR_NOT_YOURS, ERR_KEY_ENTRY}},
};

/* ---- answers */

static enum err_code
code_of_receipt(void)
{
	struct receipt *r = NULL;
	enum err_code code = ERR_MALFORMED;
	struct err err = {0};

	if (!receipt_decode(office.msg.body.at, office.msg.body.len, &r, &err))
		return code;
	if (r->stored)
		code = ERR_OK;
	else
		code = r->code != ERR_OK || r->verdicts_n == 0 ? r->code : r->verdicts[0].code;
	receipt_free(r);
	return code;
}

static enum err_code
answer(void)
{
	struct wire_error e;
	struct err err = {0};
	enum err_code code;

	do {
		if (!issued_receive(&office, ANSWER_MS))
			issued_die("no answer", NULL);
	} while (office.msg.header.correlation != office.correlation);
	if (office.msg.header.type == FRAME_RECEIPT)
		return code_of_receipt();
	if (office.msg.header.type != FRAME_ERROR ||
	    !query_decode_wire_error(office.msg.body.at, office.msg.body.len, &e, &err))
		issued_die("an answer that is none", &err);
	code = e.code;
	query_free(&e.arena);
	return code;
}

static bool
is_wanted(const struct kind *k, enum err_code code)
{
	for (size_t i = 0; i < ARRAY_LEN(k->want); i++)
		if (code == k->want[i] && (i == 0 || code != ERR_OK))
			return true;
	return false;
}

static const struct captured *
captured_draw(const struct kind *k)
{
	const uint32_t from = draw_below(&rng, captured_n);

	for (uint32_t i = 0; i < captured_n; i++) {
		const struct captured *c = &captured[(from + i) % captured_n];

		/* Offices enrolled, too; what counts here is what they reported. */
		if (strcmp(c->whose, k->whose) == 0 &&
		    (k->action == ACTION_NONE || k->action == c->action) &&
		    (c->kind == KIND_RESULT) == (strcmp(k->whose, "above") != 0))
			return c;
	}
	issued_die(k->name, NULL);
	return NULL;
}

/* true: it was answered as it should be. */
static bool
attempt(const struct kind *k, uint64_t *duplicates)
{
	const struct captured *c = captured_draw(k);
	struct attempt a = {0};

	issued_hello(&office, k->carried ? c->sign_key : NULL);
	k->make(&a, c);
	issued_send(&office, &a.body, a.signature);
	const enum err_code code = answer();

	buf_free(&a.body);
	*duplicates += code == ERR_OK;
	if (is_wanted(k, code))
		return true;
	(void)fprintf(
	    stderr, "%s: %s instead of %s\n", k->name, err_name(code), err_name(k->want[0]));
	return false;
}

/* ---- what was captured */

static void
unhex(const char *text, struct buf *to)
{
	unsigned byte;

	for (; sscanf(text, "%2x", &byte) == 1; text += 2) {
		buf_u8(to, (uint8_t)byte);
		if (text[1] == '\0')
			break;
	}
}

static void
unhex_into(const char *text, uint8_t *to, size_t len)
{
	struct buf b = {0};

	unhex(text, &b);
	if (b.len != len)
		issued_die("hex", NULL);
	memcpy(to, b.at, len);
	buf_free(&b);
}

static void
captured_read(const char *path)
{
	static char line[LINE_MAX_BYTES];
	static char body[LINE_MAX_BYTES];
	char signature[256];
	char key[128];
	struct submission *s = NULL;
	struct err err = {0};
	FILE *f = fopen(path, "r");

	if (f == NULL)
		issued_die(path, NULL);
	while (captured_n < CAPTURED_MAX && fgets(line, sizeof(line), f) != NULL) {
		struct captured *c = &captured[captured_n++];

		if (sscanf(line, "%7s %s %255s %127s", c->whose, body, signature, key) != 4)
			issued_die("a line of what was captured", NULL);
		unhex(body, &c->body);
		if (!submission_decode(c->body.at, c->body.len, &s, &err))
			issued_die("a captured submission", &err);
		c->kind = s->reports[0].kind;
		c->action = s->reports[0].action;
		submission_free(s);
		unhex_into(signature, c->signature, sizeof(c->signature));
		unhex_into(key, c->sign_key, sizeof(c->sign_key));
	}
	(void)fclose(f);
}

int
main(int argc, char **argv)
{
	uint64_t duplicates = 0, wrong = 0;

	if (argc != 5) {
		(void)fprintf(stderr, "usage: forge PROFILE SEED TRIALS FILE\n");
		return 64;
	}
	const uint64_t trials = strtoull(argv[3], NULL, 10);

	rng.state = strtoull(argv[2], NULL, 10);
	issued_open(&office, argv[1]);
	captured_read(argv[4]);
	for (uint64_t i = 0; i < trials; i++)
		wrong += !attempt(&kinds[i % ARRAY_LEN(kinds)], &duplicates);
	for (uint32_t i = 0; i < captured_n; i++)
		buf_free(&captured[i].body);
	issued_close(&office);
	(void)printf(
	    "{\"attempts\": %llu, \"kinds\": %zu, \"receipts_again\": %llu, \"wrong\": %llu}\n",
	    (unsigned long long)trials, ARRAY_LEN(kinds), (unsigned long long)duplicates,
	    (unsigned long long)wrong);
	return wrong == 0 ? 0 : 1;
}

/*
 * lying_server - what the ask functions answer from corefix's core, with one answer changed as
 * told.  The client's own are not linked.
 */
#ifndef GH_TEST_LYING_SERVER_H
#define GH_TEST_LYING_SERVER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "client/ask.h"
#include "support/corefix.h"

#define MORE 4 /* rows and indicators that a lie adds */

/* ---- the aggregator */

static struct server {
	struct corefix *f;
	enum actor who;
	void (*list)(struct ask_reference *r);
	void (*total)(struct rows *r);
	const char *other_org;
	bool is_old;   /* knows no Grounds */
	bool is_quiet; /* shows no submission */
	uint32_t ind[WIRE_PAIRS_MAX + MORE];
	int64_t val[WIRE_PAIRS_MAX + MORE];
} server;

static struct key_info
asker(void)
{
	struct key_info k;

	assert_true(core_key_by_sign(server.f->core, server.f->key[server.who].sign_public, &k));
	return k;
}

static struct ask_reference
list_of(const char *org, const char *period)
{
	const struct reference_request q = {
	    .kind = REFERENCE_REPORTS, .org = org, .period = period, .search = ""};
	const struct key_info who = asker();
	struct ask_reference ret = {.arenas_n = 1};
	struct report_row *rows;
	struct err err = {0};

	if (!core_reference(server.f->core, &who, &q, server.f->now_ms, &ret.all, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	ret.list = rows = calloc(ret.all.reports_n + MORE, sizeof(*rows));
	ret.arenas = calloc(1, sizeof(*ret.arenas));
	assert_true(rows != NULL && ret.arenas != NULL);
	if (ret.all.reports_n > 0)
		memcpy(rows, ret.all.reports, ret.all.reports_n * sizeof(*rows));
	ret.all.reports = rows;
	ret.arenas[0] = ret.all.arena;
	ret.all.arena = NULL;
	return ret;
}

bool
ask_reference(
    struct ask *a, const struct reference_request *q, struct ask_reference *ret, struct err *err)
{
	(void)a;
	(void)err;
	*ret = list_of(server.other_org != NULL ? server.other_org : q->org, q->period);
	if (server.list != NULL)
		server.list(ret);
	return true;
}

void
ask_reference_free(struct ask_reference *r)
{
	for (size_t i = 0; i < r->arenas_n; i++)
		query_free(&r->arenas[i]);
	free(r->arenas);
	free(r->list);
	*r = (struct ask_reference){.list = NULL};
}

bool
ask_summary(struct ask *a, const struct summary_request *q, struct ask_rows *ret, struct err *err)
{
	struct summary_request mine = *q;
	const struct key_info who = asker();
	struct counts *c = &ret->all.total.counts;

	(void)a;
	mine.as_of_batch = 0;
	if (server.other_org != NULL)
		mine.org = server.other_org;
	*ret = (struct ask_rows){.arenas = calloc(1, sizeof(*ret->arenas)), .arenas_n = 1};
	assert_non_null(ret->arenas);
	if (!core_summary(server.f->core, &who, &mine, server.f->now_ms, &ret->all, err))
		fail_msg("%s: %s", err_name(err->code), err->text);
	ret->arenas[0] = ret->all.arena;
	memcpy(server.ind, c->ind, c->n * sizeof(*c->ind));
	memcpy(server.val, c->val, c->n * sizeof(*c->val));
	c->ind = server.ind;
	c->val = server.val;
	if (server.total != NULL)
		server.total(&ret->all);
	return true;
}

void
ask_rows_free(struct ask_rows *r)
{
	for (size_t i = 0; i < r->arenas_n; i++)
		query_free(&r->arenas[i]);
	free(r->arenas);
	*r = (struct ask_rows){.list = NULL};
}

bool
ask_grounds(struct ask *a, const struct grounds_request *q, struct grounds *ret, struct err *err)
{
	static struct name names[WIRE_GROUNDS_MAX];
	const struct key_info who = asker();

	(void)a;
	*ret = (struct grounds){.entries = names};
	if (server.is_old)
		return err_set(err, ERR_KIND_UNSUPPORTED, "%s", "");
	return core_grounds(server.f->core, &who, q, names, &ret->entries_n, err);
}

/* Where the ledger has the submission. */
static bool
find(const struct proof_request *q, uint32_t *ret_batch, uint32_t *ret_ord)
{
	for (uint32_t b = 0; b < server.f->ledger_n; b++)
		for (uint32_t i = 0; i < server.f->ledger[b].n; i++) {
			const struct stored_submission *at = &server.f->ledger[b].submissions[i];
			struct submission *s = NULL;
			bool is_it;

			assert_true(submission_decode(at->body, at->body_len, &s, NULL));
			is_it = s->seq == q->seq &&
			    memcmp(s->stream, q->stream, WIRE_STREAM_BYTES) == 0;
			submission_free(s);
			*ret_batch = b;
			*ret_ord = i;
			if (is_it)
				return true;
		}
	return false;
}

static void
receipt_out(const struct proof_request *q, uint32_t batch, uint32_t ord, struct buf *out)
{
	const struct stored_batch b = corefix_stored(server.f, batch);
	const struct stored_submission *s = &b.submissions[ord];
	struct hash *rows = calloc(server.f->ledger_n, sizeof(*rows));
	struct verdict verdicts[WIRE_REPORTS_MAX];
	struct receipt r = {.stored = true,
	    .seq = q->seq,
	    .verdicts = verdicts,
	    .verdicts_n = s->verdicts_len / 2,
	    .leaves = 1, /* corefix: one submission a batch */
	    .row = b.row,
	    .head = {.realm = b.row.realm,
		.epoch = b.row.epoch,
		.batch = b.row.n,
		.at_ms = b.row.at_ms,
		.head = b.head},
	    .detail = ""};

	assert_non_null(rows);
	memcpy(r.stream, q->stream, WIRE_STREAM_BYTES);
	for (uint32_t i = 0; i < r.verdicts_n; i++)
		verdicts[i] = (struct verdict){.detail = "",
		    .code = (enum err_code)(s->verdicts[2 * i] << 8 | s->verdicts[2 * i + 1])};
	for (uint32_t j = 0; j <= batch; j++)
		rows[j] = receipt_row_hash(&server.f->ledger[j].row);
	merkle_path_of(rows, batch + 1, batch, &r.batch_path);
	free(rows);
	memcpy(r.head.signature, b.signature, WIRE_SIGNATURE_BYTES);
	(void)crypto_hash_sha256(r.body_hash.at, s->body, s->body_len);
	assert_true(receipt_encode(&r, out, NULL));
}

bool
ask_evidence(struct ask *a, const struct proof_request *q, struct evidence *ret, struct err *err)
{
	struct buf receipt = {0};
	struct buf out = {0};
	uint32_t batch = 0, ord = 0;
	bool ok;

	(void)a;
	if (server.is_quiet)
		return err_set(err, ERR_FORBIDDEN, "%s", "");
	if (!find(q, &batch, &ord))
		return err_set(err, ERR_NOT_FOUND, "%s", "");
	receipt_out(q, batch, ord, &receipt);
	const struct stored_submission *s = &server.f->ledger[batch].submissions[ord];
	struct evidence e = {.receipt = {.at = receipt.at, .len = receipt.len},
	    .body = {.at = s->body, .len = s->body_len}};
	memcpy(e.signature, s->signature, WIRE_SIGNATURE_BYTES);
	memcpy(e.sign_key, s->sign_key, WIRE_KEY_BYTES);
	ok = query_encode_evidence(&e, &out, err) &&
	    query_decode_evidence(out.at, out.len, ret, err);
	buf_free(&receipt);
	buf_free(&out);
	return ok;
}

/* ---- lies */

static void
row_add(struct ask_reference *r, const struct report_row *row)
{
	struct report_row *rows = r->list;

	rows[r->all.reports_n++] = *row;
}

static void
said_add(struct rows *r, uint32_t ind, int64_t val)
{
	struct counts *c = &r->total.counts;

	for (uint32_t i = 0; i < c->n; i++)
		if (server.ind[i] == ind) {
			server.val[i] += val;
			return;
		}
	server.ind[c->n] = ind;
	server.val[c->n++] = val;
}

#endif

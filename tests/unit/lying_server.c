#include "lying_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- the aggregator */

struct lying_server lying_server;

struct key_info
lying_server_asker(void)
{
	struct key_info k;

	assert_true(core_key_by_sign(
	    lying_server.f->core, lying_server.f->key[lying_server.who].sign_public, &k));
	return k;
}

struct ask_reference
lying_server_list(const char *org, const char *period)
{
	const struct reference_request q = {
	    .kind = REFERENCE_REPORTS, .org = org, .period = period, .search = ""};
	const struct key_info who = lying_server_asker();
	struct ask_reference ret = {.arenas_n = 1};
	struct report_row *rows;
	struct err err = {0};

	if (!core_reference(lying_server.f->core, &who, &q, lying_server.f->now_ms, &ret.all, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	ret.list = rows = calloc(ret.all.reports_n + LYING_SERVER_MORE, sizeof(*rows));
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
	*ret = lying_server_list(
	    lying_server.other_org != NULL ? lying_server.other_org : q->org, q->period);
	if (lying_server.list != NULL)
		lying_server.list(ret);
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
	const struct key_info who = lying_server_asker();
	struct counts *c = &ret->all.total.counts;

	(void)a;
	mine.as_of_batch = 0;
	if (lying_server.other_org != NULL)
		mine.org = lying_server.other_org;
	*ret = (struct ask_rows){.arenas = calloc(1, sizeof(*ret->arenas)), .arenas_n = 1};
	assert_non_null(ret->arenas);
	if (!core_summary(
		lying_server.f->core, &who, &mine, lying_server.f->now_ms, &ret->all, err))
		fail_msg("%s: %s", err_name(err->code), err->text);
	ret->arenas[0] = ret->all.arena;
	memcpy(lying_server.ind, c->ind, c->n * sizeof(*c->ind));
	memcpy(lying_server.val, c->val, c->n * sizeof(*c->val));
	c->ind = lying_server.ind;
	c->val = lying_server.val;
	if (lying_server.total != NULL)
		lying_server.total(&ret->all);
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
	const struct key_info who = lying_server_asker();

	(void)a;
	*ret = (struct grounds){.entries = names};
	if (lying_server.is_old)
		return err_set(err, ERR_KIND_UNSUPPORTED, "%s", "");
	return core_grounds(lying_server.f->core, &who, q, names, &ret->entries_n, err);
}

/* The batch that has the submission; corefix writes one a batch. */
static bool
find(const struct proof_request *q, uint32_t *ret_batch)
{
	for (uint32_t b = 0; b < lying_server.f->ledger_n; b++) {
		const struct corefix_batch *at = &lying_server.f->ledger[b];
		struct submission *s = NULL;
		bool is_it;

		if (at->n == 0)
			continue;
		assert_true(submission_decode(
		    at->submissions[0].body, at->submissions[0].body_len, &s, NULL));
		is_it = s->seq == q->seq && memcmp(s->stream, q->stream, WIRE_STREAM_BYTES) == 0;
		submission_free(s);
		*ret_batch = b;
		if (is_it)
			return true;
	}
	return false;
}

static bool
is_result(uint32_t batch)
{
	const struct stored_submission *at = &lying_server.f->ledger[batch].submissions[0];
	struct submission *s = NULL;
	bool ret;

	assert_true(submission_decode(at->body, at->body_len, &s, NULL));
	ret = s->reports[0].kind == KIND_RESULT;
	submission_free(s);
	return ret;
}

bool
ask_evidence(struct ask *a, const struct proof_request *q, struct evidence *ret, struct err *err)
{
	struct buf receipt = {0};
	struct buf out = {0};
	uint32_t batch = 0;
	bool ok;

	(void)a;
	if (lying_server.away != ERR_OK)
		return err_set(err, lying_server.away, "%s", "");
	if (lying_server.is_quiet)
		return err_set(err, ERR_FORBIDDEN, "%s", "");
	if (!find(q, &batch))
		return err_set(err, ERR_NOT_FOUND, "%s", "");
	if (lying_server.is_close && !is_result(batch))
		return err_set(err, ERR_FORBIDDEN, "%s", "");
	const struct evidence e = corefix_evidence(lying_server.f, batch, &receipt);
	ok = query_encode_evidence(&e, &out, err) &&
	    query_decode_evidence(out.at, out.len, ret, err);
	buf_free(&receipt);
	buf_free(&out);
	return ok;
}

/* ---- lies */

void
lying_server_row_add(struct ask_reference *r, const struct report_row *row)
{
	struct report_row *rows = r->list;

	rows[r->all.reports_n++] = *row;
}

void
lying_server_said_add(struct rows *r, uint32_t ind, int64_t val)
{
	struct counts *c = &r->total.counts;

	for (uint32_t i = 0; i < c->n; i++)
		if (lying_server.ind[i] == ind) {
			lying_server.val[i] += val;
			return;
		}
	lying_server.ind[c->n] = ind;
	lying_server.val[c->n++] = val;
}

#include "current.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "outbox_rows.h"
#include "report_subject.h"
#include "wire/receipt.h"

void
current_free(struct current *c)
{
	submission_free(c->submission);
	ask_reference_free(&c->answer);
	*c = (struct current){.from_outbox = false};
}

static bool
result_is_about(const struct result *r, const struct current_subject *what)
{
	const struct collection *a = &r->collection, *b = &what->collection;

	if (what->drive[0] != '\0')
		return strcmp(r->drive, what->drive) == 0 &&
		    (r->witness == WITNESS_COLLECTOR) == (what->witness == WITNESS_COLLECTOR);
	return r->drive[0] == '\0' && strcmp(a->org, b->org) == 0 && a->from == b->from &&
	    a->to == b->to && a->kind == b->kind;
}

static bool
is_about(const struct report *r, const struct current_subject *what)
{
	if (r->kind != what->kind)
		return false;
	return what->kind == KIND_SCHEDULE ? strcmp(r->u.schedule.drive, what->drive) == 0
					   : result_is_about(&r->u.result, what);
}

/* ---- this outbox */

static bool
verdict_ok(const struct outbox_row *row, uint32_t idx, bool *ret, struct err *err)
{
	struct receipt *r = NULL;

	*ret = row->state == OUTBOX_SAVED || row->state == OUTBOX_SENT;
	if (row->state != OUTBOX_DELIVERED || row->receipt == NULL)
		return true;
	if (!receipt_decode(row->receipt, row->receipt_len, &r, err))
		return false;
	*ret = idx < r->verdicts_n && receipt_accepts(r->verdicts[idx].code);
	receipt_free(r);
	return true;
}

/* The newest report of ${row} about ${what}; *${ret_found} false: none, or refused. */
static bool
row_look(const struct outbox_row *row, const struct current_subject *what, struct current *ret,
    bool *ret_found, struct err *err)
{
	struct submission *s = NULL;
	bool ok = true;

	*ret_found = false;
	if (!submission_decode(row->body, row->body_len, &s, err))
		return false;
	for (uint32_t i = s->reports_n; i-- > 0 && ok && !*ret_found;) {
		const struct report *r = &s->reports[i];

		if (!is_about(r, what))
			continue;
		ok = verdict_ok(row, i, ret_found, err);
		ret->name = (struct name){.seq = row->seq, .idx = i};
		memcpy(ret->name.stream, row->stream, WIRE_STREAM_BYTES);
		if (what->kind == KIND_SCHEDULE)
			ret->schedule = r->u.schedule;
		else
			ret->result = r->u.result;
		/* Withdrawn: nothing stands. */
		*ret_found = *ret_found && r->action != ACTION_WITHDRAWAL;
	}
	if (!ok || !*ret_found) {
		submission_free(s);
		return ok;
	}
	submission_free(ret->submission);
	ret->submission = s;
	return true;
}

struct in_outbox {
	bool found;
	bool waits; /* not delivered yet */
};

static bool
outbox_look(struct cli *cli, const struct current_subject *what, struct current *ret,
    struct in_outbox *ret_in, struct err *err)
{
	const struct outbox_filter filter = {
	    .newest = true, .limit = CURRENT_OUTBOX_ROWS_MAX, .bodies = true};
	struct outbox_rows rows = {.n = 0};
	bool ok = true;

	if (!outbox_rows_list(cli->outbox, &filter, &rows, err))
		return false;
	for (size_t i = rows.n; i-- > 0 && ok && !ret_in->found;) {
		const struct outbox_row *row = &rows.at[i];

		if (row->replaced_by != 0 && row->state != OUTBOX_DELIVERED)
			continue; /* said again under another name */
		ok = row_look(row, what, ret, &ret_in->found, err);
		ret_in->waits = ret_in->found && row->state != OUTBOX_DELIVERED;
	}
	outbox_rows_free(&rows);
	ret->from_outbox = ret_in->found;
	return ok;
}

/* ---- the aggregator */

static bool
drive_take(struct current *ret)
{
	const struct drive_row *row = ret->answer.all.drives;

	if (ret->answer.all.drives_n == 0 || row->schedule_name.seq == 0)
		return false;
	ret->name = row->schedule_name;
	ret->schedule = row->schedule;
	return true;
}

static bool
result_take(const struct current_subject *what, struct current *ret)
{
	for (uint32_t i = 0; i < ret->answer.all.reports_n; i++) {
		const struct report_row *row = &ret->answer.all.reports[i];

		if (row->kind != KIND_RESULT || !row->current ||
		    !result_is_about(&row->result, what))
			continue;
		ret->name = row->name;
		ret->result = row->result;
		return true;
	}
	return false;
}

static bool
ask_look(struct cli *cli, const struct current_subject *what, struct current *ret, bool *ret_found,
    struct err *err)
{
	char search[WIRE_CODE_BYTES_MAX + 64], iso[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	struct reference_request q = {
	    .kind = what->kind == KIND_SCHEDULE ? REFERENCE_DRIVES : REFERENCE_REPORTS,
	    .org = "",
	    .period = period,
	    .search = what->drive};
	struct drive_key key = {.day = what->collection.to};
	struct ask *a = NULL;
	bool ok = false;

	*ret_found = false;
	if (what->drive[0] != '\0' && !drive_key_parse(what->drive, &key, err))
		return false;
	(void)day_iso(key.day, iso);
	(void)snprintf(period, sizeof(period), "%s..%s", iso, iso);
	if (what->kind == KIND_RESULT && what->witness == WITNESS_COLLECTOR) {
		(void)snprintf(
		    search, sizeof(search), "R/%s/%u", what->drive, (unsigned)WITNESS_COLLECTOR);
		q.search = search;
	}
	if (what->drive[0] == '\0') {
		(void)snprintf(search, sizeof(search), "%s/%d/%d/%u/", what->collection.org,
		    what->collection.from, what->collection.to, (unsigned)what->collection.kind);
		q.search = search;
	}
	ok = ask_open(&cli->profile, &a, err) && ask_reference(a, &q, &ret->answer, err);
	ask_close(a);
	*ret_found = ok && (what->kind == KIND_SCHEDULE ? drive_take(ret) : result_take(what, ret));
	ret->from_outbox = ret->from_outbox && !*ret_found;
	return ok;
}

static bool
say_none(const struct current_subject *what, const struct err *away, struct err *err)
{
	const struct result r = {.drive = what->drive, .collection = what->collection};
	char subject[REPORT_SUBJECT_MAX];

	(void)report_subject_text(&r, subject);
	if (what->kind == KIND_SCHEDULE && away->code == ERR_OK)
		return err_set(err, ERR_NOT_FOUND,
		    TR("kế hoạch không có buổi %s", "the plan has no drive %s"), subject);
	if (what->kind == KIND_SCHEDULE)
		return err_set(err, ERR_NOT_FOUND,
		    TR("hộp chờ gửi không có kế hoạch của buổi %s, và %s",
			"this outbox has no plan of %s, and %s"),
		    subject, err_sentence(away->code));
	if (away->code == ERR_OK)
		return err_set(err, ERR_NOT_FOUND,
		    TR("chưa có kết quả nào về %s", "there is no result about %s"), subject);
	return err_set(err, ERR_NOT_FOUND,
	    TR("hộp chờ gửi không có kết quả nào về %s, và %s",
		"this outbox has no result about %s, and %s"),
	    subject, err_sentence(away->code));
}

bool
current_find(
    struct cli *cli, const struct current_subject *what, struct current *ret, struct err *err)
{
	struct current c = {.from_outbox = false};
	struct err away = {.code = ERR_OK};
	struct in_outbox in = {.found = false};
	bool asked = false;

	if (!outbox_look(cli, what, &c, &in, err))
		goto fail;
	if (!in.waits && !ask_look(cli, what, &c, &asked, &away) && !err_is_retry(away.code)) {
		(void)err_set(err, away.code, "%s", away.text);
		goto fail;
	}
	/* The aggregator knows of no report: what this outbox delivered was withdrawn since. */
	if (!asked && !(in.found && (in.waits || away.code != ERR_OK))) {
		(void)say_none(what, &away, err);
		goto fail;
	}
	*ret = c;
	return true;
fail:
	current_free(&c);
	return false;
}

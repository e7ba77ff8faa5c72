#include "current.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "outbox_rows.h"
#include "report_subject.h"
#include "wire/receipt.h"
#include "words.h"

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
		return strcmp(r->drive, what->drive) == 0 && r->day == what->day &&
		    (r->witness == WITNESS_COLLECTOR) == (what->witness == WITNESS_COLLECTOR);
	return r->drive[0] == '\0' && strcmp(a->org, b->org) == 0 && a->from == b->from &&
	    a->to == b->to && a->kind == b->kind;
}

static bool
activity_is_about(const struct activity *a, const struct current_subject *what)
{
	return strcmp(a->org, what->collection.org) == 0 && a->from == what->collection.from &&
	    a->to == what->collection.to;
}

static bool
is_about(const struct report *r, const struct current_subject *what)
{
	if (r->kind != what->kind)
		return false;
	if (what->kind == KIND_ACTIVITY)
		return activity_is_about(&r->u.activity, what);
	return what->kind == KIND_SCHEDULE ? strcmp(r->u.schedule.drive, what->drive) == 0
					   : result_is_about(&r->u.result, what);
}

/* ---- this outbox */

bool
current_row_stands(const struct outbox_row *row, uint32_t idx, bool *ret, struct err *err)
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
		ok = current_row_stands(row, i, ret_found, err);
		ret->name = (struct name){.seq = row->seq, .idx = i};
		memcpy(ret->name.stream, row->stream, WIRE_STREAM_BYTES);
		if (what->kind == KIND_SCHEDULE)
			ret->schedule = r->u.schedule;
		else if (what->kind == KIND_ACTIVITY)
			ret->activity = r->u.activity;
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

/* An activity that stands; of a drive or collection what waits after a lock. */
static bool
history_take(const struct current_subject *what, struct current *ret)
{
	const char *late = words_name(WORDS_REPORT_STATE, REPORT_AFTER_LOCK);
	const char *withdrawn = words_name(WORDS_REPORT_STATE, REPORT_WITHDRAWN);

	for (uint32_t i = 0; i < ret->answer.all.reports_n; i++) {
		const struct report_row *row = &ret->answer.all.reports[i];
		const bool is_activity = what->kind == KIND_ACTIVITY && row->kind == what->kind &&
		    strcmp(row->state, withdrawn) != 0 && activity_is_about(&row->activity, what);
		const bool is_late = what->kind == KIND_RESULT && row->kind == what->kind &&
		    strcmp(row->state, late) == 0 && result_is_about(&row->result, what);

		if (!row->current || (!is_activity && !is_late))
			continue;
		ret->name = row->name;
		ret->activity = row->activity;
		ret->result = row->result;
		/* What waits has made no drive yet: its correction does. */
		ret->result.make_drive = row->result.drive[0] != '\0';
		return true;
	}
	return false;
}

struct question {
	struct reference_request q;
	char search[DRIVE_DAY_TEXT_MAX + 64], period[2 * DAY_TEXT_MAX + 4];
};

static bool
question_make(const struct current_subject *what, struct question *ret, struct err *err)
{
	const struct collection *s = &what->collection;
	struct drive_key key = {.day = s->to};
	char iso[DAY_TEXT_MAX];

	if (what->drive[0] != '\0' && !drive_key_parse(what->drive, &key, err))
		return false;
	(void)day_iso(what->day != 0 ? what->day : key.day, iso);
	(void)drive_key_text_day(what->drive, what->day, ret->search);
	(void)snprintf(ret->period, sizeof(ret->period), "%s..%s", iso, iso);
	ret->q = (struct reference_request){
	    .kind = REFERENCE_REPORTS, .org = "", .period = ret->period, .search = ret->search};
	if (what->kind == KIND_SCHEDULE) {
		ret->q.kind = REFERENCE_DRIVES;
	} else if (what->kind == KIND_ACTIVITY) {
		ret->q.kind = REFERENCE_HISTORY;
		(void)snprintf(
		    ret->search, sizeof(ret->search), "T/%s/%d/%d", s->org, s->from, s->to);
	} else if (what->drive[0] == '\0') {
		(void)snprintf(ret->search, sizeof(ret->search), "%s/%d/%d/%u/", s->org, s->from,
		    s->to, (unsigned)s->kind);
	} else if (what->witness == WITNESS_COLLECTOR) {
		char drive[DRIVE_DAY_TEXT_MAX];

		(void)snprintf(ret->search, sizeof(ret->search), "R/%s/%u",
		    drive_key_text_day(what->drive, what->day, drive), (unsigned)WITNESS_COLLECTOR);
	}
	return true;
}

/* Nothing counts: what came after a lock is found in the history alone. */
static bool
late_look(struct ask *a, const struct current_subject *what, struct question *question,
    struct current *ret, bool *ret_found, struct err *err)
{
	if (what->kind != KIND_RESULT || what->witness == WITNESS_COLLECTOR)
		return true;
	ask_reference_free(&ret->answer);
	question->q.kind = REFERENCE_HISTORY;
	if (what->drive[0] == '\0')
		(void)snprintf(question->search, sizeof(question->search), "R/%s/%d/%d/%u/%u",
		    what->collection.org, what->collection.from, what->collection.to,
		    (unsigned)what->collection.kind, (unsigned)WITNESS_ORGANISER);
	if (!ask_reference(a, &question->q, &ret->answer, err))
		return false;
	*ret_found = history_take(what, ret);
	return true;
}

static bool
ask_look(struct cli *cli, const struct current_subject *what, struct current *ret, bool *ret_found,
    struct err *err)
{
	struct question question;
	struct ask *a = NULL;
	bool ok;

	*ret_found = false;
	if (!question_make(what, &question, err))
		return false;
	ok = ask_open(&cli->profile, &a, err) && ask_reference(a, &question.q, &ret->answer, err);
	if (ok)
		*ret_found = what->kind == KIND_SCHEDULE ? drive_take(ret)
		    : what->kind == KIND_ACTIVITY        ? history_take(what, ret)
							 : result_take(what, ret);
	if (ok && !*ret_found)
		ok = late_look(a, what, &question, ret, ret_found, err);
	ask_close(a);
	ret->from_outbox = ret->from_outbox && !*ret_found;
	return ok;
}

/* Days of the drive that hold a report, as ${history} tells: KEY@DAY, in order.  0: none. */
static size_t
days_held(const struct current_subject *what, const struct reference *history,
    day_t ret[CURRENT_DAYS_MAX])
{
	const char *withdrawn = words_name(WORDS_REPORT_STATE, REPORT_WITHDRAWN);
	size_t n = 0;

	for (uint32_t i = 0; i < history->reports_n && n < CURRENT_DAYS_MAX; i++) {
		const struct report_row *row = &history->reports[i];
		struct current_subject day = *what;
		size_t at = n;

		day.day = row->result.day;
		if (row->kind != KIND_RESULT || !row->current || day.day == 0 ||
		    strcmp(row->state, withdrawn) == 0 || !result_is_about(&row->result, &day))
			continue;
		for (; at > 0 && ret[at - 1] > day.day; at--)
			ret[at] = ret[at - 1];
		ret[at] = day.day;
		n++;
	}
	return n;
}

/* The whole drive has no report because its days have: what to type instead. */
static bool
say_days(const struct current_subject *what, const day_t *days, size_t n, struct err *err)
{
	struct buf list = {.max = ERR_TEXT_MAX};
	char key[DRIVE_DAY_TEXT_MAX];

	for (size_t i = 0; i < n; i++)
		buf_printf(&list, "%s%s", i > 0 ? ", " : "",
		    drive_key_text_day(what->drive, days[i], key));
	(void)err_set(err, ERR_NOT_FOUND,
	    TR("buổi này được báo từng ngày; nêu một ngày: %s",
		"this drive is reported day by day; name one day: %s"),
	    buf_text(&list));
	buf_free(&list);
	return false;
}

static bool
is_withdrawn(const struct current_subject *what, const struct reference *history)
{
	const char *withdrawn = words_name(WORDS_REPORT_STATE, REPORT_WITHDRAWN);

	for (uint32_t i = 0; what->kind == KIND_RESULT && i < history->reports_n; i++) {
		const struct report_row *row = &history->reports[i];

		if (row->kind == KIND_RESULT && row->current &&
		    strcmp(row->state, withdrawn) == 0 && result_is_about(&row->result, what))
			return true;
	}
	return false;
}

static bool
say_none(const struct current_subject *what, const struct reference *history,
    const struct err *away, struct err *err)
{
	day_t days[CURRENT_DAYS_MAX];
	const size_t n = what->kind == KIND_RESULT && what->drive[0] != '\0' && what->day == 0
	    ? days_held(what, history, days)
	    : 0;
	const struct result r = {
	    .drive = what->drive, .day = what->day, .collection = what->collection};
	char subject[REPORT_SUBJECT_MAX], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	if (n > 0)
		return say_days(what, days, n, err);
	(void)report_subject_text(&r, subject);
	if (is_withdrawn(what, history))
		return err_set(err, ERR_ALREADY,
		    TR("kết quả về %s đã được rút", "the result about %s was withdrawn"), subject);
	if (what->kind == KIND_ACTIVITY)
		(void)snprintf(subject, sizeof(subject), "%s %s – %s", what->collection.org,
		    day_people(what->collection.from, from), day_people(what->collection.to, to));
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
		(void)say_none(what, &c.answer.all, &away, err);
		goto fail;
	}
	*ret = c;
	return true;
fail:
	current_free(&c);
	return false;
}

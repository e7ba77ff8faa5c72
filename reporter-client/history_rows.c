#include "history_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "report_say.h"
#include "words.h"

static bool
name_is(const struct name *a, const struct name *b)
{
	return a->seq == b->seq && a->idx == b->idx &&
	    memcmp(a->stream, b->stream, sizeof(a->stream)) == 0;
}

/*
 * Not what was said about reports.  A review that took the collector's counts is of both kinds, in
 * two rows.
 */
static bool
is_report(const struct report_row *row)
{
	return row->kind != KIND_REVIEW && row->kind != KIND_LOCK;
}

static bool
is_collectors(const struct report_row *row)
{
	return row->kind == KIND_RESULT && row->result.witness == WITNESS_COLLECTOR;
}

/* "R/909/2022-05-08/1@2022-05-09/1": a withdrawal may have left its content out. */
static day_t
day_of(const struct report_row *row)
{
	const char *mark = row->subject != NULL ? strchr(row->subject, '@') : NULL;
	char iso[sizeof("2022-05-09")];
	day_t day = 0;

	if (row->kind != KIND_RESULT || row->result.day != 0 || mark == NULL)
		return row->kind == KIND_RESULT ? row->result.day : 0;
	(void)snprintf(iso, sizeof(iso), "%.10s", mark + 1);
	return day_parse(iso, &day, NULL) ? day : 0;
}

static bool
is_same_line(const struct report_row *a, const struct report_row *b)
{
	return a->kind == b->kind && day_of(a) == day_of(b) &&
	    (a->kind != KIND_RESULT || is_collectors(a) == is_collectors(b));
}

const struct counts *
history_rows_counts(const struct report_row *row)
{
	if (row->action == ACTION_WITHDRAWAL)
		return NULL;
	if (row->kind == KIND_RESULT)
		return &row->result.counts;
	return row->kind == KIND_ACTIVITY ? &row->activity.counts : NULL;
}

const struct report_row *
history_rows_before(const struct reference *r, uint32_t i)
{
	const struct report_row *row = &r->reports[i];

	if (!is_report(row))
		return NULL;
	for (uint32_t j = i + 1; j < r->reports_n; j++)
		if (!is_report(&r->reports[j]))
			continue;
		else if (row->replaces.seq != 0 ? name_is(&r->reports[j].name, &row->replaces)
						: is_same_line(row, &r->reports[j]) &&
			    r->reports[j].action != ACTION_WITHDRAWAL)
			return &r->reports[j];
	return NULL;
}

day_t
history_rows_day(const struct reference *r, uint32_t i)
{
	const struct report_row *row = &r->reports[i];
	char name[HISTORY_NAME_MAX];

	if (is_report(row))
		return day_of(row);
	for (uint32_t j = 0; row->kind == KIND_REVIEW && j < r->reports_n; j++)
		if (is_report(&r->reports[j]) &&
		    strcmp(history_rows_name(&r->reports[j].name, name), row->other) == 0)
			return day_of(&r->reports[j]);
	return 0;
}

const char *
history_rows_what(const struct report_row *row, char buf[HISTORY_TEXT_MAX])
{
	const char *what;

	if (!is_report(row))
		what = words_text(WORDS_REPORT_STATE, words_number(WORDS_REPORT_STATE, row->state));
	else if (row->action == ACTION_WITHDRAWAL)
		what = TR("rút", "withdrawn");
	else if (row->action == ACTION_CORRECTION)
		what = TR("sửa", "corrected");
	else if (row->kind == KIND_ACTIVITY)
		what = TR("hoạt động", "activity");
	else if (row->result.stage == STAGE_INTERIM)
		what = TR("số tạm tính", "interim");
	else
		what = TR("kết quả", "result");
	(void)snprintf(buf, HISTORY_TEXT_MAX, "%s%s%s",
	    is_collectors(row) ? words_text(WORDS_WITNESS, WITNESS_COLLECTOR) : "",
	    is_collectors(row) ? ": " : "", what);
	return buf;
}

/* ---- who executed how much */

static int64_t
shared_by(const struct report_row *row)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < row->result.executing_n; i++)
		sum += row->result.executing[i].units;
	return sum;
}

/* What each body executed, and no longer stands; a sole body has all without a number. */
static void
lost_shares_put(const struct report_row *was, const struct report_row *now, struct buf *out)
{
	char units[NUM_TEXT_MAX];

	if (shared_by(was) == 0 || shared_by(now) > 0 || now->result.executing_n == 1)
		return;
	buf_printf(out, "%s%s", out->len > 0 ? "; " : "",
	    TR("bỏ phần của từng nơi thực hiện: ", "what each body executed is let go: "));
	for (uint32_t i = 0; i < was->result.executing_n; i++)
		buf_printf(out, "%s%s %s", i > 0 ? ", " : "", was->result.executing[i].org,
		    num_people(was->result.executing[i].units, units));
}

/* "Đơn vị máu: 365 → 338; bỏ phần của từng nơi thực hiện: 911 100, 91.VINPEARL 265". */
static void
changes_say(const struct report_row *was, const struct report_row *now, char buf[HISTORY_TEXT_MAX])
{
	struct buf out = {.max = BUF_DEFAULT_MAX};

	report_say_changes(
	    history_rows_counts(was), history_rows_counts(now), buf, HISTORY_TEXT_MAX);
	buf_str(&out, buf);
	if (now->kind == KIND_RESULT)
		lost_shares_put(was, now, &out);
	(void)text_copy(buf, HISTORY_TEXT_MAX, buf_text(&out));
	buf_free(&out);
}

const char *
history_rows_says(const struct reference *r, uint32_t i, char buf[HISTORY_TEXT_MAX])
{
	const struct report_row *row = &r->reports[i];
	const struct report_row *before = history_rows_before(r, i);
	const struct counts *now = history_rows_counts(row);
	const struct counts *was = before == NULL ? NULL : history_rows_counts(before);

	buf[0] = '\0';
	if (row->kind == KIND_LOCK)
		(void)text_copy(buf, HISTORY_TEXT_MAX, row->org_name);
	else if (row->kind == KIND_REVIEW)
		(void)text_copy(
		    buf, HISTORY_TEXT_MAX, strchr(row->other, '-') != NULL ? row->other : "");
	else if (now != NULL && was != NULL)
		changes_say(before, row, buf);
	else if (now != NULL)
		report_say_counts(now, buf, HISTORY_TEXT_MAX);
	return buf;
}

const char *
history_rows_name(const struct name *name, char buf[HISTORY_NAME_MAX])
{
	size_t at = 0;

	for (size_t i = 0; i < sizeof(name->stream); i++)
		at += (size_t)snprintf(buf + at, HISTORY_NAME_MAX - at, "%02x", name->stream[i]);
	(void)snprintf(
	    buf + at, HISTORY_NAME_MAX - at, "/%" PRIu64 "/%" PRIu32, name->seq, name->idx);
	return buf;
}

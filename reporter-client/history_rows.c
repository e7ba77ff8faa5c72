#include "history_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
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
		report_say_changes(was, now, buf, HISTORY_TEXT_MAX);
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

#include "review_find.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"
#include "review_split.h"
#include "words.h"

#define NEAR_DAYS 7 /* more than lie between two drives that may be one */

static bool
is_collectors(const struct report_row *row)
{
	return row->kind == KIND_RESULT && row->result.witness == WITNESS_COLLECTOR;
}

bool
review_find_fits(const struct report_row *row, enum review_state decision)
{
	const unsigned state = words_number(WORDS_REPORT_STATE, row->state);

	if (state == REPORT_WITHDRAWN || state == REPORT_REPLACED)
		return false;
	switch (decision) {
	case REVIEW_ADMITTED:
		return state == REPORT_AFTER_LOCK;
	case REVIEW_TAKE_COLLECTOR:
		return row->current && is_collectors(row);
	case REVIEW_NONE:
	case REVIEW_ACCEPTED:
	case REVIEW_RETURNED:
	case REVIEW_SAME_DRIVE:
	case REVIEW_DIFFERENT:
	case REVIEW_COUNT_:
	default:
		return row->current && row->kind != KIND_REVIEW && !is_collectors(row);
	}
}

/* What counts stands before what waits after a lock; a drive's key alone names no day of it. */
static const struct report_row *
choose(const struct reference *history, const struct review_asked *q)
{
	const enum review_state decision = q->decision;
	const struct report_row *late = NULL;

	for (uint32_t i = 0; i < history->reports_n; i++) {
		const struct report_row *row = &history->reports[i];

		if (!review_find_fits(row, decision) || row->result.day != q->what->day)
			continue;
		if (words_number(WORDS_REPORT_STATE, row->state) != REPORT_AFTER_LOCK)
			return row;
		late = late == NULL ? row : late;
	}
	return late;
}

static bool
is_by_day(const struct reference *history, enum review_state decision)
{
	for (uint32_t i = 0; i < history->reports_n; i++)
		if (history->reports[i].result.day != 0 &&
		    review_find_fits(&history->reports[i], decision))
			return true;
	return false;
}

static const char *
missing(enum review_state decision)
{
	if (decision == REVIEW_ADMITTED)
		return TR("không có báo cáo đến sau khi khóa sổ", "nothing came after the lock");
	if (decision == REVIEW_TAKE_COLLECTOR)
		return TR(
		    "nơi tiếp nhận máu chưa báo cáo", "the collecting facility has not reported");
	return TR("chưa có báo cáo nào", "there is no report");
}

static const char *
period_of(day_t from, day_t to, char buf[2 * DAY_TEXT_MAX + 4])
{
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];

	(void)snprintf(
	    buf, 2 * DAY_TEXT_MAX + 4, "%.10s..%.10s", day_iso(from, first), day_iso(to, last));
	return buf;
}

/* ---- the other of a pair */

/* ${drive} as in about_name.h: of one day where the row is. */
static bool
pair_other(const struct report_row *row, const char *drive, char ret[DRIVE_DAY_TEXT_MAX])
{
	char own[DRIVE_DAY_TEXT_MAX];

	if (strcmp(row->state, words_name(WORDS_REPORT_STATE, REPORT_DUPLICATE)) != 0)
		return false;
	(void)drive_key_text_day(row->result.drive, row->result.day, own);
	if (strcmp(own, drive) == 0)
		return text_copy(ret, DRIVE_DAY_TEXT_MAX, row->other);
	return strcmp(row->other, drive) == 0 && text_copy(ret, DRIVE_DAY_TEXT_MAX, own);
}

static bool
other_choose(const struct reference *queue, const char *drive, char ret[WIRE_DRIVE_BYTES_MAX + 1],
    struct err *err)
{
	struct buf list = {.max = ERR_TEXT_MAX};
	uint32_t n = 0;

	for (uint32_t i = 0; i < queue->reports_n; i++) {
		char other[DRIVE_DAY_TEXT_MAX];

		if (!pair_other(&queue->reports[i], drive, other) ||
		    (n > 0 && strcmp(other, ret) == 0))
			continue;
		buf_printf(&list, "%s%s", n++ > 0 ? ", " : "", other);
		(void)text_copy(ret, WIRE_DRIVE_BYTES_MAX + 1, other);
	}
	if (n == 0)
		(void)err_set(err, ERR_NOT_FOUND,
		    TR("không có buổi nào nghi trùng với %s: nêu cả hai mã",
			"no drive waits beside %s: name both keys"),
		    drive);
	else if (n > 1)
		(void)err_set(err, ERR_ORG_AMBIGUOUS,
		    TR("%s có thể trùng với nhiều buổi: %s", "%s may be several drives: %s"), drive,
		    buf_text(&list));
	buf_free(&list);
	return n == 1;
}

/* Looked for around ${held}, whatever plan year that is in. */
static bool
other_find(struct ask *a, const struct review_asked *q, day_t held,
    char ret[WIRE_DRIVE_BYTES_MAX + 1], struct err *err)
{
	char period[2 * DAY_TEXT_MAX + 4];
	const struct reference_request r = {.kind = REFERENCE_REVIEW,
	    .org = "",
	    .period = period_of(held - NEAR_DAYS, held + NEAR_DAYS, period),
	    .search = words_name(WORDS_REPORT_STATE, REPORT_DUPLICATE)};
	struct ask_reference queue = {.arenas_n = 0};
	bool ok;

	if (q->other[0] != '\0') {
		(void)text_copy(ret, WIRE_DRIVE_BYTES_MAX + 1, q->other);
		return true;
	}
	ok = ask_reference(a, &r, &queue, err) && other_choose(&queue.all, q->what->text, ret, err);
	ask_reference_free(&queue);
	return ok;
}

bool
review_find(struct ask *a, const struct review_asked *q, struct review_found *ret, struct err *err)
{
	char period[2 * DAY_TEXT_MAX + 4];
	const bool pairs = q->decision == REVIEW_SAME_DRIVE || q->decision == REVIEW_DIFFERENT;
	const struct reference_request r = {.kind = REFERENCE_HISTORY,
	    .org = "",
	    /* the days that the subject is of: an answer may be kept to a period */
	    .period = period_of(q->what->from, q->what->to, period),
	    .search = q->what->search};
	struct ask_reference history = {.arenas_n = 0};

	ret->other[0] = ret->split[0] = '\0';
	if (!ask_reference(a, &r, &history, err))
		return false;
	const struct report_row *row = choose(&history.all, q);
	const bool found = row != NULL, by_day = is_by_day(&history.all, q->decision);
	const day_t held = found ? row->result.held_to : 0;
	if (found)
		ret->report = row->name;
	if (found && q->decision == REVIEW_TAKE_COLLECTOR)
		(void)review_split_say(
		    &history.all, row, q->what->text, ret->split, sizeof(ret->split));
	ask_reference_free(&history);
	if (!found)
		return err_set(err, ERR_NOT_FOUND, "%s: %s", q->what->text,
		    by_day ? TR("được báo từng ngày: nêu MÃ-BUỔI@NGÀY",
				 "is reported day by day: name KEY@DAY")
			   : missing(q->decision));
	return !pairs || other_find(a, q, held, ret->other, err);
}

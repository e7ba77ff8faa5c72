#include "review_show.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "report_say.h"
#include "rules/catalogue.h"
#include "about_name.h"
#include "words.h"

#define CHANGES_MAX 600

static const char *
or_absent(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

static const struct counts *
counts_of(const struct report_row *row)
{
	return row->kind == KIND_ACTIVITY ? &row->activity.counts : &row->result.counts;
}

/* The organiser's days of a drive: what they come to in the indicators that each of them has. */
struct days_sum {
	uint32_t ind[WIRE_PAIRS_MAX];
	int64_t val[WIRE_PAIRS_MAX];
	struct counts counts;
};

static void
day_add(const struct counts *day, bool is_first, struct days_sum *sum)
{
	uint32_t n = 0;

	if (is_first) {
		memcpy(sum->ind, day->ind, day->n * sizeof(*day->ind));
		memcpy(sum->val, day->val, day->n * sizeof(*day->val));
		sum->counts = (struct counts){.ind = sum->ind, .val = sum->val, .n = day->n};
		return;
	}
	for (uint32_t i = 0; i < sum->counts.n; i++) {
		int64_t more = 0, total = 0;

		if (!counts_get(day, sum->ind[i], &more) ||
		    __builtin_add_overflow(sum->val[i], more, &total))
			continue;
		sum->ind[n] = sum->ind[i];
		sum->val[n++] = total;
	}
	sum->counts.n = n;
}

/* "Đơn vị máu: 365 → 360": the organiser's, or the sum of its days, then the collector's. */
static const char *
differences(const struct report_row *row, const struct reference *organisers, char *buf)
{
	struct days_sum sum;
	uint32_t days = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < organisers->reports_n; i++) {
		const struct report_row *o = &organisers->reports[i];

		if (o->kind != KIND_RESULT || strcmp(o->result.drive, row->result.drive) != 0)
			continue;
		if (o->result.day == row->result.day) {
			report_say_disagreements(
			    &o->result.counts, &row->result.counts, buf, CHANGES_MAX);
			return buf;
		}
		if (row->result.day == 0)
			day_add(&o->result.counts, days++ == 0, &sum);
	}
	if (days > 0)
		report_say_disagreements(&sum.counts, &row->result.counts, buf, CHANGES_MAX);
	return buf;
}

/* Of what came after the lock also what admitting it would do. */
static const char *
state_text(const struct report_row *row, unsigned state, bool again)
{
	if (state == REPORT_WAITING && row->action == ACTION_CORRECTION)
		return again ? TR("đã sửa, chờ duyệt lại", "corrected, waits for review again")
			     : TR("đã sửa, chờ duyệt", "corrected, waits for review");
	if (state == REPORT_AFTER_LOCK && row->action == ACTION_CORRECTION)
		return TR("sửa số, đến sau khi khóa sổ", "a correction that came after the lock");
	if (state == REPORT_AFTER_LOCK && row->action == ACTION_WITHDRAWAL)
		return TR(
		    "rút báo cáo, đến sau khi khóa sổ", "a withdrawal that came after the lock");
	return words_text(WORDS_REPORT_STATE, state);
}

static const char *
action_name(enum report_action action)
{
	static const char *const names[ACTION_COUNT_] = {[ACTION_FIRST] = "first",
	    [ACTION_CORRECTION] = "correction",
	    [ACTION_WITHDRAWAL] = "withdrawal"};

	return action < ACTION_COUNT_ ? names[action] : NULL;
}

static const char *
kind_name(enum report_kind kind)
{
	return kind == KIND_ACTIVITY ? "activity" : kind == KIND_SCHEDULE ? "schedule" : "result";
}

static void
row_put(
    struct table *t, const struct reference *queue, uint32_t i, const struct review_beside *beside)
{
	const struct report_row *row = &queue->reports[i];
	char key[ABOUT_NAME_MAX], changes[CHANGES_MAX];
	const struct review_change *change = &beside->changes[i];
	const unsigned state = words_number(WORDS_REPORT_STATE, row->state);

	table_text(t, about_name_text(row, key));
	table_text(t, or_absent(row->org_name));
	if (row->kind == KIND_ACTIVITY)
		table_number(t, row->activity.to);
	else
		table_number(t, row->result.held_to);
	table_counted(t, counts_of(row), IND_BLOOD_UNITS);
	table_text(t, state_text(row, state, change->again));
	table_text(t,
	    state == REPORT_DUPLICATE || state == REPORT_OVERLAPS ? or_absent(row->other) : NULL);
	table_text(t,
	    state == REPORT_DIFFERS ? or_absent(differences(row, beside->organisers, changes))
				    : NULL);
	table_text(t, change->text);
	table_text(t, row->reason[0] != '\0' ? row->reason : change->reason);
	table_text(t, or_absent(row->by_org));
	table_number(t, row->at_ms);
	table_text(t, row->state);
	table_text(t, row->subject);
	table_text(t, kind_name(row->kind));
	table_number(t, (int64_t)row->batch);
	table_text(t, action_name(row->action));
}

/* People see only columns that say something. */
struct said {
	bool other, differs, changes;
};

static struct said
said_of(const struct reference *queue, const struct review_beside *beside)
{
	struct said s = {false};

	for (uint32_t i = 0; i < queue->reports_n; i++) {
		const unsigned state = words_number(WORDS_REPORT_STATE, queue->reports[i].state);

		s.other |= state == REPORT_DUPLICATE || state == REPORT_OVERLAPS;
		s.differs |= state == REPORT_DIFFERS;
		s.changes |= beside->changes[i].text != NULL;
	}
	return s;
}

bool
review_show(struct cli *cli, const struct reference *queue, const struct review_beside *beside,
    struct err *err)
{
	const struct said s = said_of(queue, beside);
	const struct table_column columns[] = {
	    {"key", TR("Báo cáo về", "Report of"), TABLE_KEY},
	    {"org_name", TR("Nơi được tính", "Credited"), TABLE_TEXT},
	    {"day", TR("Ngày", "Day"), TABLE_DAY},
	    {"blood_units", TR("Đơn vị máu", "Blood units"), TABLE_COUNT},
	    {"state_text", TR("Chờ gì", "What waits"), TABLE_TEXT},
	    {"other", s.other ? TR("Buổi kia", "Other drive") : NULL, TABLE_KEY},
	    {"differences",
		s.differs ? TR("Nơi tổ chức → nơi tiếp nhận", "Organiser → collector") : NULL,
		TABLE_TEXT},
	    {"changes", s.changes ? TR("Cũ → mới", "Old → new") : NULL, TABLE_TEXT},
	    {"reason", TR("Lý do", "Reason"), TABLE_TEXT},
	    {"by_org", TR("Nơi báo", "Reported by"), TABLE_KEY},
	    {"at", TR("Nhận lúc", "Received"), TABLE_TIME},
	    {"state", NULL, TABLE_TEXT},
	    {"subject", NULL, TABLE_TEXT},
	    {"kind", NULL, TABLE_TEXT},
	    {"batch", NULL, TABLE_COUNT},
	    {"action", NULL, TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "review");
	for (uint32_t i = 0; i < queue->reports_n; i++)
		row_put(t, queue, i, beside);
	table_batch(t, queue->as_of_batch);
	ok = cli_print(cli, t, "queue", err);
	table_free(t);
	return ok;
}

#include "summary_table.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "summary_left.h"
#include "summary_titles.h"
#include "words.h"

/* Beyond every indicator: a field of the row itself. */
enum field {
	FIELD_KEY = WIRE_IND_MAX + 1,
	FIELD_DRIVE,
	FIELD_ORG,
	FIELD_NAME,
	FIELD_KIND,
	FIELD_VALID_FROM,
	FIELD_DAY,
	FIELD_TARGET,
	FIELD_PERCENT,
	FIELD_SELF,
	FIELD_TARGET_KIND,
	FIELD_TARGET_MAX,
	FIELD_TARGET_SELF,
	FIELD_PLANNED,
	FIELD_HELD,
	FIELD_REPORTED,
	FIELD_LATE,
	FIELD_LAST,
	FIELD_LABELS,
	FIELD_STATE,
	FIELD_INTERIM,
	FIELD_RETURNED,
	FIELD_APPROVED,
	FIELD_AFTER_LOCK,
	FIELD_CONFLICTS,
	FIELD_LOCKED,
	FIELD_OUTSIDE,
	FIELD_UNSPLIT,
	FIELD_MOVED,
	FIELD_UNSPLIT_OUTSIDE,
	FIELD_REPORTS,
	FIELD_BASIS,
	FIELD_CONTROL,
	FIELD_QUALIFIER,
	FIELD_DRAFT,
	FIELD_DEMO,
	FIELD_VALUE, /* of a row that is an indicator */
	FIELD_MISSING,
	FIELD_EXPECTED,
	FIELD_SILENT,
	FIELD_PREVIOUS, /* from here: of a comparison */
	FIELD_DIFFERENCE,
	FIELD_GROWTH,
	FIELD_LEFT,
	FIELD_RANK,
	FIELD_DERIVED, /* and from here on: by its place in derived_all() */
};

#define COMPLETENESS "reported_percent"
#define ORGS (1u << BY_CHILD | 1u << BY_LEVEL | 1u << BY_EXECUTING)
#define EVERYBODY (ORGS | 1u << BY_SECTOR | 1u << BY_MONTH | 1u << BY_DRIVE | 1u << BY_CAMPAIGN)
#define TITLES (1u << BY_CHILD | 1u << BY_LEVEL | 1u << BY_DRIVE)

/*
 * In the order of the table.  ${by}: for which rows people see it; ${wide}: also in a spreadsheet.
 */
struct kind {
	const char *key;
	const char *vi, *en;
	uint32_t what;
	enum table_kind kind;
	unsigned by;
	bool wide;
	bool if_any; /* people see it only when some row has it */
};
static const struct kind kinds[] = {
    {"key", NULL, NULL, FIELD_KEY, TABLE_TEXT, 0, false, false},
    {"drive", "Mã buổi", "Drive", FIELD_DRIVE, TABLE_KEY, 1u << BY_DRIVE, true, false},
    {"org", "Mã", "Code", FIELD_ORG, TABLE_KEY, ORGS, true, false},
    {"name", NULL, NULL, FIELD_NAME, TABLE_TEXT, EVERYBODY | 1u << BY_INDICATOR, true, false},
    {"value", "Số lượng", "Value", FIELD_VALUE, TABLE_COUNT, 1u << BY_INDICATOR, true, false},
    {"kind", NULL, NULL, FIELD_KIND, TABLE_TEXT, 0, false, false},
    {"valid_from", NULL, NULL, FIELD_VALID_FROM, TABLE_DAY, 0, false, false},
    {"day", "Ngày", "Day", FIELD_DAY, TABLE_DAY, 1u << BY_DRIVE, true, false},
    {"blood_units", "Đơn vị máu", "Blood units", IND_BLOOD_UNITS, TABLE_COUNT, EVERYBODY, true,
	false},
    {"target_units", "Chỉ tiêu", "Target", FIELD_TARGET, TABLE_COUNT, EVERYBODY, true, false},
    {"percent_of_target", "Đạt", "Of target", FIELD_PERCENT, TABLE_PERCENT, EVERYBODY, true, false},
    {"self_units", "Tự đặt", "Set by itself", FIELD_SELF, TABLE_COUNT, EVERYBODY, true, true},
    {"previous_units", "Kỳ trước", "Before", FIELD_PREVIOUS, TABLE_COUNT, EVERYBODY, true, false},
    {"difference_units", "Tăng giảm", "Change", FIELD_DIFFERENCE, TABLE_COUNT, EVERYBODY, true,
	false},
    {"difference_percent", "Tăng giảm %", "Change %", FIELD_GROWTH, TABLE_PERCENT, EVERYBODY, true,
	false},
    {"left_units", "Còn thiếu", "To the target", FIELD_LEFT, TABLE_COUNT, EVERYBODY, true, false},
    {"rank", "Thứ", "Rank", FIELD_RANK, TABLE_COUNT, EVERYBODY, true, false},
    {"attended", "Lượt tham gia", "Attended", IND_ATTENDED, TABLE_COUNT, EVERYBODY, true, true},
    {"drives_held", "Số buổi", "Drives", FIELD_HELD, TABLE_COUNT, EVERYBODY & ~(1u << BY_DRIVE),
	true, false},
    {"drives_planned", "Buổi kế hoạch", "Planned", FIELD_PLANNED, TABLE_COUNT,
	EVERYBODY & ~(1u << BY_DRIVE), true, true},
    {"drives_reported", "Đã báo", "Reported", FIELD_REPORTED, TABLE_COUNT,
	EVERYBODY & ~(1u << BY_DRIVE), true, true},
    {"drives_missing", "Thiếu", "Missing", FIELD_MISSING, TABLE_COUNT, EVERYBODY, true, true},
    {"drives_late", "Muộn", "Late", FIELD_LATE, TABLE_COUNT, EVERYBODY, true, true},
    {"drives_moved", "Chuyển năm", "Moved", FIELD_MOVED, TABLE_COUNT, 0, true, false},
    {"orgs_silent", "Nơi chưa báo", "Silent", FIELD_SILENT, TABLE_COUNT, ORGS, true, true},
    {"orgs_expected", "Nơi phải báo", "Expected", FIELD_EXPECTED, TABLE_COUNT, 0, true, false},
    {"last_report_at", "Báo cáo cuối", "Last report", FIELD_LAST, TABLE_TIME, TITLES, true, true},
    {"labels", "Ghi chú", "Notes", FIELD_LABELS, TABLE_TEXT, EVERYBODY, true, true},
    {"state", NULL, NULL, FIELD_STATE, TABLE_TEXT, 0, false, false},
    {"interim_units", "Tạm tính", "Interim", FIELD_INTERIM, TABLE_COUNT, 0, true, false},
    {"returned_units", "Trả lại", "Returned", FIELD_RETURNED, TABLE_COUNT, 0, true, false},
    {"approved_units", "Đã duyệt", "Approved", FIELD_APPROVED, TABLE_COUNT, 0, true, false},
    {"after_lock_units", "Sau khóa sổ", "After the lock", FIELD_AFTER_LOCK, TABLE_COUNT, 0, true,
	false},
    {"conflicts", "Hai bản khác nhau", "Two counts", FIELD_CONFLICTS, TABLE_COUNT, 0, true, false},
    {"locked", NULL, NULL, FIELD_LOCKED, TABLE_BOOL, 0, false, false},
    {"outside_units", NULL, NULL, FIELD_OUTSIDE, TABLE_COUNT, 0, false, false},
    {"unsplit_units", "Chưa tách theo ngày", "Not split by day", FIELD_UNSPLIT, TABLE_COUNT, 0,
	true, false},
    {"unsplit_outside_units", "Chưa tách, chưa tính", "Not split, not counted",
	FIELD_UNSPLIT_OUTSIDE, TABLE_COUNT, 0, true, false},
    {"reports", "Số báo cáo", "Reports", FIELD_REPORTS, TABLE_COUNT, 0, true, false},
    {"target_basis", NULL, NULL, FIELD_BASIS, TABLE_TEXT, 0, false, false},
    {"control_units", NULL, NULL, FIELD_CONTROL, TABLE_COUNT, 0, false, false},
    {"control_qualifier", NULL, NULL, FIELD_QUALIFIER, TABLE_TEXT, 0, false, false},
    {"target_qualifier", NULL, NULL, FIELD_TARGET_KIND, TABLE_TEXT, 0, false, false},
    {"target_units_max", NULL, NULL, FIELD_TARGET_MAX, TABLE_COUNT, 0, false, false},
    {"target_self", NULL, NULL, FIELD_TARGET_SELF, TABLE_BOOL, 0, false, false},
    {"target_draft", NULL, NULL, FIELD_DRAFT, TABLE_BOOL, 0, false, false},
    {"demo", NULL, NULL, FIELD_DEMO, TABLE_BOOL, 0, false, false},
};

/* ---- cells */

static bool
is_total(const struct row *row)
{
	return strcmp(row->key, "total") == 0;
}

static bool
is_drive(const struct row *row)
{
	return strcmp(row->kind, "drive") == 0 || strcmp(row->kind, "unplanned") == 0;
}

static void
put_text(struct table *t, const char *text)
{
	table_text(t, text[0] == '\0' ? NULL : text);
}

static void
put_if(struct table *t, bool has, int64_t value)
{
	if (has)
		table_number(t, value);
	else
		table_absent(t);
}

static void
put_words(struct table *t, const struct row *row, uint32_t what)
{
	char text[SUMMARY_CALC_TEXT_MAX];

	switch (what) {
	case FIELD_KEY:
		put_text(t, is_total(row) ? "" : row->key);
		return;
	case FIELD_DRIVE: /* a collection has a key of the system's own */
		put_text(t, is_drive(row) ? row->key : "");
		return;
	case FIELD_NAME:
		put_text(
		    t, is_total(row) ? TR("Tổng cộng", "Total") : summary_calc_name(row, text));
		return;
	case FIELD_KIND:
		put_text(t, is_total(row) ? TABLE_TOTAL : row->kind);
		return;
	case FIELD_STATE:
		put_text(t, row->state);
		return;
	case FIELD_BASIS:
		put_text(t,
		    !row->has_target || summary_left_is(row) ? ""
			: row->target_own                    ? "own"
							     : "allocated");
		return;
	case FIELD_QUALIFIER:
		put_text(
		    t, row->has_control ? words_name(WORDS_QUALIFIER, row->control_qualifier) : "");
		return;
	case FIELD_TARGET_KIND:
		put_text(t,
		    row->has_target && row->target_qualifier != QUALIFIER_NONE
			? words_name(WORDS_QUALIFIER, row->target_qualifier)
			: "");
		return;
	case FIELD_LABELS:
	default:
		put_text(t, summary_calc_labels(row, text));
	}
}

static void
put_percent(struct table *t, const struct row *row)
{
	int64_t e4 = 0;
	const bool has = summary_calc_percent_e4(row, &e4);

	put_if(t, has, e4);
}

/* Fields that are never absent. */
static bool
number_of(const struct row *row, uint32_t what, int64_t *ret)
{
	const struct {
		uint32_t what;
		int64_t value;
	} numbers[] = {
	    {FIELD_PLANNED, row->drives_planned},
	    {FIELD_HELD, row->drives_held},
	    {FIELD_REPORTED, row->drives_reported},
	    {FIELD_LATE, row->drives_late},
	    {FIELD_MISSING, row->drives_missing},
	    {FIELD_EXPECTED, row->orgs_expected},
	    {FIELD_SILENT, row->orgs_silent},
	    {FIELD_LAST, row->last_report_ms},
	    {FIELD_INTERIM, row->interim_units},
	    {FIELD_RETURNED, row->returned_units},
	    {FIELD_APPROVED, row->approved_units},
	    {FIELD_AFTER_LOCK, row->after_lock_units},
	    {FIELD_CONFLICTS, row->conflicts},
	    {FIELD_LOCKED, row->locked},
	    {FIELD_OUTSIDE, row->outside_units},
	    {FIELD_MOVED, row->drives_moved},
	    {FIELD_UNSPLIT, row->unsplit.inside},
	    {FIELD_UNSPLIT_OUTSIDE, row->unsplit.outside},
	    {FIELD_REPORTS, row->reports},
	    {FIELD_DEMO, row->demo},
	};

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (numbers[i].what == what) {
			*ret = numbers[i].value;
			return true;
		}
	return false;
}

static void
put_change(struct table *t, const struct summary_change *c, uint32_t what)
{
	switch (what) {
	case FIELD_PREVIOUS:
		put_if(t, c->has_previous, c->previous);
		return;
	case FIELD_DIFFERENCE:
		put_if(t, c->has_difference, c->difference);
		return;
	case FIELD_GROWTH:
		put_if(t, c->has_percent, c->percent_e4);
		return;
	case FIELD_LEFT:
		put_if(t, c->has_left, c->left);
		return;
	case FIELD_RANK:
	default:
		put_if(t, c->rank > 0, c->rank);
	}
}

static void
put_derived(const struct summary_table *s, const struct row *row, uint32_t what)
{
	size_t n = 0;
	int64_t value = 0;
	const struct derived *all = derived_all(&n);
	const bool has = summary_pick_value(s->pick, &all[what - FIELD_DERIVED], row, &value);

	put_if(s->t, has, value);
}

static void
put_org(const struct summary_table *s, const struct row *row)
{
	char code[SUMMARY_CODES_TEXT_MAX];

	put_text(s->t, summary_codes_text(&s->codes, row, code));
}

static void
put_cell(struct table *t, const struct row *row, uint32_t what)
{
	int64_t value = 0;
	bool has;

	if (number_of(row, what, &value)) {
		table_number(t, value);
		return;
	}
	switch (what) {
	case FIELD_VALID_FROM:
		put_if(t, row->org[0] != '\0', row->valid_from);
		return;
	case FIELD_DAY:
		put_if(t, row->day != 0, row->day);
		return;
	case FIELD_TARGET:
		put_if(t, row->has_target, row->target_units);
		return;
	case FIELD_PERCENT:
		put_percent(t, row);
		return;
	case FIELD_CONTROL:
		put_if(t, row->has_control, row->control_units);
		return;
	case FIELD_SELF:
		put_if(t, row->has_self, row->self_units);
		return;
	case FIELD_TARGET_MAX:
		put_if(t, row->has_target && row->target_qualifier == QUALIFIER_RANGE,
		    row->target_max);
		return;
	case FIELD_TARGET_SELF:
		put_if(t, row->has_target, row->target_self);
		return;
	case FIELD_DRAFT:
		put_if(t, row->has_target, row->target_draft);
		return;
	case FIELD_VALUE:
		has = strcmp(row->kind, "indicator") == 0 && row->counts.n == 1;
		put_if(t, has, has ? row->counts.val[0] : 0);
		return;
	default:
		if (what > WIRE_IND_MAX) {
			put_words(t, row, what);
			return;
		}
		has = summary_calc_count(row, what, &value);
		put_if(t, has, value);
	}
}

/* ---- columns */

static bool
row_has(const struct row *row, uint32_t what)
{
	char text[SUMMARY_CALC_TEXT_MAX];
	int64_t value = 0;

	switch (what) {
	case FIELD_PLANNED:
	case FIELD_REPORTED: /* of those planned: beside them, or it would read as none */
		return row->drives_planned > 0;
	case FIELD_SELF:
		return row->has_self;
	case FIELD_LATE:
		return row->drives_late > 0;
	case FIELD_MISSING:
		return row->drives_missing > 0;
	case FIELD_SILENT:
		return row->orgs_silent > 0;
	case FIELD_LAST:
		return row->last_report_ms != 0;
	case FIELD_LABELS:
		return summary_calc_labels(row, text)[0] != '\0';
	default:
		return what <= WIRE_IND_MAX && summary_calc_count(row, what, &value);
	}
}

static bool
any_has(const struct rows *r, uint32_t what)
{
	if (row_has(&r->total, what))
		return true;
	for (uint32_t i = 0; i < r->rows_n; i++)
		if (row_has(&r->rows[i], what))
			return true;
	return false;
}

static const char *
title_of(const struct kind *k, enum by by)
{
	if (k->what != FIELD_NAME)
		return TR(k->vi, k->en);
	switch (by) {
	case BY_SECTOR:
		return TR("Khối", "Sector");
	case BY_MONTH:
		return TR("Tháng", "Month");
	case BY_CAMPAIGN:
		return TR("Chiến dịch", "Campaign");
	case BY_INDICATOR:
		return TR("Chỉ số", "Indicator");
	case BY_EXECUTING:
		return TR("Nơi thực hiện", "Executing body");
	case BY_LEVEL:
	case BY_CHILD:
	case BY_DRIVE:
	case BY_NONE:
	case BY_COUNT_:
	default:
		return TR("Địa phương, cơ quan", "Organisation");
	}
}

static bool
column_add(struct summary_table *s, uint32_t what, const struct table_column *column)
{
	if (s->columns_n == TABLE_COLUMNS_MAX)
		return false;
	s->what[s->columns_n] = what;
	s->columns[s->columns_n++] = *column;
	return true;
}

static bool
is_named(const struct summary_table *s, uint32_t what)
{
	for (size_t i = 0; i < s->columns_n; i++)
		if (s->what[i] == what)
			return true;
	return false;
}

static bool
key_is_named(const struct summary_table *s, const char *key)
{
	for (size_t i = 0; i < s->columns_n; i++)
		if (strcmp(s->columns[i].key, key) == 0)
			return true;
	return false;
}

/* Every other count that some row has. */
static bool
counts_add(struct summary_table *s, const struct rows *r, const struct summary_face *face)
{
	size_t n = 0;
	const struct indicator *all = catalogue_all(&n);

	for (size_t i = 0; i < n; i++) {
		const struct table_column column = {.key = all[i].code,
		    .title = face->wide || summary_pick_has(face->pick, all[i].ind)
			? TR(all[i].vi, all[i].en)
			: NULL,
		    .kind = TABLE_COUNT};

		if (!is_named(s, all[i].ind) && any_has(r, all[i].ind) &&
		    !column_add(s, all[i].ind, &column))
			return false;
	}
	return true;
}

/* What is computed from the sums: what was asked for, and in every file how complete a row is. */
static bool
derived_add(struct summary_table *s, const struct summary_face *face)
{
	static const enum table_kind kind_of[] = {[DERIVED_PERCENT] = TABLE_PERCENT,
	    [DERIVED_SHARE] = TABLE_SHARE,
	    [DERIVED_RATE] = TABLE_RATE,
	    [DERIVED_COUNT] = TABLE_COUNT};
	const struct derived *completeness = derived_by_code(COMPLETENESS);
	size_t n = 0;
	const struct derived *all = derived_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct table_column column = {.key = all[i].code, .kind = kind_of[all[i].unit]};
		bool asked = false;

		for (size_t k = 0; face->pick != NULL && k < face->pick->derived_n; k++)
			asked |= face->pick->derived[k] == &all[i];
		if (asked || (face->wide && &all[i] == completeness))
			column.title = TR(all[i].vi, all[i].en);
		if ((asked || &all[i] == completeness) && !key_is_named(s, all[i].code) &&
		    !column_add(s, FIELD_DERIVED + (uint32_t)i, &column))
			return false;
	}
	return true;
}

static bool
columns_make(struct summary_table *s, const struct rows *r, const struct summary_face *face)
{
	const enum by by = face->by == BY_NONE ? BY_CHILD : face->by;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct kind *k = &kinds[i];
		bool shown = (k->by >> (unsigned)by & 1u) != 0;
		const struct table_column column = {.key = k->key, .kind = k->kind};

		if ((k->what == FIELD_VALUE && by != BY_INDICATOR) ||
		    (k->what >= FIELD_PREVIOUS && face->compare == NULL))
			continue;
		if (face->wide && k->by == 0)
			shown = k->wide && by != BY_INDICATOR;
		if (k->if_any && shown)
			shown = any_has(r, k->what);
		shown |= k->what <= WIRE_IND_MAX && summary_pick_has(face->pick, k->what);
		if (!column_add(s, k->what, &column))
			return false;
		if (shown)
			s->columns[s->columns_n - 1].title = title_of(k, by);
	}
	/* Of indicators each row is one number, and the name says which. */
	return by == BY_INDICATOR || (counts_add(s, r, face) && derived_add(s, face));
}

static void
row_put(const struct summary_table *s, const struct row *row, const struct summary_change *change)
{
	for (size_t i = 0; i < s->columns_n; i++)
		if (s->what[i] >= FIELD_DERIVED)
			put_derived(s, row, s->what[i]);
		else if (s->what[i] >= FIELD_PREVIOUS)
			put_change(s->t, change, s->what[i]);
		else if (s->what[i] == FIELD_ORG)
			put_org(s, row);
		else
			put_cell(s->t, row, s->what[i]);
}

bool
summary_table_make(const struct rows *r, const struct summary_face *face, struct summary_table *ret,
    struct err *err)
{
	static const struct summary_change nothing;
	const struct summary_compare *compare = face->compare;
	struct row left;

	*ret = (struct summary_table){.pick = face->pick};
	if (!columns_make(ret, r, face))
		return err_set(
		    err, ERR_LIMIT, TR("hơn %u cột", "more than %u columns"), TABLE_COLUMNS_MAX);
	if (!summary_codes_make(r, &ret->codes, err))
		return false;
	ret->t = table_new(ret->columns, ret->columns_n);
	if (ret->t == NULL) {
		summary_codes_free(&ret->codes);
		return err_set(err, ERR_MEMORY, "summary");
	}
	summary_titles_put(ret->t, r, compare);
	for (uint32_t i = 0; i < r->rows_n; i++)
		row_put(ret, &r->rows[i], compare == NULL ? NULL : &compare->rows[i]);
	if (face->by == BY_INDICATOR) /* each row is of another kind: they have no sum */
		return true;
	if (summary_left_of(r, &left))
		row_put(ret, &left, &nothing);
	table_total(ret->t);
	row_put(ret, &r->total, compare == NULL ? NULL : &compare->total);
	return true;
}

void
summary_table_free(struct summary_table *s)
{
	table_free(s->t);
	summary_codes_free(&s->codes);
	s->t = NULL;
}

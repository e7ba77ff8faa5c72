/* The tables of official documents.  A blank is "not assigned"; "–" is not known; neither is 0. */
#include "paper.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "summary_left.h"

static void
cell_count(struct paper *p, bool known, int64_t value, const char *otherwise)
{
	char number[NUM_TEXT_MAX];

	document_cell(p->d, "%s", known ? num_people(value, number) : otherwise);
}

static void
cell_indicator(struct paper *p, const struct row *row, uint32_t ind)
{
	int64_t value = 0;
	const bool known = paper_count(row, ind, &value);

	cell_count(p, known, value, "–");
}

static void
cell_percent(struct paper *p, const struct row *row)
{
	char text[DOCUMENT_WORDS_MAX];
	struct target t;
	int64_t units = 0;

	if (summary_calc_target(row, &t) && t.qualifier == QUALIFIER_RANGE &&
	    paper_units(row, &units) && units >= t.value)
		document_cell(p->d, "%s", units <= t.value_max ? "trong khoảng" : "vượt tối đa");
	else if (row->has_target && row->target_units > 0 && paper_units(row, &units))
		document_cell(p->d, "%s", document_words_percent(units, row->target_units, text));
	else
		document_cell(p->d, "–");
}

static void
unit_line(struct paper *p)
{
	document_put(p->d, DOCUMENT_TABLE_UNIT, "Đơn vị tính: đơn vị máu");
}

/* What the rows leave of the total's target, with blanks after it up to ${cells}. */
static void
left_row(struct paper *p, const struct rows *r, size_t cells)
{
	char name[DOCUMENT_WORDS_MAX];
	struct row left;

	if (!summary_left_of(r, &left))
		return;
	document_cell(p->d, "%s", "");
	document_cell(p->d, "%s", paper_row_name(p, &left, name));
	cell_count(p, true, left.target_units, "");
	for (size_t i = 3; i < cells; i++)
		document_cell(p->d, "%s", "");
}

/* ---- below an organisation */

#define CHILD_CELLS 10
#define TARGET_CELLS 3

static void
child_cells(struct paper *p, const struct row *row)
{
	cell_count(p, row->has_target, row->target_units, "");
	cell_indicator(p, row, IND_ATTENDED);
	cell_indicator(p, row, IND_BLOOD_UNITS);
	cell_percent(p, row);
	document_cell(p->d, "%u", row->drives_planned);
	document_cell(p->d, "%u", row->drives_held);
	document_cell(p->d, "%u", row->drives_reported);
	document_cell(p->d, "%u", row->drives_late);
}

void
paper_children_table(struct paper *p, const struct rows *r)
{
	static const struct document_column columns[] = {{"STT", 11, DOCUMENT_ORDER_CELL},
	    {"Địa phương, cơ quan", 37, DOCUMENT_TEXT_CELL}, {"Chỉ tiêu", 18, DOCUMENT_NUMBER_CELL},
	    {"Lượt tham gia", 18, DOCUMENT_NUMBER_CELL}, {"Đơn vị máu", 18, DOCUMENT_NUMBER_CELL},
	    {"So với chỉ tiêu", 16, DOCUMENT_NUMBER_CELL}, {"Buổi KH", 12, DOCUMENT_NUMBER_CELL},
	    {"Buổi TC", 12, DOCUMENT_NUMBER_CELL}, {"Buổi BC", 12, DOCUMENT_NUMBER_CELL},
	    {"Muộn", 14, DOCUMENT_NUMBER_CELL}};
	char name[DOCUMENT_WORDS_MAX];

	unit_line(p);
	document_table_begin(
	    p->d, "Chỉ tiêu và kết quả từng địa phương, cơ quan", columns, ARRAY_LEN(columns));
	for (uint32_t i = 0; i < r->rows_n; i++) {
		document_cell(p->d, "%u", i + 1);
		document_cell(p->d, "%s", paper_row_name(p, &r->rows[i], name));
		child_cells(p, &r->rows[i]);
	}
	left_row(p, r, CHILD_CELLS);
	document_cell(p->d, "%s", "");
	document_cell(p->d, "Tổng cộng");
	child_cells(p, &r->total);
	document_table_end(p->d, true);
	document_put(p->d, DOCUMENT_NOTE,
	    "Buổi KH, TC, BC: số buổi hiến máu theo kế hoạch, đã tổ chức, trong kế hoạch đã có báo cáo; Muộn: báo "
	    "cáo muộn hoặc quá hạn. Ô trống: không giao chỉ tiêu; “–”: chưa có số liệu.");
}

/* ---- drives */

void
paper_drives_table(struct paper *p, const struct rows *r)
{
	static const struct document_column columns[] = {{"STT", 11, DOCUMENT_ORDER_CELL},
	    {"Ngày", 22, DOCUMENT_ORDER_CELL}, {"Buổi, đợt", 30, DOCUMENT_TEXT_CELL},
	    {"Nơi được tính chỉ tiêu", 27, DOCUMENT_TEXT_CELL},
	    {"Chỉ tiêu", 14, DOCUMENT_NUMBER_CELL}, {"Lượt tham gia", 15, DOCUMENT_NUMBER_CELL},
	    {"Đơn vị máu", 14, DOCUMENT_NUMBER_CELL}, {"So với chỉ tiêu", 15, DOCUMENT_NUMBER_CELL},
	    {"Tình trạng", 17, DOCUMENT_TEXT_CELL}};
	char text[DOCUMENT_WORDS_MAX], day[DAY_TEXT_MAX];

	unit_line(p);
	document_table_begin(p->d, "Kết quả từng buổi hiến máu", columns, ARRAY_LEN(columns));
	for (uint32_t i = 0; i < r->rows_n; i++) {
		const struct row *row = &r->rows[i];

		document_cell(p->d, "%u", i + 1);
		document_cell(p->d, "%s", document_words_day(row->day, day));
		document_cell(p->d, "%s", paper_drive_name(p, row, text));
		document_cell(p->d, "%s", document_words_place(row->name, text));
		cell_count(p, row->has_target, row->target_units, "");
		cell_indicator(p, row, IND_ATTENDED);
		cell_indicator(p, row, IND_BLOOD_UNITS);
		cell_percent(p, row);
		document_cell(p->d, "%s", summary_calc_state(row->state));
	}
	document_table_end(p->d, false);
}

/* The plan's own number of a drive, else its place in the list. */
static uint32_t
number_of(const struct paper *p, const struct row *row, uint32_t i)
{
	const struct drive_row *detail = document_data_detail(p->data, row->key);

	return detail != NULL && detail->schedule.number > 0 ? detail->schedule.number : i + 1;
}

bool
paper_targets_of(const struct rows *r, int64_t *ret)
{
	bool any = false;

	*ret = 0;
	for (uint32_t i = 0; i < r->rows_n; i++)
		if (r->rows[i].has_target) {
			*ret += r->rows[i].target_units;
			any = true;
		}
	return any;
}

void
paper_schedule_table(struct paper *p, const struct rows *r)
{
	static const struct document_column columns[] = {{"Đợt", 12, DOCUMENT_ORDER_CELL},
	    {"Ngày dự kiến", 28, DOCUMENT_ORDER_CELL},
	    {"Nơi được tính chỉ tiêu", 36, DOCUMENT_TEXT_CELL},
	    {"Địa điểm", 48, DOCUMENT_TEXT_CELL}, {"Hưởng ứng", 46, DOCUMENT_TEXT_CELL},
	    {"Chỉ tiêu", 18, DOCUMENT_NUMBER_CELL}};
	char text[DOCUMENT_WORDS_MAX], day[DAY_TEXT_MAX];
	int64_t sum = 0;
	bool has_targets;

	unit_line(p);
	document_table_begin(p->d, "Lịch các đợt hiến máu", columns, ARRAY_LEN(columns));
	for (uint32_t i = 0; i < r->rows_n; i++) {
		const struct row *row = &r->rows[i];
		const struct drive_row *drive = document_data_drive(p->data, row->key);

		document_cell(p->d, "%u", number_of(p, row, i));
		document_cell(p->d, "%s", document_words_day(row->day, day));
		document_cell(p->d, "%s", document_words_place(row->name, text));
		document_cell(p->d, "%s", drive == NULL ? "" : drive->venue);
		document_cell(p->d, "%s", paper_occasion(p, row->key, text));
		cell_count(p, row->has_target, row->target_units, "");
	}
	document_cell(p->d, "%s", "");
	document_cell(p->d, "%s", "");
	document_cell(p->d, "Tổng cộng");
	document_cell(p->d, "%s", "");
	document_cell(p->d, "%s", "");
	has_targets = paper_targets_of(r, &sum);
	cell_count(p, has_targets, sum, "");
	document_table_end(p->d, true);
}

/* ---- targets alone */

bool
paper_is_draft_part(const struct rows *r, const struct row *row)
{
	return row->has_target && row->target_draft && !r->total.target_draft;
}

void
paper_targets_table(struct paper *p, const struct rows *r, const char *caption, const char *what)
{
	const struct document_column columns[] = {{"STT", 14, DOCUMENT_ORDER_CELL},
	    {what, 110, DOCUMENT_TEXT_CELL}, {"Chỉ tiêu", 40, DOCUMENT_NUMBER_CELL}};
	char name[DOCUMENT_WORDS_MAX];
	uint32_t n = 0;

	unit_line(p);
	document_table_begin(p->d, caption, columns, ARRAY_LEN(columns));
	for (uint32_t i = 0; i < r->rows_n; i++) {
		if (!r->rows[i].has_target)
			continue;
		document_cell(p->d, "%u", ++n);
		document_cell(p->d, "%s%s", paper_row_name(p, &r->rows[i], name),
		    paper_is_draft_part(r, &r->rows[i]) ? " (Dự thảo)" : "");
		cell_count(p, true, r->rows[i].target_units, "");
	}
	left_row(p, r, TARGET_CELLS);
	document_cell(p->d, "%s", "");
	document_cell(p->d, "Tổng cộng");
	cell_count(p, r->total.has_target, r->total.target_units, "");
	document_table_end(p->d, true);
}

/* ---- months */

static void
month_cell(struct paper *p, const struct rows *month, const char *key)
{
	const struct row *row = key == NULL ? &month->total : document_data_row(month, key);

	cell_count(p, row != NULL && row->has_target, row == NULL ? 0 : row->target_units, "");
}

static void
months_row(struct paper *p, const struct row *row, const char *key)
{
	for (size_t m = 0; m < p->data->months_n; m++)
		month_cell(p, &p->data->months[m].all, key);
	cell_count(p, row->has_target, row->target_units, "");
}

/* What each month's rows leave of its total, and the whole's; nothing where none leaves any. */
static void
months_left(struct paper *p)
{
	const size_t n = p->data->months_n;
	struct row left[DOCUMENT_MONTHS_MAX + 1];
	bool has[DOCUMENT_MONTHS_MAX + 1], any = false;
	int64_t sum = 0;

	for (size_t m = 0; m <= n; m++) {
		has[m] = summary_left_of(
		    m < n ? &p->data->months[m].all : &p->data->whole.all, &left[m]);
		any |= has[m];
		sum += has[m] ? left[m].target_units : 0;
	}
	if (!any)
		return;
	document_cell(p->d, "%s", "");
	document_cell(p->d, "%s", sum < 0 ? "Phân vượt chỉ tiêu" : "Chỉ tiêu chưa phân");
	for (size_t m = 0; m <= n; m++)
		cell_count(p, has[m], has[m] ? left[m].target_units : 0, "");
}

void
paper_months_table(struct paper *p)
{
	struct document_column columns[DOCUMENT_COLUMNS_MAX] = {
	    {"STT", 12, DOCUMENT_ORDER_CELL}, {"Địa phương, cơ quan", 60, DOCUMENT_TEXT_CELL}};
	char titles[DOCUMENT_MONTHS_MAX][DAY_TEXT_MAX], name[DOCUMENT_WORDS_MAX];
	const struct rows *whole = &p->data->whole.all;
	size_t n = 2;
	uint32_t at = 0;

	for (size_t m = 0; m < p->data->months_n; m++) {
		const struct civil c = day_to_civil(p->data->months[m].all.period.from);

		(void)snprintf(titles[m], DAY_TEXT_MAX, "Tháng %d", c.month);
		columns[n++] = (struct document_column){titles[m], 18, DOCUMENT_NUMBER_CELL};
	}
	columns[n++] = (struct document_column){"Tổng cộng", 22, DOCUMENT_NUMBER_CELL};
	unit_line(p);
	document_table_begin(p->d, "Chỉ tiêu từng địa phương, cơ quan theo tháng", columns, n);
	for (uint32_t i = 0; i < whole->rows_n; i++) {
		if (!whole->rows[i].has_target)
			continue;
		document_cell(p->d, "%u", ++at);
		document_cell(p->d, "%s", paper_row_name(p, &whole->rows[i], name));
		months_row(p, &whole->rows[i], whole->rows[i].key);
	}
	months_left(p);
	document_cell(p->d, "%s", "");
	document_cell(p->d, "Tổng cộng");
	months_row(p, &whole->total, NULL);
	document_table_end(p->d, true);
}

#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "sheet.h"
#include "table_impl.h"

#define DAY_MS INT64_C(86400000)
#define LOCAL_MS (7 * INT64_C(3600000)) /* Asia/Ho_Chi_Minh */
#define WHOLE_E4 1000000                /* 100 percent in units of 0.0001 */

struct table *
table_new(const struct table_column *columns, size_t columns_n)
{
	struct table *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->columns = columns;
	t->columns_n = columns_n;
	t->text.max = TABLE_TEXT_BYTES_MAX;
	t->total_at = SIZE_MAX;
	t->failed = columns_n == 0 || columns_n > TABLE_COLUMNS_MAX;
	return t;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	buf_free(&t->cells);
	buf_free(&t->text);
	free(t);
}

static size_t
text_put(struct table *t, const char *text)
{
	const size_t at = t->text.len;

	buf_put(&t->text, text, strlen(text) + 1);
	return at;
}

void
table_title(struct table *t, const char *line)
{
	if (t == NULL)
		return;
	if (t->titles_n == TABLE_TITLES_MAX) {
		t->failed = true;
		return;
	}
	t->titles[t->titles_n++] = text_put(t, line);
}

void
table_property(struct table *t, const char *name, const char *value)
{
	if (t == NULL)
		return;
	if (t->properties_n == TABLE_PROPERTIES_MAX) {
		t->failed = true;
		return;
	}
	t->properties[t->properties_n].name = name;
	t->properties[t->properties_n++].value = text_put(t, value);
}

void
table_fact(struct table *t, const char *name, enum table_kind kind, int64_t value)
{
	if (t == NULL)
		return;
	if (t->facts_n == TABLE_FACTS_MAX) {
		t->failed = true;
		return;
	}
	t->facts[t->facts_n].name = name;
	t->facts[t->facts_n].kind = kind;
	t->facts[t->facts_n++].value = value;
}

void
table_fact_text(struct table *t, const char *name, const char *value)
{
	table_fact(t, name, TABLE_TEXT, 0);
	if (t != NULL && !t->failed)
		t->facts[t->facts_n - 1].text = text_put(t, value);
}

void
table_batch(struct table *t, uint64_t batch)
{
	char text[24];

	if (t == NULL)
		return;
	(void)snprintf(text, sizeof(text), "%llu", (unsigned long long)batch);
	t->batch = batch;
	table_property(t, "batch", text);
}

static void
cell_put(struct table *t, const struct table_cell *cell)
{
	if (t->cells_n == TABLE_CELLS_MAX)
		t->failed = true;
	if (t->failed)
		return;
	buf_put(&t->cells, cell, sizeof(*cell));
	t->cells_n++;
}

void
table_text(struct table *t, const char *text)
{
	if (t == NULL)
		return;
	const struct table_cell cell = {
	    .absent = text == NULL, .text = text != NULL ? text_put(t, text) : 0};

	cell_put(t, &cell);
}

void
table_number(struct table *t, int64_t value)
{
	if (t != NULL)
		cell_put(t, &(struct table_cell){.number = value});
}

void
table_absent(struct table *t)
{
	if (t != NULL)
		cell_put(t, &(struct table_cell){.absent = true});
}

void
table_counted(struct table *t, const struct counts *c, uint32_t ind)
{
	int64_t value = 0;

	if (c != NULL && counts_get(c, ind, &value))
		table_number(t, value);
	else
		table_absent(t);
}

void
table_total(struct table *t)
{
	if (t == NULL)
		return;
	t->failed |= t->total_at != SIZE_MAX || t->cells_n % t->columns_n != 0;
	t->total_at = t->cells_n;
}

void
table_fit(struct table *t, size_t columns)
{
	if (t != NULL)
		t->fit = columns;
}

size_t
table_impl_rows(const struct table *t)
{
	return t->cells_n / t->columns_n;
}

struct table_cell
table_impl_cell(const struct table *t, size_t row, size_t column)
{
	struct table_cell cell;

	memcpy(&cell, t->cells.at + (row * t->columns_n + column) * sizeof(cell), sizeof(cell));
	switch (t->columns[column].kind) {
	case TABLE_TIME:
		cell.absent |= cell.number == 0;
		break;
	case TABLE_DAY:
		cell.absent |= cell.number <= DAY_OPEN_LEFT || cell.number >= DAY_OPEN_RIGHT;
		break;
	case TABLE_TEXT:
	case TABLE_KEY:
	case TABLE_COUNT:
	case TABLE_PERCENT:
	case TABLE_SHARE:
	case TABLE_RATE:
	case TABLE_BOOL:
	default:
		break;
	}
	return cell;
}

bool
table_impl_is_total(const struct table *t, size_t row)
{
	return t->total_at == row * t->columns_n;
}

const char *
table_impl_text(const struct table *t, size_t at)
{
	return (const char *)t->text.at + at;
}

/* Milliseconds of the local day. */
static int64_t
local_ms(int64_t unix_ms)
{
	const int64_t ms = (unix_ms % DAY_MS + LOCAL_MS) % DAY_MS;

	return ms < 0 ? ms + DAY_MS : ms;
}

static const char *
time_text(int64_t unix_ms, bool people, char buf[TABLE_CELL_TEXT_MAX])
{
	const day_t day = day_from_unix_ms(unix_ms);
	const int seconds = (int)(local_ms(unix_ms) / 1000);
	char day_buf[DAY_TEXT_MAX];

	(void)snprintf(buf, TABLE_CELL_TEXT_MAX,
	    people ? "%.12s %02d:%02d:%02d" : "%.12sT%02d:%02d:%02d+07:00",
	    people ? day_people(day, day_buf) : day_iso(day, day_buf), seconds / 3600,
	    seconds / 60 % 60, seconds % 60);
	return buf;
}

const char *
table_impl_people(const struct table *t, const struct table_cell *cell, enum table_kind kind,
    char buf[TABLE_CELL_TEXT_MAX])
{
	char day[DAY_TEXT_MAX];
	char number[NUM_TEXT_MAX];

	buf[0] = '\0';
	if (cell->absent)
		return buf;
	switch (kind) {
	case TABLE_TEXT:
	case TABLE_KEY:
		return table_impl_text(t, cell->text);
	case TABLE_PERCENT:
		(void)snprintf(buf, TABLE_CELL_TEXT_MAX, "%s%%",
		    num_percent_people(cell->number, WHOLE_E4, number));
		return buf;
	case TABLE_SHARE:
		(void)snprintf(buf, TABLE_CELL_TEXT_MAX, "%s%%",
		    num_share_people(cell->number, WHOLE_E4, number));
		return buf;
	case TABLE_RATE:
		(void)text_copy(
		    buf, TABLE_CELL_TEXT_MAX, num_percent_people(cell->number, WHOLE_E4, number));
		return buf;
	case TABLE_TIME:
		return time_text(cell->number, true, buf);
	case TABLE_BOOL:
		return cell->number != 0 ? TR("có", "yes") : TR("không", "no");
	case TABLE_DAY:
		(void)text_copy(buf, TABLE_CELL_TEXT_MAX, day_people((day_t)cell->number, day));
		return buf;
	case TABLE_COUNT:
	default:
		(void)text_copy(buf, TABLE_CELL_TEXT_MAX, num_people(cell->number, number));
		return buf;
	}
}

/* Up to four decimals, none that is zero at the end. */
static void
percent_machine(int64_t e4, char buf[TABLE_CELL_TEXT_MAX])
{
	const uint64_t size = e4 < 0 ? 0 - (uint64_t)e4 : (uint64_t)e4;
	size_t len;

	(void)snprintf(buf, TABLE_CELL_TEXT_MAX, "%s%llu.%04llu", e4 < 0 ? "-" : "",
	    (unsigned long long)(size / 10000), (unsigned long long)(size % 10000));
	len = strlen(buf);
	while (buf[len - 1] == '0')
		buf[--len] = '\0';
	if (buf[len - 1] == '.')
		buf[--len] = '\0';
}

const char *
table_impl_machine(const struct table *t, const struct table_cell *cell, enum table_kind kind,
    char buf[TABLE_CELL_TEXT_MAX])
{
	char day[DAY_TEXT_MAX];

	buf[0] = '\0';
	if (cell->absent)
		return buf;
	switch (kind) {
	case TABLE_TEXT:
	case TABLE_KEY:
		return table_impl_text(t, cell->text);
	case TABLE_PERCENT:
	case TABLE_SHARE:
	case TABLE_RATE:
		percent_machine(cell->number, buf);
		return buf;
	case TABLE_TIME:
		return time_text(cell->number, false, buf);
	case TABLE_BOOL:
		return cell->number != 0 ? "true" : "false";
	case TABLE_DAY:
		(void)text_copy(buf, TABLE_CELL_TEXT_MAX, day_iso((day_t)cell->number, day));
		return buf;
	case TABLE_COUNT:
	default:
		(void)snprintf(buf, TABLE_CELL_TEXT_MAX, "%lld", (long long)cell->number);
		return buf;
	}
}

static bool
csv_print(const struct table *t, FILE *out, struct err *err)
{
	char bufs[TABLE_COLUMNS_MAX][TABLE_CELL_TEXT_MAX], batch[24];
	const char *cells[TABLE_COLUMNS_MAX + 1];
	const size_t n = t->columns_n + (t->batch != 0);
	struct buf line = {0};
	bool ok;

	for (size_t c = 0; c < t->columns_n; c++)
		cells[c] = t->columns[c].key;
	(void)snprintf(batch, sizeof(batch), "%llu", (unsigned long long)t->batch);
	cells[t->columns_n] = "as_of_batch";
	sheet_write_row(&line, cells, n);
	cells[t->columns_n] = batch;
	ok = buf_ok(&line) && fwrite(line.at, 1, line.len, out) == line.len;
	for (size_t r = 0; ok && r < table_impl_rows(t); r++) {
		for (size_t c = 0; c < t->columns_n; c++) {
			const struct table_cell cell = table_impl_cell(t, r, c);

			cells[c] = table_impl_machine(t, &cell, t->columns[c].kind, bufs[c]);
		}
		if (table_impl_is_total(t, r))
			cells[0] = TABLE_TOTAL;
		buf_clear(&line);
		sheet_write_row(&line, cells, n);
		ok = buf_ok(&line) && fwrite(line.at, 1, line.len, out) == line.len;
	}
	buf_free(&line);
	return ok || err_set_errno(err, TR("ghi bảng", "write the table"));
}

bool
table_print(struct table *t, enum table_face face, const char *name, FILE *out, struct err *err)
{
	if (t == NULL || t->failed || !buf_ok(&t->cells) || !buf_ok(&t->text))
		return err_set(err, ERR_MEMORY, "%s", TR("bảng quá lớn", "the table is too large"));
	if (t->cells_n % t->columns_n != 0)
		return err_set(err, ERR_BUG, "%s", TR("bảng thiếu ô", "the table lacks a cell"));
	switch (face) {
	case TABLE_JSON:
		return table_json_print(t, name, out, err);
	case TABLE_CSV:
		return csv_print(t, out, err);
	case TABLE_PEOPLE:
	default:
		return table_people_print(t, out, err);
	}
}

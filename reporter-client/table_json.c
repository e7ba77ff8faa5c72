#include <stdlib.h>

#include <jansson.h>

#include "base/lang.h"
#include "table_impl.h"

#define PERCENT_E4 10000.0
#define DIGITS 15 /* 105.4 stays 105.4 */

static json_t *
value_of(const struct table *t, const struct table_cell *cell, enum table_kind kind)
{
	char buf[TABLE_CELL_TEXT_MAX];

	switch (kind) {
	case TABLE_COUNT:
		return json_integer(cell->number);
	case TABLE_BOOL:
		return json_boolean(cell->number != 0);
	case TABLE_PERCENT:
	case TABLE_SHARE:
	case TABLE_RATE:
		if (cell->number % (int64_t)PERCENT_E4 == 0)
			return json_integer(cell->number / (int64_t)PERCENT_E4);
		return json_real((double)cell->number / PERCENT_E4);
	case TABLE_TEXT:
	case TABLE_KEY:
	case TABLE_TIME:
	case TABLE_DAY:
	default:
		return json_string(table_impl_machine(t, cell, kind, buf));
	}
}

static json_t *
row_of(const struct table *t, size_t row)
{
	json_t *object = json_object();

	for (size_t c = 0; object != NULL && c < t->columns_n; c++) {
		const struct table_cell cell = table_impl_cell(t, row, c);

		if (cell.absent)
			continue;
		if (json_object_set_new(
			object, t->columns[c].key, value_of(t, &cell, t->columns[c].kind)) != 0) {
			json_decref(object);
			object = NULL;
		}
	}
	return object;
}

static bool
facts_set(json_t *whole, const struct table *t)
{
	for (size_t i = 0; i < t->facts_n; i++) {
		const struct table_cell cell = {
		    .number = t->facts[i].value, .text = t->facts[i].text};

		if (json_object_set_new(
			whole, t->facts[i].name, value_of(t, &cell, t->facts[i].kind)) != 0)
			return false;
	}
	return true;
}

/* {"name": [rows], "total": {}, "as_of_batch": 12}, or the rows alone. */
static json_t *
whole_of(const struct table *t, const char *name)
{
	json_t *rows = json_array();
	json_t *total = NULL;
	json_t *whole = NULL;
	bool ok = rows != NULL;

	for (size_t r = 0; ok && r < table_impl_rows(t); r++) {
		json_t *row = row_of(t, r);

		ok = row != NULL;
		if (table_impl_is_total(t, r))
			total = row;
		else
			ok = ok && json_array_append_new(rows, row) == 0;
	}
	if (ok && name == NULL) {
		json_decref(total);
		return rows;
	}
	whole = ok ? json_object() : NULL;
	ok = ok && json_object_set(whole, name, rows) == 0 &&
	    (total == NULL || json_object_set(whole, "total", total) == 0) &&
	    (t->batch == 0 ||
		json_object_set_new(whole, "as_of_batch", json_integer((json_int_t)t->batch)) ==
		    0) &&
	    facts_set(whole, t);
	json_decref(rows);
	json_decref(total);
	if (!ok) {
		json_decref(whole);
		whole = NULL;
	}
	return whole;
}

bool
table_json_print(const struct table *t, const char *name, FILE *out, struct err *err)
{
	json_t *whole = whole_of(t, name);
	bool ok;

	if (whole == NULL)
		return err_set(err, ERR_MEMORY, "%s", "JSON");
	ok = json_dumpf(whole, out, JSON_INDENT(2) | JSON_REAL_PRECISION(DIGITS)) == 0 &&
	    fputc('\n', out) != EOF;
	json_decref(whole);
	return ok || err_set_errno(err, "%s", TR("ghi JSON", "write JSON"));
}

/* table_impl - what a table holds, for its faces: table_*.c and xlsx.c. */
#ifndef GH_CLIENT_TABLE_IMPL_H
#define GH_CLIENT_TABLE_IMPL_H

#include "base/buf.h"
#include "table.h"

struct table_cell {
	int64_t number;
	size_t text; /* where it begins in ${text}; TABLE_TEXT only */
	bool absent;
};

struct table {
	const struct table_column *columns;
	size_t columns_n;
	struct buf cells; /* struct table_cell, row by row */
	struct buf text;  /* each with its NUL */
	size_t cells_n;
	size_t titles[TABLE_TITLES_MAX]; /* where they begin in ${text} */
	size_t titles_n;
	struct {
		const char *name;
		size_t value; /* where it begins in ${text} */
	} properties[TABLE_PROPERTIES_MAX];
	size_t properties_n;
	struct {
		const char *name;
		enum table_kind kind;
		int64_t value;
		size_t text; /* of TABLE_TEXT */
	} facts[TABLE_FACTS_MAX];
	size_t facts_n;
	uint64_t batch;  /* 0: of none */
	size_t total_at; /* cell that the total begins with; SIZE_MAX: none */
	size_t fit;
	bool failed;
};

#define TABLE_TEXT_BYTES_MAX ((size_t)1 << 30)
#define TABLE_CELL_TEXT_MAX 64 /* a number, day or time in words */

/* Whole rows, the total among them. */
size_t table_impl_rows(const struct table *t);
struct table_cell table_impl_cell(const struct table *t, size_t row, size_t column);
bool table_impl_is_total(const struct table *t, size_t row);
const char *table_impl_text(const struct table *t, size_t at);
/*
 * A cell for people, and for programs; "" when absent.  Texts are lent, others written into ${buf}.
 */
const char *table_impl_people(const struct table *t, const struct table_cell *cell,
    enum table_kind kind, char buf[TABLE_CELL_TEXT_MAX]);
const char *table_impl_machine(const struct table *t, const struct table_cell *cell,
    enum table_kind kind, char buf[TABLE_CELL_TEXT_MAX]);

/* table_people.c, table_json.c */
bool table_people_print(const struct table *t, FILE *out, struct err *err) MUST_USE;
bool table_json_print(const struct table *t, const char *name, FILE *out, struct err *err) MUST_USE;

#endif

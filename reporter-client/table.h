/*
 * table - rows for a person (aligned columns), for a program (JSON, CSV), for an office (XLSX): one
 * description, every face.  Cells are copied.  A failed append leaves the table failed; the faces
 * then say ERR_MEMORY.  What is not known is an absent cell: "–" for people, empty in CSV and XLSX,
 * no member in JSON; never 0.
 * Bounds: TABLE_COLUMNS_MAX, TABLE_CELLS_MAX, TABLE_TITLES_MAX, TABLE_FACTS_MAX; beyond them the
 * table is failed.
 */
#ifndef GH_CLIENT_TABLE_H
#define GH_CLIENT_TABLE_H

#include <stdio.h>

#include "base/err.h"
#include "wire/counts.h"

#define TABLE_COLUMNS_MAX 192U
#define TABLE_CELLS_MAX 4000000U
#define TABLE_TITLES_MAX 64U
#define TABLE_PROPERTIES_MAX 8U
#define TABLE_FACTS_MAX 12U

enum table_kind {
	TABLE_TEXT,
	TABLE_COUNT,   /* integers: 3.370 for people, 3370 for programs */
	TABLE_PERCENT, /* units of 0.0001: "105,4%" for people, 105.4 for programs */
	TABLE_SHARE,   /* the same of a population: "0,11%" */
	/* ms since the epoch: local time for people, ISO 8601 for programs; 0 is absent */
	TABLE_TIME,
	TABLE_BOOL,
	/* day_t: 08/05/2022 for people, 2022-05-08 for programs; an open end is absent */
	TABLE_DAY,
	TABLE_RATE, /* units of 0.0001: "132,4" for people, 132.4 for programs */
	TABLE_KEY   /* text that means nothing when it is cut: a code, a key, a fingerprint */
};
struct table_column {
	const char *key;   /* JSON member and CSV header; borrowed */
	const char *title; /* for people, by TR(); NULL: programs only */
	enum table_kind kind;
};
struct table;
/* ${columns} is borrowed until table_free(). */
struct table *table_new(const struct table_column *columns, size_t columns_n);
void table_free(struct table *t); /* NULL is a no-op */
/* A line above the table, for people and offices; copied. */
void table_title(struct table *t, const char *line);
/*
 * The batch that all rows are as of: "as_of_batch" beside the rows in JSON, in each row of CSV,
 * "batch" in a spreadsheet's properties.  People are told elsewhere.
 */
void table_batch(struct table *t, uint64_t batch);
/*
 * What a spreadsheet's own properties say of it besides ("root"); ${name} is borrowed, ${value}
 * copied. Other faces leave it out.
 */
void table_property(struct table *t, const char *name, const char *value);
/*
 * What JSON says of all rows, beside them; ${name} is borrowed.  ${kind}: TABLE_COUNT or
 * TABLE_BOOL.  Other faces leave it out.
 */
void table_fact(struct table *t, const char *name, enum table_kind kind, int64_t value);
/* The same of a text, which is copied. */
void table_fact_text(struct table *t, const char *name, const char *value);
/* Cells of a row come from left to right; after the last one the next row begins. */
void table_text(struct table *t, const char *text); /* NULL: absent */
void table_number(struct table *t, int64_t value);
void table_absent(struct table *t);
/* What ${c} says of ${ind}; absent where it is not reported.  NULL: nothing is. */
void table_counted(struct table *t, const struct counts *c, uint32_t ind);
/*
 * The row that begins now is the total: last, once, set off by a rule.  JSON has it beside the rows
 * under "total" (only where the rows have a name).  CSV has TABLE_TOTAL in its first column, so
 * that whoever adds the rows can leave it out; a spreadsheet has an empty row above it, where a sum
 * over the rows ends, and the word in its first column when that is one of keys.
 */
#define TABLE_TOTAL "total"
void table_total(struct table *t);
/*
 * Fit what people read into so many columns; 0: the terminal's own, and no limit where there is
 * none. Names are shortened; what then has no room is left out from the right, and a last line says
 * so.
 */
void table_fit(struct table *t, size_t columns);

enum table_face { TABLE_PEOPLE, TABLE_JSON, TABLE_CSV };
/* JSON is an array of objects under ${name} when that is not NULL: {"rows": […]}. */
bool table_print(
    struct table *t, enum table_face face, const char *name, FILE *out, struct err *err) MUST_USE;

#endif

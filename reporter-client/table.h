/*
 * table - rows for a person (aligned columns), for a program (JSON, CSV): one description, three faces.
 * Cells are copied.  A failed append leaves the table failed; table_print() then says ERR_MEMORY.
 */
#ifndef GH_CLIENT_TABLE_H
#define GH_CLIENT_TABLE_H

#include <stdio.h>

#include "base/err.h"

enum table_kind {
	TABLE_TEXT,
	TABLE_COUNT,   /* integers: 3.370 for people, 3370 for programs */
	TABLE_PERCENT, /* units of 0.0001: "105,4%" for people, 105.4 for programs */
	TABLE_TIME, /* ms since the epoch: local time for people, ISO 8601 for programs; 0 is absent */
	TABLE_BOOL
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
/* Cells of a row come from left to right; after the last one the next row begins. */
void table_text(struct table *t, const char *text); /* NULL: absent */
void table_number(struct table *t, int64_t value);
void table_absent(struct table *t);

enum table_face { TABLE_PEOPLE, TABLE_JSON, TABLE_CSV };
/* JSON is an array of objects under ${name} when that is not NULL: {"rows": […]}. */
bool table_print(
    struct table *t, enum table_face face, const char *name, FILE *out, struct err *err) MUST_USE;

#endif

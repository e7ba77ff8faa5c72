/*
 * summary_table - totals as a table: for people the columns that say most, for an office (XLSX)
 * every count by its name, for programs (CSV) everything.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_TABLE_H
#define GH_CLIENT_SUMMARY_TABLE_H

#include "summary_codes.h"
#include "summary_face.h"
#include "table.h"
#include "wire/query.h"

struct summary_table {
	struct table_column columns[TABLE_COLUMNS_MAX];
	uint32_t what[TABLE_COLUMNS_MAX]; /* beside them: an indicator, or a field of the row */
	size_t columns_n;
	const struct summary_pick *pick; /* borrowed; may be NULL */
	struct summary_codes codes;
	struct table *t;
};
/* ERR_MEMORY, ERR_LIMIT.  summary_table_free(). */
bool summary_table_make(const struct rows *r, const struct summary_face *face,
    struct summary_table *ret, struct err *err) MUST_USE;
void summary_table_free(struct summary_table *s);

#endif

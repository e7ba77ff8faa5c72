/*
 * template - empty tables to fill in and import: a drive's results, collections, a plan,
 * activities.  Rows of example begin with # and are passed over.
 */
#ifndef GH_CLIENT_TEMPLATE_H
#define GH_CLIENT_TEMPLATE_H

#include "table.h"

/* "result, collection, plan, activity": for messages and help. */
const char *template_kinds(void);
/*
 * The table of ${kind}, headers in the reader's language; *${ret_columns} is borrowed by it.  Free
 * both:
 * table_free(), free().  ERR_USAGE: no such kind.
 */
bool template_make(const char *kind, struct table **ret, struct table_column **ret_columns,
    struct err *err) MUST_USE;

/* How a template heads the column ${key} for the reader; ${key} where it has no other name. */
const char *template_header(const char *key);

#endif

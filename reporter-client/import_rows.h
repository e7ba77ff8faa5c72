/*
 * import_rows - the rows of a sheet that each make one report, into an import_set: remarks are
 * passed over, what cannot be read is refused with its reason.
 */
#ifndef GH_CLIENT_IMPORT_ROWS_H
#define GH_CLIENT_IMPORT_ROWS_H

#include "columns.h"
#include "import_set.h"
#include "report_build.h"

struct import_rows {
	/* The report of one row, its texts in ${arena}; false: why the row is refused. */
	bool (*read)(
	    void *cookie, size_t row, struct arena *arena, struct report *ret, struct err *why);
	void *cookie;
};

/* A refused row is no failure; ERR_MEMORY and ERR_LIMIT are. */
bool import_rows_read(struct sheet *s, const struct columns *columns, const struct import_rows *how,
    struct import_set *ret, struct err *err) MUST_USE;
/* The counts of one row into ${b}: cells of the columns that are indicators and are not empty. */
bool import_rows_counts(struct sheet *s, const struct columns *columns, size_t row,
    struct report_build *b, struct err *err) MUST_USE;

#endif

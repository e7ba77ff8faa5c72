/*
 * rejects - the rows of a sheet that were refused, as a sheet: the same columns, and rejected_line,
 * rejected_code, rejected_reason before them, which an import passes over.  So a person mends the
 * cells and imports the file again; a cell that may not be what was typed ends with " ?".  UTF-8
 * with a BOM, so that Excel knows.
 */
#ifndef GH_CLIENT_REJECTS_H
#define GH_CLIENT_REJECTS_H

#include "import_set.h"
#include "sheet.h"

/* In the order of the sheet; a file that is there is replaced.  ERR_IO, ERR_MEMORY. */
bool rejects_write(const char *path, const struct sheet *s, const struct import_set *set,
    struct err *err) MUST_USE;
/* The text alone, appended to ${out}. */
bool rejects_text(
    const struct sheet *s, const struct import_set *set, struct buf *out, struct err *err) MUST_USE;

#endif

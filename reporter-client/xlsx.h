/*
 * xlsx - a table as a spreadsheet for an office: titles, a header that stays in sight, columns as
 * wide as what is in them, numbers that are numbers ("#,##0": the reader's program puts the marks),
 * days that are days; what is not known is a blank cell.  Columns without a title are left out.
 */
#ifndef GH_CLIENT_XLSX_H
#define GH_CLIENT_XLSX_H

#include "table.h"

#define XLSX_ROWS_MAX 1000000U /* the format itself ends at 1.048.576 */

/*
 * Write ${path} whole or not at all; a file that is there is replaced.  ${sheet} names the sheet:
 * what Excel forbids in it is replaced, 31 characters are kept.  ERR_IO, ERR_MEMORY, ERR_LIMIT, and
 * ERR_BUG for a table that is not whole.
 */
bool xlsx_write(
    const struct table *t, const char *sheet, const char *path, struct err *err) MUST_USE;

#endif

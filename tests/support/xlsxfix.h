/*
 * xlsxfix - Excel workbooks for tests, made of the parts that a test writes itself.
 */
#ifndef GH_TEST_XLSXFIX_H
#define GH_TEST_XLSXFIX_H

#include "base/buf.h"

struct xlsxfix_part {
	const char *name;
	const char *xml;
};

/* Append a ZIP archive of these parts, stored as they are. */
void xlsxfix_zip(const struct xlsxfix_part *parts, size_t n, struct buf *out);
/*
 * A workbook with one page: ${rows} is what stands within <sheetData>, ${after} behind it.  Cell
 * styles: 0 plain, 1 dd/mm/yyyy, 2 0.0%, 3 0.000, 4 mm/yyyy.
 */
void xlsxfix_book(const char *rows, const char *after, struct buf *out);

#endif

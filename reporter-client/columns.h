/*
 * columns - which column of a sheet holds which field.
 * A header fits a field by one of its words, marks and capitals aside, or (when asked for) an indicator
 * of the catalogue.  Passed over: headers that begin with # or "rejected" (what a rejects file adds), a
 * running number (STT), and columns without any text.  Any other header is refused by name, as is the
 * same field twice: a number in a column that nobody reads would be lost in silence.
 * Pure.  Errors: ERR_CSV, ERR_MEMORY.
 */
#ifndef GH_CLIENT_COLUMNS_H
#define GH_CLIENT_COLUMNS_H

#include <stdint.h>

#include "sheet.h"

#define COLUMNS_NONE UINT32_MAX
#define COLUMNS_COUNT 1000000u /* COLUMNS_COUNT + indicator: a count */

struct columns {
	uint32_t field[SHEET_COLUMNS_MAX]; /* by column of the sheet */
	size_t n;
};

struct columns_words {
	const char *const
	    *at; /* for field i its header words, folded, parted by '|'; the first is shown */
	size_t n;
	bool counts; /* a header may name an indicator */
};
bool columns_read(const struct sheet *s, const struct columns_words *words, struct columns *ret,
    struct err *err) MUST_USE;
/* The text of ${field} in a row; "" when there is no such column. */
const char *columns_cell(
    const struct columns *c, const struct sheet *s, size_t row, uint32_t field);
/* A row that is passed over: its first cell begins with #. */
bool columns_is_remark(const struct sheet *s, size_t row);

#endif

/*
 * columns - which row of a sheet is its header, and which column holds which field.
 * A header fits a field by one of its words, marks and capitals aside, or (when asked for) an
 * indicator of the catalogue; what stands in brackets at its end, and "số", "tổng số" before it,
 * may be left out. The header is the row, among the first COLUMNS_LOOK_ROWS, that names most
 * fields: titles may stand above it, and of a header of two rows the lower one counts.  Passed
 * over: headers that begin with # or "rejected" (what a rejects file adds), a running number (STT),
 * columns without any text, and columns without a header and without a number.  Any other header is
 * refused by name, as is the same field twice: a number in a column that nobody reads would be lost
 * in silence.  A sheet in which no row names a field, or only one beside what begins with a digit,
 * has no header: refused with the template's command, since its first row would be lost as one.
 * Pure.  Errors: ERR_CSV, ERR_MEMORY.
 */
#ifndef GH_CLIENT_COLUMNS_H
#define GH_CLIENT_COLUMNS_H

#include <stdint.h>

#include "sheet.h"

#define COLUMNS_NONE UINT32_MAX
#define COLUMNS_COUNT 1000000u /* COLUMNS_COUNT + indicator: a count */
#define COLUMNS_FIELDS_MAX 64U
#define COLUMNS_LOOK_ROWS 25U

struct columns {
	uint32_t field[SHEET_COLUMNS_MAX]; /* by column of the sheet */
	size_t n;
	const char *const *words; /* of the fields; borrowed */
	uint64_t days;            /* fields that hold a day, a bit each */
	uint64_t numbers;         /* fields that hold a number; so does every count */
	size_t begin;             /* rows before it are part of the header: "(1) (2) (3)" */
	size_t total;             /* the first row of totals; SIZE_MAX: none */
	bool month_first[SHEET_COLUMNS_MAX]; /* some day of the column has its month first */
};

struct columns_words {
	const char *const
	    *at;  /* for field i its header words, folded, parted by '|'; the first is shown */
	size_t n; /* at most COLUMNS_FIELDS_MAX */
	const char *kind;       /* of the template (template.h) */
	bool counts;            /* a header may name an indicator */
	bool totals;            /* a row "Tổng cộng" is one, and no row of its own */
	uint64_t days, numbers; /* as in struct columns */
};
/* Makes the header the sheet's own (sheet_begin()). */
bool columns_read(struct sheet *s, const struct columns_words *words, struct columns *ret,
    struct err *err) MUST_USE;
/* Whether some header of a sheet not yet begun names an indicator from ${first} to below ${end}. */
bool columns_name(const struct sheet *s, const struct columns_words *words, uint32_t first,
    uint32_t end, bool *ret, struct err *err) MUST_USE;
/* The text of ${field} in a row; "" when there is no such column. */
const char *columns_cell(
    const struct columns *c, const struct sheet *s, size_t row, uint32_t field);
/*
 * What is wrong in a cell of ${field}, after its column's header as the sheet has it; a field that
 * has no column there has the first of its words.  Always false.
 */
bool columns_refuse(const struct columns *c, const struct sheet *s, uint32_t field,
    const struct err *why, struct err *err);
/* true: the column's cells are numbers. */
bool columns_is_number(const struct columns *c, size_t column);
/*
 * A row that is passed over: its first cell begins with #, it numbers the columns, it is a heading
 * merged over the columns, it is one of totals, or it stands below the totals and has no number
 * (who drew it up).
 */
bool columns_is_remark(const struct columns *c, const struct sheet *s, size_t row);

#endif

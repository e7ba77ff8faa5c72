/*
 * sheet - a table as offices have it, read whole: a CSV file or an Excel workbook (.xlsx).
 * CSV: UTF-8 with or without a BOM, or, after naming it in sheet_note(), UTF-16, Windows-1258,
 * TCVN3 or VNI (charset.h); separated by comma, semicolon or TAB (the first lines say which, or
 * Excel's "sep=;" before them), quoted as RFC 4180, any line end; lines that begin with "# " are
 * for people. XLSX: the first page that is not hidden, or the one named; days are "2026-07-01",
 * months without a day "2026-07", percents "2,8%", other fractions have a decimal comma; a merged
 * cell stands in every cell of its range.  What a spreadsheet made of a cell is in its flags. Rows
 * without any text are left out.  The header is the first row until sheet_begin() names another.
 * Cells are clean: valid UTF-8, NFC, blanks trimmed and runs of them (line ends too) made one.
 * Errors name the line of the file: ERR_TEXT (letters that cannot be told, or of an old font),
 * ERR_CSV (no header, quotes, not a workbook of ours), ERR_LIMIT, ERR_NOT_FOUND (no such page),
 * ERR_MEMORY, and those of reading a file.
 * Lent strings live as long as the sheet.  Threads: none shared.
 */
#ifndef GH_CLIENT_SHEET_H
#define GH_CLIENT_SHEET_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SHEET_FILE_BYTES_MAX ((size_t)64 << 20)
#define SHEET_ROWS_MAX 100000U
#define SHEET_COLUMNS_MAX 200U
#define SHEET_CELLS_MAX 8000000U
#define SHEET_CELL_BYTES_MAX 4000U /* as it stands in the file */

enum sheet_flag {
	SHEET_NUMBER = 1U << 0,   /* a number cell of a spreadsheet */
	SHEET_DAY = 1U << 1,      /* a date cell of a spreadsheet */
	SHEET_FILLED = 1U << 2,   /* within a merged range, and not its first cell */
	SHEET_NO_VALUE = 1U << 3, /* a formula that was never computed */
	SHEET_FAULT = 1U << 4,    /* a formula's error: "#REF!" */
	SHEET_GROUPED = 1U << 5,  /* a whole number shown with three decimals: 4 as 4.000 */
	SHEET_DOUBT = 1U << 6     /* set by sheet_doubt() */
};

struct sheet;

/* ${page} NULL: the first.  *${ret} is the caller's until sheet_free(). */
bool sheet_read(const char *path, const char *page, struct sheet **ret, struct err *err) MUST_USE;
/* The same from memory. */
bool sheet_parse_bytes(
    const uint8_t *bytes, size_t len, struct sheet **ret, struct err *err) MUST_USE;
void sheet_free(struct sheet *s); /* NULL is a no-op */

/* What was done to read it, for people: "UTF-16: ..."; "" when nothing. */
const char *sheet_note(const struct sheet *s);
/*
 * The header is row ${at} of all; every row of a CSV file after it has as many cells, else ERR_CSV.
 */
bool sheet_begin(struct sheet *s, size_t at, struct err *err) MUST_USE;
/* Rows with the header and those before it, and their cells; "" when there is none. */
size_t sheet_all_rows(const struct sheet *s);
const char *sheet_all_cell(const struct sheet *s, size_t at, size_t column);

size_t sheet_columns(const struct sheet *s);
const char *sheet_header(const struct sheet *s, size_t column);
size_t sheet_rows(const struct sheet *s); /* after the header; may be 0 */
const char *sheet_cell(const struct sheet *s, size_t row, size_t column); /* "" when empty */
unsigned sheet_flags(const struct sheet *s, size_t row, size_t column);   /* enum sheet_flag */
/* The cell's text may not be what was typed: a file of rejects says so in the cell. */
void sheet_doubt(struct sheet *s, size_t row, size_t column);
size_t sheet_line(const struct sheet *s, size_t row); /* where it begins in the file, from 1 */

/*
 * Append one row to ${out}: quoted as RFC 4180, UTF-8 without a BOM, LF at its end as tools here
 * want.
 */
void sheet_write_row(struct buf *out, const char *const *cells, size_t n);

#endif

/*
 * sheet - a CSV file as offices have it, read whole: UTF-8 with or without a BOM, separated by comma,
 * semicolon or TAB (the header line says which, or Excel's "sep=;" before it), quoted as RFC 4180, any
 * line end.  Every row has as many cells as the header; rows without any text are left out, and so are
 * lines that begin with "# ", for people.
 * Cells are clean: valid UTF-8, NFC, blanks trimmed and runs of them (line ends too) made one.
 * Errors name the line of the file: ERR_TEXT (not UTF-8; UTF-16 with its cure), ERR_CSV (no header,
 * ragged row, quotes), ERR_LIMIT, ERR_MEMORY, and those of reading a file.
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
#define SHEET_CELL_BYTES_MAX 4000U /* as it stands in the file */

struct sheet;

/* *${ret} is the caller's until sheet_free(). */
bool sheet_read(const char *path, struct sheet **ret, struct err *err) MUST_USE;
/* The same from memory: a BOM, a header and rows. */
bool sheet_parse_bytes(
    const uint8_t *bytes, size_t len, struct sheet **ret, struct err *err) MUST_USE;
void sheet_free(struct sheet *s); /* NULL is a no-op */

size_t sheet_columns(const struct sheet *s);
const char *sheet_header(const struct sheet *s, size_t column);
size_t sheet_rows(const struct sheet *s); /* without the header; may be 0 */
const char *sheet_cell(const struct sheet *s, size_t row, size_t column); /* "" when empty */
size_t sheet_line(const struct sheet *s, size_t row); /* where it begins in the file, from 1 */

/* Append one row to ${out}: quoted as RFC 4180, UTF-8 without a BOM, LF at its end as tools here want. */
void sheet_write_row(struct buf *out, const char *const *cells, size_t n);

#endif

/*
 * csvfile - a list in CSV read whole: UTF-8 with or without a BOM, separated by comma or semicolon
 * (as the header says), quoted as RFC 4180, any line end.  Cells are clean (text_clean of
 * base/text.h); rows without text are left out; a row may be shorter than the header, its missing
 * cells are "". Errors name the line: ERR_CSV (no header, quotes, more cells than the header),
 * ERR_TEXT, ERR_LIMIT, ERR_MEMORY.  Lent strings live as long as the file.  Threads: none shared.
 */
#ifndef GH_BASE_CSVFILE_H
#define GH_BASE_CSVFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define CSVFILE_BYTES_MAX ((size_t)64 << 20)
#define CSVFILE_ROWS_MAX 500000U
#define CSVFILE_COLUMNS_MAX 64U
#define CSVFILE_CELL_BYTES_MAX 4000U

struct csvfile;

/* *${ret} is the caller's until csvfile_free(). */
bool csvfile_parse(
    const uint8_t *bytes, size_t len, struct csvfile **ret, struct err *err) MUST_USE;
void csvfile_free(struct csvfile *f); /* NULL is a no-op */

uint32_t csvfile_rows(const struct csvfile *f); /* without the header */
/* The column of a header, letter case ignored; -1: there is none. */
int csvfile_column(const struct csvfile *f, const char *header);
/* "" when empty, missing, or ${column} is -1. */
const char *csvfile_cell(const struct csvfile *f, uint32_t row, int column);
uint32_t csvfile_line(const struct csvfile *f, uint32_t row); /* where it begins, from 1 */

#endif

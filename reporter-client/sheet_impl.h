/* sheet_impl - the rows of a sheet in the making; for sheet.c and sheet_*.c alone. */
#ifndef GH_CLIENT_SHEET_IMPL_H
#define GH_CLIENT_SHEET_IMPL_H

#include "sheet.h"

#define SHEET_TEXT_BYTES_MAX ((size_t)1 << 30) /* of all clean cells */

struct sheet_cell_at {
	uint32_t text; /* in ${text} */
	uint32_t flags;
};
struct sheet_row_at {
	uint32_t first; /* of its cells */
	uint32_t n;
	uint32_t line;
};
struct sheet {
	struct buf text;  /* clean cells, each with its NUL; the one at 0 is "" */
	struct buf cells; /* struct sheet_cell_at, row by row */
	struct buf rows;  /* struct sheet_row_at */
	struct buf note;
	size_t columns; /* of the header */
	size_t head;    /* its row */
	bool any_width; /* rows may be shorter and longer than the header */
};

/* NULL: no memory. */
struct sheet *sheet_impl_new(void);
size_t sheet_impl_rows(const struct sheet *s);
size_t sheet_impl_cells(const struct sheet *s);
/* Clean ${bytes} (valid UTF-8) into ${text}; 0: it is empty.  UINT32_MAX: no memory. */
uint32_t sheet_impl_text(struct sheet *s, const uint8_t *bytes, size_t len);
void sheet_impl_cell(struct sheet *s, uint32_t text, uint32_t flags);
/* The cells from ${first} on are a row. */
void sheet_impl_row(struct sheet *s, size_t first, size_t line);
struct sheet_row_at sheet_impl_row_at(const struct sheet *s, size_t at);
struct sheet_cell_at sheet_impl_cell_at(const struct sheet *s, size_t i);
void sheet_impl_cell_set(struct sheet *s, size_t i, struct sheet_cell_at cell);
/* Add to what is told of the reading. */
void sheet_impl_note(struct sheet *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Checks what a finished sheet needs: memory, a first row. */
bool sheet_impl_finish(struct sheet *s, struct err *err) MUST_USE;

/* sheet_csv.c, sheet_xlsx.c */
bool sheet_csv_parse(
    const uint8_t *bytes, size_t len, struct sheet **ret, struct err *err) MUST_USE;
bool sheet_xlsx_parse(const uint8_t *bytes, size_t len, const char *page, struct sheet **ret,
    struct err *err) MUST_USE;

#endif

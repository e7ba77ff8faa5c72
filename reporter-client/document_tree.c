#include "document_tree.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "wire/arena.h"

#define FIRST_BYTES ((size_t)64 * 1024)
#define BLOCKS_FIRST 256U

struct document {
	struct arena *arena;
	struct document_block *blocks; /* owned */
	size_t n, cap;
	const char **cells; /* of the table being made; owned */
	size_t cells_n, cells_cap;
	struct document_table *table; /* being made */
	struct document_facts facts;
	enum err_code failed; /* ERR_OK: nothing yet */
};

bool
document_tree_make(struct document **ret, struct err *err)
{
	struct document *d = calloc(1, sizeof(*d));

	if (d != NULL)
		d->arena = arena_make(FIRST_BYTES, DOCUMENT_BYTES_MAX);
	if (d == NULL || d->arena == NULL) {
		free(d);
		return err_set(err, ERR_MEMORY, "%s", TR("văn bản", "the document"));
	}
	d->facts = (struct document_facts){.title = "", .issuer = "", .root = ""};
	*ret = d;
	return true;
}

void
document_tree_free(struct document *d)
{
	if (d == NULL)
		return;
	arena_free(d->arena);
	free(d->blocks);
	free(d->cells);
	free(d);
}

bool
document_tree_ok(const struct document *d, struct err *err)
{
	if (d->failed == ERR_OK && d->table == NULL)
		return true;
	return err_set(err, d->failed == ERR_OK ? ERR_BUG : d->failed, "%s",
	    TR("văn bản quá lớn", "the document is too large"));
}

static void
fail(struct document *d, enum err_code code)
{
	if (d->failed == ERR_OK)
		d->failed = code;
}

static void *
take(struct document *d, size_t bytes)
{
	void *piece = d->failed == ERR_OK ? arena_take_zero(d->arena, bytes) : NULL;

	if (piece == NULL)
		fail(d, arena_is_spent(d->arena) ? ERR_LIMIT : ERR_MEMORY);
	return piece;
}

const char *
document_keep(struct document *d, const char *text)
{
	const size_t len = strlen(text);
	char *copy = take(d, len + 1);

	return copy == NULL ? "" : memcpy(copy, text, len + 1);
}

static const char *text_vformat(struct document *d, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

static const char *
text_vformat(struct document *d, const char *fmt, va_list ap)
{
	va_list again;
	int len;
	char *text;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0 || (size_t)len > DOCUMENT_PARAGRAPH_MAX) {
		fail(d, ERR_LIMIT);
		return "";
	}
	text = take(d, (size_t)len + 1);
	if (text == NULL)
		return "";
	(void)vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

/* Room for one more; *${list} grows to at most ${max}. */
static bool
room(struct document *d, void *list, size_t n, size_t *cap, size_t size, size_t max)
{
	const size_t more = *cap == 0 ? BLOCKS_FIRST : *cap * 2;
	void *at, *grown;

	if (d->failed != ERR_OK)
		return false;
	if (n < *cap)
		return true;
	memcpy(&at, list, sizeof(at));
	grown = n < max ? realloc(at, more * size) : NULL;
	if (grown == NULL) {
		fail(d, n < max ? ERR_MEMORY : ERR_LIMIT);
		return false;
	}
	memcpy(list, &grown, sizeof(grown));
	*cap = more;
	return true;
}

static void
block_add(struct document *d, const struct document_block *block)
{
	if (room(d, &d->blocks, d->n, &d->cap, sizeof(*d->blocks), DOCUMENT_BLOCKS_MAX))
		d->blocks[d->n++] = *block;
}

/* ---- building */

void
document_facts_set(struct document *d, const struct document_facts *f)
{
	d->facts = (struct document_facts){.title = document_keep(d, f->title),
	    .issuer = document_keep(d, f->issuer),
	    .batch = f->batch,
	    .root = document_keep(d, f->root)};
}

void
document_put(struct document *d, enum document_role role, const char *fmt, ...)
{
	struct document_block block = {.kind = DOCUMENT_PARAGRAPH, .role = role};
	va_list ap;

	va_start(ap, fmt);
	block.text = text_vformat(d, fmt, ap);
	va_end(ap);
	block_add(d, &block);
}

void
document_line(struct document *d, int width_mm, int after_pt)
{
	block_add(d,
	    &(const struct document_block){
		.kind = DOCUMENT_LINE, .width_mm = width_mm, .after_pt = after_pt});
}

void
document_columns(struct document *d, int left_mm)
{
	block_add(d, &(const struct document_block){.kind = DOCUMENT_COLUMNS, .width_mm = left_mm});
}

void
document_column_next(struct document *d)
{
	block_add(d, &(const struct document_block){.kind = DOCUMENT_COLUMN_NEXT});
}

void
document_columns_end(struct document *d)
{
	block_add(d, &(const struct document_block){.kind = DOCUMENT_COLUMNS_END});
}

void
document_annex(struct document *d, bool wide)
{
	block_add(d, &(const struct document_block){.kind = DOCUMENT_ANNEX, .wide = wide});
}

void
document_table_begin(
    struct document *d, const char *caption, const struct document_column *columns, size_t n)
{
	struct document_column *copy = take(d, n * sizeof(*copy));

	assert(n > 0 && n <= DOCUMENT_COLUMNS_MAX && d->table == NULL);
	d->cells_n = 0;
	d->table = take(d, sizeof(*d->table));
	if (d->table == NULL || copy == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		copy[i] = columns[i];
		copy[i].title = document_keep(d, columns[i].title);
	}
	*d->table = (struct document_table){
	    .caption = document_keep(d, caption), .columns = copy, .columns_n = n};
}

void
document_cell(struct document *d, const char *fmt, ...)
{
	va_list ap;

	if (!room(d, &d->cells, d->cells_n, &d->cells_cap, sizeof(*d->cells),
		(size_t)DOCUMENT_ROWS_MAX * DOCUMENT_COLUMNS_MAX))
		return;
	va_start(ap, fmt);
	d->cells[d->cells_n++] = text_vformat(d, fmt, ap);
	va_end(ap);
}

void
document_table_end(struct document *d, bool has_total)
{
	struct document_table *t = d->table;
	const char **cells = take(d, (d->cells_n == 0 ? 1 : d->cells_n) * sizeof(const char *));

	d->table = NULL;
	if (t == NULL || cells == NULL)
		return;
	if (d->cells_n % t->columns_n != 0) {
		fail(d, ERR_BUG);
		return;
	}
	if (d->cells_n > 0)
		memcpy(cells, d->cells, d->cells_n * sizeof(const char *));
	t->cells = cells;
	t->rows_n = d->cells_n / t->columns_n;
	t->has_total = has_total && t->rows_n > 0;
	block_add(d, &(const struct document_block){.kind = DOCUMENT_TABLE, .table = t});
}

/* ---- reading */

const struct document_facts *
document_facts(const struct document *d)
{
	return &d->facts;
}

const struct document_block *
document_blocks(const struct document *d, size_t *ret_n)
{
	*ret_n = d->n;
	return d->blocks;
}

/*
 * document_tree - an official document as data: what the writers (.odt, .docx, .html) write down.
 * A list of blocks in reading order.  The head (cells 1-4) and the foot (cells 7 and 9b) are two
 * columns side by side, begun by DOCUMENT_COLUMNS, parted by DOCUMENT_COLUMN_NEXT, ended by
 * DOCUMENT_COLUMNS_END; they are not nested.  DOCUMENT_ANNEX begins a page of its own, numbered
 * anew. Building never fails in between: the first failure is kept, later calls do nothing, and
 * document_tree_ok() says so at the end.  Texts are copied; "\n" in one is a line break.
 * Pure; memory is the tree's own; one thread.
 */
#ifndef GH_CLIENT_DOCUMENT_TREE_H
#define GH_CLIENT_DOCUMENT_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/err.h"
#include "document_look.h"

#define DOCUMENT_BLOCKS_MAX 20000U
#define DOCUMENT_COLUMNS_MAX 16U
#define DOCUMENT_ROWS_MAX 5000U /* of one table */
#define DOCUMENT_BYTES_MAX ((size_t)64 << 20)
#define DOCUMENT_PARAGRAPH_MAX 40000U /* bytes of one */

enum document_block_kind {
	DOCUMENT_PARAGRAPH,
	DOCUMENT_LINE, /* a drawn line, in the middle */
	DOCUMENT_COLUMNS,
	DOCUMENT_COLUMN_NEXT,
	DOCUMENT_COLUMNS_END,
	DOCUMENT_TABLE,
	DOCUMENT_ANNEX
};

struct document_column {
	const char *title;
	int width; /* in parts of all columns' widths */
	enum document_role role;
};
struct document_table {
	const char *caption; /* for those who listen to it */
	const struct document_column *columns;
	size_t columns_n;
	const char **cells; /* row after row; "" is blank */
	size_t rows_n;
	bool has_total; /* the last row */
};
struct document_block {
	enum document_block_kind kind;
	enum document_role role; /* PARAGRAPH */
	const char *text;        /* PARAGRAPH */
	int width_mm;            /* LINE; COLUMNS: the left one's */
	int after_pt;            /* LINE */
	bool wide;               /* ANNEX: the page lies on its side */
	const struct document_table *table;
};

struct document_facts { /* what stands in the file's properties */
	const char *title;
	const char *issuer;
	uint64_t batch;
	const char *root; /* 64 hex digits */
};

struct document; /* a tree */

bool document_tree_make(struct document **ret, struct err *err) MUST_USE;
void document_tree_free(struct document *d); /* NULL is a no-op */
/* ERR_LIMIT, ERR_MEMORY; ERR_BUG for a table that lacks a cell. */
bool document_tree_ok(const struct document *d, struct err *err) MUST_USE;

/* ---- building */
void document_facts_set(struct document *d, const struct document_facts *f);
void document_put(struct document *d, enum document_role role, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void document_line(struct document *d, int width_mm, int after_pt);
void document_columns(struct document *d, int left_mm);
void document_column_next(struct document *d);
void document_columns_end(struct document *d);
void document_annex(struct document *d, bool wide);
/* A table; then its cells row by row, as many as columns each; then its end. */
void document_table_begin(
    struct document *d, const char *caption, const struct document_column *columns, size_t n);
void document_cell(struct document *d, const char *fmt, ...) PRINTF_LIKE(2, 3);
void document_table_end(struct document *d, bool has_total);
/* A copy that lives as long as the tree; "" on failure. */
const char *document_keep(struct document *d, const char *text);

/* ---- reading */
const struct document_facts *document_facts(const struct document *d);
const struct document_block *document_blocks(const struct document *d, size_t *ret_n);

#endif

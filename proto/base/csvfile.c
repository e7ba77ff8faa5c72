#include "base/csvfile.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/lang.h"
#include "base/text.h"

#define BLOCK_BYTES_MAX (1 << 20)

/* Texts of many cells. */
struct block {
	struct block *next;
	size_t used, size;
	char at[];
};

struct row {
	uint32_t line;
	uint32_t cells_n;
	size_t first; /* into cells */
};

struct csvfile {
	struct block *blocks;
	size_t block_bytes;
	const char **cells; /* owned list; texts lie in the blocks */
	size_t cells_n, cells_cap;
	struct row *rows; /* owned; the header is row 0 */
	uint32_t rows_n, rows_cap;
};

/* What libcsv's callbacks share. */
struct parse {
	struct csvfile *f;
	uint32_t line;  /* at hand */
	uint32_t begin; /* where the row at hand began */
	uint32_t cells_n;
	bool has_text;
	bool is_open; /* a row has begun and not ended */
	bool failed;
	struct err *err;
};

static bool
fail(struct parse *p, enum err_code code, const char *why)
{
	if (!p->failed)
		(void)err_set(p->err, code, TR("dòng %u: %s", "line %u: %s"), p->line, why);
	p->failed = true;
	return false;
}

/* ${size} bytes of text that live as long as the file; NULL: no memory. */
static char *
text_room(struct csvfile *f, size_t size)
{
	struct block *b = f->blocks;
	char *at;

	if (b == NULL || b->size - b->used < size) {
		const size_t want = size > f->block_bytes ? size : f->block_bytes;

		b = malloc(sizeof(*b) + want);
		if (b == NULL)
			return NULL;
		b->next = f->blocks;
		b->used = 0;
		b->size = want;
		f->blocks = b;
	}
	at = b->at + b->used;
	b->used += size;
	return at;
}

/* Nothing that text_clean() would change: most cells of a list are codes and dates. */
static bool
is_plain(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] <= ' ' || s[i] > '~')
			return false;
	return true;
}

static const char *
text_keep(struct parse *p, const char *s, size_t len)
{
	char *clean = NULL;
	char *kept;

	if (len == 0)
		return "";
	if (!is_plain(s, len)) {
		struct err why = {.code = ERR_OK};

		clean = text_clean(s, len, &why);
		if (clean == NULL) {
			(void)fail(p, why.code, why.text);
			return NULL;
		}
		s = clean;
		len = strlen(clean);
	}
	kept = text_room(p->f, len + 1);
	if (kept == NULL) {
		(void)fail(p, ERR_MEMORY, "");
	} else {
		memcpy(kept, s, len);
		kept[len] = '\0';
	}
	free(clean);
	return kept;
}

static bool
cell_put(struct parse *p, const char *text)
{
	struct csvfile *f = p->f;

	if (p->cells_n == CSVFILE_COLUMNS_MAX)
		return fail(p, ERR_LIMIT, TR("quá nhiều cột", "too many columns"));
	if (f->rows_n > 0 && p->cells_n == f->rows[0].cells_n)
		return text[0] == '\0' ||
		    fail(p, ERR_CSV, TR("nhiều ô hơn dòng tiêu đề", "more cells than the header"));
	if (f->cells_n == f->cells_cap) {
		const size_t cap = f->cells_cap == 0 ? 1024 : f->cells_cap * 2;
		const char **cells = reallocarray(f->cells, cap, sizeof(*cells));

		if (cells == NULL)
			return fail(p, ERR_MEMORY, "");
		f->cells = cells;
		f->cells_cap = cap;
	}
	f->cells[f->cells_n++] = text;
	p->cells_n++;
	p->has_text = p->has_text || text[0] != '\0';
	return true;
}

static void
on_cell(void *bytes, size_t len, void *context)
{
	struct parse *p = context;
	const char *text;

	if (p->failed)
		return;
	if (len > CSVFILE_CELL_BYTES_MAX) {
		(void)fail(p, ERR_LIMIT, TR("ô quá dài", "a cell is too long"));
		return;
	}
	text = text_keep(p, bytes, len);
	if (text != NULL)
		(void)cell_put(p, text);
}

static void
on_row(int end, void *context)
{
	struct parse *p = context;
	struct csvfile *f = p->f;

	(void)end;
	p->is_open = false;
	if (p->failed)
		return;
	if (!p->has_text) {
		f->cells_n -= p->cells_n;
	} else if (f->rows_n == CSVFILE_ROWS_MAX + 1) {
		(void)fail(p, ERR_LIMIT, TR("quá nhiều dòng", "too many rows"));
	} else {
		if (f->rows_n == f->rows_cap) {
			const uint32_t cap = f->rows_cap == 0 ? 256 : f->rows_cap * 2;
			struct row *rows = reallocarray(f->rows, cap, sizeof(*rows));

			if (rows == NULL) {
				(void)fail(p, ERR_MEMORY, "");
				return;
			}
			f->rows = rows;
			f->rows_cap = cap;
		}
		f->rows[f->rows_n++] = (struct row){
		    .line = p->begin, .cells_n = p->cells_n, .first = f->cells_n - p->cells_n};
	}
	p->cells_n = 0;
	p->has_text = false;
}

/* A line at a time, so that errors and rows know theirs. */
static bool
lines_parse(struct parse *p, struct csv_parser *csv, const uint8_t *bytes, size_t len)
{
	for (size_t at = 0; at < len && !p->failed;) {
		const uint8_t *end = memchr(bytes + at, '\n', len - at);
		const size_t taken = end != NULL ? (size_t)(end - (bytes + at)) + 1 : len - at;

		p->line++;
		if (!p->is_open)
			p->begin = p->line;
		p->is_open = p->is_open || taken > 2;
		if (csv_parse(csv, bytes + at, taken, on_cell, on_row, p) != taken)
			return fail(
			    p, ERR_CSV, TR("dấu ngoặc kép đặt sai", "a quote is out of place"));
		at += taken;
	}
	if (!p->failed && csv_fini(csv, on_cell, on_row, p) != 0)
		return fail(p, ERR_CSV, TR("thiếu dấu ngoặc kép đóng", "a quote is not closed"));
	return !p->failed;
}

static unsigned char
separator_of(const uint8_t *bytes, size_t len)
{
	const uint8_t *end = memchr(bytes, '\n', len);
	const size_t header = end != NULL ? (size_t)(end - bytes) : len;
	const bool has_comma = memchr(bytes, ',', header) != NULL;

	return !has_comma && memchr(bytes, ';', header) != NULL ? ';' : ',';
}

bool
csvfile_parse(const uint8_t *bytes, size_t len, struct csvfile **ret, struct err *err)
{
	static const uint8_t bom[] = {0xef, 0xbb, 0xbf};
	struct parse p = {.err = err};
	struct csv_parser csv;
	bool ok = false;

	if (len > CSVFILE_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "%zu", len);
	if (len >= sizeof(bom) && memcmp(bytes, bom, sizeof(bom)) == 0) {
		bytes += sizeof(bom);
		len -= sizeof(bom);
	}
	p.f = calloc(1, sizeof(*p.f));
	if (p.f == NULL || csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		free(p.f);
		return err_set(err, ERR_MEMORY, "csv");
	}
	p.f->block_bytes = len < BLOCK_BYTES_MAX ? len : BLOCK_BYTES_MAX;
	csv_set_delim(&csv, separator_of(bytes, len));
	ok = lines_parse(&p, &csv, bytes, len);
	csv_free(&csv);
	if (ok && p.f->rows_n == 0)
		ok = err_set(
		    err, ERR_CSV, TR("tệp không có dòng tiêu đề", "the file has no header"));
	if (!ok) {
		csvfile_free(p.f);
		return false;
	}
	*ret = p.f;
	return true;
}

void
csvfile_free(struct csvfile *f)
{
	if (f == NULL)
		return;
	for (struct block *b = f->blocks, *next = NULL; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(f->cells);
	free(f->rows);
	free(f);
}

uint32_t
csvfile_rows(const struct csvfile *f)
{
	return f->rows_n - 1;
}

int
csvfile_column(const struct csvfile *f, const char *header)
{
	for (uint32_t i = 0; i < f->rows[0].cells_n; i++)
		if (strcasecmp(f->cells[f->rows[0].first + i], header) == 0)
			return (int)i;
	return -1;
}

const char *
csvfile_cell(const struct csvfile *f, uint32_t row, int column)
{
	const struct row *r = &f->rows[row + 1];

	if (column < 0 || (uint32_t)column >= r->cells_n)
		return "";
	return f->cells[r->first + (size_t)column];
}

uint32_t
csvfile_line(const struct csvfile *f, uint32_t row)
{
	return f->rows[row + 1].line;
}

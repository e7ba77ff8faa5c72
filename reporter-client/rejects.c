#include "rejects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

#define BOM "\xef\xbb\xbf"
#define OWN_COLUMNS 3
#define DOUBT " ?" /* not to be read as it stands; at most one cell of a row has it */

static int
by_row(const void *a, const void *b)
{
	const struct import_refusal *const *x = a, *const *y = b;

	return ((*x)->row > (*y)->row) - ((*x)->row < (*y)->row);
}

static bool
is_own(const char *header)
{
	return strncmp(header, "rejected_", strlen("rejected_")) == 0;
}

/* ${row} SIZE_MAX: the headers. */
static void
cells_put(const struct sheet *s, size_t row, const char *const own[OWN_COLUMNS], struct buf *out)
{
	const char *cells[SHEET_COLUMNS_MAX + OWN_COLUMNS];
	char doubt[SHEET_CELL_BYTES_MAX + sizeof(DOUBT)];
	size_t n = 0;

	for (; n < OWN_COLUMNS; n++)
		cells[n] = own[n];
	for (size_t c = 0; c < sheet_columns(s); c++)
		if (is_own(sheet_header(s, c))) {
			continue;
		} else if (row != SIZE_MAX && (sheet_flags(s, row, c) & SHEET_DOUBT) != 0) {
			(void)snprintf(doubt, sizeof(doubt), "%s" DOUBT, sheet_cell(s, row, c));
			cells[n++] = doubt;
		} else {
			cells[n++] = row == SIZE_MAX ? sheet_header(s, c) : sheet_cell(s, row, c);
		}
	sheet_write_row(out, cells, n);
}

bool
rejects_text(const struct sheet *s, const struct import_set *set, struct buf *out, struct err *err)
{
	static const char *const headers[OWN_COLUMNS] = {
	    "rejected_line", "rejected_code", "rejected_reason"};
	const struct import_refusal **sorted =
	    calloc(set->refused_n + 1, sizeof(const struct import_refusal *));
	char line[24], reason[2 * ERR_TEXT_MAX];

	if (sorted == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	for (size_t i = 0; i < set->refused_n; i++)
		sorted[i] = &set->refused[i];
	qsort(sorted, set->refused_n, sizeof(const struct import_refusal *), by_row);
	buf_str(out, BOM);
	cells_put(s, SIZE_MAX, headers, out);
	for (size_t i = 0; i < set->refused_n; i++) {
		const struct import_refusal *r = sorted[i];
		const char *const own[OWN_COLUMNS] = {line, err_name(r->code), reason};

		(void)snprintf(line, sizeof(line), "%zu", sheet_line(s, r->row));
		(void)snprintf(reason, sizeof(reason), "%s%s%s", err_sentence(r->code),
		    r->text[0] != '\0' ? ": " : "", r->text);
		cells_put(s, r->row, own, out);
	}
	free(sorted);
	return buf_ok(out) || err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
}

bool
rejects_write(
    const char *path, const struct sheet *s, const struct import_set *set, struct err *err)
{
	struct buf text = {0};
	FILE *out = NULL;
	bool ok = false;

	if (!rejects_text(s, set, &text, err))
		goto out;
	out = fopen(path, "we");
	if (out == NULL || fwrite(text.at, 1, text.len, out) != text.len) {
		(void)err_set_errno(err, "%s", path);
		goto out;
	}
	ok = fclose(out) == 0 || err_set_errno(err, "%s", path);
	out = NULL;
out:
	if (out != NULL)
		(void)fclose(out);
	buf_free(&text);
	return ok;
}

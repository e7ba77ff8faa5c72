/*
 * Any bytes are a workbook within its limits, or an error with words; never a crash.  What does not
 * begin as a ZIP archive stands for the rows of a page, so that the XML and its cells are reached
 * too.
 */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "client/plan_csv.h"
#include "client/result_csv.h"
#include "fuzz.h"
#include "support/xlsxfix.h"

#define TODAY 20780 /* 2026-11-22 */
#define ROWS_BYTES_MAX 65536

static bool
find(void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	(void)cookie;
	(void)day;
	if (strlen(text) > WIRE_CODE_BYTES_MAX)
		return err_set(err, ERR_ORG_UNKNOWN, "%s", "?");
	return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, "909");
}

static void
check(struct sheet *s)
{
	const struct org_resolver resolver = {.find = find};
	const struct result_csv how = {.resolver = &resolver, .own_org = "909", .today = TODAY};
	struct import_set set;
	struct err err = {0};

	assert(sheet_all_rows(s) >= 1 && sheet_all_rows(s) <= SHEET_ROWS_MAX + 1);
	for (size_t r = 0; r < sheet_all_rows(s); r++)
		for (size_t c = 0; c < SHEET_COLUMNS_MAX; c++) {
			const char *cell = sheet_all_cell(s, r, c);

			assert(text_is_valid(cell, strlen(cell)));
		}
	if (result_csv_read(s, &how, &set, &err))
		import_set_free(&set);
	if (plan_csv_read(s, &resolver, &set, &err))
		import_set_free(&set);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static char
	    rows[ROWS_BYTES_MAX + 1]; /* cleared at each call it would cost more than the reading */
	struct buf file = {0};
	struct sheet *s = NULL;
	struct err err = {0};

	if (len >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0) {
		buf_put(&file, bytes, len);
	} else {
		const size_t n = len < ROWS_BYTES_MAX ? len : ROWS_BYTES_MAX;
		const char *merges;

		if (n > 0)
			memcpy(rows, bytes, n);
		rows[n] = '\0';
		merges = strstr(rows, "<mergeCells");
		if (merges != NULL)
			rows[merges - rows] = '\0';
		xlsxfix_book(rows,
		    merges != NULL ? "<mergeCells><mergeCell ref=\"A1:C3\"/></mergeCells>" : "",
		    &file);
	}
	if (sheet_parse_bytes(file.at, file.len, &s, &err))
		check(s);
	else
		assert(err.code != ERR_OK && err.text[0] != '\0');
	sheet_free(s);
	buf_free(&file);
	return 0;
}

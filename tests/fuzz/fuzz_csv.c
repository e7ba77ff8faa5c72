/* Any bytes are a sheet within its limits, or an error with words; never a crash. */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "client/sheet.h"
#include "fuzz.h"

static void
check_cell(const char *cell)
{
	assert(text_is_valid(cell, strlen(cell)));
	assert(strpbrk(cell, "\t\n\r") == NULL);
}

static void
check(const struct sheet *s)
{
	size_t line = 0;

	assert(sheet_columns(s) >= 1 && sheet_columns(s) <= SHEET_COLUMNS_MAX);
	assert(sheet_rows(s) <= SHEET_ROWS_MAX);
	for (size_t c = 0; c < sheet_columns(s); c++)
		check_cell(sheet_header(s, c));
	for (size_t r = 0; r < sheet_rows(s); r++) {
		assert(sheet_line(s, r) > line);
		line = sheet_line(s, r);
		for (size_t c = 0; c < sheet_columns(s); c++)
			check_cell(sheet_cell(s, r, c));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct sheet *s = NULL;
	struct err err = {0};

	if (sheet_parse_bytes(bytes, len, &s, &err))
		check(s);
	else
		assert(err.code != ERR_OK && err.text[0] != '\0');
	sheet_free(s);
	return 0;
}

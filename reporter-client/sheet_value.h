/*
 * sheet_value - what a number of a spreadsheet means under its cell's format.  Pure.
 */
#ifndef GH_CLIENT_SHEET_VALUE_H
#define GH_CLIENT_SHEET_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#define SHEET_VALUE_TEXT_MAX 48

enum sheet_format {
	SHEET_FORMAT_PLAIN,
	SHEET_FORMAT_DAY,
	SHEET_FORMAT_MONTH, /* a month and its year */
	SHEET_FORMAT_PERCENT,
	SHEET_FORMAT_GROUPED /* exactly three decimals */
};

/* Of a format's text ("dd/mm/yyyy"), and of a number that Excel has built in. */
enum sheet_format sheet_value_format(const char *text);
enum sheet_format sheet_value_builtin(uint32_t id);

/*
 * The cell's text for ${text}, a number as the file has it: "2026-07-01", "2026-07", "2,8%",
 * "3950", "3,95"; what is no number stays as it is.  Returns flags of sheet.h.
 */
unsigned sheet_value_text(
    const char *text, enum sheet_format format, bool is_1904, char ret[SHEET_VALUE_TEXT_MAX]);

#endif

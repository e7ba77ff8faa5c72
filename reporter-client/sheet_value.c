#include "sheet_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/text.h"
#include "sheet.h"

#define SERIAL_OF_1970 25569 /* days from Excel's first to ours */
#define SERIAL_OF_1904 1462
#define SERIAL_FALSE_LEAP 60 /* 1900-02-29, which never was */
#define WHOLE_MAX 1e15       /* beyond it a spreadsheet rounds */
#define GROUP 1000           /* from here on three decimals are not read as thousands */
#define DECIMALS 4           /* of a number that is not whole */

/* One section of a format, without what stands for itself: "…", \x, [Red], _x, *x. */
static void
bare(const char *text, char *ret, size_t size)
{
	size_t n = 0;

	while (*text != '\0' && *text != ';' && n + 1 < size) {
		if (*text == '"' || *text == '[') {
			const char *close = strchr(text + 1, *text == '"' ? '"' : ']');

			if (close == NULL)
				break;
			text = close + 1;
		} else if (*text == '\\' || *text == '_' || *text == '*') {
			text += text[1] != '\0' ? 2 : 1;
		} else {
			ret[n++] = (char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text);
			text++;
		}
	}
	ret[n] = '\0';
}

enum sheet_format
sheet_value_format(const char *text)
{
	char plain[128];
	const char *point;

	bare(text, plain, sizeof(plain));
	if (strcmp(plain, "general") == 0)
		return SHEET_FORMAT_PLAIN;
	if (strchr(plain, 'd') != NULL)
		return SHEET_FORMAT_DAY;
	if (strchr(plain, 'y') != NULL)
		return SHEET_FORMAT_MONTH;
	if (strchr(plain, '%') != NULL)
		return SHEET_FORMAT_PERCENT;
	point = strchr(plain, '.');
	return point != NULL && strspn(point + 1, "0#?") == 3 ? SHEET_FORMAT_GROUPED
							      : SHEET_FORMAT_PLAIN;
}

enum sheet_format
sheet_value_builtin(uint32_t id)
{
	if (id == 9 || id == 10)
		return SHEET_FORMAT_PERCENT;
	if (id == 17)
		return SHEET_FORMAT_MONTH;
	if ((id >= 14 && id <= 16) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
	    (id >= 50 && id <= 54) || id == 57 || id == 58)
		return SHEET_FORMAT_DAY;
	return SHEET_FORMAT_PLAIN;
}

static bool
day_of(double serial, bool is_1904, day_t *ret)
{
	double days = floor(serial);

	if (is_1904)
		days += SERIAL_OF_1904;
	else if (days < SERIAL_FALSE_LEAP)
		days += 1;
	days -= SERIAL_OF_1970;
	if (days < DAY_MIN || days > DAY_MAX)
		return false;
	*ret = (day_t)days;
	return true;
}

/* With a decimal comma, and no zero at the end. */
static void
decimals_put(double value, char ret[SHEET_VALUE_TEXT_MAX])
{
	size_t len;
	char *point;

	(void)snprintf(ret, SHEET_VALUE_TEXT_MAX, "%.*f", DECIMALS, value);
	len = strlen(ret);
	while (len > 1 && ret[len - 1] == '0' && ret[len - 2] != '.')
		ret[--len] = '\0';
	point = strchr(ret, '.');
	if (point != NULL && strcmp(point, ".0") == 0)
		*point = '\0';
	else if (point != NULL)
		*point = ',';
}

static void
number_put(double value, char ret[SHEET_VALUE_TEXT_MAX])
{
	if (floor(value) == value)
		(void)snprintf(ret, SHEET_VALUE_TEXT_MAX, "%.0f", value);
	else
		decimals_put(value, ret);
}

unsigned
sheet_value_text(
    const char *text, enum sheet_format format, bool is_1904, char ret[SHEET_VALUE_TEXT_MAX])
{
	char day_text[DAY_TEXT_MAX];
	char *end = NULL;
	const double value = strtod(text, &end);
	day_t day = 0;

	if (end == text || *end != '\0' || !isfinite(value) || fabs(value) >= WHOLE_MAX) {
		(void)text_copy(ret, SHEET_VALUE_TEXT_MAX, text);
		return 0;
	}
	if ((format == SHEET_FORMAT_DAY || format == SHEET_FORMAT_MONTH) &&
	    day_of(value, is_1904, &day)) {
		(void)text_copy(ret, SHEET_VALUE_TEXT_MAX, day_iso(day, day_text));
		if (format == SHEET_FORMAT_MONTH)
			ret[7] = '\0';
		return SHEET_DAY;
	}
	if (format == SHEET_FORMAT_PERCENT) {
		const size_t room = SHEET_VALUE_TEXT_MAX - 2;

		decimals_put(value * 100, ret);
		if (strlen(ret) <= room)
			memcpy(ret + strlen(ret), "%", 2);
		return SHEET_NUMBER;
	}
	number_put(value, ret);
	return format == SHEET_FORMAT_GROUPED && floor(value) == value && value != 0 &&
		fabs(value) < GROUP
	    ? SHEET_NUMBER | SHEET_GROUPED
	    : SHEET_NUMBER;
}

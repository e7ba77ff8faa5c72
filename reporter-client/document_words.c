#include "document_words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/num.h"
#include "base/text.h"

#define WHOLE_TENTHS 1000 /* 100% in tenths of a percent */

__extension__ typedef __int128 wide;

/* ---- days */

static int
month_width(int month)
{
	return month <= 2 ? 2 : 1;
}

const char *
document_words_day(day_t day, char buf[DAY_TEXT_MAX])
{
	const struct civil c = day_to_civil(day);

	(void)snprintf(
	    buf, DAY_TEXT_MAX, "%02d/%0*d/%d", c.day, month_width(c.month), c.month, c.year);
	return buf;
}

const char *
document_words_long_day(day_t day, char buf[DAY_TEXT_MAX])
{
	const struct civil c = day_to_civil(day);

	(void)snprintf(buf, DAY_TEXT_MAX, "ngày %02d tháng %0*d năm %d", c.day,
	    month_width(c.month), c.month, c.year);
	return buf;
}

const char *
document_words_weekday(day_t day, char buf[DAY_TEXT_MAX])
{
	static const char *const names[] = {"thứ Năm" /* 1970-01-01 */, "thứ Sáu", "thứ Bảy",
	    "Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư"};
	char text[DAY_TEXT_MAX];

	(void)snprintf(buf, DAY_TEXT_MAX, "%s, %s", names[(size_t)((day % 7 + 7) % 7)],
	    document_words_long_day(day, text));
	return buf;
}

const char *
document_words_span(day_t from, day_t to, char buf[DOCUMENT_WORDS_MAX])
{
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];

	if (from == to)
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "ngày %s", document_words_day(from, first));
	else
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "từ ngày %s đến ngày %s",
		    document_words_day(from, first), document_words_day(to, last));
	return buf;
}

/* ---- results and targets */

/* Tenths of a percent, half away from zero; below the whole never the whole. */
static int64_t
tenths_of(int64_t part, int64_t whole)
{
	const wide tenths = ((wide)part * 2 * WHOLE_TENTHS + whole) / ((wide)2 * whole);

	if (part < whole && tenths >= WHOLE_TENTHS)
		return WHOLE_TENTHS - 1;
	return tenths > INT64_MAX ? INT64_MAX : (int64_t)tenths;
}

static void
tenths_text(int64_t tenths, char *buf, size_t size)
{
	char number[NUM_TEXT_MAX];

	(void)num_people(tenths / 10, number);
	if (tenths % 10 == 0)
		(void)snprintf(buf, size, "%s%%", number);
	else
		(void)snprintf(buf, size, "%s,%d%%", number, (int)(tenths % 10));
}

const char *
document_words_percent(int64_t part, int64_t whole, char buf[DOCUMENT_WORDS_MAX])
{
	if (part < 0 || whole <= 0)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, "–");
	else
		tenths_text(tenths_of(part, whole), buf, DOCUMENT_WORDS_MAX);
	return buf;
}

const char *
document_words_reached(int64_t units, int64_t target, char buf[DOCUMENT_WORDS_MAX])
{
	const int64_t tenths = target > 0 && units >= 0 ? tenths_of(units, target) : 0;
	char number[NUM_TEXT_MAX], reached[64], over[64];

	tenths_text(tenths, reached, sizeof(reached));
	tenths_text(tenths > WHOLE_TENTHS ? tenths - WHOLE_TENTHS : 0, over, sizeof(over));
	if (target <= 0 || units < 0)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, "–");
	else if (units == target)
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "đạt %s", reached);
	else if (units < target)
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "đạt %s, còn thiếu %s đơn vị máu", reached,
		    num_people(target - units, number));
	else if (tenths == WHOLE_TENTHS)
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "đạt %s, vượt %s đơn vị máu", reached,
		    num_people(units - target, number));
	else
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "đạt %s, vượt %s", reached, over);
	return buf;
}

const char *
document_words_change(int64_t now, int64_t before, char buf[DOCUMENT_WORDS_MAX])
{
	const int64_t by = now > before ? now - before : before - now;
	char number[NUM_TEXT_MAX], share[DOCUMENT_WORDS_MAX];

	(void)num_people(by, number);
	if (by == 0)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, "bằng cùng kỳ");
	else if (before <= 0)
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "tăng %s đơn vị máu", number);
	else
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "%s %s đơn vị máu (%.40s)",
		    now > before ? "tăng" : "giảm", number,
		    document_words_percent(by, before, share));
	return buf;
}

/* Rates are in hundredths of a percent. */
static void
value_text(enum measure measure, int64_t value, char buf[NUM_TEXT_MAX + 8])
{
	char number[NUM_TEXT_MAX];

	if (measure != MEASURE_POPULATION_RATE && measure != MEASURE_STAFF_RATE &&
	    measure != MEASURE_COVERAGE) {
		(void)num_people(value, number);
		(void)snprintf(buf, NUM_TEXT_MAX + 8, "%s", number);
		return;
	}
	(void)num_people(value / 100, number);
	if (value % 100 == 0)
		(void)snprintf(buf, NUM_TEXT_MAX + 8, "%s%%", number);
	else if (value % 10 == 0)
		(void)snprintf(buf, NUM_TEXT_MAX + 8, "%s,%d%%", number, (int)(value % 100 / 10));
	else
		(void)snprintf(buf, NUM_TEXT_MAX + 8, "%s,%02d%%", number, (int)(value % 100));
}

const char *
document_words_target(const struct target *t, char buf[DOCUMENT_WORDS_MAX])
{
	char least[NUM_TEXT_MAX + 8], most[NUM_TEXT_MAX + 8];

	value_text(t->measure, t->value, least);
	value_text(t->measure, t->value_max, most);
	if (t->qualifier == QUALIFIER_RANGE)
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "%s - %s", least, most);
	else
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "%s%s",
		    t->qualifier == QUALIFIER_MINIMUM ? "tối thiểu " : "", least);
	return buf;
}

/* ---- names */

static const char *const types[][2] = {
    {"Thành phố ", "thành phố "},
    {"Thị trấn ", "thị trấn "},
    {"Thị xã ", "thị xã "},
    {"Đặc khu ", "đặc khu "},
    {"Phường ", "phường "},
    {"Huyện ", "huyện "},
    {"Tỉnh ", "tỉnh "},
    {"Quận ", "quận "},
    {"Xã ", "xã "},
};

/*
 * The length of the word that says what kind of place it is; 0: a body, or a place that is named
 * with a number or after a person, whose word belongs to the name (Decree 30, appendix II).
 */
static size_t
type_of(const char *full_name, size_t *ret_i)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		const size_t len = strlen(types[i][0]);

		if (strncmp(full_name, types[i][0], len) != 0)
			continue;
		*ret_i = i;
		return isdigit((unsigned char)full_name[len]) != 0 ||
			strcmp(full_name + len, "Hồ Chí Minh") == 0 ||
			strcmp(full_name, "Phường Điện Biên Phủ") == 0
		    ? 0
		    : len;
	}
	return 0;
}

const char *
document_words_place(const char *full_name, char buf[DOCUMENT_WORDS_MAX])
{
	size_t i = 0;
	const size_t len = type_of(full_name, &i);

	if (len == 0)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, full_name);
	else
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "%s%.300s", types[i][1], full_name + len);
	return buf;
}

const char *
document_words_bare(const char *full_name)
{
	size_t i = 0;

	return full_name + type_of(full_name, &i);
}

const char *
document_words_roman(unsigned n, char buf[DOCUMENT_WORDS_MAX])
{
	static const struct {
		unsigned value;
		const char *text;
	} steps[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
	    {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
	size_t len = 0;

	buf[0] = '\0';
	if (n > 3999)
		return buf;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		for (; n >= steps[i].value; n -= steps[i].value)
			len += (size_t)snprintf(
			    buf + len, DOCUMENT_WORDS_MAX - len, "%s", steps[i].text);
	return buf;
}

void
document_words_join(struct buf *b, size_t i, size_t n, const char *text)
{
	if (i > 0)
		buf_str(b, i + 1 == n ? " và " : ", ");
	buf_str(b, text);
}

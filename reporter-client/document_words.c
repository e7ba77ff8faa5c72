#include "document_words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/num.h"
#include "base/text.h"
#include "target_say.h"

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

const char *
document_words_percent(int64_t part, int64_t whole, char buf[DOCUMENT_WORDS_MAX])
{
	char number[NUM_TEXT_MAX];

	if (part < 0 || whole <= 0)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, "–");
	else
		(void)snprintf(
		    buf, DOCUMENT_WORDS_MAX, "%s%%", num_percent_people(part, whole, number));
	return buf;
}

const char *
document_words_reached(const struct target *t, int64_t units, char buf[DOCUMENT_WORDS_MAX])
{
	const bool is_of_blood = t->measure <= MEASURE_EQUIVALENTS;
	const struct target_say_how how = {.unit = is_of_blood ? " đơn vị máu" : ""};
	char words[2 * TARGET_SAY_MAX];

	(void)text_copy(buf, DOCUMENT_WORDS_MAX, target_say_reached(t, units, &how, words));
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

const char *
document_words_target(const struct target *t, char buf[DOCUMENT_WORDS_MAX])
{
	char least[TARGET_SAY_MAX], most[TARGET_SAY_MAX];

	(void)target_say_amount(t, t->value, least);
	(void)target_say_amount(t, t->value_max, most);
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

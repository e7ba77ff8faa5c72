#include "base/num.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"

__extension__ typedef __int128 wide; /* part * 1,000,000 needs more than 64 bits */

#define PERCENT_E4 1000000 /* 100 percent in units of 0.0001 percent */
#define TENTHS 1000        /* 100 percent in units of 0.1 percent */
#define HUNDREDTHS 10000   /* and of 0.01 */

struct span {
	const char *at;
	size_t len;
};

/* Without the blanks around it, no-break spaces among them. */
static struct span
span_trimmed(const char *text)
{
	static const char *const blanks[] = {
	    " ", "\t", "\n", "\r", "\xc2\xa0" /* U+00A0 */, "\xe2\x80\xaf" /* U+202F */};
	struct span span = {.at = text, .len = strlen(text)};
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < ARRAY_LEN(blanks); i++) {
			const size_t len = strlen(blanks[i]);

			if (span.len >= len && memcmp(span.at, blanks[i], len) == 0) {
				span.at += len;
				span.len -= len;
				again = true;
			}
			if (span.len >= len &&
			    memcmp(span.at + span.len - len, blanks[i], len) == 0) {
				span.len -= len;
				again = true;
			}
		}
	}
	return span;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
starts_with_minus(struct span span)
{
	if (span.len == 0)
		return false;
	return span.at[0] == '-' || (span.len >= 3 && memcmp(span.at, "\xe2\x88\x92", 3) == 0);
}

/* "3.950": one to three digits, not "0", then groups of exactly three. */
static bool
is_grouped(struct span span)
{
	size_t first = 0;

	while (first < span.len && is_digit(span.at[first]))
		first++;
	if (first < 1 || first > 3 || span.at[0] == '0' || (span.len - first) % 4 != 0)
		return false;
	for (size_t i = first; i < span.len; i++) {
		const bool mark = (i - first) % 4 == 0;

		if (mark ? span.at[i] != '.' : !is_digit(span.at[i]))
			return false;
	}
	return true;
}

static bool
is_plain(struct span span)
{
	for (size_t i = 0; i < span.len; i++)
		if (!is_digit(span.at[i]))
			return false;
	return span.len > 0;
}

/*
 * "3,95" and "1,2", as a spreadsheet leaves 3.950 and 1.200: *${ret} is 3950 and 1200.  false:
 * ${span} is not made like that.
 */
static bool
is_lost_group(struct span span, int64_t *ret)
{
	size_t whole = 0, rest = 0;
	int64_t value = 0;

	while (whole < span.len && whole < 3 && is_digit(span.at[whole]))
		value = value * 10 + (span.at[whole++] - '0');
	if (whole == 0 || whole == span.len || span.at[0] == '0' ||
	    (span.at[whole] != ',' && span.at[whole] != '.'))
		return false;
	while (whole + 1 + rest < span.len && rest < 3 && is_digit(span.at[whole + 1 + rest]))
		value = value * 10 + (span.at[whole + 1 + rest++] - '0');
	if (rest == 0 || whole + 1 + rest != span.len)
		return false;
	for (; rest < 3; rest++)
		value *= 10;
	*ret = value;
	return true;
}

/* "3 950", with any kind of blank: digits and blanks alone. */
static bool
is_spaced(struct span span)
{
	bool blank = false;

	for (size_t i = 0; i < span.len; i++) {
		const uint8_t c = (uint8_t)span.at[i];

		if (!is_digit(span.at[i]) && c != ' ' && c != 0xc2 && c != 0xa0 && c != 0xe2 &&
		    c != 0x80 && c != 0xaf && c != 0x89)
			return false;
		blank |= !is_digit(span.at[i]);
	}
	return blank;
}

static bool
mark_refuse(const char *quoted, struct span span, struct err *err)
{
	const bool comma = memchr(span.at, ',', span.len) != NULL;
	int64_t meant = 0;

	if (is_lost_group(span, &meant))
		return err_set(err, ERR_NUMBER,
		    TR("%s: số lượng là số nguyên; bảng tính có thể đã đổi %lld.%03lld thành %.*s: nếu vậy "
		       "viết %lld",
			"%s: a count is whole; a spreadsheet may have turned %lld.%03lld into %.*s: if so "
			"write %lld"),
		    quoted, (long long)(meant / 1000), (long long)(meant % 1000), (int)span.len,
		    span.at, (long long)meant);
	if (comma)
		return err_set(err, ERR_NUMBER,
		    TR("%s: dấu phẩy là phần lẻ, mà số lượng là số nguyên; viết 3950 hoặc 3.950",
			"%s: a comma is a decimal mark, and a count is whole; write 3950 or 3.950"),
		    quoted);
	return err_set(err, ERR_NUMBER,
	    TR("%s: dấu chấm chỉ tách từng nhóm ba chữ số; viết 3950 hoặc 3.950",
		"%s: a point only parts groups of three digits; write 3950 or 3.950"),
	    quoted);
}

/* Says why ${span} is no count, and what to write instead. */
static bool
count_refuse(const char *text, struct span span, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	(void)text_quote(text, quoted);
	if (span.len == 0)
		return err_set(err, ERR_NUMBER, "%s",
		    TR("ô trống: viết 0 nếu là không, bỏ hẳn nếu chưa biết",
			"nothing there: write 0 for none, leave it out when not known"));
	if (memchr(span.at, ',', span.len) != NULL || memchr(span.at, '.', span.len) != NULL)
		return mark_refuse(quoted, span, err);
	if (is_plain(span))
		return err_set(err, ERR_NUMBER,
		    TR("%s: số 0 đứng đầu, giống một mã hơn là một số lượng; bỏ số 0 đó",
			"%s: it starts with 0, more like a code than a count; leave the 0 out"),
		    quoted);
	if (is_spaced(span))
		return err_set(err, ERR_NUMBER,
		    TR("%s: có dấu cách giữa các chữ số; viết liền 3950 hoặc 3.950",
			"%s: there are blanks between the digits; write 3950 or 3.950"),
		    quoted);
	return err_set(err, ERR_NUMBER,
	    TR("%s: số lượng chỉ gồm chữ số; viết 3950 hoặc 3.950",
		"%s: a count has digits only; write 3950 or 3.950"),
	    quoted);
}

bool
num_parse_count(const char *text, int64_t *ret, struct err *err)
{
	const struct span span = span_trimmed(text);
	char quoted[TEXT_QUOTE_MAX];
	int64_t value = 0;

	if (starts_with_minus(span))
		return err_set(err, ERR_COUNT_NEGATIVE,
		    TR("%s: số lượng không thể âm", "%s: a count cannot be negative"),
		    text_quote(text, quoted));
	/* "05" is how documents write 5; "0123" is more likely a code. */
	if (!is_grouped(span) && (!is_plain(span) || (span.len > 2 && span.at[0] == '0')))
		return count_refuse(text, span, err);
	for (size_t i = 0; i < span.len; i++) {
		if (span.at[i] == '.')
			continue;
		if (!num_mul(value, 10, &value) || !num_add(value, span.at[i] - '0', &value))
			return err_set(err, ERR_COUNT_OVERFLOW,
			    TR("%s: số quá lớn", "%s: the number is too large"),
			    text_quote(text, quoted));
	}
	*ret = value;
	return true;
}

const char *
num_people(int64_t n, char buf[NUM_TEXT_MAX])
{
	const uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char digits[NUM_TEXT_MAX];
	const int len = snprintf(digits, sizeof(digits), "%" PRIu64, size);
	char *out = buf;

	if (n < 0)
		*out++ = '-';
	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			*out++ = lang_is_english() ? ',' : '.';
		*out++ = digits[i];
	}
	*out = '\0';
	return buf;
}

/* part * scale / whole, half away from zero; ${whole} > 0. */
static wide
ratio(int64_t part, int64_t whole, int64_t scale)
{
	const wide scaled = (wide)part * scale;
	const wide half = scaled < 0 ? -((wide)whole / 2) : (wide)whole / 2;

	/* An odd ${whole} has its half rounded down: the quotient is still right. */
	return (scaled + half) / whole;
}

bool
num_percent(int64_t part, int64_t whole, int64_t *ret_e4)
{
	wide e4;

	if (whole <= 0)
		return false;
	e4 = ratio(part, whole, PERCENT_E4);
	if (e4 > INT64_MAX || e4 < INT64_MIN)
		return false;
	*ret_e4 = (int64_t)e4;
	return true;
}

/* Steps of ${all} in a whole, below the whole never the whole; false: unknown or out of range. */
static bool
steps_of(int64_t part, int64_t whole, int64_t all, wide *ret)
{
	if (whole <= 0)
		return false;
	*ret = ratio(part, whole, all);
	if (*ret / 10 > INT64_MAX || *ret / 10 < INT64_MIN)
		return false;
	if (part < whole && *ret >= all)
		*ret = all - 1;
	return true;
}

bool
num_share(int64_t part, int64_t whole, int64_t aim, int64_t *ret_e2)
{
	wide e2;

	if (!steps_of(part, whole, HUNDREDTHS, &e2) || e2 > INT64_MAX || e2 < INT64_MIN)
		return false;
	*ret_e2 = e2 == aim && (wide)part * HUNDREDTHS < (wide)aim * whole ? aim - 1 : (int64_t)e2;
	return true;
}

/* ${decimals} of ${value}, which has so many, without trailing zeros. */
static const char *
decimals_people(wide value, int decimals, char buf[NUM_TEXT_MAX])
{
	const int one = decimals == 2 ? 100 : 10;
	const bool is_negative = value < 0;
	int rest = (int)(is_negative ? -(value % one) : value % one);
	size_t len;

	if (is_negative && value > -one) /* num_people() has no sign for 0 */
		(void)snprintf(buf, NUM_TEXT_MAX, "-0");
	else
		(void)num_people((int64_t)(value / one), buf);
	for (; rest != 0 && rest % 10 == 0; rest /= 10)
		decimals--;
	len = strlen(buf);
	if (rest != 0)
		(void)snprintf(buf + len, NUM_TEXT_MAX - len, "%c%0*d",
		    lang_is_english() ? '.' : ',', decimals, rest);
	return buf;
}

const char *
num_percent_people(int64_t part, int64_t whole, char buf[NUM_TEXT_MAX])
{
	wide tenths;

	(void)text_copy(buf, NUM_TEXT_MAX, "–");
	return steps_of(part, whole, TENTHS, &tenths) ? decimals_people(tenths, 1, buf) : buf;
}

const char *
num_share_people(int64_t part, int64_t whole, char buf[NUM_TEXT_MAX])
{
	wide hundredths;

	(void)text_copy(buf, NUM_TEXT_MAX, "–");
	return steps_of(part, whole, HUNDREDTHS, &hundredths) ? decimals_people(hundredths, 2, buf)
							      : buf;
}

bool
num_percent_over_people(int64_t part, int64_t whole, char buf[NUM_TEXT_MAX])
{
	wide tenths;

	if (!steps_of(part, whole, TENTHS, &tenths) || tenths <= TENTHS)
		return false;
	(void)decimals_people(tenths - TENTHS, 1, buf);
	return true;
}

bool
num_add(int64_t a, int64_t b, int64_t *ret)
{
	int64_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*ret = sum;
	return true;
}

bool
num_mul(int64_t a, int64_t b, int64_t *ret)
{
	int64_t product;

	if (__builtin_mul_overflow(a, b, &product))
		return false;
	*ret = product;
	return true;
}

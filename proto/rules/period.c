#include "rules/period.h"

#include <string.h>

#include "base/lang.h"
#include "base/text.h"

#define YEAR_MIN 1901 /* its plan year begins in 1900, the first year of days */
#define YEAR_MAX 2099
#define WORD_BYTES_MAX 16
#define MONTHS_A_YEAR 12
#define CODE_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"

/* ${text} is no period, and why. */
static bool
refuse_because(const char *text, const char *why, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	return err_set(
	    err, ERR_PERIOD, TR("kỳ %s: %s", "the period %s: %s"), text_quote(text, quoted), why);
}

static bool
refuse(const char *text, struct err *err)
{
	return refuse_because(text,
	    TR("viết 2024, 2024-H1, 2024-Q3, 2024-06, 2024-05-01..2024-08-31, 2024.., cal:2024",
		"write 2024, 2024-H1, 2024-Q3, 2024-06, 2024-05-01..2024-08-31, 2024.., cal:2024"),
	    err);
}

/* Four digits at ${text}. */
static bool
year_read(const char *text, int *ret)
{
	int year = 0;

	for (int i = 0; i < 4; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		year = year * 10 + (text[i] - '0');
	}
	*ret = year;
	return year >= YEAR_MIN && year <= YEAR_MAX;
}

/* First day of plan year ${year}, moved by ${months}. */
static day_t
plan_day(int year, int months, struct plan_year_start start)
{
	const bool from_january = start.month == 1 && start.day == 1;
	const int first_year = from_january ? year : year - 1;

	return day_of_month((first_year - 1970) * MONTHS_A_YEAR + start.month - 1 + months) +
	    start.day - 1;
}

static void
plan_span(int year, int month, int months, struct plan_year_start start, struct period *ret)
{
	ret->from = plan_day(year, month, start);
	ret->to = plan_day(year, month + months, start) - 1;
}

int
period_plan_year_of(day_t day, struct plan_year_start start, day_t *ret_from, day_t *ret_to)
{
	int year = day_to_civil(day).year;

	if (day >= plan_day(year + 1, 0, start))
		year++;
	*ret_from = plan_day(year, 0, start);
	*ret_to = plan_day(year + 1, 0, start) - 1;
	return year;
}

/* "H1", "Q3", "06" behind a year and its dash. */
static bool
part_parse(int year, const char *part, struct plan_year_start start, struct period *ret)
{
	char digit;

	if (strlen(part) != 2)
		return false;
	digit = part[1];
	if ((part[0] == 'H' || part[0] == 'h') && (digit == '1' || digit == '2')) {
		ret->kind = PERIOD_HALF;
		plan_span(year, (digit - '1') * 6, 6, start, ret);
		return true;
	}
	if ((part[0] == 'Q' || part[0] == 'q') && digit >= '1' && digit <= '4') {
		ret->kind = PERIOD_QUARTER;
		plan_span(year, (digit - '1') * 3, 3, start, ret);
		return true;
	}
	if ((part[0] == '0' && digit >= '1' && digit <= '9') ||
	    (part[0] == '1' && digit >= '0' && digit <= '2')) {
		const int month = (part[0] - '0') * 10 + (digit - '0');
		const int32_t first = (year - 1970) * MONTHS_A_YEAR + month - 1;

		ret->kind = PERIOD_MONTH;
		ret->from = day_of_month(first);
		ret->to = day_of_month(first + 1) - 1;
		return true;
	}
	return false;
}

/* One end of a range: what is no date at all is a fault of the period, a 31/6 one of the date. */
static bool
end_parse(const char *at, size_t len, const char *text, day_t *ret, struct err *err)
{
	char word[WORD_BYTES_MAX];

	if (len < 8 || len >= sizeof(word) || strspn(at, "0123456789-/. ") < len)
		return refuse(text, err);
	memcpy(word, at, len);
	word[len] = '\0';
	return day_parse(word, ret, err);
}

/* "2024..": from the plan year's first day until today, which ${ret} holds as its end. */
static bool
open_parse(
    const char *text, size_t len, struct plan_year_start start, struct period *ret, struct err *err)
{
	int year;

	if (len == 4 && year_read(text, &year))
		ret->from = plan_day(year, 0, start);
	else if (!end_parse(text, len, text, &ret->from, err))
		return false;
	if (ret->from > ret->to)
		return refuse_because(text, TR("chưa bắt đầu", "it has not begun"), err);
	ret->kind = PERIOD_OPEN;
	return true;
}

/* "..2024-06-06": from the first day of the plan year that the day lies in. */
static bool
until_parse(const char *text, struct plan_year_start start, struct period *ret, struct err *err)
{
	day_t last;

	if (!end_parse(text + 2, strlen(text + 2), text, &ret->to, err))
		return false;
	(void)period_plan_year_of(ret->to, start, &ret->from, &last);
	ret->kind = PERIOD_RANGE;
	return true;
}

static bool
range_parse(const char *text, size_t dots, struct period *ret, struct err *err)
{
	const char *last = text + dots + 2;

	if (!end_parse(text, dots, text, &ret->from, err) ||
	    !end_parse(last, strlen(last), text, &ret->to, err))
		return false;
	if (ret->from > ret->to)
		return refuse_because(
		    text, TR("ngày cuối đứng trước ngày đầu", "it ends before it begins"), err);
	ret->kind = PERIOD_RANGE;
	return true;
}

static bool
code_parse(
    const char *text, const char *code, enum period_kind kind, struct period *ret, struct err *err)
{
	if (code[0] == '\0' || code[strspn(code, CODE_CHARS)] != '\0')
		return refuse_because(text,
		    TR("mã chỉ gồm chữ không dấu, số và . _ -",
			"a code holds only plain letters, digits and . _ -"),
		    err);
	if (!text_copy(ret->code, sizeof(ret->code), code))
		return refuse_because(text, TR("mã quá dài", "the code is too long"), err);
	ret->kind = kind;
	ret->to = 0; /* the registry knows its days */
	return true;
}

static bool
calendar_parse(const char *text, struct period *ret, struct err *err)
{
	int year;

	if (!year_read(text + 4, &year) || text[8] != '\0')
		return refuse(text, err);
	ret->kind = PERIOD_CALENDAR_YEAR;
	ret->from = day_of_month((year - 1970) * MONTHS_A_YEAR);
	ret->to = day_of_month((year + 1 - 1970) * MONTHS_A_YEAR) - 1;
	return true;
}

static bool
year_parse(const char *text, struct plan_year_start start, struct period *ret, struct err *err)
{
	int year;

	if (!year_read(text, &year))
		return refuse(text, err);
	if (text[4] == '\0') {
		ret->kind = PERIOD_PLAN_YEAR;
		plan_span(year, 0, MONTHS_A_YEAR, start, ret);
		return true;
	}
	if (text[4] != '-' || !part_parse(year, text + 5, start, ret))
		return refuse(text, err);
	return true;
}

/* A period that names its own days. */
static bool
days_parse(const char *text, struct plan_year_start start, struct period *p, struct err *err)
{
	const char *dots = strstr(text, "..");

	if (strncmp(text, "cal:", 4) == 0)
		return calendar_parse(text, p, err);
	if (dots == text)
		return until_parse(text, start, p, err);
	if (dots != NULL && dots[2] == '\0')
		return open_parse(text, (size_t)(dots - text), start, p, err);
	if (dots != NULL)
		return range_parse(text, (size_t)(dots - text), p, err);
	return year_parse(text, start, p, err);
}

/* "HE-2022", "HE-2022@2022-05" behind "campaign:". */
static bool
campaign_parse(const char *text, const char *code, struct plan_year_start start, struct period *p,
    struct err *err)
{
	const char *at = strchr(code, '@');
	const size_t len = at == NULL ? strlen(code) : (size_t)(at - code);
	char word[WIRE_CODE_BYTES_MAX + 2];
	struct period days = *p;

	(void)text_copy(word, len + 1 < sizeof(word) ? len + 1 : sizeof(word), code);
	if (!code_parse(text, word, PERIOD_CAMPAIGN, p, err))
		return false;
	if (at == NULL)
		return true;
	if (!days_parse(at + 1, start, &days, err))
		return false;
	p->from = days.from;
	p->to = days.to;
	return true;
}

bool
period_parse(const char *text, struct plan_year_start start, day_t today, struct period *ret,
    struct err *err)
{
	struct period p = {.kind = PERIOD_PLAN_YEAR, .to = today};
	bool ok = true;

	if (text[0] == '\0')
		(void)period_plan_year_of(today, start, &p.from, &p.to);
	else if (strncmp(text, "campaign:", 9) == 0)
		ok = campaign_parse(text, text + 9, start, &p, err);
	else if (strncmp(text, "round:", 6) == 0)
		ok = code_parse(text, text + 6, PERIOD_ROUND, &p, err);
	else
		ok = days_parse(text, start, &p, err);
	if (ok)
		*ret = p;
	return ok;
}

const char *
period_kind_name(enum period_kind kind)
{
	static const char *const names[] = {
	    [PERIOD_PLAN_YEAR] = "plan_year",
	    [PERIOD_HALF] = "half",
	    [PERIOD_QUARTER] = "quarter",
	    [PERIOD_MONTH] = "month",
	    [PERIOD_RANGE] = "range",
	    [PERIOD_OPEN] = "open",
	    [PERIOD_CALENDAR_YEAR] = "calendar_year",
	    [PERIOD_CAMPAIGN] = "campaign",
	    [PERIOD_ROUND] = "round",
	};

	return names[kind];
}

#include "base/day.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "base/text.h"

#define SERIAL_OF_1970 25569 /* a spreadsheet counts from 1899-12-30 */
#define SERIAL_FIRST 7305    /* 1990-01-01: smaller numbers are no days of ours */
#define DAY_MS INT64_C(86400000)
#define HO_CHI_MINH_MS (7 * INT64_C(3600000)) /* ahead of UTC */
#define ERA_DAYS 146097                       /* in 400 years */
#define EPOCH_SHIFT 719468                    /* days from 0000-03-01 to 1970-01-01 */

/* Days since the epoch of any civil date; the year starts in March, so a leap day ends it. */
static int64_t
days_of(int64_t year, int month, int day)
{
	const int64_t y = month <= 2 ? year - 1 : year;
	const int64_t era = (y >= 0 ? y : y - 399) / 400;
	const int64_t of_era = y - era * 400;
	const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH_SHIFT;
}

static bool
year_is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && year_is_leap(year) ? 29 : days[month - 1];
}

bool
day_from_civil(int year, int month, int day, day_t *ret)
{
	if (year < 1900 || year > 2099 || month < 1 || month > 12)
		return false;
	if (day < 1 || day > month_days(year, month))
		return false;
	*ret = (day_t)days_of(year, month, day);
	return true;
}

struct civil
day_to_civil(day_t day)
{
	const int64_t z = (int64_t)day + EPOCH_SHIFT;
	const int64_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
	const int64_t of_era = z - era * ERA_DAYS;
	const int64_t year_of_era =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	const int64_t march_month = (5 * of_year + 2) / 153;
	const int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);

	return (struct civil){
	    .year = (int)(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
	    .month = month,
	    .day = (int)(of_year - (153 * march_month + 2) / 5 + 1),
	};
}

/* The open ends are no days: what is computed stays inside them. */
static day_t
day_clamped(int64_t days)
{
	if (days <= DAY_OPEN_LEFT)
		return DAY_OPEN_LEFT + 1;
	if (days >= DAY_OPEN_RIGHT)
		return DAY_OPEN_RIGHT - 1;
	return (day_t)days;
}

day_t
day_from_unix_ms(int64_t unix_ms)
{
	int64_t days = unix_ms / DAY_MS;
	int64_t rest = unix_ms % DAY_MS;

	if (rest < 0) {
		rest += DAY_MS;
		days--;
	}
	if (rest + HO_CHI_MINH_MS >= DAY_MS)
		days++;
	return day_clamped(days);
}

/* One number of ${digits_min}..${digits_max} digits at ${*at}, which moves past it. */
static bool
digits_take(const char **at, int digits_min, int digits_max, int *ret)
{
	int value = 0;
	int count = 0;

	while (count < digits_max && (*at)[count] >= '0' && (*at)[count] <= '9') {
		value = value * 10 + ((*at)[count] - '0');
		count++;
	}
	if (count < digits_min)
		return false;
	*at += count;
	*ret = value;
	return true;
}

static bool
iso_read(const char *at, const char *end, struct civil *ret)
{
	if (!digits_take(&at, 4, 4, &ret->year) || *at++ != '-')
		return false;
	if (!digits_take(&at, 2, 2, &ret->month) || *at++ != '-')
		return false;
	return digits_take(&at, 2, 2, &ret->day) && at == end;
}

static bool
people_read(const char *at, const char *end, struct civil *ret)
{
	char mark;

	if (!digits_take(&at, 1, 2, &ret->day))
		return false;
	mark = *at;
	if (mark != '/' && mark != '-' && mark != '.')
		return false;
	at++;
	if (!digits_take(&at, 1, 2, &ret->month))
		return false;
	return *at++ == mark && digits_take(&at, 4, 4, &ret->year) && at == end;
}

/* Why a date that was read is no day; ${quoted} is what the person wrote. */
static bool
day_refuse(const struct civil *civil, const char *quoted, struct err *err)
{
	if (civil->month < 1 || civil->month > 12)
		return err_set(err, ERR_DATE,
		    TR("%s: không có tháng %d (ngày đứng trước tháng)",
			"%s: there is no month %d (the day comes before the month)"),
		    quoted, civil->month);
	if (civil->year < 1900 || civil->year > 2099)
		return err_set(err, ERR_DATE,
		    TR("%s: năm %d ngoài khoảng 1900–2099",
			"%s: the year %d is not within 1900–2099"),
		    quoted, civil->year);
	return err_set(err, ERR_DATE,
	    TR("%s: tháng %d năm %d không có ngày %d", "%s: month %d of %d has no day %d"), quoted,
	    civil->month, civil->year, civil->day);
}

/* "45123": a day as a spreadsheet counts them, in a cell that is not formatted as one. */
static bool
serial_read(const char *at, const char *end, day_t *ret)
{
	int serial = 0;

	if (!digits_take(&at, 5, 5, &serial) || at != end)
		return false;
	*ret = serial - SERIAL_OF_1970;
	return *ret >= SERIAL_FIRST && *ret <= DAY_MAX;
}

static bool
text_refuse(const char *text, const char *at, const char *end, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX], iso[DAY_TEXT_MAX];
	day_t day = 0;

	if (serial_read(at, end, &day))
		return err_set(err, ERR_DATE,
		    TR("%s: giống số thứ tự ngày của Excel (%s): định dạng ô là Ngày, hoặc viết %s",
			"%s: it looks like a day as Excel counts them (%s): format the cell as a date, or "
			"write %s"),
		    text_quote(text, quoted), day_iso(day, iso), iso);
	return err_set(err, ERR_DATE,
	    TR("%s: không đọc được ngày; viết 2022-05-08 hoặc 08/05/2022",
		"%s: not a date; write 2022-05-08 or 08/05/2022"),
	    text_quote(text, quoted));
}

bool
day_parse(const char *text, day_t *ret, struct err *err)
{
	struct civil civil = {0};
	char quoted[TEXT_QUOTE_MAX];
	const char *at = text;
	const char *end = text + strlen(text);

	while (*at == ' ' || *at == '\t')
		at++;
	while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	if (!iso_read(at, end, &civil) && !people_read(at, end, &civil))
		return text_refuse(text, at, end, err);
	if (!day_from_civil(civil.year, civil.month, civil.day, ret))
		return day_refuse(&civil, text_quote(text, quoted), err);
	return true;
}

static bool
day_is_open(day_t day)
{
	return day == DAY_OPEN_LEFT || day == DAY_OPEN_RIGHT;
}

const char *
day_iso(day_t day, char buf[DAY_TEXT_MAX])
{
	const struct civil civil = day_to_civil(day);

	buf[0] = '\0';
	if (!day_is_open(day))
		(void)snprintf(
		    buf, DAY_TEXT_MAX, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
	return buf;
}

const char *
day_people(day_t day, char buf[DAY_TEXT_MAX])
{
	const struct civil civil = day_to_civil(day);

	buf[0] = '\0';
	if (!day_is_open(day))
		(void)snprintf(
		    buf, DAY_TEXT_MAX, "%02d/%02d/%04d", civil.day, civil.month, civil.year);
	return buf;
}

const char *
day_words(day_t day, char buf[DAY_TEXT_MAX])
{
	static const struct {
		const char *vi, *en;
	} weekdays[] = {
	    {"Thứ Năm", "Thursday"}, /* 1970-01-01 */
	    {"Thứ Sáu", "Friday"},
	    {"Thứ Bảy", "Saturday"},
	    {"Chủ nhật", "Sunday"},
	    {"Thứ Hai", "Monday"},
	    {"Thứ Ba", "Tuesday"},
	    {"Thứ Tư", "Wednesday"},
	};
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
	    "July", "August", "September", "October", "November", "December"};
	const struct civil civil = day_to_civil(day);
	const size_t weekday = (size_t)((day % 7 + 7) % 7);

	buf[0] = '\0';
	if (day_is_open(day))
		return buf;
	if (lang_is_english())
		(void)snprintf(buf, DAY_TEXT_MAX, "%s %d %s %d", weekdays[weekday].en, civil.day,
		    months[civil.month - 1], civil.year);
	else /* days below 10 and the months 1 and 2 are written with a zero */
		(void)snprintf(buf, DAY_TEXT_MAX, "%s, ngày %02d tháng %0*d năm %d",
		    weekdays[weekday].vi, civil.day, civil.month <= 2 ? 2 : 1, civil.month,
		    civil.year);
	return buf;
}

int32_t
day_month(day_t day)
{
	const struct civil civil = day_to_civil(day);

	return (civil.year - 1970) * 12 + civil.month - 1;
}

day_t
day_of_month(int32_t month)
{
	const int64_t year = 1970 + (month >= 0 ? (int64_t)month / 12 : ((int64_t)month - 11) / 12);
	const int64_t month_of_year = (int64_t)month - (year - 1970) * 12;

	return day_clamped(days_of(year, (int)month_of_year + 1, 1));
}

day_t
day_earlier(day_t a, day_t b)
{
	return a < b ? a : b;
}

day_t
day_later(day_t a, day_t b)
{
	return a > b ? a : b;
}

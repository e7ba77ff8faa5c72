#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "wire/submission.h"

#define DATE_CHARS 10

static bool
refuse(const char *text, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	return err_set(err, ERR_INVALID,
	    TR("mã buổi hiến máu %s phải có dạng 909/2022-05-08/1",
		"the drive key %s must look like 909/2022-05-08/1"),
	    text_quote(text, quoted));
}

/* ${digits} digits at ${s}. */
static bool
number_read(const char *s, size_t digits, int *ret)
{
	int v = 0;

	for (size_t i = 0; i < digits; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*ret = v;
	return true;
}

static bool
is_code(const char *s, size_t len)
{
	if (len == 0 || len > WIRE_CODE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)s[i] <= ' ' || s[i] == 0x7f)
			return false;
	}
	return true;
}

bool
drive_key_parse(const char *text, struct drive_key *ret, struct err *err)
{
	const char *slash = strchr(text, '/');
	const char *date;
	struct drive_key key = {0};
	size_t ordinal_digits;
	int year;
	int month;
	int day;
	int ordinal;

	if (slash == NULL || !is_code(text, (size_t)(slash - text)))
		return refuse(text, err);
	memcpy(key.org, text, (size_t)(slash - text));
	date = slash + 1;
	if (strlen(date) < DATE_CHARS + 2 || date[4] != '-' || date[7] != '-' ||
	    date[DATE_CHARS] != '/' || !number_read(date, 4, &year) ||
	    !number_read(date + 5, 2, &month) || !number_read(date + 8, 2, &day))
		return refuse(text, err);
	ordinal_digits = strlen(date + DATE_CHARS + 1);
	if (ordinal_digits > 3 || date[DATE_CHARS + 1] == '0' ||
	    !number_read(date + DATE_CHARS + 1, ordinal_digits, &ordinal))
		return refuse(text, err);
	if (!day_from_civil(year, month, day, &key.day))
		return err_set(
		    err, ERR_DATE, TR("không có ngày %.10s", "there is no day %.10s"), date);
	key.ordinal = (uint32_t)ordinal;
	*ret = key;
	return true;
}

void
drive_key_text(const struct drive_key *key, char *buf)
{
	char day[DAY_TEXT_MAX];

	(void)snprintf(buf, WIRE_DRIVE_BYTES_MAX + 1, "%s/%s/%u", key->org, day_iso(key->day, day),
	    (unsigned)key->ordinal);
}

bool
drive_key_parse_day(const char *text, struct drive_key *ret, day_t *ret_day, struct err *err)
{
	const char *mark = strrchr(text, '@');
	char drive[DRIVE_DAY_TEXT_MAX];
	day_t day = 0;

	if (mark == NULL) {
		*ret_day = 0;
		return drive_key_parse(text, ret, err);
	}
	if ((size_t)(mark - text) >= sizeof(drive))
		return refuse(text, err);
	memcpy(drive, text, (size_t)(mark - text));
	drive[mark - text] = '\0';
	if (!drive_key_parse(drive, ret, err) || !day_parse(mark + 1, &day, err))
		return false;
	*ret_day = day;
	return true;
}

const char *
drive_key_text_day(const char *drive, day_t day, char *buf)
{
	const size_t len = strnlen(drive, WIRE_DRIVE_BYTES_MAX);

	memcpy(buf, drive, len);
	buf[len] = '\0';
	if (day != 0) {
		buf[len] = '@';
		(void)day_iso(day, buf + len + 1);
	}
	return buf;
}

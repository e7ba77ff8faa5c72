#include "rules/shape_part.h"

#include <string.h>

#include "base/day.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "wire/submission.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define MARKS "._-"

static bool
is_one_of(char c, const char *chars)
{
	return c != '\0' && strchr(chars, c) != NULL;
}

static bool
is_code(const char *code, const char *letters, const char *chars)
{
	const size_t len = strlen(code);

	return len > 0 && len <= WIRE_CODE_BYTES_MAX && strspn(code, chars) == len &&
	    is_one_of(code[0], letters) && is_one_of(code[len - 1], letters);
}

bool
shape_part_text(const char *text, const char *what, enum err_code refused, struct err *err)
{
	if (text[0] == '\0')
		return err_set(err, refused, TR("thiếu %s", "%s is missing"), what);
	return true;
}

bool
shape_part_org(const char *code, const char *what, enum err_code refused, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	if (!shape_part_text(code, what, refused, err))
		return false;
	if (!is_code(code, UPPER, UPPER MARKS))
		return err_set(err, refused,
		    TR("%s %s: mã chỉ gồm chữ HOA không dấu, số và . _ -, tối đa %d ký tự",
			"%s %s: a code holds plain CAPITAL letters, digits and . _ -, at most %d"),
		    what, text_quote(code, quoted), WIRE_CODE_BYTES_MAX);
	return true;
}

bool
shape_part_org_dated(const char *code, const char *what, enum err_code refused, struct err *err)
{
	const char *at = strchr(code, '@');
	char bare[WIRE_CODE_BYTES_MAX + 1] = "";
	day_t day = 0;

	if (at == NULL || (size_t)(at - code) >= sizeof(bare))
		return shape_part_org(code, what, refused, err);
	memcpy(bare, code, (size_t)(at - code));
	return shape_part_org(bare, what, refused, err) && day_parse(at + 1, &day, err);
}

bool
shape_part_org_or_none(const char *code, const char *what, enum err_code refused, struct err *err)
{
	return code[0] == '\0' || shape_part_org(code, what, refused, err);
}

bool
shape_part_code(const char *code, const char *what, enum err_code refused, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	if (!shape_part_text(code, what, refused, err))
		return false;
	if (!is_code(code, UPPER LOWER, UPPER LOWER MARKS))
		return err_set(err, refused,
		    TR("%s %s: mã chỉ gồm chữ không dấu, số và . _ -, tối đa %d ký tự",
			"%s %s: a code holds plain letters, digits and . _ -, at most %d"),
		    what, text_quote(code, quoted), WIRE_CODE_BYTES_MAX);
	return true;
}

bool
shape_part_codes(const struct strings *codes, bool orgs, const char *what, struct err *err)
{
	if (codes->n > WIRE_LIST_MAX)
		return err_set(err, ERR_LIMIT, TR("%s: nhiều hơn %d mục", "%s: more than %d"), what,
		    WIRE_LIST_MAX);
	for (uint32_t i = 0; i < codes->n; i++) {
		if (orgs ? !shape_part_org(codes->at[i], what, ERR_MALFORMED, err)
			 : !shape_part_code(codes->at[i], what, ERR_MALFORMED, err))
			return false;
		for (uint32_t j = 0; j < i; j++)
			if (strcmp(codes->at[i], codes->at[j]) == 0)
				return err_set(err, ERR_MALFORMED,
				    TR("%s: %s ghi hai lần", "%s: %s stands twice"), what,
				    codes->at[i]);
	}
	return true;
}

static bool
drive_check(const char *drive, bool may_have_day, struct err *err)
{
	struct drive_key key;
	day_t day = 0;

	return shape_part_text(drive, TR("mã buổi", "the drive's key"), ERR_SUBJECT_MISSING, err) &&
	    (may_have_day ? drive_key_parse_day(drive, &key, &day, err)
			  : drive_key_parse(drive, &key, err)) &&
	    shape_part_org(key.org, TR("mã nơi được tính chỉ tiêu", "the credited organisation"),
		ERR_INVALID, err) &&
	    shape_part_day(key.day, TR("ngày trong mã buổi", "the day in the drive's key"), err);
}

bool
shape_part_drive(const char *drive, struct err *err)
{
	return drive_check(drive, false, err);
}

bool
shape_part_drive_day(const char *drive, struct err *err)
{
	return drive_check(drive, true, err);
}

bool
shape_part_day(day_t day, const char *what, struct err *err)
{
	if (day < DAY_MIN || day > DAY_MAX)
		return err_set(err, ERR_DATE,
		    TR("%s ngoài khoảng 1900–2099", "%s is not within 1900–2099"), what);
	return true;
}

bool
shape_part_span(day_t from, day_t to, struct err *err)
{
	char first[DAY_TEXT_MAX];
	char last[DAY_TEXT_MAX];

	if (!shape_part_day(from, TR("ngày đầu", "the first day"), err) ||
	    !shape_part_day(to, TR("ngày cuối", "the last day"), err))
		return false;
	if (from > to)
		return err_set(err, ERR_COLLECTION_SPAN,
		    TR("ngày cuối %s đứng trước ngày đầu %s",
			"the last day %s comes before the first %s"),
		    day_people(to, last), day_people(from, first));
	return true;
}

static bool
value_check(uint32_t ind, int64_t value, struct err *err)
{
	const char *code = catalogue_by_ind(ind)->code;
	char text[NUM_TEXT_MAX];

	if (value < 0)
		return err_set(err, ERR_COUNT_NEGATIVE, "%s = %s", code, num_people(value, text));
	if (value > WIRE_VALUE_MAX)
		return err_set(err, ERR_COUNT_OVERFLOW, "%s = %s", code, num_people(value, text));
	return true;
}

bool
shape_part_counts(const struct counts *c, uint32_t first, uint32_t end, struct err *err)
{
	if (c->n == 0)
		return err_set(
		    err, ERR_MALFORMED, "%s", TR("không có số nào", "there are no counts"));
	if (c->n > WIRE_PAIRS_MAX)
		return err_set(err, ERR_LIMIT, TR("nhiều hơn %d chỉ số", "more than %d indicators"),
		    WIRE_PAIRS_MAX);
	for (uint32_t i = 0; i < c->n; i++) {
		const uint32_t ind = c->ind[i];

		if (i > 0 && ind <= c->ind[i - 1])
			return err_set(err, ERR_MALFORMED,
			    TR("chỉ số %u không theo thứ tự", "indicator %u is out of order"), ind);
		if (!catalogue_is_reportable(ind))
			return err_set(
			    err, ERR_INDICATOR_UNKNOWN, TR("chỉ số %u", "indicator %u"), ind);
		if (ind < first || ind >= end)
			return err_set(err, ERR_INDICATOR_UNKNOWN,
			    TR("%s không dùng trong loại báo cáo này",
				"%s does not belong in this kind of report"),
			    catalogue_by_ind(ind)->code);
		if (!value_check(ind, c->val[i], err))
			return false;
	}
	return true;
}

bool
shape_part_one_of(unsigned value, unsigned count, const char *what, struct err *err)
{
	if (value == 0 || value >= count)
		return err_set(err, ERR_MALFORMED, TR("%s không rõ (%u)", "%s is not stated (%u)"),
		    what, value);
	return true;
}

bool
shape_part_is_set(const uint8_t *bytes, size_t len)
{
	uint8_t any = 0;

	for (size_t i = 0; i < len; i++)
		any |= bytes[i];
	return any != 0;
}

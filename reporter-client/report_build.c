#include "report_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "words.h"

void
report_build_init(struct report_build *b, struct arena *arena)
{
	*b = (struct report_build){.arena = arena,
	    .org = "",
	    .day = DAY_OPEN_LEFT,
	    .from = DAY_OPEN_LEFT,
	    .to = DAY_OPEN_LEFT,
	    .ordinal = 1};
	b->r = (struct result){.drive = "",
	    .collection = {.org = ""},
	    .sector = "",
	    .place = "",
	    .facility = "",
	    .note = "",
	    .witness = WITNESS_ORGANISER,
	    .source = SOURCE_OWN};
}

bool
report_build_copy(struct arena *arena, const char *text, struct text_field field, const char **ret,
    struct err *err)
{
	char *clean = text_clean(text, strlen(text), err);
	char *copy = NULL;
	size_t len;

	if (clean == NULL)
		return false;
	len = strlen(clean);
	if (len > field.max) {
		free(clean);
		return err_set(err, ERR_LIMIT,
		    TR("%s dài hơn %zu byte", "%s is longer than %zu bytes"), field.what,
		    field.max);
	}
	copy = arena_take(arena, len + 1);
	if (copy != NULL)
		memcpy(copy, clean, len + 1);
	free(clean);
	if (copy == NULL)
		return err_set(err, ERR_MEMORY, "%s", field.what);
	*ret = copy;
	return true;
}

/* ---- counts */

static uint32_t
place_of(const struct report_build *b, uint32_t ind)
{
	uint32_t i = 0;

	while (i < b->pairs_n && b->ind[i] < ind)
		i++;
	return i;
}

bool
report_build_pair(struct report_build *b, uint32_t ind, int64_t val, bool replace, struct err *err)
{
	const uint32_t i = place_of(b, ind);

	if (i < b->pairs_n && b->ind[i] == ind) {
		if (!replace)
			return err_set(err, ERR_INVALID, TR("%s ghi hai lần", "%s is given twice"),
			    catalogue_by_ind(ind)->code);
		b->val[i] = val;
		return true;
	}
	if (b->pairs_n == WIRE_PAIRS_MAX)
		return err_set(err, ERR_LIMIT, TR("nhiều hơn %d chỉ số", "more than %d indicators"),
		    WIRE_PAIRS_MAX);
	memmove(&b->ind[i + 1], &b->ind[i], (b->pairs_n - i) * sizeof(b->ind[0]));
	memmove(&b->val[i + 1], &b->val[i], (b->pairs_n - i) * sizeof(b->val[0]));
	b->ind[i] = ind;
	b->val[i] = val;
	b->pairs_n++;
	return true;
}

/* The number's own refusal, with the field in front. */
static bool
number_read(const char *what, const char *text, int64_t *ret, struct err *err)
{
	struct err why;

	if (num_parse_count(text, ret, &why)) {
		if (*ret <= WIRE_VALUE_MAX)
			return true;
		return err_set(err, ERR_COUNT_OVERFLOW, "%s: %s", what, text);
	}
	return err_set(err, why.code, "%s: %s", what, why.text);
}

bool
report_build_count(
    struct report_build *b, uint32_t ind, const char *text, bool replace, struct err *err)
{
	const struct indicator *i = catalogue_by_ind(ind);
	int64_t val = 0;

	if (i == NULL || !catalogue_is_reportable(ind))
		return err_set(err, ERR_INDICATOR_UNKNOWN, "%u", ind);
	return number_read(TR(i->vi, i->en), text, &val, err) &&
	    report_build_pair(b, ind, val, replace, err);
}

/* "LEFT=RIGHT": ${ret_left} is a copy, *${ret_right} points into ${text}. */
static bool
split(const char *text, char *ret_left, size_t left_size, const char **ret_right, struct err *err)
{
	const char *mark = strchr(text, '=');
	char quoted[TEXT_QUOTE_MAX];

	if (mark == NULL || mark == text)
		return err_set(err, ERR_USAGE, TR("%s: viết MÃ=SỐ", "%s: write CODE=NUMBER"),
		    text_quote(text, quoted));
	if ((size_t)(mark - text) >= left_size)
		return err_set(err, ERR_LIMIT, TR("%s: mã quá dài", "%s: the code is too long"),
		    text_quote(text, quoted));
	memcpy(ret_left, text, (size_t)(mark - text));
	ret_left[mark - text] = '\0';
	*ret_right = mark + 1;
	return true;
}

static const struct indicator *
indicator_of(const char *code)
{
	const struct indicator *i = catalogue_by_code(code);

	return i != NULL ? i : catalogue_by_header(code);
}

bool
report_build_set(struct report_build *b, const char *text, bool replace, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];
	char quoted[TEXT_QUOTE_MAX];
	const char *number = NULL;

	if (!split(text, code, sizeof(code), &number, err))
		return false;
	const struct indicator *i = indicator_of(code);
	if (i == NULL)
		return err_set(err, ERR_INDICATOR_UNKNOWN, "%s", text_quote(code, quoted));
	return report_build_count(b, i->ind, number, replace, err);
}

bool
report_build_unset(struct report_build *b, const char *code, struct err *err)
{
	const struct indicator *i = indicator_of(code);
	char quoted[TEXT_QUOTE_MAX];
	uint32_t at;

	if (i == NULL)
		return err_set(err, ERR_INDICATOR_UNKNOWN, "%s", text_quote(code, quoted));
	at = place_of(b, i->ind);
	if (at == b->pairs_n || b->ind[at] != i->ind)
		return err_set(err, ERR_NOT_FOUND,
		    TR("bản hiện có không ghi %s", "the current report has no %s"), i->code);
	b->pairs_n--;
	memmove(&b->ind[at], &b->ind[at + 1], (b->pairs_n - at) * sizeof(b->ind[0]));
	memmove(&b->val[at], &b->val[at + 1], (b->pairs_n - at) * sizeof(b->val[0]));
	return true;
}

bool
report_build_share(struct report_build *b, const char *text, bool replace, struct err *err)
{
	char org[WIRE_CODE_BYTES_MAX + 1];
	const char *number = NULL;
	struct share share = {.org = ""};
	uint32_t i = 0;

	if (!split(text, org, sizeof(org), &number, err) ||
	    !report_build_copy(b->arena, org,
		(struct text_field){
		    WIRE_CODE_BYTES_MAX, TR("mã nơi thực hiện", "the executing body")},
		&share.org, err) ||
	    !number_read(share.org, number, &share.units, err))
		return false;
	while (i < b->executing_n && strcmp(b->executing[i].org, share.org) != 0)
		i++;
	if (i < b->executing_n && !replace)
		return err_set(err, ERR_INVALID,
		    TR("nơi thực hiện %s ghi hai lần", "%s executes twice"), share.org);
	if (i == WIRE_LIST_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("nhiều hơn %d nơi thực hiện", "more than %d executing bodies"),
		    WIRE_LIST_MAX);
	b->executing[i] = share;
	if (i == b->executing_n)
		b->executing_n++;
	return true;
}

/* ---- words and texts */

bool
report_build_campaigns(struct report_build *b, const char *text, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];

	while (*text != '\0') {
		const size_t len = strcspn(text, "|,");
		const char *copy = "";

		if (len > WIRE_CODE_BYTES_MAX)
			return err_set(err, ERR_LIMIT, "%s", TR("mã chiến dịch", "campaign"));
		memcpy(code, text, len);
		code[len] = '\0';
		if (!report_build_copy(b->arena, code,
			(struct text_field){WIRE_CODE_BYTES_MAX, TR("mã chiến dịch", "campaign")},
			&copy, err))
			return false;
		if (b->campaigns_n == WIRE_LIST_MAX)
			return err_set(err, ERR_LIMIT, "%s", TR("mã chiến dịch", "campaign"));
		if (copy[0] != '\0')
			b->campaigns[b->campaigns_n++] = copy;
		text += len;
		text += *text != '\0';
	}
	return true;
}

bool
report_build_text(struct report_build *b, enum report_text field, const char *text, struct err *err)
{
	switch (field) {
	case REPORT_SECTOR:
		return report_build_copy(b->arena, text,
		    (struct text_field){WIRE_CODE_BYTES_MAX, TR("khối", "the sector")},
		    &b->r.sector, err);
	case REPORT_PLACE:
		return report_build_copy(b->arena, text,
		    (struct text_field){
			WIRE_CODE_BYTES_MAX, TR("mã xã, phường nơi tổ chức", "the place")},
		    &b->r.place, err);
	case REPORT_FACILITY:
		return report_build_copy(b->arena, text,
		    (struct text_field){
			WIRE_CODE_BYTES_MAX, TR("mã nơi tiếp nhận máu", "the facility")},
		    &b->r.facility, err);
	case REPORT_NOTE:
	case REPORT_TEXT_COUNT_:
	default:
		return report_build_copy(b->arena, text,
		    (struct text_field){WIRE_NOTE_BYTES_MAX, TR("ghi chú", "the note")}, &b->r.note,
		    err);
	}
}

bool
report_build_source(struct report_build *b, const char *text, struct err *err)
{
	unsigned number = 0;

	if (!words_parse(WORDS_SOURCE, text, &number, err))
		return false;
	b->r.source = (enum source)number;
	return true;
}

bool
report_build_kind(struct report_build *b, const char *text, struct err *err)
{
	return words_parse(WORDS_COLLECTION, text, &b->collection, err);
}

/* ---- the subject */

bool
report_build_drive(struct report_build *b, const char *text, struct err *err)
{
	struct drive_key key;
	char canonical[WIRE_DRIVE_BYTES_MAX + 1];
	day_t day = 0;

	if (!drive_key_parse_day(text, &key, &day, err))
		return false;
	drive_key_text(&key, canonical);
	if (!report_build_copy(b->arena, canonical,
		(struct text_field){WIRE_DRIVE_BYTES_MAX, TR("mã buổi", "the drive's key")},
		&b->r.drive, err))
		return false;
	b->r.day = day != 0 ? day : b->r.day;
	return true;
}

bool
report_build_org(struct report_build *b, const char *code, struct err *err)
{
	return report_build_copy(b->arena, code,
	    (struct text_field){
		WIRE_CODE_BYTES_MAX, TR("mã nơi được tính chỉ tiêu", "the credited organisation")},
	    &b->org, err);
}

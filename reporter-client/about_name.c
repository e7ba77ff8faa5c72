#include "about_name.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "words.h"

#define ACTIVITY_WORD "activity"
#define SPAN_MARK ".."

static bool
refuse(const char *text, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	return err_set(err, ERR_SUBJECT_MISSING,
	    TR("%s: viết NƠI/NĂM-THÁNG-NGÀY/SỐ, hoặc NƠI/TỪ..ĐẾN/LOẠI",
		"%s: write ORG/YYYY-MM-DD/N, or ORG/FROM..TO/KIND"),
	    text_quote(text, quoted));
}

static bool
drive_parse(const char *text, struct about_name *ret, struct err *err)
{
	char drive[WIRE_DRIVE_BYTES_MAX + 1];
	struct drive_key key;

	if (strchr(text, '/') == strrchr(text, '/'))
		return refuse(text, err);
	if (!drive_key_parse_day(text, &key, &ret->day, err))
		return false;
	drive_key_text(&key, drive);
	(void)drive_key_text_day(drive, ret->day, ret->text);
	(void)text_copy(ret->search, sizeof(ret->search), ret->text);
	(void)text_copy(ret->org, sizeof(ret->org), key.org);
	ret->from = ret->to = ret->day != 0 ? ret->day : key.day;
	ret->kind = KIND_RESULT;
	return true;
}

/* ${len} bytes of ${from}; false: they do not fit. */
static bool
part_copy(char *ret, size_t size, const char *from, size_t len)
{
	if (len == 0 || len >= size)
		return false;
	memcpy(ret, from, len);
	ret[len] = '\0';
	return true;
}

/* "ORG/FROM..TO/KIND". */
static bool
span_parse(const char *text, struct about_name *ret, struct err *err)
{
	const char *mark = strstr(text, SPAN_MARK);
	const char *org_end = strchr(text, '/');
	const char *kind = mark == NULL ? NULL : strchr(mark, '/');
	char day[DAY_TEXT_MAX], iso[2][DAY_TEXT_MAX];
	unsigned number = 0;

	if (kind == NULL || org_end == NULL || org_end > mark ||
	    !part_copy(ret->org, sizeof(ret->org), text, (size_t)(org_end - text)) ||
	    !part_copy(day, sizeof(day), org_end + 1, (size_t)(mark - org_end - 1)))
		return refuse(text, err);
	if (!day_parse(day, &ret->from, err))
		return false;
	mark += strlen(SPAN_MARK);
	if (!part_copy(day, sizeof(day), mark, (size_t)(kind - mark)))
		return refuse(text, err);
	if (!day_parse(day, &ret->to, err))
		return false;
	(void)day_iso(ret->from, iso[0]);
	(void)day_iso(ret->to, iso[1]);
	if (strcmp(kind + 1, ACTIVITY_WORD) == 0) {
		ret->kind = KIND_ACTIVITY;
		(void)snprintf(
		    ret->search, sizeof(ret->search), "T/%s/%d/%d", ret->org, ret->from, ret->to);
		(void)snprintf(ret->text, sizeof(ret->text), "%s/%.10s..%.10s/%s", ret->org, iso[0],
		    iso[1], ACTIVITY_WORD);
		return true;
	}
	if (!words_parse(WORDS_COLLECTION, kind + 1, &number, err))
		return false;
	ret->kind = KIND_RESULT;
	ret->collection = (enum collection_kind)number;
	(void)snprintf(ret->search, sizeof(ret->search), "R/%s/%d/%d/%u/%u", ret->org, ret->from,
	    ret->to, number, (unsigned)WITNESS_ORGANISER);
	(void)snprintf(ret->text, sizeof(ret->text), "%s/%.10s..%.10s/%s", ret->org, iso[0], iso[1],
	    words_name(WORDS_COLLECTION, number));
	return true;
}

bool
about_name_parse(const char *text, const char *org, struct about_name *ret, struct err *err)
{
	struct about_name name = {.from = 0};
	char whole[ABOUT_NAME_MAX];
	const bool has_org = strchr(text, '/') != strrchr(text, '/');
	const int len = snprintf(whole, sizeof(whole), "%s%s%s", has_org ? "" : org,
	    has_org || org[0] == '\0' ? "" : "/", text);

	if (len < 0 || (size_t)len >= sizeof(whole))
		return refuse(text, err);
	if (!(strstr(whole, SPAN_MARK) != NULL ? span_parse(whole, &name, err)
					       : drive_parse(whole, &name, err)))
		return false;
	*ret = name;
	return true;
}

const char *
about_name_text(const struct report_row *row, char buf[ABOUT_NAME_MAX])
{
	const struct collection *c = &row->result.collection;
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	if (row->kind == KIND_RESULT && row->result.drive[0] != '\0')
		(void)drive_key_text_day(row->result.drive, row->result.day, buf);
	else if (row->kind == KIND_RESULT && c->org[0] != '\0')
		(void)snprintf(buf, ABOUT_NAME_MAX, "%s/%.10s..%.10s/%s", c->org,
		    day_iso(c->from, from), day_iso(c->to, to),
		    words_name(WORDS_COLLECTION, c->kind));
	else if (row->kind == KIND_ACTIVITY && row->activity.org[0] != '\0')
		(void)snprintf(buf, ABOUT_NAME_MAX, "%s/%.10s..%.10s/%s", row->activity.org,
		    day_iso(row->activity.from, from), day_iso(row->activity.to, to),
		    ACTIVITY_WORD);
	else
		(void)text_copy(buf, ABOUT_NAME_MAX, row->subject);
	return buf;
}

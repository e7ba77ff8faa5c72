#include "plan_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "report_build.h"
#include "traps.h"
#include "weekday.h"
#include "words.h"

const char *const plan_row_words[PLAN_FIELD_COUNT_] = {
    [PLAN_TYPE] = "type|loai|loai dong",
    [PLAN_CODE] = "code|ma",
    [PLAN_ORG] = "org|dia phuong|co quan|noi|noi duoc tinh chi tieu|dia phuong co quan",
    [PLAN_NAME] = "name|ten",
    [PLAN_PARENT] = "parent|cap tren|truc thuoc",
    [PLAN_FROM] = "from|tu|tu ngay|ngay dau",
    [PLAN_TO] = "to|den|den ngay|ngay cuoi",
    [PLAN_PERIOD] = "period|ky|thang|nam",
    [PLAN_DATE] = "date|ngay|ngay du kien|ngay to chuc",
    [PLAN_WEEKDAY] = "weekday|thu|thu trong tuan|ngay trong tuan",
    [PLAN_NO] = "no|lan|thu tu trong ngay",
    [PLAN_DRIVE] = "drive|ma buoi|buoi",
    [PLAN_UNITS] = "units|chi tieu|so luong|don vi mau|so don vi mau|so don vi",
    [PLAN_UNITS_MAX] = "units max|den muc|chi tieu den",
    [PLAN_QUALIFIER] = "qualifier|muc",
    [PLAN_MEASURE] = "measure|do bang|loai chi tieu",
    [PLAN_ASSIGNED] = "assigned|giao|ai giao|giao boi",
    [PLAN_SECTOR] = "sector|khoi|ma khoi",
    [PLAN_CAMPAIGN] = "campaign|campaigns|chien dich|chuong trinh|ma chien dich",
    [PLAN_PLAN] = "plan|ke hoach|so ke hoach|van ban",
    [PLAN_DRAFT] = "draft|du thao",
    [PLAN_STATE] = "state|tinh trang|trang thai",
    [PLAN_NUMBER] = "number|dot|so dot",
    [PLAN_PLACE] = "place|xa phuong|ma xa phuong",
    [PLAN_VENUE] = "venue|dia diem",
    [PLAN_OCCASION] = "occasion|dip",
    [PLAN_DIRECTING] = "directing|chi dao|don vi chi dao",
    [PLAN_COORDINATING] = "coordinating|phoi hop|phoi hop chi dao",
    [PLAN_EXECUTING] = "executing|thuc hien|don vi thuc hien",
    [PLAN_FACILITIES] = "facilities|facility|noi tiep nhan mau|co so tiep nhan mau",
    [PLAN_ALIASES] = "aliases|ten khac",
    [PLAN_DUE] = "due|han nop|han",
    [PLAN_ADDRESSEE] = "addressee|noi nhan",
    [PLAN_SOURCE] = "source|nguon",
    [PLAN_SHARE] = "share|chiem|ty trong|phan cua nam|chiem chi tieu nam",
    [PLAN_NOTE] = "note|ghi chu",
};

static const char *const type_words[PLAN_TYPE_COUNT_] = {
    [PLAN_BODY] = "body|co quan|to chuc",
    [PLAN_FACILITY] = "facility|noi tiep nhan mau|co so tiep nhan mau",
    [PLAN_CAMPAIGN_LINE] = "campaign|chien dich|chuong trinh",
    [PLAN_SECTOR_LINE] = "sector|khoi",
    [PLAN_YEAR_LINE] = "plan year|nam ke hoach",
    [PLAN_ROUND_LINE] = "round|ky bao cao",
    [PLAN_POPULATION_LINE] = "population|dan so",
    [PLAN_DRIVE_LINE] = "drive|buoi|buoi hien mau|ngay hoi",
    [PLAN_TARGET_LINE] = "target|chi tieu",
};

const char *
plan_row_cell(const struct plan_row *p, enum plan_field field)
{
	return columns_cell(&p->columns, p->sheet, p->row, field);
}

bool
plan_row_has(const struct plan_row *p, enum plan_field field)
{
	return plan_row_cell(p, field)[0] != '\0';
}

static bool
in_column(const struct plan_row *p, enum plan_field field, const struct err *why, struct err *err)
{
	return columns_refuse(&p->columns, p->sheet, field, why, err);
}

static bool
missing(const struct plan_row *p, enum plan_field field, struct err *err)
{
	const struct err why = {.code = ERR_PLAN};
	struct err said = why;

	(void)err_set(&said, ERR_PLAN, "%s", TR("ô trống", "nothing there"));
	return in_column(p, field, &said, err);
}

bool
plan_row_type(const struct plan_row *p, enum plan_type *ret, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];
	char *folded = text_fold(plan_row_cell(p, PLAN_TYPE), err);
	bool found = false;

	if (folded == NULL)
		return false;
	for (unsigned i = 0; i < PLAN_TYPE_COUNT_ && !found; i++)
		for (const char *at = type_words[i]; *at != '\0' && !found;) {
			const size_t n = strcspn(at, "|");

			found = n == strlen(folded) && memcmp(at, folded, n) == 0;
			*ret = found ? (enum plan_type)i : *ret;
			at += n + (at[n] == '|');
		}
	free(folded);
	return found ||
	    err_set(err, ERR_PLAN,
		TR("loại %s không rõ; có: body, facility, campaign, sector, plan_year, round, "
		   "population, drive, target",
		    "the type %s is not known; there is: body, facility, campaign, sector, plan_year, "
		    "round, population, drive, target"),
		text_quote(plan_row_cell(p, PLAN_TYPE), quoted));
}

bool
plan_row_text(
    const struct plan_row *p, enum plan_field field, size_t max, const char **ret, struct err *err)
{
	const char *words = plan_row_words[field];
	char what[32];

	(void)text_copy(what,
	    strcspn(words, "|") + 1 < sizeof(what) ? strcspn(words, "|") + 1 : sizeof(what), words);
	return report_build_copy(
	    p->arena, plan_row_cell(p, field), (struct text_field){max, what}, ret, err);
}

bool
plan_row_need(
    const struct plan_row *p, enum plan_field field, size_t max, const char **ret, struct err *err)
{
	return plan_row_has(p, field) ? plan_row_text(p, field, max, ret, err)
				      : missing(p, field, err);
}

/* ---- organisations */

static bool
file_knows(const struct plan_row *p, const char *text, const char **ret, struct err *err)
{
	char *key = text_match_key(text, err);

	*ret = NULL;
	if (key == NULL)
		return false;
	for (size_t i = 0; i < p->aliases_n && *ret == NULL; i++)
		if (strcmp(p->aliases[i].key, key) == 0)
			*ret = p->aliases[i].code;
	free(key);
	return true;
}

static bool
org_find(const struct plan_row *p, const char *text, day_t day, const char **ret, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];

	if (!file_knows(p, text, ret, err))
		return false;
	return *ret != NULL ||
	    (traps_org(p->resolver, text, day, code, err) &&
		report_build_copy(p->arena, code,
		    (struct text_field){WIRE_CODE_BYTES_MAX,
			TR("mã địa phương, cơ quan", "the organisation's code")},
		    ret, err));
}

bool
plan_row_org(
    const struct plan_row *p, enum plan_field field, day_t day, const char **ret, struct err *err)
{
	struct err why;

	*ret = "";
	if (!plan_row_has(p, field))
		return true;
	return org_find(p, plan_row_cell(p, field), day, ret, &why) ||
	    in_column(p, field, &why, err);
}

static bool
member(const struct plan_row *p, const struct plan_list *list, const char *part, const char **ret,
    struct err *err)
{
	const struct text_field field = {
	    list->orgs ? WIRE_NAME_BYTES_MAX : list->max, TR("một mục", "a member")};

	if (!report_build_copy(p->arena, part, field, ret, err))
		return false;
	return !list->orgs || (*ret)[0] == '\0' || org_find(p, *ret, list->day, ret, err);
}

bool
plan_row_list(
    const struct plan_row *p, const struct plan_list *list, struct strings *ret, struct err *err)
{
	const char *text = plan_row_cell(p, list->field);
	const char *at[WIRE_LIST_MAX];
	const char **kept;
	struct err why;
	uint32_t n = 0;

	*ret = (struct strings){.n = 0};
	while (*text != '\0') {
		const size_t len = strcspn(text, "|");
		char *part = NULL;
		bool ok;

		if (n == WIRE_LIST_MAX) {
			(void)err_set(
			    &why, ERR_LIMIT, TR("nhiều hơn %d mục", "more than %d"), WIRE_LIST_MAX);
			return in_column(p, list->field, &why, err);
		}
		part = strndup(text, len);
		if (part == NULL)
			return err_set(err, ERR_MEMORY, "%s", TR("một danh sách", "a list"));
		ok = member(p, list, part, &at[n], &why);
		free(part);
		if (!ok)
			return in_column(p, list->field, &why, err);
		n += at[n][0] != '\0';
		text += len + (text[len] == '|');
	}
	if (n == 0)
		return true;
	kept = arena_take(p->arena, n * sizeof(*kept));
	if (kept == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("một danh sách", "a list"));
	memcpy(kept, at, n * sizeof(*kept));
	*ret = (struct strings){.at = kept, .n = n};
	return true;
}

/* ---- days, words, numbers */

bool
plan_row_day(const struct plan_row *p, enum plan_field field, day_t *ret, struct err *err)
{
	struct err why;

	return !plan_row_has(p, field) || weekday_day(plan_row_cell(p, field), ret, &why) ||
	    in_column(p, field, &why, err);
}

/* The file's own plan year of the row's organisation, else the one it gives the nation. */
static struct plan_year_start
year_start(const struct plan_row *p)
{
	const char *org = plan_row_cell(p, PLAN_ORG);
	struct plan_year_start start = PLAN_YEAR_DEFAULT;

	for (size_t i = 0; i < p->spans_n; i++)
		if (p->spans[i].is_year &&
		    (strcmp(p->spans[i].code, org) == 0 || p->spans[i].code[0] == '\0')) {
			start = p->spans[i].start;
			if (p->spans[i].code[0] != '\0')
				break;
		}
	return start;
}

static bool
named_span(const struct plan_row *p, struct period *period)
{
	for (size_t i = 0; i < p->spans_n; i++) {
		const struct plan_span *s = &p->spans[i];
		const char *kind = period->kind == PERIOD_CAMPAIGN ? "campaign:" : "round:";

		if (!s->is_year && strncmp(s->code, kind, strlen(kind)) == 0 &&
		    strcmp(s->code + strlen(kind), period->code) == 0) {
			period->from = s->from;
			period->to = s->to;
			return true;
		}
	}
	return false;
}

bool
plan_row_span(const struct plan_row *p, day_t *ret_from, day_t *ret_to, struct err *err)
{
	struct period period;
	struct err why;

	*ret_from = DAY_OPEN_LEFT;
	*ret_to = DAY_OPEN_RIGHT;
	if (!plan_row_has(p, PLAN_PERIOD))
		return plan_row_day(p, PLAN_FROM, ret_from, err) &&
		    plan_row_day(p, PLAN_TO, ret_to, err);
	if (!period_parse(plan_row_cell(p, PLAN_PERIOD), year_start(p), 0, &period, &why))
		return in_column(p, PLAN_PERIOD, &why, err);
	if ((period.code[0] != '\0' && !named_span(p, &period)) || period.kind == PERIOD_OPEN) {
		(void)err_set(&why, ERR_PERIOD, "%s",
		    TR("cần một khoảng ngày rõ ràng, hoặc chiến dịch, kỳ báo cáo có trong tệp",
			"a span of days is needed, or a campaign or round of this file"));
		return in_column(p, PLAN_PERIOD, &why, err);
	}
	*ret_from = period.from;
	*ret_to = period.to;
	return true;
}

bool
plan_row_word(
    const struct plan_row *p, enum plan_field field, unsigned words, unsigned *ret, struct err *err)
{
	struct err why;

	return !plan_row_has(p, field) ||
	    words_parse((enum words)words, plan_row_cell(p, field), ret, &why) ||
	    in_column(p, field, &why, err);
}

bool
plan_row_number(const struct plan_row *p, enum plan_field field, int64_t *ret, struct err *err)
{
	struct err why;

	if (!num_parse_count(plan_row_cell(p, field), ret, &why))
		return in_column(p, field, &why, err);
	if (*ret <= WIRE_VALUE_MAX)
		return true;
	(void)err_set(&why, ERR_COUNT_OVERFLOW, "%s", plan_row_cell(p, field));
	return in_column(p, field, &why, err);
}

bool
plan_row_rate(const struct plan_row *p, enum plan_field field, int64_t *ret, struct err *err)
{
	const char *text = plan_row_cell(p, field);
	const size_t whole_n = strspn(text, "0123456789");
	const char *rest = text + whole_n;
	int64_t value = 0;
	size_t decimals = 0;
	struct err why;

	for (size_t i = 0; i < whole_n && i < 4; i++)
		value = value * 10 + (text[i] - '0');
	if (*rest == ',' || *rest == '.')
		for (rest++; decimals < 2 && *rest >= '0' && *rest <= '9'; rest++, decimals++)
			value = value * 10 + (*rest - '0');
	for (size_t i = decimals; i < 2; i++)
		value *= 10;
	rest += strspn(rest, " %");
	if (whole_n == 0 || whole_n > 3 || *rest != '\0') {
		(void)err_set(
		    &why, ERR_NUMBER, TR("viết tỷ lệ như 2,8%%", "write a rate as 2.8%%"));
		return in_column(p, field, &why, err);
	}
	*ret = value;
	return true;
}

#include "plan_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "plan_lines.h"
#include "report_build.h"
#include "rules/rules.h"
#include "traps.h"
#include "weekday.h"

/* ---- names that the file itself gives */

static bool
alias_add(struct plan_row *p, const char *name, const char *code, struct err *err)
{
	char *key = text_match_key(name, err);
	bool ok = false;

	if (key == NULL)
		return false;
	ok = report_build_copy(p->arena, key,
	    (struct text_field){strlen(key), TR("tên", "the name")}, &p->aliases[p->aliases_n].key,
	    err);
	free(key);
	p->aliases[p->aliases_n].code = code;
	p->aliases_n += ok;
	return ok;
}

/* What is wrong with a line is said when its turn comes. */
static bool
aliases_read(struct plan_row *p, struct err *err)
{
	p->aliases = calloc(sheet_rows(p->sheet) + 1, sizeof(*p->aliases));
	if (p->aliases == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	for (p->row = 0; p->row < sheet_rows(p->sheet); p->row++) {
		enum plan_type type = PLAN_TARGET_LINE;
		const char *code = "", *parent = "";

		if (columns_is_remark(&p->columns, p->sheet, p->row) ||
		    !plan_row_type(p, &type, NULL) ||
		    (type != PLAN_BODY && type != PLAN_FACILITY) || !plan_row_has(p, PLAN_NAME) ||
		    !plan_lines_body_code(p, &code, &parent, NULL))
			continue;
		if (!alias_add(p, plan_row_cell(p, PLAN_NAME), code, err))
			return false;
	}
	return true;
}

/* ---- periods that the file itself gives */

static bool
span_add(struct plan_row *p, enum plan_type type, struct err *err)
{
	struct plan_span s = {.is_year = type == PLAN_YEAR_LINE};
	day_t from = DAY_OPEN_LEFT;
	char code[WIRE_CODE_BYTES_MAX + 16];

	if (s.is_year) {
		if (!plan_row_day(p, PLAN_FROM, &from, NULL) || from == DAY_OPEN_LEFT)
			return true;
		s.start = (struct plan_year_start){
		    .month = day_to_civil(from).month, .day = day_to_civil(from).day};
		(void)snprintf(code, sizeof(code), "%.64s", plan_row_cell(p, PLAN_ORG));
	} else {
		if (!plan_row_span(p, &s.from, &s.to, NULL) || s.from == DAY_OPEN_LEFT)
			return true;
		(void)snprintf(code, sizeof(code), "%s:%.64s",
		    type == PLAN_ROUND_LINE ? "round" : "campaign", plan_row_cell(p, PLAN_CODE));
	}
	if (!report_build_copy(p->arena, code,
		(struct text_field){sizeof(code), TR("mã", "the code")}, &s.code, err))
		return false;
	p->spans[p->spans_n++] = s;
	return true;
}

/* What is wrong with a line is said when its turn comes. */
static bool
spans_read(struct plan_row *p, struct err *err)
{
	p->spans = calloc(sheet_rows(p->sheet) + 1, sizeof(*p->spans));
	if (p->spans == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	for (p->row = 0; p->row < sheet_rows(p->sheet); p->row++) {
		enum plan_type type = PLAN_TARGET_LINE;

		if (columns_is_remark(&p->columns, p->sheet, p->row) ||
		    !plan_row_type(p, &type, NULL) ||
		    (type != PLAN_CAMPAIGN_LINE && type != PLAN_ROUND_LINE &&
			type != PLAN_YEAR_LINE))
			continue;
		if (!span_add(p, type, err))
			return false;
	}
	return true;
}

/* ---- rows */

static bool
row_read(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	enum plan_type type = PLAN_TARGET_LINE;

	made->n = 0;
	if (!traps_row(&p->columns, p->sheet, p->row, err) || !plan_row_type(p, &type, err) ||
	    !plan_lines_make(p, type, made, err))
		return false;
	/* Shape and sums as the aggregator sees them; what needs a clock is its business. */
	for (size_t i = 0; i < made->n; i++)
		if (!rules_accept(&made->report[i], DAY_MAX, err))
			return false;
	return true;
}

static unsigned
rank(const struct report *r)
{
	static const unsigned of_registry[REGISTRY_COUNT_] = {[REGISTRY_ORG] = 0,
	    [REGISTRY_FACILITY] = 0,
	    [REGISTRY_SECTOR] = 1,
	    [REGISTRY_CAMPAIGN] = 1,
	    [REGISTRY_PLAN_YEAR] = 1,
	    [REGISTRY_ROUND] = 1,
	    [REGISTRY_POPULATION] = 1};

	if (r->kind == KIND_REGISTRY)
		return of_registry[r->u.registry.kind];
	return r->kind == KIND_SCHEDULE ? 2 : 3;
}

/* A target of "Tổng cộng" is what the sheet's lines come to, and nobody's line. */
static bool
is_total(const struct plan_row *p, bool *ret, struct err *err)
{
	static const char *const words[] = {"tong", "tong cong", "cong", "tong so", "total"};
	enum plan_type type = PLAN_TARGET_LINE;
	char *folded = NULL;

	*ret = false;
	if (!plan_row_type(p, &type, NULL) || type != PLAN_TARGET_LINE)
		return true;
	folded = text_fold(plan_row_cell(p, PLAN_ORG), err);
	for (size_t i = 0; folded != NULL && i < ARRAY_LEN(words); i++)
		*ret = *ret || strcmp(folded, words[i]) == 0;
	free(folded);
	return folded != NULL;
}

static bool
total_take(struct plan_row *p, struct import_set *ret, struct err *err)
{
	struct import_total t = {.row = p->row};
	struct err why;

	if (traps_row(&p->columns, p->sheet, p->row, &why) &&
	    plan_row_span(p, &t.from, &t.to, &why) &&
	    plan_row_number(p, PLAN_UNITS, &t.value, &why))
		return import_set_total(ret, &t, err);
	return import_set_refuse(ret, p->row, &why, err);
}

/* Memory and bounds end the reading; everything else is the row's. */
static bool
row_take(struct plan_row *p, struct import_set *ret, struct err *err)
{
	struct plan_made made;
	struct err why;
	bool total = false;

	if (!is_total(p, &total, err))
		return false;
	if (total)
		return total_take(p, ret, err);
	if (!row_read(p, &made, &why)) {
		if (why.code == ERR_MEMORY)
			return err_set(err, why.code, "%s", why.text);
		return import_set_refuse(ret, p->row, &why, err);
	}
	for (size_t i = 0; i < made.n; i++)
		if (!import_set_add(ret, &made.report[i], p->row, err))
			return false;
	return true;
}

bool
plan_csv_read(
    struct sheet *s, const struct org_resolver *resolver, struct import_set *ret, struct err *err)
{
	const struct columns_words headers = {.at = plan_row_words,
	    .n = PLAN_FIELD_COUNT_,
	    .kind = "plan",
	    .days = UINT64_C(1) << PLAN_FROM | UINT64_C(1) << PLAN_TO | UINT64_C(1) << PLAN_DATE |
		UINT64_C(1) << PLAN_DUE,
	    .numbers = UINT64_C(1) << PLAN_UNITS | UINT64_C(1) << PLAN_UNITS_MAX};
	struct plan_row p = {.sheet = s, .resolver = resolver};
	bool ok = false;

	if (!import_set_init(ret, err))
		return false;
	p.arena = ret->arena;
	if (!columns_read(s, &headers, &p.columns, err) || !aliases_read(&p, err) ||
	    !spans_read(&p, err))
		goto out;
	for (p.row = 0; p.row < sheet_rows(s); p.row++)
		if (!columns_is_remark(&p.columns, s, p.row) && !row_take(&p, ret, err))
			goto out;
	ok = weekday_look(s, &p.columns, PLAN_WEEKDAY, ret, err) && import_set_sort(ret, rank, err);
out:
	free(p.aliases);
	free(p.spans);
	if (!ok)
		import_set_free(ret);
	return ok;
}

const char *
plan_csv_template(void)
{
	return "type,code,org,name,parent,period,date,units,qualifier,sector,campaign,plan,venue,note\r\n"
	       "body,VINPEARL,,Vinpearl Phú Quốc,91,,,,,,,,,\r\n"
	       "campaign,HE-2022,91,Những giọt máu hồng – hè 2022,,2022-05-01..2022-08-31,,,,,,,,\r\n"
	       "sector,KHOI-PHUONG,001,Khối phường,,,,,,,,,,\r\n"
	       "target,,91,,,2022-05-01..2022-08-31,,7400,minimum,,HE-2022,66/KH-BCĐ,,chỉ tiêu tổng\r\n"
	       "target,,909,,,2022-05,,350,,,HE-2022,66/KH-BCĐ,,một ô của ma trận\r\n"
	       "target,,91.VINPEARL,,,2022-05,,345,,,HE-2022,66/KH-BCĐ,,\r\n"
	       "drive,,909,Lễ phát động,,,2022-05-08,,,,HE-2022,66/KH-BCĐ,Trung tâm huyện,\r\n";
}

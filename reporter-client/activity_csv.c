#include "activity_csv.h"

#include <string.h>

#include "base/lang.h"
#include "columns.h"
#include "import_rows.h"
#include "report_build.h"
#include "report_check.h"
#include "rules/catalogue.h"
#include "rules/period.h"
#include "totals.h"
#include "traps.h"
#include "weekday.h"
#include "words.h"

enum field {
	FIELD_ORG,
	FIELD_FROM,
	FIELD_TO,
	FIELD_PERIOD,
	FIELD_CUMULATIVE,
	FIELD_NOTE,
	FIELD_COUNT_
};

#define ORG_WORDS \
	"org|dia phuong|co quan|noi|ten dia phuong|dia phuong co quan|don vi|ten don vi|ma dia phuong"

static const char *const words[FIELD_COUNT_] = {
    [FIELD_ORG] = ORG_WORDS,
    [FIELD_FROM] = "from|tu|tu ngay|ngay dau",
    [FIELD_TO] = "to|den|den ngay|ngay cuoi",
    [FIELD_PERIOD] = "period|ky|thang",
    [FIELD_CUMULATIVE] = "cumulative|luy ke|cong don",
    [FIELD_NOTE] = "note|ghi chu",
};

static const struct columns_words headers = {.at = words,
    .n = FIELD_COUNT_,
    .kind = "activity",
    .counts = true,
    .totals = true,
    .days = 1U << FIELD_FROM | 1U << FIELD_TO};

struct reading {
	struct sheet *sheet;
	const struct result_csv *how;
	struct columns columns;
	size_t row;
};

bool
activity_csv_is(const struct sheet *s, bool *ret, struct err *err)
{
	bool activity = false, drive = false;

	if (!columns_name(s, &headers, IND_ACTIVITY_FIRST, IND_SYSTEM_FIRST, &activity, err) ||
	    !columns_name(s, &headers, 0, IND_ACTIVITY_FIRST, &drive, err))
		return false;
	*ret = activity && !drive;
	return true;
}

static const char *
cell(const struct reading *g, enum field field)
{
	return columns_cell(&g->columns, g->sheet, g->row, field);
}

static bool
span_read(const struct reading *g, struct activity *ret, struct err *err)
{
	struct period period;
	struct err why;

	if (cell(g, FIELD_PERIOD)[0] != '\0') {
		if (!period_parse(
			cell(g, FIELD_PERIOD), PLAN_YEAR_DEFAULT, g->how->today, &period, &why))
			return columns_refuse(&g->columns, g->sheet, FIELD_PERIOD, &why, err);
		ret->from = period.from;
		ret->to = period.to;
		return true;
	}
	if (cell(g, FIELD_FROM)[0] == '\0' || cell(g, FIELD_TO)[0] == '\0')
		return err_set(err, ERR_SUBJECT_MISSING, "%s",
		    TR("cần ngày đầu và ngày cuối, hoặc kỳ",
			"its first and last day, or its period"));
	if (!weekday_day(cell(g, FIELD_FROM), &ret->from, &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_FROM, &why, err);
	return weekday_day(cell(g, FIELD_TO), &ret->to, &why) ||
	    columns_refuse(&g->columns, g->sheet, FIELD_TO, &why, err);
}

static bool
org_read(const struct reading *g, struct report_build *b, day_t day, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct err why;

	if (cell(g, FIELD_ORG)[0] == '\0')
		return report_build_org(b, g->how->own_org, err);
	return (traps_org(g->how->resolver, cell(g, FIELD_ORG), day, code, &why) ||
		   columns_refuse(&g->columns, g->sheet, FIELD_ORG, &why, err)) &&
	    report_build_org(b, code, err);
}

static bool
counts_keep(const struct report_build *b, struct counts *ret, struct err *err)
{
	uint32_t *ind = arena_take(b->arena, (b->pairs_n + 1) * sizeof(*ind));
	int64_t *val = arena_take(b->arena, (b->pairs_n + 1) * sizeof(*val));

	if (ind == NULL || val == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	memcpy(ind, b->ind, b->pairs_n * sizeof(*ind));
	memcpy(val, b->val, b->pairs_n * sizeof(*val));
	*ret = (struct counts){.ind = ind, .val = val, .n = b->pairs_n};
	return true;
}

static bool
row_read(void *cookie, size_t row, struct arena *arena, struct report *ret, struct err *err)
{
	struct reading *g = cookie;
	struct finding findings[RULES_FINDINGS_MAX];
	struct report_build b;
	struct activity *v = &ret->u.activity;
	unsigned cumulative = 2;
	size_t findings_n = 0;
	struct err why;

	g->row = row;
	*ret = (struct report){.kind = KIND_ACTIVITY, .action = ACTION_FIRST, .reason = ""};
	report_build_init(&b, arena);
	if (!traps_row(&g->columns, g->sheet, g->row, err) || !span_read(g, v, err) ||
	    !org_read(g, &b, v->to, err) ||
	    !import_rows_counts(g->sheet, &g->columns, g->row, &b, err) ||
	    !report_build_text(&b, REPORT_NOTE, cell(g, FIELD_NOTE), err) ||
	    !counts_keep(&b, &v->counts, err))
		return false;
	if (cell(g, FIELD_CUMULATIVE)[0] != '\0' &&
	    !words_parse(WORDS_YES_NO, cell(g, FIELD_CUMULATIVE), &cumulative, &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_CUMULATIVE, &why, err);
	v->cumulative = cumulative == 1;
	v->org = b.org;
	v->note = b.r.note;
	return report_check(ret, g->how->today, findings, &findings_n, err);
}

bool
activity_csv_read(
    struct sheet *s, const struct result_csv *how, struct import_set *ret, struct err *err)
{
	struct reading g = {.sheet = s, .how = how};
	bool ok;

	if (!import_set_init(ret, err))
		return false;
	ok = columns_read(s, &headers, &g.columns, err) && totals_check(&g.columns, s, err) &&
	    import_rows_read(s, &g.columns, &(struct import_rows){row_read, &g}, ret, err) &&
	    weekday_look(s, &g.columns, COLUMNS_NONE, ret, err);
	if (!ok)
		import_set_free(ret);
	return ok;
}

const char *
activity_csv_template(void)
{
	return "org,from,to,cumulative,committees,communes,clubs_voluntary,clubs_voluntary_members,"
	       "reserve_donors,volunteers,trainings,inspections,leaflets,banners,posters,headbands,slogans,"
	       "news_press,loudspeaker,people_reached,award_province_merit_person,award_local_praise_person,"
	       "note\r\n"
	       "1207,2023-12-01,2024-06-06,yes,13,13,1,26,,,,,400,18,16,400,10,,,,1,37,\r\n"
	       "1207,2024-06-07,2024-06-30,no,,,,,,,1,2,,,,,,3,12,,,,\r\n";
}

#include "result_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "columns.h"
#include "import_rows.h"
#include "report_check.h"
#include "report_subject.h"
#include "rules/period.h"
#include "totals.h"
#include "traps.h"
#include "weekday.h"
#include "words.h"

#define ORDINAL_MAX 999

enum field {
	FIELD_DRIVE,
	FIELD_ORG,
	FIELD_DATE,
	FIELD_NO,
	FIELD_KIND,
	FIELD_FROM,
	FIELD_TO,
	FIELD_PERIOD,
	FIELD_SECTOR,
	FIELD_CAMPAIGN,
	FIELD_PLACE,
	FIELD_FACILITY,
	FIELD_EXECUTING,
	FIELD_NOTE,
	FIELD_SOURCE,
	FIELD_INTERIM,
	FIELD_WEEKDAY,
	FIELD_COUNT_
};

static const char *const words[FIELD_COUNT_] = {
    [FIELD_DRIVE] = "drive|ma buoi|buoi",
    [FIELD_ORG] =
	("org|dia phuong|co quan|noi|noi duoc tinh chi tieu|ten dia phuong|dia phuong co quan|"
	 "don vi|ten don vi|ten co quan|dia ban|huyen|quan huyen|tinh|tinh thanh pho|ma dia phuong|"
	 "ma don vi"),
    [FIELD_DATE] =
	"date|ngay|ngay hien mau|ngay to chuc|ngay hien|ngay thang|ngay thang nam|thoi gian",
    [FIELD_NO] = "no|lan|thu tu trong ngay",
    [FIELD_KIND] = "kind|loai|loai dot thu",
    [FIELD_FROM] = "from|tu|tu ngay|ngay dau",
    [FIELD_TO] = "to|den|den ngay|ngay cuoi",
    [FIELD_PERIOD] = "period|ky|thang",
    [FIELD_SECTOR] = "sector|khoi|ma khoi",
    [FIELD_CAMPAIGN] = "campaign|campaigns|chien dich|chuong trinh|ma chien dich",
    [FIELD_PLACE] = "place|xa phuong|ma xa phuong",
    [FIELD_FACILITY] = "facility|noi tiep nhan mau|co so tiep nhan mau",
    [FIELD_EXECUTING] = "executing|thuc hien|don vi thuc hien",
    [FIELD_NOTE] = "note|ghi chu",
    [FIELD_SOURCE] = "source|nguon",
    [FIELD_INTERIM] = "interim|tam tinh",
    [FIELD_WEEKDAY] = "weekday|thu|thu trong tuan|ngay trong tuan",
};

/* A subject that an earlier row has. */
struct seen {
	UT_hash_handle hh;
	size_t row;
	char key[];
};

struct reading {
	struct sheet *sheet;
	const struct result_csv *how;
	struct columns columns;
	struct seen *seen;
	size_t row;
};

static const char *
cell(const struct reading *g, enum field field)
{
	return columns_cell(&g->columns, g->sheet, g->row, field);
}

static bool
day_read(const struct reading *g, enum field field, day_t *ret, struct err *err)
{
	struct err why;

	return cell(g, field)[0] == '\0' || weekday_day(cell(g, field), ret, &why) ||
	    columns_refuse(&g->columns, g->sheet, field, &why, err);
}

static bool
days_read(const struct reading *g, struct report_build *b, struct err *err)
{
	struct period period;
	struct err why;
	int64_t no = 1;

	if (!day_read(g, FIELD_DATE, &b->day, err) || !day_read(g, FIELD_FROM, &b->from, err) ||
	    !day_read(g, FIELD_TO, &b->to, err))
		return false;
	if (cell(g, FIELD_PERIOD)[0] != '\0') {
		if (!period_parse(
			cell(g, FIELD_PERIOD), PLAN_YEAR_DEFAULT, g->how->today, &period, &why))
			return columns_refuse(&g->columns, g->sheet, FIELD_PERIOD, &why, err);
		b->from = period.from;
		b->to = period.to;
	}
	if (cell(g, FIELD_NO)[0] != '\0' &&
	    (!num_parse_count(cell(g, FIELD_NO), &no, &why) || no < 1 || no > ORDINAL_MAX)) {
		(void)err_set(&why, ERR_NUMBER, TR("từ 1 đến %d", "from 1 to %d"), ORDINAL_MAX);
		return columns_refuse(&g->columns, g->sheet, FIELD_NO, &why, err);
	}
	b->ordinal = (uint32_t)no;
	return true;
}

/* The credited organisation, as its name stood on the day that the row is about. */
static bool
org_read(const struct reading *g, struct report_build *b, struct err *err)
{
	const day_t day = b->day != DAY_OPEN_LEFT ? b->day : b->to;
	const char *text = cell(g, FIELD_ORG);
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct err why;

	if (text[0] == '\0')
		return b->r.drive[0] != '\0' || report_build_org(b, g->how->own_org, err);
	if (!traps_org(g->how->resolver, text, day, code, &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_ORG, &why, err);
	return report_build_org(b, code, err);
}

static bool
subject_read(const struct reading *g, struct report_build *b, struct err *err)
{
	bool moved = false;
	struct err why;

	if (cell(g, FIELD_DRIVE)[0] != '\0' && !report_build_drive(b, cell(g, FIELD_DRIVE), &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_DRIVE, &why, err);
	if (cell(g, FIELD_KIND)[0] != '\0' && !report_build_kind(b, cell(g, FIELD_KIND), &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_KIND, &why, err);
	b->plan.today = g->how->today;
	if (!days_read(g, b, err) || !org_read(g, b, err))
		return false;
	return g->how->planner == NULL || drive_plan_look(g->how->planner, b, &moved, err);
}

static bool
shares_read(const struct reading *g, struct report_build *b, struct err *err)
{
	const char *text = cell(g, FIELD_EXECUTING);
	bool ok = true;
	struct err why;

	while (*text != '\0' && ok) {
		const size_t len = strcspn(text, "|");
		char *part = strndup(text, len);

		if (part == NULL)
			return err_set(err, ERR_MEMORY, "%s", TR("một dòng", "a row"));
		ok = report_build_share(b, part, false, &why) ||
		    columns_refuse(&g->columns, g->sheet, FIELD_EXECUTING, &why, err);
		free(part);
		text += len + (text[len] == '|');
	}
	return ok;
}

static bool
words_read(const struct reading *g, struct report_build *b, struct err *err)
{
	static const struct {
		enum field field;
		enum report_text text;
	} texts[] = {{FIELD_SECTOR, REPORT_SECTOR}, {FIELD_PLACE, REPORT_PLACE},
	    {FIELD_FACILITY, REPORT_FACILITY}, {FIELD_NOTE, REPORT_NOTE}};
	unsigned interim = 2;
	struct err why;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (!report_build_text(b, texts[i].text, cell(g, texts[i].field), &why))
			return columns_refuse(&g->columns, g->sheet, texts[i].field, &why, err);
	if (!report_build_campaigns(b, cell(g, FIELD_CAMPAIGN), &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_CAMPAIGN, &why, err);
	if (cell(g, FIELD_SOURCE)[0] != '\0' &&
	    !report_build_source(b, cell(g, FIELD_SOURCE), &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_SOURCE, &why, err);
	if (cell(g, FIELD_INTERIM)[0] != '\0' &&
	    !words_parse(WORDS_YES_NO, cell(g, FIELD_INTERIM), &interim, &why))
		return columns_refuse(&g->columns, g->sheet, FIELD_INTERIM, &why, err);
	b->interim = interim == 1;
	return shares_read(g, b, err);
}

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */
static struct seen *
seen_find(const struct reading *g, const char *key)
{
	struct seen *s = NULL;

	HASH_FIND_STR(g->seen, key, s);
	return s;
}

static void
seen_add(struct reading *g, struct seen *s)
{
	HASH_ADD_STR(g->seen, key, s);
}

static void
seen_free(struct seen *all)
{
	struct seen *s, *next;

	HASH_ITER (hh, all, s, next) {
		HASH_DEL(all, s);
		free(s);
	}
}
/* NOLINTEND(readability-function-size,clang-analyzer-*) */

/* The same drive twice in one file: which of the two is right, nobody can tell. */
static bool
seen_put(struct reading *g, const struct result *r, struct err *err)
{
	char key[REPORT_SUBJECT_MAX];
	struct seen *s;

	(void)report_subject_text(r, key);
	s = seen_find(g, key);
	if (s != NULL)
		return err_set(err, ERR_DUPLICATE,
		    TR("%s đã có ở dòng %zu", "%s is in line %zu already"), key,
		    sheet_line(g->sheet, s->row));
	s = calloc(1, sizeof(*s) + strlen(key) + 1);
	if (s == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	s->row = g->row;
	memcpy(s->key, key, strlen(key) + 1);
	seen_add(g, s);
	return true;
}

static bool
row_read(void *cookie, size_t row, struct arena *arena, struct report *ret, struct err *err)
{
	struct reading *g = cookie;
	struct report_build b;
	struct finding findings[RULES_FINDINGS_MAX];
	size_t findings_n = 0;

	g->row = row;
	report_build_init(&b, arena);
	return traps_row(&g->columns, g->sheet, g->row, err) && subject_read(g, &b, err) &&
	    words_read(g, &b, err) && import_rows_counts(g->sheet, &g->columns, g->row, &b, err) &&
	    report_subject_make(&b, ret, err) &&
	    report_check_on(ret, &b.plan, findings, &findings_n, err) &&
	    seen_put(g, &ret->u.result, err);
}

bool
result_csv_read(
    struct sheet *s, const struct result_csv *how, struct import_set *ret, struct err *err)
{
	const struct columns_words headers = {.at = words,
	    .n = FIELD_COUNT_,
	    .kind = "result",
	    .counts = true,
	    .totals = true,
	    .days = 1U << FIELD_DATE | 1U << FIELD_FROM | 1U << FIELD_TO};
	struct reading g = {.sheet = s, .how = how};
	bool ok;

	if (!import_set_init(ret, err))
		return false;
	ok = columns_read(s, &headers, &g.columns, err) && totals_check(&g.columns, s, err) &&
	    import_rows_read(s, &g.columns, &(struct import_rows){row_read, &g}, ret, err) &&
	    weekday_look(s, &g.columns, FIELD_WEEKDAY, ret, err);
	seen_free(g.seen);
	if (!ok)
		import_set_free(ret);
	return ok;
}

const char *
result_csv_template(void)
{
	return "org,date,drive,kind,from,to,registered,attended,donated,blood_units,units_250,units_350,"
	       "sector,campaign,source,note\r\n"
	       "909,2022-05-08,,,,,420,402,365,365,,,,,,\r\n"
	       "Huyện An Minh,15/7/2022,,,,,,210,190,190,40,150,,,telephone,báo qua điện thoại\r\n"
	       "91.BVDK,,,fixed_site,2022-05-01,2022-05-31,,,,87,,,,,,\r\n";
}

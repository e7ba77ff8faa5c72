#include "template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activity_csv.h"
#include "base/day.h"
#include "base/lang.h"
#include "base/num.h"
#include "plan_csv.h"
#include "result_csv.h"
#include "rules/catalogue.h"
#include "sheet.h"

static const char *
collection_template(void)
{
	return "org,kind,from,to,registered,attended,donated,blood_units,units_250,units_350,platelets,"
	       "source,note\r\n"
	       "91.BVDK,fixed_site,2022-05-01,2022-05-31,,,,87,,,,,\r\n"
	       "91.BVDK,emergency,2022-05-12,2022-05-12,,4,4,4,,,,,\r\n"
	       "019.LDLD,carried_in,2019-12-01,2020-10-14,,,,78,,,,,\r\n";
}

static const struct {
	const char *kind;
	const char *(*text)(void);
} kinds[] = {{"result", result_csv_template}, {"results", result_csv_template},
    {"collection", collection_template}, {"plan", plan_csv_template},
    {"activity", activity_csv_template}};

/* Columns that are no counts: as they are named in CSV, and for people. */
static const struct {
	const char *key, *vi;
	enum table_kind kind;
} named[] = {{"org", "Địa phương, cơ quan", TABLE_KEY}, {"date", "Ngày", TABLE_DAY},
    {"drive", "Mã buổi", TABLE_KEY}, {"kind", "Loại", TABLE_TEXT}, {"type", "Loại", TABLE_TEXT},
    {"from", "Từ ngày", TABLE_DAY}, {"to", "Đến ngày", TABLE_DAY}, {"period", "Kỳ", TABLE_KEY},
    {"sector", "Khối", TABLE_KEY}, {"campaign", "Chiến dịch", TABLE_KEY},
    {"source", "Nguồn", TABLE_TEXT}, {"note", "Ghi chú", TABLE_TEXT}, {"code", "Mã", TABLE_KEY},
    {"name", "Tên", TABLE_TEXT}, {"parent", "Cấp trên", TABLE_KEY},
    {"units", "Chỉ tiêu", TABLE_COUNT}, {"qualifier", "Mức", TABLE_TEXT},
    {"plan", "Kế hoạch", TABLE_TEXT}, {"venue", "Địa điểm", TABLE_TEXT},
    {"cumulative", "Lũy kế", TABLE_TEXT}, {"no", "Lần", TABLE_TEXT},
    {"place", "Xã, phường", TABLE_KEY}, {"facility", "Nơi tiếp nhận máu", TABLE_KEY},
    {"executing", "Thực hiện", TABLE_TEXT}, {"interim", "Tạm tính", TABLE_TEXT},
    {"weekday", "Thứ", TABLE_TEXT}, {"measure", "Đo bằng", TABLE_TEXT},
    {"assigned", "Giao", TABLE_TEXT}, {"draft", "Dự thảo", TABLE_TEXT},
    {"state", "Tình trạng", TABLE_TEXT}, {"number", "Đợt", TABLE_TEXT}};

const char *
template_kinds(void)
{
	return "result, collection, plan, activity";
}

const char *
template_header(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (strcmp(named[i].key, key) == 0)
			return TR(named[i].vi, named[i].key);
	return key;
}

static struct table_column
column_of(const char *key)
{
	const struct indicator *ind = catalogue_by_code(key);

	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (strcmp(named[i].key, key) == 0) {
			const char *title = TR(named[i].vi, named[i].key);

			return (struct table_column){title, title, named[i].kind};
		}
	if (ind != NULL) {
		const char *title = TR(ind->vi, ind->code);

		return (struct table_column){title, title, TABLE_COUNT};
	}
	return (struct table_column){key, key, TABLE_TEXT};
}

static void
cell_put(struct table *t, const char *text, enum table_kind kind, bool is_first)
{
	char marked[SHEET_CELL_BYTES_MAX + 2];
	int64_t number = 0;
	day_t day = 0;

	if (is_first) {
		(void)snprintf(marked, sizeof(marked), "#%s", text);
		table_text(t, marked);
	} else if (text[0] != '\0' && (kind == TABLE_TEXT || kind == TABLE_KEY)) {
		table_text(t, text);
	} else if (kind == TABLE_DAY && day_parse(text, &day, NULL)) {
		table_number(t, day);
	} else if (kind == TABLE_COUNT && num_parse_count(text, &number, NULL)) {
		table_number(t, number);
	} else {
		table_absent(t);
	}
}

static bool
table_of(struct sheet *s, struct table **ret, struct table_column **ret_columns, struct err *err)
{
	struct table_column *columns = calloc(sheet_columns(s), sizeof(*columns));
	struct table *t = NULL;

	if (columns != NULL)
		t = table_new(columns, sheet_columns(s));
	if (t == NULL) {
		free(columns);
		return err_set(err, ERR_MEMORY, "%s", TR("tệp mẫu", "the template"));
	}
	for (size_t c = 0; c < sheet_columns(s); c++)
		columns[c] = column_of(sheet_header(s, c));
	for (size_t r = 0; r < sheet_rows(s); r++)
		for (size_t c = 0; c < sheet_columns(s); c++)
			cell_put(t, sheet_cell(s, r, c), columns[c].kind, c == 0);
	table_title(t,
	    TR("Dòng bắt đầu bằng # là ví dụ, không được nhập. Ô trống là chưa biết, không phải 0.",
		"Rows that begin with # are examples, and are not read.  An empty cell is not known, "
		"which is not 0."));
	*ret = t;
	*ret_columns = columns;
	return true;
}

bool
template_make(
    const char *kind, struct table **ret, struct table_column **ret_columns, struct err *err)
{
	struct sheet *s = NULL;
	bool ok = false;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].kind, kind) != 0)
			continue;
		ok = sheet_parse_bytes(
			 (const uint8_t *)kinds[i].text(), strlen(kinds[i].text()), &s, err) &&
		    table_of(s, ret, ret_columns, err);
		sheet_free(s);
		return ok;
	}
	return err_set(err, ERR_USAGE, "--template %s", template_kinds());
}

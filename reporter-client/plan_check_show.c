#include "plan_check_show.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "words.h"

#define MONTH_TEXT_MAX 24
#define TITLE_MAX 512

static const char *
severity_name(enum plan_severity s)
{
	static const char *const names[PLAN_SEVERITY_COUNT_] = {
	    [PLAN_ERROR] = "error", [PLAN_WARNING] = "warning", [PLAN_INFO] = "info"};

	return (size_t)s < ARRAY_LEN(names) && names[s] != NULL ? names[s] : "";
}

static const char *
severity_text(enum plan_severity s)
{
	switch (s) {
	case PLAN_ERROR:
		return TR("lỗi", "error");
	case PLAN_WARNING:
		return TR("cảnh báo", "warning");
	case PLAN_INFO:
	case PLAN_SEVERITY_COUNT_:
	default:
		return TR("thông tin", "information");
	}
}

static const char *
month_text(const struct plan_matrix *m, size_t i, const char *fmt, char buf[MONTH_TEXT_MAX])
{
	const struct civil c = day_to_civil(day_of_month(m->month + (int32_t)i));

	if (strcmp(fmt, "iso") == 0)
		(void)snprintf(buf, MONTH_TEXT_MAX, "%04d-%02d", c.year, c.month);
	else
		(void)snprintf(buf, MONTH_TEXT_MAX, "%02d/%04d", c.month, c.year);
	return buf;
}

static size_t
count_of(const struct plan_check *c, enum plan_severity s)
{
	size_t n = 0;

	for (size_t i = 0; i < c->findings_n; i++)
		n += c->findings[i].severity == s;
	return n;
}

/* ---- tables */

/* "Tỉnh Kiên Giang · 01/05/2022 – 31/08/2022 · lần ghi số 40". */
static const char *
title_text(const struct plan_check *c, char line[TITLE_MAX])
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX], number[NUM_TEXT_MAX], batch[64] = "";

	if (c->batch != 0)
		(void)snprintf(batch, sizeof(batch), TR(" · lần ghi số %s", " · batch %s"),
		    num_people((int64_t)c->batch, number));
	(void)snprintf(line, TITLE_MAX, "%.200s · %.10s – %.10s%s", c->name,
	    day_people(c->from, from), day_people(c->to, to), batch);
	return line;
}

static void
title_put(struct table *t, const struct plan_check *c)
{
	char line[TITLE_MAX];

	table_title(t, title_text(c, line));
	if (c->batch != 0)
		table_batch(t, c->batch);
}

/* "0 lỗi, 2 cảnh báo, 3 thông tin". */
static const char *
counts_text(const struct plan_check *c, char line[TITLE_MAX])
{
	(void)snprintf(line, TITLE_MAX,
	    TR("%zu lỗi, %zu cảnh báo, %zu thông tin",
		"%zu errors, %zu warnings, %zu for information"),
	    count_of(c, PLAN_ERROR), count_of(c, PLAN_WARNING), count_of(c, PLAN_INFO));
	return line;
}

static bool
any_part(const struct plan_matrix *m)
{
	return m->parts.places_n + m->parts.bodies_n > 0;
}

/*
 * "Địa phương: 4.475 (14 nơi) · cơ quan: 2.936 (9 nơi) · cộng: 7.411"; and what of it the matrix
 * has.
 */
static const char *
sums_text(const struct plan_matrix *m, char line[TITLE_MAX])
{
	const struct plan_parts *p = &m->parts;
	const int64_t sum = p->places + p->bodies;
	char in[NUM_TEXT_MAX], cells[128] = "";
	char places[NUM_TEXT_MAX], bodies[NUM_TEXT_MAX], total[NUM_TEXT_MAX];

	if (m->months_n > 0 && m->total != sum)
		(void)snprintf(cells, sizeof(cells),
		    TR(" (theo tháng và buổi: %s)", " (by month and drive: %s)"),
		    num_people(m->total, in));
	(void)snprintf(line, TITLE_MAX,
	    TR("Địa phương: %s (%zu nơi) · cơ quan: %s (%zu nơi) · cộng: %s%s",
		"Places: %s (%zu) · bodies: %s (%zu) · together: %s%s"),
	    num_people(p->places, places), p->places_n, num_people(p->bodies, bodies), p->bodies_n,
	    num_people(sum, total), cells);
	return line;
}

static void
matrix_titles(struct table *t, const struct plan_check *c, const struct plan_matrix *m)
{
	char line[TITLE_MAX];

	title_put(t, c);
	table_title(t, sums_text(m, line));
}

static void
cells_put(struct table *t, const struct plan_matrix *m, const struct plan_cell *cell)
{
	for (size_t i = 0; i < m->months_n; i++)
		if (cell[i].has)
			table_number(t, cell[i].value);
		else
			table_absent(t);
}

static bool
matrix_print(
    struct cli *cli, const struct plan_check *c, const struct plan_matrix *m, struct err *err)
{
	struct table_column columns[PLAN_MONTHS_MAX + 3];
	char keys[PLAN_MONTHS_MAX][MONTH_TEXT_MAX], titles[PLAN_MONTHS_MAX][MONTH_TEXT_MAX];
	struct table *t;
	bool ok;

	columns[0] = (struct table_column){"org", TR("Mã", "Code"), TABLE_KEY};
	columns[1] =
	    (struct table_column){"name", TR("Địa phương, cơ quan", "Organisation"), TABLE_TEXT};
	for (size_t i = 0; i < m->months_n; i++)
		columns[2 + i] = (struct table_column){
		    month_text(m, i, "iso", keys[i]), month_text(m, i, "", titles[i]), TABLE_COUNT};
	columns[2 + m->months_n] =
	    (struct table_column){"total", TR("Tổng cộng", "Total"), TABLE_COUNT};
	t = table_new(columns, m->months_n + 3);
	if (t == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	matrix_titles(t, c, m);
	for (size_t i = 0; i < m->rows_n; i++) {
		table_text(t, m->rows[i].org->code);
		table_text(t, m->rows[i].org->name);
		cells_put(t, m, m->rows[i].cell);
		table_number(t, m->rows[i].total);
	}
	table_total(t);
	table_absent(t);
	table_text(t, TR("Tổng cộng", "Total"));
	cells_put(t, m, m->column);
	table_number(t, m->total);
	ok = cli_print(cli, t, "matrix", err);
	table_free(t);
	return ok;
}

static void
finding_put(struct table *t, const struct plan_finding *f)
{
	table_text(t, severity_text(f->severity));
	table_text(t, f->code);
	if (f->line > 0)
		table_number(t, (int64_t)f->line);
	else
		table_absent(t);
	table_text(t, f->org[0] == '\0' ? NULL : f->name);
	table_text(t, f->text);
	table_text(t, severity_name(f->severity));
	table_text(t, f->org[0] == '\0' ? NULL : f->org);
	if (f->has_numbers) {
		table_number(t, f->stated);
		table_number(t, f->computed);
	} else {
		table_absent(t);
		table_absent(t);
	}
}

static bool
findings_print(
    struct cli *cli, const struct plan_check *c, const struct plan_matrix *m, struct err *err)
{
	const struct table_column columns[] = {
	    {"severity_text", TR("Mức", "Severity"), TABLE_TEXT},
	    {"code", TR("Mã lỗi", "Code"), TABLE_KEY},
	    {"line", TR("Dòng", "Line"), TABLE_COUNT},
	    {"name", TR("Nơi", "Organisation"), TABLE_TEXT},
	    {"text", TR("Nội dung", "What"), TABLE_TEXT},
	    {"severity", NULL, TABLE_TEXT},
	    {"org", NULL, TABLE_TEXT},
	    {"stated", NULL, TABLE_COUNT},
	    {"computed", NULL, TABLE_COUNT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	char line[TITLE_MAX];
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	title_put(t, c);
	if (m->months_n == 0 && any_part(m))
		table_title(t, sums_text(m, line));
	table_title(t, counts_text(c, line));
	for (size_t i = 0; i < c->findings_n; i++)
		finding_put(t, &c->findings[i]);
	ok = cli_print(cli, t, "findings", err);
	table_free(t);
	return ok;
}

/* ---- JSON: a NULL on the way makes the whole NULL */

static json_t *
day_json(day_t day)
{
	char text[DAY_TEXT_MAX];

	return json_string(day_iso(day, text));
}

static bool
put(json_t *o, const char *key, json_t *value)
{
	return json_object_set_new(o, key, value) == 0;
}

static json_t *
finding_json(const struct plan_finding *f)
{
	json_t *o = json_object();
	bool ok = put(o, "severity", json_string(severity_name(f->severity))) &&
	    put(o, "code", json_string(f->code)) && put(o, "text", json_string(f->text));

	if (ok && f->org[0] != '\0')
		ok = put(o, "org", json_string(f->org)) && put(o, "name", json_string(f->name));
	if (ok && (f->from != 0 || f->to != 0))
		ok = put(o, "from", day_json(f->from)) && put(o, "to", day_json(f->to));
	if (ok && f->line > 0)
		ok = put(o, "line", json_integer((json_int_t)f->line));
	if (ok && f->has_numbers)
		ok = put(o, "stated", json_integer(f->stated)) &&
		    put(o, "computed", json_integer(f->computed));
	if (ok)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *
cells_json(const struct plan_matrix *m, const struct plan_cell *cell)
{
	json_t *o = json_object();
	char month[MONTH_TEXT_MAX];

	for (size_t i = 0; i < m->months_n; i++)
		if (cell[i].has &&
		    !put(o, month_text(m, i, "iso", month), json_integer(cell[i].value))) {
			json_decref(o);
			return NULL;
		}
	return o;
}

static json_t *
matrix_json(const struct plan_matrix *m)
{
	json_t *months = json_array(), *rows = json_array();
	char month[MONTH_TEXT_MAX];
	bool ok = months != NULL && rows != NULL;

	for (size_t i = 0; i < m->months_n && ok; i++)
		ok =
		    json_array_append_new(months, json_string(month_text(m, i, "iso", month))) == 0;
	for (size_t i = 0; i < m->rows_n && ok; i++) {
		const struct plan_check_org *o = m->rows[i].org;

		ok = json_array_append_new(rows,
			 json_pack("{s:s, s:s, s:s, s:o, s:I}", "org", o->code, "name", o->name,
			     "kind", words_name(WORDS_ORG_KIND, o->kind), "cells",
			     cells_json(m, m->rows[i].cell), "total",
			     (json_int_t)m->rows[i].total)) == 0;
	}
	if (ok)
		return json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:I}", "months", months,
		    "rows", rows, "totals", cells_json(m, m->column), "total", (json_int_t)m->total,
		    "places", (json_int_t)m->cells.places, "places_n",
		    (json_int_t)m->cells.places_n, "bodies", (json_int_t)m->cells.bodies,
		    "bodies_n", (json_int_t)m->cells.bodies_n);
	json_decref(months);
	json_decref(rows);
	return NULL;
}

static json_t *
parts_json(const struct plan_parts *p)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I}", "places", (json_int_t)p->places, "places_n",
	    (json_int_t)p->places_n, "bodies", (json_int_t)p->bodies, "bodies_n",
	    (json_int_t)p->bodies_n, "total", (json_int_t)p->places + (json_int_t)p->bodies);
}

static bool
json_print(const struct plan_check *c, const struct plan_matrix *m, struct err *err)
{
	json_t *findings = json_array(), *whole = NULL;
	bool ok = findings != NULL;

	for (size_t i = 0; i < c->findings_n && ok; i++)
		ok = json_array_append_new(findings, finding_json(&c->findings[i])) == 0;
	whole = json_pack("{s:s, s:s, s:o, s:o, s:I, s:I, s:I, s:O, s:o, s:o}", "org", c->org,
	    "name", c->name, "from", day_json(c->from), "to", day_json(c->to), "errors",
	    (json_int_t)count_of(c, PLAN_ERROR), "warnings", (json_int_t)count_of(c, PLAN_WARNING),
	    "infos", (json_int_t)count_of(c, PLAN_INFO), "findings", findings, "matrix",
	    matrix_json(m), "parts", parts_json(&m->parts));
	ok = ok && whole != NULL &&
	    (c->batch == 0 || put(whole, "as_of_batch", json_integer((json_int_t)c->batch))) &&
	    json_dumpf(whole, stdout, JSON_INDENT(1)) == 0;
	if (ok)
		(void)putchar('\n');
	json_decref(findings);
	json_decref(whole);
	return ok || err_set(err, ERR_MEMORY, "JSON");
}

/* ---- a text to paste */

static void
finding_say(const struct plan_finding *f, struct buf *out)
{
	buf_printf(out, "- %s", severity_text(f->severity));
	if (f->line > 0)
		buf_printf(out, TR(", dòng %zu", ", line %zu"), f->line);
	if (f->org[0] != '\0')
		buf_printf(out, ", %s", f->name);
	buf_printf(out, ": %s\n", f->text);
}

bool
plan_check_show_text(const struct plan_check *c, const struct plan_matrix *m, struct err *err)
{
	const size_t shown =
	    c->findings_n < PLAN_CHECK_TEXT_ROWS_MAX ? c->findings_n : PLAN_CHECK_TEXT_ROWS_MAX;
	struct buf out = {0};
	char line[TITLE_MAX];
	bool ok;

	buf_printf(
	    &out, TR("Kiểm tra kế hoạch: %s\n", "Check of a plan: %s\n"), title_text(c, line));
	if (any_part(m))
		buf_printf(&out, "%s.\n", sums_text(m, line));
	buf_printf(&out, "%s.\n", counts_text(c, line));
	for (size_t i = 0; i < shown; i++)
		finding_say(&c->findings[i], &out);
	if (shown < c->findings_n)
		buf_printf(
		    &out, TR("… và %zu mục nữa\n", "… and %zu more\n"), c->findings_n - shown);
	ok = buf_ok(&out) || err_set(err, ERR_MEMORY, "plan check");
	if (ok)
		(void)fputs(buf_text(&out), stdout);
	buf_free(&out);
	return ok;
}

bool
plan_check_show(struct cli *cli, const struct plan_check *c, const struct plan_matrix *m,
    bool matrix, struct err *err)
{
	const bool one = cli->csv || cli->output != NULL;

	if (cli->json)
		return json_print(c, m, err);
	if (matrix && m->months_n == 0)
		return err_set(err, ERR_NOT_FOUND, "%s",
		    TR("kế hoạch không có chỉ tiêu theo tháng hoặc theo buổi",
			"the plan has no targets by month or by drive"));
	if (m->months_n > 0 && (!one || matrix)) {
		if (!matrix_print(cli, c, m, err))
			return false;
		if (matrix)
			return true;
		(void)putchar('\n');
	}
	return findings_print(cli, c, m, err);
}

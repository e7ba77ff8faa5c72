#include "plan_check_load.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/clock.h"
#include "base/lang.h"
#include "org_find.h"
#include "plan_csv.h"
#include "plan_overlap.h"
#include "plan_subject.h"
#include "rules/period.h"

/* Room for ${n} of ${size} more at the end of ${*at}; where they begin.  NULL: ERR_MEMORY. */
static void *
room(void *at, size_t *used, size_t n, size_t size, struct err *err)
{
	void *list = NULL;

	memcpy(&list, at, sizeof(list));
	list = reallocarray(list, *used + n + 1, size);
	if (list == NULL) {
		(void)err_set(err, ERR_MEMORY, "plan check");
		return NULL;
	}
	memcpy(at, &list, sizeof(list));
	*used += n;
	return (char *)list + (*used - n) * size;
}

static const char *
bare_code(struct plan_check *c, const char *code)
{
	char bare[WIRE_CODE_BYTES_MAX + 1] = "";
	const char *at = strchr(code, '@');

	if (at == NULL || (size_t)(at - code) >= sizeof(bare))
		return code;
	memcpy(bare, code, (size_t)(at - code));
	return plan_check_text(c, bare);
}

static bool
line_put(struct plan_check *c, const struct target *t, size_t line, struct err *err)
{
	struct plan_check_line *l = room(&c->lines, &c->lines_n, 1, sizeof(*l), err);

	if (l == NULL)
		return false;
	*l = (struct plan_check_line){.t = *t, .line = line};
	l->t.org = plan_check_text(c, t->org);
	/* CODE@DATE of a file: rows of the registry have the code alone. */
	l->t.org = bare_code(c, l->t.org);
	l->t.drive = plan_check_text(c, t->drive);
	l->t.sector = plan_check_text(c, t->sector);
	l->t.campaign = plan_check_text(c, t->campaign);
	l->t.plan = plan_check_text(c, t->plan);
	return true;
}

static bool
org_put(struct plan_check *c, const struct plan_check_org *o, struct err *err)
{
	struct plan_check_org *put = NULL;

	/* What the file says comes first and stands; the registry says each code once. */
	for (size_t i = 0; i < c->orgs_n && !c->orgs[i].from_registry; i++)
		if (strcmp(c->orgs[i].code, o->code) == 0)
			return true;
	put = room(&c->orgs, &c->orgs_n, 1, sizeof(*put), err);
	if (put == NULL)
		return false;
	*put = *o;
	put->code = plan_check_text(c, o->code);
	put->name = plan_check_text(c, o->name);
	put->parent = plan_check_text(c, o->parent);
	return true;
}

static bool
population_put(struct plan_check *c, const struct population_entry *e, struct err *err)
{
	struct plan_check_population *p =
	    room(&c->populations, &c->populations_n, 1, sizeof(*p), err);

	if (p == NULL)
		return false;
	*p = (struct plan_check_population){
	    .org = plan_check_text(c, e->code), .year = e->year, .persons = e->persons};
	return true;
}

static bool
drive_put(struct plan_check *c, const struct plan_check_drive *d, struct err *err)
{
	struct plan_check_drive *put = room(&c->drives, &c->drives_n, 1, sizeof(*put), err);

	if (put == NULL)
		return false;
	*put = *d;
	put->key = plan_check_text(c, d->key);
	put->org = plan_check_text(c, d->org);
	put->name = plan_check_text(c, d->name);
	put->sector = plan_check_text(c, d->sector);
	put->campaign = plan_check_text(c, d->campaign);
	return true;
}

static const char *
first_of(const struct strings *list)
{
	return list->n > 0 ? list->at[0] : "";
}

/* ---- the registry */

struct asking {
	struct ask *ask;
	const char *org, *period;
	uint64_t as_of_batch; /* 0: now */
};

static bool
look(const struct asking *a, enum reference_kind kind, struct ask_reference *ret, struct err *err)
{
	const struct reference_request q = {.kind = kind,
	    .org = a->org,
	    .period = a->period,
	    .search = "",
	    .as_of_batch = a->as_of_batch};

	*ret = (struct ask_reference){.arenas_n = 0};
	return ask_reference(a->ask, &q, ret, err);
}

/* Asked first: all that follows is as of the same batch. */
static bool
orgs_load(struct plan_check *c, struct asking *a, struct err *err)
{
	struct ask_reference r;
	bool ok = look(a, REFERENCE_ORGS, &r, err);

	c->batch = a->as_of_batch = r.all.as_of_batch;

	for (uint32_t i = 0; ok && i < r.all.orgs_n; i++) {
		const struct org_row *o = &r.all.orgs[i];

		ok = org_put(c,
		    &(const struct plan_check_org){.code = o->code,
			.name = o->full_name[0] != '\0' ? o->full_name : o->name,
			.parent = o->parent,
			.kind = o->kind,
			.from_registry = true},
		    err);
	}
	ask_reference_free(&r);
	return ok;
}

static bool
populations_load(struct plan_check *c, const struct asking *a, struct err *err)
{
	struct ask_reference r;
	bool ok = look(a, REFERENCE_POPULATIONS, &r, err);

	for (uint32_t i = 0; ok && i < r.all.populations_n; i++)
		ok = population_put(c, &r.all.populations[i], err);
	ask_reference_free(&r);
	return ok;
}

/* The file says it too: its line stands for the one in force. */
static bool
is_said(const struct plan_check *c, size_t lines_n, const struct target *t)
{
	for (size_t i = 0; i < lines_n; i++) {
		const struct target *said = &c->lines[i].t;

		if (said->from == t->from && said->to == t->to && said->measure == t->measure &&
		    said->assigned == t->assigned && strcmp(said->org, t->org) == 0 &&
		    strcmp(said->sector, t->sector) == 0 &&
		    strcmp(said->campaign, t->campaign) == 0 && strcmp(said->plan, t->plan) == 0)
			return true;
	}
	return false;
}

/* Lines of the plan year round about only say what the year's target is. */
static bool
year_load(struct plan_check *c, const struct asking *a, struct err *err)
{
	const size_t lines_n = c->lines_n;
	struct ask_reference r;
	bool ok = look(a, REFERENCE_TARGETS, &r, err);
	day_t from = 0, to = 0;

	(void)period_plan_year_of(c->to, PLAN_YEAR_DEFAULT, &from, &to);
	for (uint32_t i = 0; ok && i < r.all.targets_n; i++) {
		const struct target *t = &r.all.targets[i].target;

		if (t->from == from && t->to == to && t->drive[0] == '\0' &&
		    (t->from < c->from || t->to > c->to) && !is_said(c, lines_n, t))
			ok = line_put(c, t, 0, err);
	}
	ask_reference_free(&r);
	return ok;
}

static const char *
span_text(day_t from, day_t to, char buf[2 * DAY_TEXT_MAX + 4])
{
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];

	(void)snprintf(
	    buf, 2 * DAY_TEXT_MAX + 4, "%s..%s", day_iso(from, first), day_iso(to, last));
	return buf;
}

/* Without the network the check goes on without it, and says so. */
static void
registry_load(struct cli *cli, struct plan_check *c)
{
	char period[2 * DAY_TEXT_MAX + 4];
	struct asking a = {.org = c->asked,
	    .period = span_text(c->from, c->to, period),
	    .as_of_batch = cli->as_of_batch};
	const size_t orgs_n = c->orgs_n, lines_n = c->lines_n, populations_n = c->populations_n;

	if (!cli_profile(cli, NULL) || !ask_open(&cli->profile, &a.ask, NULL))
		return;
	c->knows_registry =
	    orgs_load(c, &a, NULL) && populations_load(c, &a, NULL) && year_load(c, &a, NULL);
	ask_close(a.ask);
	if (c->knows_registry)
		return;
	c->orgs_n = orgs_n;
	c->lines_n = lines_n;
	c->populations_n = populations_n;
	c->batch = 0;
}

/* ---- out of a file */

static bool
sector_take(struct plan_check *c, const struct sector_entry *s, struct err *err)
{
	bool ok = plan_check_sector_put(c, s->code, s->name, err);

	for (uint32_t i = 0; ok && i < s->aliases.n; i++)
		ok = plan_check_sector_put(c, s->code, s->aliases.at[i], err);
	return ok;
}

static bool
registry_entry_take(struct plan_check *c, const struct registry_entry *e, struct err *err)
{
	const struct org_entry *o = &e->u.org;

	if (e->kind == REGISTRY_POPULATION)
		return population_put(c, &e->u.population, err);
	if (e->kind == REGISTRY_SECTOR)
		return sector_take(c, &e->u.sector, err);
	if (e->kind != REGISTRY_ORG && e->kind != REGISTRY_FACILITY)
		return true;
	return org_put(c,
	    &(const struct plan_check_org){
		.code = o->code, .name = o->full_name, .parent = o->parent, .kind = o->kind},
	    err);
}

static bool
schedule_take(struct plan_check *c, const struct schedule *s, struct err *err)
{
	struct drive_key key;

	return drive_key_parse(s->drive, &key, err) &&
	    drive_put(c,
		&(const struct plan_check_drive){.key = s->drive,
		    .org = key.org,
		    .name = s->name,
		    .sector = s->sector,
		    .campaign = first_of(&s->campaigns),
		    .number = s->number,
		    .is_cancelled = s->state == DRIVE_CANCELLED,
		    .executing_n = s->executing.n,
		    .has_executing = true},
		err);
}

static bool
set_take(
    struct plan_check *c, const struct import_set *set, const struct sheet *sheet, struct err *err)
{
	for (size_t i = 0; i < set->reports_n; i++) {
		const struct report *r = &set->reports[i];
		const size_t line = sheet_line(sheet, set->rows[i]);

		if (r->kind == KIND_TARGET && !line_put(c, &r->u.target, line, err))
			return false;
		if (r->kind == KIND_SCHEDULE && !schedule_take(c, &r->u.schedule, err))
			return false;
		if (r->kind == KIND_REGISTRY && !registry_entry_take(c, &r->u.registry, err))
			return false;
	}
	for (size_t i = 0; i < set->totals_n; i++) {
		const struct import_total *t = &set->totals[i];
		struct plan_check_total *put = room(&c->totals, &c->totals_n, 1, sizeof(*put), err);

		if (put == NULL)
			return false;
		*put = (struct plan_check_total){.from = t->from,
		    .to = t->to,
		    .value = t->value,
		    .line = sheet_line(sheet, t->row)};
	}
	for (size_t i = 0; i < set->notes_n; i++) {
		const struct import_note *n = &set->notes[i];
		const struct plan_finding f = {.severity = PLAN_WARNING,
		    .code = n->code,
		    .org = "",
		    .line = sheet_line(sheet, n->row)};

		if (!plan_check_find(c, &f, err, "%s", n->text))
			return false;
	}
	for (size_t i = 0; i < set->refused_n; i++) {
		const struct import_refusal *r = &set->refused[i];
		const struct plan_finding f = {.severity = PLAN_ERROR,
		    .code = err_name(r->code),
		    .org = "",
		    .line = sheet_line(sheet, r->row)};

		if (!plan_check_find(c, &f, err, "%s%s%s", err_sentence(r->code),
			r->text[0] != '\0' ? ": " : "", r->text))
			return false;
	}
	return true;
}

/* No target and no drive: the first row that says why, or that there is none to say it. */
static bool
say_empty(const struct import_set *set, const struct sheet *sheet, struct err *err)
{
	const struct import_refusal *first = NULL;

	for (size_t i = 0; i < set->refused_n; i++)
		if (first == NULL || set->refused[i].row < first->row)
			first = &set->refused[i];
	if (first == NULL)
		return err_set(err, ERR_CSV, "%s",
		    TR("tệp không có dòng chỉ tiêu hay buổi nào",
			"the file has no row of a target or a drive"));
	return err_set(err, first->code,
	    TR("không đọc được dòng chỉ tiêu, dòng buổi nào; dòng %zu: %s",
		"no row of a target or a drive could be read; line %zu: %s"),
	    sheet_line(sheet, first->row), first->text);
}

static bool
file_span(struct cli *cli, const struct import_set *set, const struct sheet *sheet,
    struct plan_check *c, struct err *err)
{
	struct period period = {.code = ""};
	const bool has_days = plan_subject_span(set, &c->from, &c->to);

	if (cli->period != NULL &&
	    !period_parse(
		cli->period, PLAN_YEAR_DEFAULT, day_from_unix_ms(clock_unix_ms()), &period, err))
		return false;
	if (cli->period != NULL && period.code[0] == '\0') {
		c->from = period.from;
		c->to = period.to;
		return set->reports_n > 0 || say_empty(set, sheet, err);
	}
	return has_days || say_empty(set, sheet, err);
}

static bool
file_place(struct cli *cli, struct org_find *f, const struct import_set *set, struct plan_check *c,
    struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];

	if (cli->org == NULL) {
		if (!plan_subject_ask(cli, set, code, err))
			return false;
		c->asked = plan_check_text(c, code);
		c->org = bare_code(c, c->asked);
		return true;
	}
	if (!org_find_code(f, cli->org, c->to, code, err))
		return false;
	c->asked = cli->org;
	c->org = plan_check_text(c, code);
	return true;
}

bool
plan_check_load_file(struct cli *cli, const char *path, struct plan_check *ret, struct err *err)
{
	struct import_set set = {.arena = NULL};
	struct sheet *sheet = NULL;
	struct org_resolver resolver;
	struct org_find f;
	bool ok;

	org_find_open(&f, cli_profile(cli, NULL) ? &cli->profile : NULL);
	resolver = org_find_resolver(&f);
	ok = sheet_read(path, NULL, &sheet, err) && plan_csv_read(sheet, &resolver, &set, err) &&
	    plan_overlap_look(cli, &set, sheet, err) && set_take(ret, &set, sheet, err) &&
	    file_span(cli, &set, sheet, ret, err) && file_place(cli, &f, &set, ret, err);
	/* Before the lines in force, which name their sectors by code. */
	ok = ok && plan_check_sectors(ret, err);
	if (ok && ret->org[0] != '\0')
		registry_load(cli, ret);
	import_set_free(&set);
	sheet_free(sheet);
	org_find_close(&f);
	return ok;
}

/* ---- what is in force */

static bool
targets_load(struct plan_check *c, const struct asking *a, struct err *err)
{
	struct ask_reference r;
	bool ok = look(a, REFERENCE_TARGETS, &r, err);

	for (uint32_t i = 0; ok && i < r.all.targets_n; i++) {
		const struct target_row *row = &r.all.targets[i];

		ok = line_put(c, &row->target, 0, err);
		if (!ok)
			break;
		struct plan_check_line *l = &c->lines[c->lines_n - 1];
		l->is_measured = true;
		l->has_done = row->has_done;
		l->done = row->done;
		l->whole = row->whole;
	}
	ask_reference_free(&r);
	return ok;
}

static bool
overlap_find(struct plan_check *c, const struct drive_row *d, struct err *err)
{
	const struct plan_finding f = {.severity = PLAN_WARNING,
	    .code = "OVERLAP",
	    .org = plan_check_text(c, d->org),
	    .name = plan_check_text(c, d->org_name),
	    .from = d->from,
	    .to = d->to};

	return plan_check_find(c, &f, err, TR("buổi %s chồng chéo với buổi %s", "%s overlaps %s"),
	    d->drive, d->overlaps);
}

static bool
moved_find(struct plan_check *c, const struct drive_row *d, struct err *err)
{
	const struct plan_finding f = {.severity = PLAN_INFO,
	    .code = "OTHER_YEAR",
	    .org = plan_check_text(c, d->org),
	    .name = plan_check_text(c, d->org_name),
	    .from = d->from,
	    .to = d->to};

	return plan_check_find(c, &f, err,
	    TR("buổi %s tính vào năm kế hoạch %u", "%s counts in the plan year %u"), d->drive,
	    d->counted_year);
}

static bool
drives_load(struct plan_check *c, const struct asking *a, struct err *err)
{
	struct ask_reference r;
	bool ok = look(a, REFERENCE_DRIVES, &r, err);

	for (uint32_t i = 0; ok && i < r.all.drives_n; i++) {
		const struct drive_row *d = &r.all.drives[i];

		if (d->planned && d->overlaps[0] != '\0')
			ok = overlap_find(c, d, err);
		if (ok && d->planned && d->counted_year != 0)
			ok = moved_find(c, d, err);
		if (ok && (d->planned || d->state == DRIVE_CANCELLED))
			ok = drive_put(c,
			    &(const struct plan_check_drive){.key = d->drive,
				.org = d->org,
				.name = d->name,
				.sector = "",
				.campaign = first_of(&d->campaigns),
				.is_cancelled = d->state == DRIVE_CANCELLED,
				.executing_n = d->executing,
				.has_executing = d->executing > 0},
			    err);
	}
	ask_reference_free(&r);
	return ok;
}

/* The organisation and the days that --org and --period mean: a summary says both. */
static bool
place_ask(struct cli *cli, struct asking *a, struct plan_check *c, struct err *err)
{
	const struct summary_request q = {.org = cli->org == NULL ? "" : cli->org,
	    .period = cli->period == NULL ? "" : cli->period,
	    .by = BY_MONTH,
	    .basis = "",
	    .as_of_batch = cli->as_of_batch};
	struct ask_rows rows = {.arenas_n = 0};

	if (!ask_summary(a->ask, &q, &rows, err))
		return false;
	a->as_of_batch = rows.all.as_of_batch;
	c->org = plan_check_text(c, rows.all.org);
	c->from = rows.all.period.from;
	c->to = rows.all.period.to;
	ask_rows_free(&rows);
	return true;
}

bool
plan_check_load_now(struct cli *cli, struct plan_check *ret, struct err *err)
{
	char period[2 * DAY_TEXT_MAX + 4];
	struct asking a = {.ask = NULL};
	bool ok = cli_profile(cli, err) && ask_open(&cli->profile, &a.ask, err) &&
	    place_ask(cli, &a, ret, err);

	if (ok) {
		a.org = cli->org == NULL ? "" : cli->org;
		a.period = span_text(ret->from, ret->to, period);
		ok = orgs_load(ret, &a, err) && populations_load(ret, &a, err);
		/*
		 * Of a campaign only what carries it, and beside it the year that it is a part of.
		 */
		if (ok && cli->period != NULL && strncmp(cli->period, "campaign:", 9) == 0) {
			struct asking of = a;

			of.period = cli->period;
			ok = targets_load(ret, &of, err) && drives_load(ret, &of, err) &&
			    year_load(ret, &a, err);
		} else if (ok) {
			ok = targets_load(ret, &a, err) && drives_load(ret, &a, err);
		}
		ret->knows_registry = true;
	}
	ask_close(a.ask);
	return ok;
}

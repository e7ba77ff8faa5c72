#include "plan_lines.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "report_build.h"
#include "words.h"

static struct report *
made_next(struct plan_made *made, enum report_kind kind)
{
	struct report *r = &made->report[made->n++];

	*r = (struct report){.kind = kind, .action = ACTION_FIRST, .reason = ""};
	return r;
}

static struct registry_entry *
registry_next(struct plan_made *made, enum registry_kind kind)
{
	struct registry_entry *e = &made_next(made, KIND_REGISTRY)->u.registry;

	e->kind = kind;
	return e;
}

static bool
need_span(const struct plan_row *p, day_t *ret_from, day_t *ret_to, struct err *err)
{
	if (!plan_row_span(p, ret_from, ret_to, err))
		return false;
	return (*ret_from != DAY_OPEN_LEFT && *ret_to != DAY_OPEN_RIGHT) ||
	    err_set(err, ERR_PLAN, "%s",
		TR("period, hoặc from và to: ô trống", "period, or from and to: nothing there"));
}

/* ---- registry */

bool
plan_lines_body_code(
    const struct plan_row *p, const char **ret, const char **ret_parent, struct err *err)
{
	char full[2 * WIRE_CODE_BYTES_MAX + 2];
	const char *code = "", *parent = "";
	day_t from, to;

	if (!plan_row_need(p, PLAN_CODE, WIRE_CODE_BYTES_MAX, &code, err) ||
	    !plan_row_span(p, &from, &to, err) || !plan_row_org(p, PLAN_PARENT, from, &parent, err))
		return false;
	const size_t len = strlen(parent);
	*ret_parent = parent;
	if (len == 0 || (strncmp(code, parent, len) == 0 && code[len] == '.')) {
		*ret = code;
		return true;
	}
	(void)snprintf(full, sizeof(full), "%s.%s", parent, code);
	return report_build_copy(p->arena, full,
	    (struct text_field){WIRE_CODE_BYTES_MAX, TR("mã cơ quan", "the body's code")}, ret,
	    err);
}

static bool
aliases_make(
    const struct plan_row *p, const struct org_entry *o, struct plan_made *made, struct err *err)
{
	const struct plan_list list = {.field = PLAN_ALIASES, .max = WIRE_NAME_BYTES_MAX};
	struct strings names;

	if (!plan_row_list(p, &list, &names, err))
		return false;
	for (uint32_t i = 0; i < names.n; i++)
		registry_next(made, REGISTRY_ALIAS)->u.alias = (struct alias_entry){.code = o->code,
		    .day = o->valid_from == DAY_OPEN_LEFT ? DAY_MIN : o->valid_from,
		    .name = names.at[i]};
	return true;
}

static bool
body_make(const struct plan_row *p, bool facility, struct plan_made *made, struct err *err)
{
	struct registry_entry *e = registry_next(made, facility ? REGISTRY_FACILITY : REGISTRY_ORG);
	struct org_entry *o = &e->u.org;

	*o = (struct org_entry){.kind = facility ? ORG_FACILITY : ORG_BODY,
	    .type = "",
	    .continues_code = "",
	    .continues_day = 0};
	if (!plan_lines_body_code(p, &o->code, &o->parent, err) ||
	    !plan_row_need(p, PLAN_NAME, WIRE_NAME_BYTES_MAX, &o->name, err) ||
	    !plan_row_span(p, &o->valid_from, &o->valid_to, err) ||
	    !plan_row_text(p, PLAN_SECTOR, WIRE_CODE_BYTES_MAX, &o->sector, err))
		return false;
	o->full_name = o->name;
	return aliases_make(p, o, made, err);
}

static bool
campaign_make(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	struct campaign_entry *c = &registry_next(made, REGISTRY_CAMPAIGN)->u.campaign;

	return plan_row_need(p, PLAN_CODE, WIRE_CODE_BYTES_MAX, &c->code, err) &&
	    plan_row_need(p, PLAN_NAME, WIRE_NAME_BYTES_MAX, &c->name, err) &&
	    need_span(p, &c->from, &c->to, err) && plan_row_org(p, PLAN_ORG, c->from, &c->org, err);
}

static bool
sector_make(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	const struct plan_list aliases = {.field = PLAN_ALIASES, .max = WIRE_NAME_BYTES_MAX};
	struct sector_entry *s = &registry_next(made, REGISTRY_SECTOR)->u.sector;
	day_t from, to;

	/* Which day the organisation's name is read on; a sector itself has no end. */
	return plan_row_span(p, &from, &to, err) &&
	    plan_row_need(p, PLAN_CODE, WIRE_CODE_BYTES_MAX, &s->code, err) &&
	    plan_row_need(p, PLAN_NAME, WIRE_NAME_BYTES_MAX, &s->name, err) &&
	    plan_row_org(p, PLAN_ORG, from, &s->org, err) &&
	    plan_row_list(p, &aliases, &s->aliases, err);
}

static bool
plan_year_make(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	struct plan_year_entry *y = &registry_next(made, REGISTRY_PLAN_YEAR)->u.plan_year;
	day_t from = DAY_OPEN_LEFT;

	if (!plan_row_day(p, PLAN_FROM, &from, err))
		return false;
	if (from == DAY_OPEN_LEFT)
		return err_set(err, ERR_PLAN, "%s", TR("from: ô trống", "from: nothing there"));
	y->start_month = (uint32_t)day_to_civil(from).month;
	y->start_day = (uint32_t)day_to_civil(from).day;
	return plan_row_org(p, PLAN_ORG, from, &y->org, err);
}

static bool
round_make(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	struct round_entry *r = &registry_next(made, REGISTRY_ROUND)->u.round;

	if (!need_span(p, &r->from, &r->cut_off, err))
		return false;
	r->due = r->cut_off;
	return plan_row_need(p, PLAN_CODE, WIRE_CODE_BYTES_MAX, &r->code, err) &&
	    plan_row_need(p, PLAN_NAME, WIRE_NAME_BYTES_MAX, &r->name, err) &&
	    plan_row_org(p, PLAN_ORG, r->cut_off, &r->org, err) &&
	    plan_row_day(p, PLAN_DUE, &r->due, err) &&
	    plan_row_text(p, PLAN_ADDRESSEE, WIRE_NAME_BYTES_MAX, &r->addressee, err);
}

static bool
population_make(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	struct population_entry *e = &registry_next(made, REGISTRY_POPULATION)->u.population;
	day_t from = 0;

	if (!need_span(p, &from, &e->day, err) || !plan_row_org(p, PLAN_ORG, e->day, &e->code, err))
		return false;
	e->year = (uint32_t)day_to_civil(e->day).year;
	return plan_row_number(p, PLAN_UNITS, &e->persons, err) &&
	    plan_row_text(p, PLAN_NAME, WIRE_NAME_BYTES_MAX, &e->source, err);
}

/* ---- targets */

static bool
is_rate(unsigned measure)
{
	return measure == MEASURE_POPULATION_RATE || measure == MEASURE_STAFF_RATE ||
	    measure == MEASURE_COVERAGE;
}

static bool
value_read(const struct plan_row *p, enum plan_field field, unsigned measure, int64_t *ret,
    struct err *err)
{
	return is_rate(measure) ? plan_row_rate(p, field, ret, err)
				: plan_row_number(p, field, ret, err);
}

/* Everything of a target but whose it is and when. */
static bool
target_fill(const struct plan_row *p, struct target *t, struct err *err)
{
	const bool range = plan_row_has(p, PLAN_UNITS_MAX);
	unsigned measure = MEASURE_UNITS, qualifier = range ? QUALIFIER_RANGE : QUALIFIER_EXACT;
	unsigned assigned = ASSIGNED_ABOVE, draft = 2, source = SOURCE_OWN;
	int64_t share = 0;

	if (!plan_row_word(p, PLAN_MEASURE, WORDS_MEASURE, &measure, err) ||
	    !plan_row_word(p, PLAN_QUALIFIER, WORDS_QUALIFIER, &qualifier, err) ||
	    !plan_row_word(p, PLAN_ASSIGNED, WORDS_ASSIGNED, &assigned, err) ||
	    !plan_row_word(p, PLAN_DRAFT, WORDS_YES_NO, &draft, err) ||
	    !plan_row_word(p, PLAN_SOURCE, WORDS_SOURCE, &source, err) ||
	    !value_read(p, PLAN_UNITS, measure, &t->value, err) ||
	    (range && !value_read(p, PLAN_UNITS_MAX, measure, &t->value_max, err)))
		return false;
	if (range != (qualifier == QUALIFIER_RANGE))
		return err_set(err, ERR_PLAN, "%s",
		    TR("khoảng chỉ tiêu cần cả units và units_max",
			"a range needs both units and units_max"));
	t->measure = (enum measure)measure;
	t->qualifier = (enum qualifier)qualifier;
	t->assigned = (enum assigned)assigned;
	t->draft = draft == 1;
	t->source = (enum source)source;
	if (plan_row_has(p, PLAN_SHARE) && !plan_row_rate(p, PLAN_SHARE, &share, err))
		return false;
	t->stated_share = (uint32_t)share;
	return plan_row_text(p, PLAN_SECTOR, WIRE_CODE_BYTES_MAX, &t->sector, err) &&
	    plan_row_text(p, PLAN_PLAN, WIRE_CODE_BYTES_MAX, &t->plan, err);
}

static bool
drive_key_read(
    const struct plan_row *p, struct drive_key *ret, const char **ret_text, struct err *err)
{
	char text[WIRE_DRIVE_BYTES_MAX + 1];
	const char *org = "";
	int64_t ordinal = 1;

	if (plan_row_has(p, PLAN_DRIVE)) {
		if (!drive_key_parse(plan_row_cell(p, PLAN_DRIVE), ret, err))
			return false;
	} else {
		ret->day = DAY_OPEN_LEFT;
		if (!plan_row_day(p, PLAN_DATE, &ret->day, err) ||
		    (plan_row_has(p, PLAN_NO) && !plan_row_number(p, PLAN_NO, &ordinal, err)))
			return false;
		if (ret->day == DAY_OPEN_LEFT || !plan_row_has(p, PLAN_ORG) || ordinal < 1 ||
		    ordinal > 999)
			return err_set(err, ERR_PLAN, "%s",
			    TR("buổi cần org và date, hoặc drive",
				"a drive needs org and date, or drive"));
		if (!plan_row_org(p, PLAN_ORG, ret->day, &org, err))
			return false;
		(void)snprintf(ret->org, sizeof(ret->org), "%s", org);
		ret->ordinal = (uint32_t)ordinal;
	}
	drive_key_text(ret, text);
	return report_build_copy(p->arena, text,
	    (struct text_field){WIRE_DRIVE_BYTES_MAX, TR("mã buổi", "the drive's key")}, ret_text,
	    err);
}

/* CODE@DATE keeps its date: the code may be another organisation's when the line ends. */
static bool
target_org(const struct plan_row *p, struct target *t, struct err *err)
{
	const char *at = strrchr(plan_row_cell(p, PLAN_ORG), '@');
	char dated[2 * WIRE_CODE_BYTES_MAX + DAY_TEXT_MAX], iso[DAY_TEXT_MAX];
	day_t on = t->to;

	if (at == NULL)
		return plan_row_org(p, PLAN_ORG, t->to, &t->org, err);
	if (!day_parse(at + 1, &on, err) || !plan_row_org(p, PLAN_ORG, on, &t->org, err))
		return false;
	(void)snprintf(dated, sizeof(dated), "%s@%s", t->org, day_iso(on, iso));
	return report_build_copy(
	    p->arena, dated, (struct text_field){WIRE_CODE_BYTES_MAX, "org"}, &t->org, err);
}

static bool
target_make(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	struct target *t = &made_next(made, KIND_TARGET)->u.target;
	struct drive_key key;

	t->drive = "";
	if (plan_row_has(p, PLAN_DRIVE)) {
		if (!drive_key_read(p, &key, &t->drive, err) ||
		    !plan_row_span(p, &t->from, &t->to, err))
			return false;
		t->from = t->from == DAY_OPEN_LEFT ? key.day : t->from;
		t->to = t->to == DAY_OPEN_RIGHT ? t->from : t->to;
		if (!report_build_copy(p->arena, key.org,
			(struct text_field){WIRE_CODE_BYTES_MAX, "org"}, &t->org, err))
			return false;
	} else if (!need_span(p, &t->from, &t->to, err) || !target_org(p, t, err)) {
		return false;
	}
	return plan_row_text(p, PLAN_CAMPAIGN, WIRE_CODE_BYTES_MAX, &t->campaign, err) &&
	    target_fill(p, t, err);
}

/* ---- drives */

static bool
drive_lists(const struct plan_row *p, day_t day, struct schedule *s, struct err *err)
{
	const struct plan_list campaigns = {.field = PLAN_CAMPAIGN, .max = WIRE_CODE_BYTES_MAX};
	const struct plan_list directing = {.field = PLAN_DIRECTING, .orgs = true, .day = day};
	const struct plan_list coordinating = {
	    .field = PLAN_COORDINATING, .orgs = true, .day = day};
	const struct plan_list executing = {.field = PLAN_EXECUTING, .orgs = true, .day = day};
	const struct plan_list facilities = {.field = PLAN_FACILITIES, .orgs = true, .day = day};

	return plan_row_list(p, &campaigns, &s->campaigns, err) &&
	    plan_row_list(p, &directing, &s->directing, err) &&
	    plan_row_list(p, &coordinating, &s->coordinating, err) &&
	    plan_row_list(p, &executing, &s->executing, err) &&
	    plan_row_list(p, &facilities, &s->facilities, err);
}

static bool
drive_fill(
    const struct plan_row *p, const struct drive_key *key, struct schedule *s, struct err *err)
{
	unsigned draft = 2, state = DRIVE_NONE, source = SOURCE_OWN;
	int64_t number = 0;

	s->from = key->day;
	if (!plan_row_day(p, PLAN_FROM, &s->from, err))
		return false;
	s->to = s->from;
	if (!plan_row_day(p, PLAN_TO, &s->to, err) ||
	    !plan_row_word(p, PLAN_DRAFT, WORDS_YES_NO, &draft, err) ||
	    !plan_row_word(p, PLAN_STATE, WORDS_DRIVE_STATE, &state, err) ||
	    !plan_row_word(p, PLAN_SOURCE, WORDS_SOURCE, &source, err) ||
	    (plan_row_has(p, PLAN_NUMBER) && !plan_row_number(p, PLAN_NUMBER, &number, err)))
		return false;
	if (state == DRIVE_NONE)
		state = draft == 1 ? DRIVE_DRAFT : DRIVE_PLANNED;
	s->state = (enum drive_state)state;
	s->source = (enum source)source;
	s->number = (uint32_t)number;
	return plan_row_text(p, PLAN_NAME, WIRE_NAME_BYTES_MAX, &s->name, err) &&
	    plan_row_org(p, PLAN_PLACE, key->day, &s->place, err) &&
	    plan_row_text(p, PLAN_VENUE, WIRE_NOTE_BYTES_MAX, &s->venue, err) &&
	    plan_row_text(p, PLAN_OCCASION, WIRE_NAME_BYTES_MAX, &s->occasion, err) &&
	    plan_row_text(p, PLAN_PLAN, WIRE_CODE_BYTES_MAX, &s->plan, err) &&
	    plan_row_text(p, PLAN_SECTOR, WIRE_CODE_BYTES_MAX, &s->sector, err) &&
	    drive_lists(p, key->day, s, err);
}

/* A drive, and its own target when "units" says one. */
static bool
drive_make(const struct plan_row *p, struct plan_made *made, struct err *err)
{
	struct schedule *s = &made_next(made, KIND_SCHEDULE)->u.schedule;
	struct drive_key key;
	struct target *t;

	if (!drive_key_read(p, &key, &s->drive, err) || !drive_fill(p, &key, s, err))
		return false;
	if (!plan_row_has(p, PLAN_UNITS))
		return true;
	t = &made_next(made, KIND_TARGET)->u.target;
	t->drive = s->drive;
	t->from = s->from;
	t->to = s->to;
	t->campaign = s->campaigns.n > 0 ? s->campaigns.at[0] : "";
	return report_build_copy(p->arena, key.org, (struct text_field){WIRE_CODE_BYTES_MAX, "org"},
		   &t->org, err) &&
	    target_fill(p, t, err);
}

bool
plan_lines_make(
    const struct plan_row *p, enum plan_type type, struct plan_made *ret, struct err *err)
{
	switch (type) {
	case PLAN_BODY:
		return body_make(p, false, ret, err);
	case PLAN_FACILITY:
		return body_make(p, true, ret, err);
	case PLAN_CAMPAIGN_LINE:
		return campaign_make(p, ret, err);
	case PLAN_SECTOR_LINE:
		return sector_make(p, ret, err);
	case PLAN_YEAR_LINE:
		return plan_year_make(p, ret, err);
	case PLAN_ROUND_LINE:
		return round_make(p, ret, err);
	case PLAN_POPULATION_LINE:
		return population_make(p, ret, err);
	case PLAN_DRIVE_LINE:
		return drive_make(p, ret, err);
	case PLAN_TARGET_LINE:
	case PLAN_TYPE_COUNT_:
	default:
		return target_make(p, ret, err);
	}
}

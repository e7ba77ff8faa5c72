/* Drives as planned: verdicts on their schedules, and what the plan posts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "core/state.h"
#include "rules/catalogue.h"
#include "rules/slot.h"

static bool
org_of(const struct core *c, const struct schedule *s, org_t *ret, day_t *ret_day, struct err *err)
{
	struct drive_key key;

	if (!drive_key_parse(s->drive, &key, err))
		return false;
	*ret_day = key.day;
	return entry_org(c, key.org, (const day_t[]){key.day, key.day}, ret, err);
}

/* ---- from one state to another */

#define TO(state) (1U << DRIVE_##state)

/*
 * States that a schedule may not be corrected to.  What was issued is no draft again; what is not
 * issued cannot be put off; what was held stays so while a result says it.
 */
static const uint8_t never_to[DRIVE_COUNT_] = {
    [DRIVE_DRAFT] = TO(POSTPONED),
    [DRIVE_PLANNED] = TO(DRAFT),
    [DRIVE_POSTPONED] = TO(DRAFT),
    [DRIVE_HELD] = TO(DRAFT) | TO(PLANNED) | TO(POSTPONED) | TO(CANCELLED),
    [DRIVE_CANCELLED] = TO(DRAFT),
};

static const char *
state_words(enum drive_state state)
{
	switch (state) {
	case DRIVE_DRAFT:
		return TR("dự thảo", "draft");
	case DRIVE_PLANNED:
		return TR("kế hoạch", "planned");
	case DRIVE_POSTPONED:
		return TR("hoãn", "postponed");
	case DRIVE_HELD:
		return TR("đã tổ chức", "held");
	case DRIVE_CANCELLED:
		return TR("hủy", "cancelled");
	case DRIVE_NONE:
	case DRIVE_COUNT_:
	default:
		return "";
	}
}

static bool
move_check(const struct core *c, const struct report *r, struct err *err)
{
	const struct schedule *s = &r->u.schedule;
	const struct drive *d = plan_drive_const(c->plan, s->drive);
	struct result_told told;

	if (r->action != ACTION_CORRECTION || d == NULL || !d->planned ||
	    (never_to[d->state] >> (unsigned)s->state & 1U) == 0)
		return true;
	result_told(c, d, &told);
	if (d->state == DRIVE_HELD && told.newest == NULL && told.aside == NULL)
		return true;
	return err_set(err, ERR_PLAN,
	    d->state == DRIVE_HELD
		? TR("%s: %s, không chuyển thành %s được; rút kết quả trước",
		      "%s: %s, and cannot become %s; withdraw its result first")
		: TR("%s: %s, không chuyển thành %s được", "%s: %s, and cannot become %s"),
	    s->drive, state_words(d->state), state_words(s->state));
}

/* The codes that a drive names beside its own organisation's, as those of a result. */
static bool
codes_are_known(const struct core *c, const struct schedule *s, struct err *err)
{
	const struct strings *const lists[] = {
	    &s->directing, &s->coordinating, &s->executing, &s->facilities};

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		for (uint32_t k = 0; k < lists[i]->n; k++)
			if (!entry_code_check(c, lists[i]->at[k], err))
				return false;
	return entry_code_check(c, s->place, err);
}

/* Nobody could report it after its organisation's end; days that stand are not asked again. */
static bool
days_are_valid(const struct core *c, const struct schedule *s, org_t org, struct err *err)
{
	const struct drive *d = plan_drive_const(c->plan, s->drive);

	if (s->state == DRIVE_CANCELLED ||
	    (d != NULL && d->planned && d->from == s->from && d->to == s->to))
		return true;
	if (!orgs_is_valid(c->orgs, org, s->to))
		return orgs_refuse_day(c->orgs, org, s->to, err);
	return orgs_is_valid(c->orgs, org, s->from) || orgs_refuse_day(c->orgs, org, s->from, err);
}

bool
schedule_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	org_t org = 0;
	day_t day = 0;

	return entry_role_is(a, ENTRY_ROLES_OFFICE, err) &&
	    org_of(c, &a->r->u.schedule, &org, &day, err) &&
	    entry_may_handle(c, a, org, day, err) && flight_has_room(c, err) &&
	    plan_drive_has_room(c->plan, org, a->r->u.schedule.drive, err) &&
	    plan_check_schedule(c->plan, org, a->r, ret_existing, err) &&
	    (a->r->action == ACTION_WITHDRAWAL ||
		(codes_are_known(c, &a->r->u.schedule, err) &&
		    days_are_valid(c, &a->r->u.schedule, org, err))) &&
	    move_check(c, a->r, err) && lock_schedule_check(c, a->r, org, err);
}

/* ---- under which sector and campaign a drive counts */

int32_t
schedule_sector(const struct core *c, const char *own, const struct drive *d, org_t org, day_t day)
{
	const char *code = own;

	if (code[0] == '\0' && d != NULL)
		code = d->s.sector;
	if (code[0] == '\0')
		code = orgs_version(c->orgs, org, day)->sector;
	return code[0] == '\0' ? 0 : plan_sector_number(c->plan, code);
}

int32_t
schedule_campaign(const struct core *c, const struct strings *own, const struct drive *d)
{
	const struct strings *list = own->n > 0 || d == NULL ? own : &d->s.campaigns;

	return list->n == 0 ? 0 : plan_campaign_number(c->plan, list->at[0]);
}

/* ---- what the plan posts */

struct schedule_rows {
	struct posted_row row[3];
	uint32_t n;
	uint32_t ind[2];
	int64_t val[2];
	uint32_t pairs_n;
};

bool
schedule_is_expected(const struct core *c, const struct drive *d)
{
	struct result_told told;

	if (!d->planned ||
	    (d->state != DRIVE_PLANNED && d->state != DRIVE_POSTPONED && d->state != DRIVE_HELD))
		return false;
	if (!slot_is_open(d->state, d->from, d->planned_day))
		return true;
	result_told(c, d, &told);
	return told.is_answered;
}

day_t
schedule_due(const struct core *c, const struct drive *d, day_t ended)
{
	const struct strings none = {.n = 0};

	return plan_due_day(c->plan, schedule_campaign(c, &none, d), ended > d->to ? ended : d->to);
}

int
schedule_counted_year(const struct core *c, const struct drive *d, day_t ended)
{
	day_t from = 0, to = 0;

	if (ended == d->planned_day)
		return 0;
	(void)period_plan_year_of(
	    d->planned_day, plan_year_start(c->plan, c->orgs, d->org, d->planned_day), &from, &to);
	return ended >= from && ended <= to
	    ? 0
	    : period_plan_year_of(
		  ended, plan_year_start(c->plan, c->orgs, d->org, ended), &from, &to);
}

static day_t
year_first(const struct core *c, org_t org, day_t day)
{
	day_t from = 0, to = 0;

	(void)period_plan_year_of(day, plan_year_start(c->plan, c->orgs, org, day), &from, &to);
	return from;
}

day_t
schedule_day(const struct core *c, const struct drive *d)
{
	const struct subject *plan = schedule_of_drive(c, d->key);
	struct result_told told;
	day_t day = d->to;

	result_told(c, d, &told);
	if (told.newest != NULL &&
	    year_first(c, d->org, told.newest->to) != year_first(c, d->org, d->to))
		day = told.newest->to;
	if (plan == NULL || plan->posted_n == 0 || plan->posted[0].day == day)
		return day;
	const day_t stands = plan->posted[0].day;
	return lock_holds(c, d->org, stands) || lock_holds(c, d->org, day) ? stands : day;
}

bool
schedule_is_owed(const struct core *c, const struct drive *d)
{
	day_t live = 0;

	return schedule_is_expected(c, d) && keyring_go_live(c->keyring, d->org, &live) &&
	    live <= schedule_due(c, d, d->to);
}

/* Planned, and owed once its office reports through this system; or a draft's. */
static void
rows_of(const struct core *c, const struct drive *d, struct schedule_rows *out)
{
	const struct strings none = {.n = 0};
	const bool is_planned = schedule_is_expected(c, d);

	*out = (struct schedule_rows){.val = {1, 1}, .pairs_n = 1};
	out->ind[0] = is_planned ? IND_SYS_DRIVES_PLANNED : IND_SYS_DRIVES_DRAFT;
	if (!is_planned && !(d->planned && d->state == DRIVE_DRAFT))
		return;
	if (schedule_is_owed(c, d))
		out->ind[out->pairs_n++] = IND_SYS_DRIVES_OWED;
	const day_t day = schedule_day(c, d);
	const int32_t dims[] = {[VIEW_CREDITED] = 0,
	    [VIEW_SECTOR] = schedule_sector(c, "", d, d->org, day),
	    [VIEW_CAMPAIGN] = schedule_campaign(c, &none, d)};
	for (uint32_t view = VIEW_CREDITED; view <= VIEW_CAMPAIGN; view++)
		if (view == VIEW_CREDITED || dims[view] != 0)
			out->row[out->n++] = (struct posted_row){.view = (uint8_t)view,
			    .org = d->org,
			    .dim = dims[view],
			    .day = day,
			    .n = out->pairs_n,
			    .ind = out->ind,
			    .val = out->val};
}

static void
subject_key(const char *drive, char ret[SUBJECT_KEY_MAX + 1])
{
	(void)snprintf(ret, SUBJECT_KEY_MAX + 1, "S/%s", drive);
}

const struct subject *
schedule_of_drive(const struct core *c, const char *drive)
{
	char key[SUBJECT_KEY_MAX + 1];

	subject_key(drive, key);
	return subjects_find(&c->subjects, key);
}

static bool
schedule_post(struct core *c, const struct drive *d, const struct admission *a, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct schedule_rows rows;
	struct subject *x = NULL;

	subject_key(d->key, key);
	if (!subjects_change(&c->subjects, key, subjects_find(&c->subjects, key), &x, err))
		return false;
	x->kind = KIND_SCHEDULE;
	x->state = SUBJECT_PLANNED;
	x->org = d->org;
	x->from = d->from;
	x->to = d->to;
	x->name = d->name;
	x->by_org = a->by_org;
	x->batch = a->batch;
	x->at_ms = a->at_ms;
	rows_of(c, d, &rows);
	return subjects_post(x, rows.row, rows.n, &c->flight.sink, err) &&
	    result_follow_drive(c, d, err);
}

bool
schedule_apply(struct core *c, const struct admission *a, struct err *err)
{
	struct err why = {.code = ERR_OK};
	struct drive *d = NULL;
	org_t org = 0;
	day_t day = 0;

	if (!org_of(c, &a->r->u.schedule, &org, &day, err) ||
	    !plan_put_schedule(c->plan, org, a->r, &a->name, &d, err))
		return false;
	if (!a->postings || schedule_post(c, d, a, &why))
		return true;
	return err_set(err, why.code == ERR_MEMORY ? ERR_MEMORY : ERR_BUG, "%s", why.text);
}

/* ---- after a change of what the plan's rows depend on */

/* *${ret} says whether the plan's rows are others now. */
static bool
rows_refresh(struct core *c, const struct drive *d, bool *ret, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct schedule_rows rows;
	struct subject *x = NULL;

	*ret = false;
	subject_key(d->key, key);
	struct subject *now = subjects_find(&c->subjects, key);
	if (now == NULL)
		return true;
	rows_of(c, d, &rows);
	if (subjects_has_posted(now, rows.row, rows.n))
		return true;
	*ret = true;
	return subjects_change(&c->subjects, key, now, &x, err) &&
	    subjects_post(x, rows.row, rows.n, &c->flight.sink, err);
}

bool
schedule_follow(struct core *c, const struct drive *d, struct err *err)
{
	bool changed = false;

	return d == NULL || !d->planned || rows_refresh(c, d, &changed, err);
}

static bool
drive_refresh(struct core *c, const struct drive *d, struct err *err)
{
	bool changed = false;

	return rows_refresh(c, d, &changed, err) && (!changed || result_follow_drive(c, d, err));
}

bool
schedule_refresh_days(struct core *c, org_t org, day_t from, day_t to, struct err *err)
{
	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++) {
		const struct drive *d = plan_drive_at(c->plan, i);
		const struct subject *plan = d->planned ? schedule_of_drive(c, d->key) : NULL;

		if (plan == NULL || plan->posted_n == 0)
			continue;
		const day_t day = plan->posted[0].day;
		if (((day >= from && day <= to) || (d->to >= from && d->to <= to)) &&
		    orgs_is_above(c->orgs, org, d->org, day) && !drive_refresh(c, d, err))
			return false;
	}
	return true;
}

bool
schedule_refresh(struct core *c, org_t org, struct err *err)
{
	const uint32_t *drives = NULL;
	const uint32_t n = plan_drives_of(c->plan, org, &drives);

	for (uint32_t i = 0; i < n; i++)
		if (!drive_refresh(c, plan_drive_at(c->plan, drives[i]), err))
			return false;
	const struct org_index *results = &c->index[INDEX_RESULTS];
	for (uint32_t at = org_index_first(results, org); at != 0;)
		if (!result_repost(c, org_index_next(results, &at), err))
			return false;
	return true;
}

bool
schedule_refresh_dues(struct core *c, struct err *err)
{
	const struct strings none = {.n = 0};

	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++) {
		const struct drive *d = plan_drive_at(c->plan, i);

		if (schedule_campaign(c, &none, d) != 0 &&
		    (!drive_refresh(c, d, err) || !result_follow_drive(c, d, err)))
			return false;
	}
	return true;
}

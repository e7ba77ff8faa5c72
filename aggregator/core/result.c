/* Verdicts on results. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "core/statement_pack.h"
#include "rules/rules.h"

static bool
is_drive(const struct result *r)
{
	return r->drive[0] != '\0';
}

day_t
result_day(const struct result *r)
{
	return is_drive(r) ? r->held_to : r->collection.to;
}

static day_t
first_day(const struct result *r)
{
	return is_drive(r) ? r->held_from : r->collection.from;
}

bool
result_counts(const struct subject *x)
{
	return x != NULL && x->kind == KIND_RESULT && !x->collector &&
	    (x->state == SUBJECT_INTERIM || x->state == SUBJECT_FINAL);
}

bool
result_stands(const struct subject *x)
{
	return x != NULL && x->kind == KIND_RESULT &&
	    (x->state == SUBJECT_INTERIM || x->state == SUBJECT_FINAL ||
		x->state == SUBJECT_RETURNED || x->state == SUBJECT_DUPLICATE);
}

/* ---- where it belongs */

static_assert(DRIVE_DAY_TEXT_MAX + sizeof("R//1") <= SUBJECT_KEY_MAX, "a drive's subject fits");

void
result_drive_subject(
    const char *drive, day_t day, enum witness witness, char ret[SUBJECT_KEY_MAX + 1])
{
	memcpy(ret, "R/", 2);
	const size_t len = 2 + strlen(drive_key_text_day(drive, day, ret + 2));
	ret[len] = '/';
	ret[len + 1] = (char)('0' + (int)witness);
	ret[len + 2] = '\0';
}

static bool
subject_key(const struct result *r, char ret[SUBJECT_KEY_MAX + 1])
{
	const enum witness witness = r->witness == WITNESS_NONE ? WITNESS_ORGANISER : r->witness;
	int len = 0;

	if (strlen(r->drive) > WIRE_DRIVE_BYTES_MAX || witness > WITNESS_COLLECTOR)
		return false;
	if (is_drive(r)) {
		result_drive_subject(r->drive, r->day, witness, ret);
		return true;
	}
	if (r->collection.org[0] != '\0')
		len = snprintf(ret, SUBJECT_KEY_MAX + 1, "R/%s/%d/%d/%u/%u", r->collection.org,
		    r->collection.from, r->collection.to, (unsigned)r->collection.kind,
		    (unsigned)witness);
	return len > 0 && len <= SUBJECT_KEY_MAX;
}

/*
 * What came after a lock for the subject of this key: under the same key but for its first letter.
 */
static struct subject *
waiting_of(const struct core *c, org_t org, const char *key)
{
	char waiting[SUBJECT_KEY_MAX + 1];

	if (org_index_first(&c->index[INDEX_WAITING], org) == 0)
		return NULL;
	memcpy(waiting, key, strlen(key) + 1);
	waiting[0] = 'A';
	struct subject *x = subjects_find(&c->subjects, waiting);
	return x == NULL || x->state != SUBJECT_AFTER_LOCK ? NULL : x;
}

static bool
is_named(const struct subject *x, const struct name *name)
{
	return x != NULL && name_index_equal(&x->name, name);
}

/* The credited organisation's identity: by its code on the day that the subject names. */
bool
result_place_of(
    const struct core *c, const struct report *report, struct result_place *ret, struct err *err)
{
	const struct result *r = &report->u.result;
	const char *code = r->collection.org;
	struct drive_key drive;

	if (!subject_key(r, ret->key))
		return err_set(err, ERR_SUBJECT_MISSING, "%s", "");
	ret->is_late = false;
	ret->day = r->collection.to;
	ret->drive = NULL;
	if (is_drive(r)) {
		if (!drive_key_parse(r->drive, &drive, err))
			return false;
		code = drive.org;
		ret->day = drive.day;
		ret->drive = plan_drive_const(c->plan, r->drive);
	}
	ret->subject = subjects_find(&c->subjects, ret->key);
	ret->org = orgs_by_code(c->orgs, code, ret->day);
	ret->waiting = ret->org == 0 ? NULL : waiting_of(c, ret->org, ret->key);
	ret->of_waiting =
	    report->action != ACTION_FIRST && is_named(ret->waiting, &report->replaces);
	return ret->org != 0 || orgs_refuse_code(c->orgs, code, ret->day, err);
}

/* ---- words and rights */

/* A sector is known by code, name or alias; campaigns and organisations by their codes. */
static bool
words_are_known(const struct core *c, const struct result *r, struct err *err)
{
	if (!plan_sector_check(c->plan, r->sector, ERR_INVALID, err))
		return false;
	for (uint32_t i = 0; i < r->campaigns.n; i++)
		if (plan_campaign_number(c->plan, r->campaigns.at[i]) == 0)
			return err_set(err, ERR_INVALID,
			    TR("chiến dịch %s chưa có trong danh bạ",
				"campaign %s is not in the registry"),
			    r->campaigns.at[i]);
	for (uint32_t i = 0; i < r->executing_n; i++)
		if (!entry_code_check(c, r->executing[i].org, err))
			return false;
	return entry_code_check(c, r->place, err) && entry_code_check(c, r->facility, err);
}

bool
result_may_report(
    const struct core *c, const struct admission *a, org_t org, day_t day, struct err *err)
{
	if ((ENTRY_ROLES_OFFICE >> (unsigned)a->role & 1U) == 0)
		return err_set(err, ERR_ROLE, "%s",
		    TR("máy này không báo cáo kết quả", "this key reports no results"));
	return orgs_may_handle(c->orgs, a->by_org, org, day) ||
	    err_set(err, ERR_NOT_YOURS, "%s", core_org_name(c, org, day));
}

/* ---- what is there already */

static bool
spans_meet(const struct subject *x, const struct result *r)
{
	return x->to >= first_day(r) && x->from <= result_day(r);
}

/*
 * A carried-in total and another result of its organisation inside its span never both count: the
 * one meets every result, the others meet the totals.
 */
bool
result_overlap_check(const struct core *c, const struct result *r, const struct result_place *place,
    struct name *ret_existing, struct err *err)
{
	const bool carried = !is_drive(r) && r->collection.kind == COLLECTION_CARRIED_IN;
	const struct org_index *others = &c->index[carried ? INDEX_RESULTS : INDEX_CARRIED];
	uint32_t at = org_index_first(others, place->org);
	char words[ERR_TEXT_MAX];

	if (!result_days_check(c, r, place, ret_existing, err))
		return false;
	while (at != 0) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(others, &at));

		if (x == place->subject || !result_counts(x) || x->org != place->org ||
		    !spans_meet(x, r))
			continue;
		*ret_existing = x->name;
		return err_set(
		    err, ERR_OVERLAPS_CARRIED_IN, "%s", subject_index_words(c, x, words));
	}
	return true;
}

static bool
is_same(const struct subject *x, const struct result *r)
{
	uint8_t content[RESULT_PACK_BYTES_MAX];
	const size_t len = result_pack(r, content);

	return len == x->content_len && memcmp(content, x->content, len) == 0;
}

static bool
is_waiting_same(const struct subject *waiting, const struct result *r)
{
	struct waiting_content w;
	uint8_t content[RESULT_PACK_BYTES_MAX];
	const size_t len = result_pack(r, content);

	return statement_pack_read_waiting(waiting->content, waiting->content_len, &w, NULL) &&
	    w.action != ACTION_WITHDRAWAL && len == w.result_len &&
	    memcmp(content, w.result, len) == 0;
}

/* A first report meets what is there, or what waits to be there. */
static bool
first_check(const struct core *c, const struct admission *a, const struct result_place *place,
    struct name *ret_existing, struct err *err)
{
	const struct result *r = &a->r->u.result;
	const struct subject *x = result_stands(place->subject) ? place->subject : place->waiting;
	char words[ERR_TEXT_MAX];

	if (x == NULL)
		return true;
	*ret_existing = x->name;
	if (x == place->waiting ? is_waiting_same(x, r)
				: x->state != SUBJECT_RETURNED && is_same(x, r))
		return err_set(err, ERR_ALREADY, "%s", subject_index_words(c, x, words));
	if (x->state == SUBJECT_INTERIM && x->by_org == a->by_org)
		return true; /* interim counts replace each other freely */
	return err_set(
	    err, ERR_REVISION_CONFLICT, "%s", core_org_name(c, x->by_org, result_day(r)));
}

bool
result_waiting_check(const struct result_place *place, struct name *ret_existing, struct err *err)
{
	const struct subject *x = place->subject;
	struct waiting_content w;

	if (!statement_pack_read_waiting(
		place->waiting->content, place->waiting->content_len, &w, err))
		return false;
	if (w.base.seq == 0 ? !result_stands(x) : result_stands(x) && is_named(x, &w.base))
		return true;
	if (x != NULL)
		*ret_existing = x->name;
	return err_set(
	    err, w.base.seq == 0 ? ERR_REVISION_CONFLICT : ERR_BASE_STALE, "%s", place->key);
}

static bool
revision_check(const struct core *c, const struct admission *a, const struct result_place *place,
    struct name *ret_existing, struct err *err)
{
	const struct subject *x = place->subject;

	if (a->r->action == ACTION_FIRST)
		return first_check(c, a, place, ret_existing, err);
	if (place->of_waiting)
		return a->r->action == ACTION_WITHDRAWAL || place->is_late ||
		    result_waiting_check(place, ret_existing, err);
	if (x != NULL)
		*ret_existing = x->name;
	return (result_stands(x) && is_named(x, &a->r->replaces)) ||
	    statement_base_refuse(c, &a->r->replaces, err);
}

/* What changes a total of a locked day waits; taking back what waits changes none. */
static bool
is_late(const struct core *c, const struct admission *a, const struct result_place *place)
{
	const struct subject *x = place->subject;
	const bool is_withdrawal = a->r->action == ACTION_WITHDRAWAL;

	if (a->r->u.result.witness == WITNESS_COLLECTOR || c->index[INDEX_LOCKS].n == 0 ||
	    (is_withdrawal && place->of_waiting))
		return false;
	return (result_stands(x) && lock_holds(c, x->org, x->to)) ||
	    (!is_withdrawal && lock_holds(c, place->org, result_day(&a->r->u.result)));
}

/* ---- the verdict */

static bool
may_send(const struct core *c, const struct admission *a, const struct result_place *place,
    day_t day, struct err *err)
{
	return a->r->u.result.witness == WITNESS_COLLECTOR
	    ? witness_may_report(c, a, place, err)
	    : result_may_report(c, a, place->org, day, err);
}

/* As the plan has its drive now, which the office may not have known. */
static struct rules_ground
ground_of(const struct core *c, const struct drive *d, day_t today)
{
	struct target_answer target = {.has = false};
	struct rules_ground ground = {.today = today};

	if (d == NULL || !d->planned)
		return ground;
	ground.planned = true;
	ground.state = d->state;
	ground.from = d->from;
	ground.to = d->to;
	ground.target = plan_target_of_drive(c->plan, d->key, &target) ? target.units : 0;
	return ground;
}

static bool
is_noted(const struct core *c, const struct admission *a, const struct result_place *place,
    struct err *err)
{
	const struct rules_ground ground = ground_of(c, place->drive, day_from_unix_ms(a->at_ms));

	return rules_noted(a->r, &ground, err);
}

bool
result_check(const struct core *c, const struct admission *a, struct result_place *ret_place,
    struct name *ret_existing, struct err *err)
{
	const struct result *r = &a->r->u.result;
	const bool is_collector = r->witness == WITNESS_COLLECTOR;

	if (!rules_accept(a->r, day_from_unix_ms(a->at_ms), err) ||
	    !result_place_of(c, a->r, ret_place, err) || !flight_has_room(c, err))
		return false;
	ret_place->is_late = is_late(c, a, ret_place);
	const struct subject *x = ret_place->subject;
	if (a->r->action == ACTION_WITHDRAWAL)
		return may_send(c, a, ret_place, x == NULL ? ret_place->day : x->to, err) &&
		    revision_check(c, a, ret_place, ret_existing, err);
	if (!orgs_is_valid(c->orgs, ret_place->org, result_day(r)))
		return orgs_refuse_day(c->orgs, ret_place->org, result_day(r), err);
	if (!may_send(c, a, ret_place, result_day(r), err) || !words_are_known(c, r, err))
		return false;
	if (is_drive(r) && (!r->make_drive || is_collector) && ret_place->drive == NULL)
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", r->drive);
	if (is_drive(r) && !plan_drive_has_room(c->plan, ret_place->org, r->drive, err))
		return false;
	if (!result_day_is_of(c, r, ret_place, err))
		return false;
	return revision_check(c, a, ret_place, ret_existing, err) &&
	    (is_collector ||
		(result_overlap_check(c, r, ret_place, ret_existing, err) &&
		    is_noted(c, a, ret_place, err)));
}

/* Verdicts on results. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
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
	return x != NULL && x->kind == KIND_RESULT &&
	    (x->state == SUBJECT_INTERIM || x->state == SUBJECT_FINAL);
}

/* ---- where it belongs */

static_assert(WIRE_DRIVE_BYTES_MAX + sizeof("R//1") <= SUBJECT_KEY_MAX, "a drive's subject fits");

/* "R/<drive>/<witness>"; a drive's key is at most WIRE_DRIVE_BYTES_MAX long. */
static void
drive_subject(const char *drive, enum witness witness, char ret[SUBJECT_KEY_MAX + 1])
{
	const size_t len = strlen(drive);

	memcpy(ret, "R/", 2);
	memcpy(ret + 2, drive, len);
	ret[len + 2] = '/';
	ret[len + 3] = (char)('0' + (int)witness);
	ret[len + 4] = '\0';
}

static bool
subject_key(const struct result *r, char ret[SUBJECT_KEY_MAX + 1])
{
	const enum witness witness = r->witness == WITNESS_NONE ? WITNESS_ORGANISER : r->witness;
	int len = 0;

	if (strlen(r->drive) > WIRE_DRIVE_BYTES_MAX || witness > WITNESS_COLLECTOR)
		return false;
	if (is_drive(r)) {
		drive_subject(r->drive, witness, ret);
		return true;
	}
	if (r->collection.org[0] != '\0')
		len = snprintf(ret, SUBJECT_KEY_MAX + 1, "R/%s/%d/%d/%u/%u", r->collection.org,
		    r->collection.from, r->collection.to, (unsigned)r->collection.kind,
		    (unsigned)witness);
	return len > 0 && len <= SUBJECT_KEY_MAX;
}

const struct subject *
result_of_drive(const struct core *c, const char *drive)
{
	char key[SUBJECT_KEY_MAX + 1];

	if (strlen(drive) > WIRE_DRIVE_BYTES_MAX)
		return NULL;
	drive_subject(drive, WITNESS_ORGANISER, key);
	const struct subject *x = subjects_find(&c->subjects, key);
	return result_counts(x) ? x : NULL;
}

/* The credited organisation's identity: by its code on the day that the subject names. */
bool
result_place_of(
    const struct core *c, const struct result *r, struct result_place *ret, struct err *err)
{
	const char *code = r->collection.org;
	struct drive_key drive;

	if (!subject_key(r, ret->key))
		return err_set(err, ERR_SUBJECT_MISSING, "%s", "");
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
	if (ret->org != 0)
		return true;
	return err_set(
	    err, orgs_code_known(c->orgs, code) ? ERR_ORG_NOT_VALID : ERR_ORG_UNKNOWN, "%s", code);
}

/* ---- words and rights */

static bool
code_is_known(const struct core *c, const char *code, struct err *err)
{
	return code[0] == '\0' || orgs_code_known(c->orgs, code) ||
	    err_set(err, ERR_ORG_UNKNOWN, "%s", code);
}

/* Sector, campaigns, place, executing bodies and facility are known by their codes. */
static bool
words_are_known(const struct core *c, const struct result *r, struct err *err)
{
	if (r->sector[0] != '\0' && plan_sector_number(c->plan, r->sector) == 0)
		return err_set(err, ERR_INVALID,
		    TR("khối %s chưa có trong danh bạ", "sector %s is not in the registry"),
		    r->sector);
	for (uint32_t i = 0; i < r->campaigns.n; i++)
		if (plan_campaign_number(c->plan, r->campaigns.at[i]) == 0)
			return err_set(err, ERR_INVALID,
			    TR("chiến dịch %s chưa có trong danh bạ",
				"campaign %s is not in the registry"),
			    r->campaigns.at[i]);
	for (uint32_t i = 0; i < r->executing_n; i++)
		if (!code_is_known(c, r->executing[i].org, err))
			return false;
	return code_is_known(c, r->place, err) && code_is_known(c, r->facility, err);
}

static bool
may_report(const struct core *c, const struct admission *a, org_t org, day_t day, struct err *err)
{
	if ((ENTRY_ROLES_OFFICE >> (unsigned)a->role & 1U) == 0)
		return err_set(err, ERR_ROLE, "%s",
		    TR("máy này không báo cáo kết quả", "this key reports no results"));
	return orgs_may_handle(c->orgs, a->by_org, org, day) ||
	    err_set(err, ERR_NOT_YOURS, "%s", core_org_name(c, org, day));
}

/* ---- what is there already */

/*
 * A subject as people know it: "Huyện An Minh, 909/2022-05-08/1 (08/05/2022)", or a collection's
 * organisation and days.
 */
static const char *
subject_words(const struct core *c, const struct subject *x, char ret[ERR_TEXT_MAX])
{
	char drive[SUBJECT_KEY_MAX + 1], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	const char *org = core_org_name(c, x->org, x->to);

	result_drive(c, x, drive);
	(void)day_people(x->from, from);
	(void)day_people(x->to, to);
	if (drive[0] == '\0')
		(void)snprintf(ret, ERR_TEXT_MAX, "%s (%s), %s – %s", org,
		    core_org_code(c, x->org, x->to), from, to);
	else if (x->from == x->to)
		(void)snprintf(ret, ERR_TEXT_MAX, "%s, %s (%s)", org, drive, to);
	else
		(void)snprintf(ret, ERR_TEXT_MAX, "%s, %s (%s – %s)", org, drive, from, to);
	return ret;
}

static bool
spans_meet(const struct subject *x, const struct result *r)
{
	return x->to >= first_day(r) && x->from <= result_day(r);
}

/*
 * A carried-in total and another result of its organisation inside its span never both count: the one
 * meets every result, the others meet the totals.
 */
static bool
overlap_check(const struct core *c, const struct result *r, const struct result_place *place,
    struct name *ret_existing, struct err *err)
{
	const bool carried = !is_drive(r) && r->collection.kind == COLLECTION_CARRIED_IN;
	const struct org_index *others = carried ? &c->results : &c->carried;
	uint32_t at = org_index_first(others, place->org);
	char words[ERR_TEXT_MAX];

	while (at != 0) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(others, &at));

		if (x == place->subject || !result_counts(x) || x->org != place->org ||
		    !spans_meet(x, r))
			continue;
		*ret_existing = x->name;
		return err_set(err, ERR_OVERLAPS_CARRIED_IN, "%s", subject_words(c, x, words));
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

/* A first report meets what is there. */
static bool
first_check(
    const struct core *c, const struct admission *a, const struct subject *x, struct err *err)
{
	char words[ERR_TEXT_MAX];

	if (!result_counts(x))
		return true;
	if (is_same(x, &a->r->u.result))
		return err_set(err, ERR_ALREADY, "%s", subject_words(c, x, words));
	if (x->state == SUBJECT_INTERIM && x->by_org == a->by_org)
		return true; /* interim counts replace each other freely */
	return err_set(err, ERR_REVISION_CONFLICT, "%s",
	    core_org_name(c, x->by_org, result_day(&a->r->u.result)));
}

/* A correction or withdrawal meets what it names. */
static bool
base_check(const struct core *c, const struct name *base, const struct subject *x, struct err *err)
{
	const struct stream *s = names_find(&c->names, base->stream);

	if (result_counts(x) && memcmp(x->name.stream, base->stream, WIRE_STREAM_BYTES) == 0 &&
	    x->name.seq == base->seq && x->name.idx == base->idx)
		return true;
	return err_set(err,
	    s == NULL || !names_is_held(s, base->seq) ? ERR_BASE_UNKNOWN : ERR_BASE_STALE, "%llu",
	    (unsigned long long)base->seq);
}

static bool
revision_check(const struct core *c, const struct admission *a, const struct subject *x,
    struct name *ret_existing, struct err *err)
{
	if (x != NULL)
		*ret_existing = x->name;
	return a->r->action == ACTION_FIRST ? first_check(c, a, x, err)
					    : base_check(c, &a->r->replaces, x, err);
}

/* ---- the verdict */

bool
result_check(const struct core *c, const struct admission *a, struct result_place *ret_place,
    struct name *ret_existing, struct err *err)
{
	const struct result *r = &a->r->u.result;

	if (!rules_accept(a->r, day_from_unix_ms(a->at_ms), err))
		return false;
	if (r->witness == WITNESS_COLLECTOR)
		return err_set(err, ERR_KIND_UNSUPPORTED, "%s",
		    TR("bản của nơi tiếp nhận máu", "the collector's count"));
	if (!result_place_of(c, r, ret_place, err) || !flight_has_room(c, err))
		return false;
	const struct subject *x = ret_place->subject;
	if (a->r->action == ACTION_WITHDRAWAL)
		return may_report(c, a, ret_place->org, x == NULL ? ret_place->day : x->to, err) &&
		    revision_check(c, a, x, ret_existing, err);
	if (!orgs_is_valid(c->orgs, ret_place->org, result_day(r)))
		return err_set(
		    err, ERR_ORG_NOT_VALID, "%s", core_org_code(c, ret_place->org, ret_place->day));
	if (!may_report(c, a, ret_place->org, result_day(r), err) || !words_are_known(c, r, err))
		return false;
	if (is_drive(r) && !r->make_drive && ret_place->drive == NULL)
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", r->drive);
	return revision_check(c, a, x, ret_existing, err) &&
	    overlap_check(c, r, ret_place, ret_existing, err);
}

/*
 * The two witnesses of a drive: its organiser, whose counts count, and the facility that collected.
 */
#include <string.h>

#include "base/lang.h"
#include "core/state.h"

/* The key's organisation is the facility that ${code} names, or may act for it. */
static bool
is_facility_of(const struct core *c, const struct admission *a, const char *code, day_t day)
{
	org_t facility = code[0] == '\0' ? 0 : orgs_by_code(c->orgs, code, day);

	if (facility == 0 && code[0] != '\0')
		facility = orgs_by_code_last(c->orgs, code);
	return facility != 0 && orgs_may_handle(c->orgs, a->by_org, facility, day);
}

/* The same subject's key, of the other witness. */
static struct subject *
other_witness(const struct core *c, const char *key)
{
	char other[SUBJECT_KEY_MAX + 1];
	const size_t len = strlen(key);

	memcpy(other, key, len + 1);
	other[len - 1] = (char)('0' + WITNESS_ORGANISER + WITNESS_COLLECTOR - (key[len - 1] - '0'));
	return subjects_find(&c->subjects, other);
}

struct subject *
witness_other(const struct core *c, const struct subject *x)
{
	struct subject *other = other_witness(c, subjects_key(&c->subjects, x->no));

	return result_stands(other) ? other : NULL;
}

bool
witness_may_report(const struct core *c, const struct admission *a,
    const struct result_place *place, struct err *err)
{
	const struct drive *d = place->drive;
	const struct subject *organiser = other_witness(c, place->key);
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_unpacked said;

	if ((ENTRY_ROLES_OFFICE >> (unsigned)a->role & 1U) == 0)
		return err_set(err, ERR_ROLE, "%s",
		    TR("máy này không báo cáo kết quả", "this key reports no results"));
	for (uint32_t i = 0; d != NULL && i < d->s.facilities.n; i++)
		if (is_facility_of(c, a, d->s.facilities.at[i], place->day))
			return true;
	if (result_stands(organiser)) {
		if (!result_content(c, organiser, drive, &said, err))
			return false;
		if (is_facility_of(c, a, said.r.facility, place->day))
			return true;
	}
	return err_set(err, ERR_WITNESS, "%s", core_org_name(c, a->by_org, place->day));
}

static bool
counts_differ(const struct counts *a, const struct counts *b)
{
	uint32_t j = 0;

	for (uint32_t i = 0; i < a->n; i++) {
		while (j < b->n && b->ind[j] < a->ind[i])
			j++;
		if (j < b->n && b->ind[j] == a->ind[i] && b->val[j] != a->val[i])
			return true;
	}
	return false;
}

const struct subject *
witness_against(const struct core *c, const struct subject *collector)
{
	const struct subject *organiser = witness_other(c, collector);
	char key[SUBJECT_KEY_MAX + 1];
	struct result_told told;

	if (result_counts(organiser))
		return organiser;
	if (collector->collection != COLLECTION_NONE || result_is_by_day(c, collector))
		return NULL;
	result_drive(c, collector, key);
	const struct drive *d = plan_drive_const(c->plan, key);
	if (d == NULL)
		return NULL;
	result_told(c, d, &told);
	return told.days > 0 && told.is_final ? told.newest : NULL;
}

/* What the days of a drive come to in the indicators that a whole count has. */
struct days_sum {
	int64_t val[WIRE_PAIRS_MAX];
	uint32_t said[WIRE_PAIRS_MAX]; /* by so many days */
	uint32_t days;
};

static void
day_add(const struct counts *whole, const struct counts *day, struct days_sum *sum)
{
	uint32_t j = 0;

	for (uint32_t i = 0; i < whole->n; i++) {
		while (j < day->n && day->ind[j] < whole->ind[i])
			j++;
		if (j < day->n && day->ind[j] == whole->ind[i] &&
		    !__builtin_add_overflow(sum->val[i], day->val[j], &sum->val[i]))
			sum->said[i]++;
	}
	sum->days++;
}

/* An indicator that some day leaves out has no sum to be held against. */
static bool
days_differ(const struct core *c, const struct subject *collector, const struct counts *whole,
    bool *ret, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct days_sum sum = {.days = 0};
	struct result_days days;
	struct result_unpacked said;

	result_drive(c, collector, key);
	result_days_of(c, key, 'R', WITNESS_ORGANISER, &days);
	for (uint32_t i = 0; i < days.n; i++) {
		if (!result_counts(days.at[i]))
			continue;
		if (!result_content(c, days.at[i], key, &said, err))
			return false;
		day_add(whole, &said.r.counts, &sum);
	}
	for (uint32_t i = 0; i < whole->n; i++)
		*ret = *ret || (sum.said[i] == sum.days && sum.val[i] != whole->val[i]);
	return true;
}

bool
witness_differs(const struct core *c, const struct subject *collector, const struct result *r,
    bool *ret, struct err *err)
{
	const struct subject *organiser = witness_against(c, collector);
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_unpacked said;

	*ret = false;
	if (!result_stands(collector) || organiser == NULL)
		return true;
	if (result_is_by_day(c, organiser) && !result_is_by_day(c, collector))
		return days_differ(c, collector, &r->counts, ret, err);
	if (!result_content(c, organiser, drive, &said, err))
		return false;
	*ret = counts_differ(&r->counts, &said.r.counts);
	return true;
}

bool
witness_follow_drive(struct core *c, const char *drive, org_t org, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];

	if (org_index_first(&c->index[INDEX_COLLECTORS], org) == 0)
		return true;
	result_drive_subject(drive, 0, WITNESS_COLLECTOR, key);
	const struct subject *collector = subjects_find(&c->subjects, key);
	return !result_stands(collector) || result_repost(c, collector->no, err);
}

bool
witness_follow(struct core *c, const struct subject *organiser, struct err *err)
{
	char drive[SUBJECT_KEY_MAX + 1];

	if (organiser->collector || organiser->state == SUBJECT_AFTER_LOCK ||
	    org_index_first(&c->index[INDEX_COLLECTORS], organiser->org) == 0)
		return true;
	const struct subject *collector = witness_other(c, organiser);
	if (collector != NULL && !result_repost(c, collector->no, err))
		return false;
	if (!result_is_by_day(c, organiser))
		return true;
	result_drive(c, organiser, drive);
	return witness_follow_drive(c, drive, organiser->org, err);
}

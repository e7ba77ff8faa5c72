#include "core/draft.h"

#include "core/campaign.h"
#include "rules/catalogue.h"

struct draft_pairs
draft_pairs_of(const struct core *c, const struct drive *d, const struct posted_row *row)
{
	struct draft_pairs ret = {
	    .ind = {IND_SYS_DRIVES_PLANNED, IND_SYS_DRIVES_REPORTED}, .val = {1, 1}};
	struct result_told told;

	if (!subjects_row_has(row, IND_SYS_DRIVES_DRAFT))
		return ret;
	result_told(c, d, &told);
	ret.n = told.is_answered ? 2 : 1;
	return ret;
}

static bool
drive_post(const struct core *c, const struct scope *s, const struct drive *d, struct rollup *ret,
    struct err *err)
{
	const struct subject *plan = schedule_of_drive(c, d->key);

	for (uint32_t i = 0; plan != NULL && i < plan->posted_n; i++) {
		const struct posted_row *row = &plan->posted[i];
		const struct draft_pairs pairs = draft_pairs_of(c, d, row);
		const struct posting p = {.sign = 1,
		    .view = row->view,
		    .org = row->org,
		    .dim = row->dim,
		    .day = row->day,
		    .n = pairs.n,
		    .ind = pairs.ind,
		    .val = pairs.val};

		if (pairs.n > 0 && row->day >= s->period.from && row->day <= s->to &&
		    !rollup_post(ret, c->orgs, &p, err))
			return false;
	}
	return true;
}

bool
draft_rollup(const struct core *c, const struct scope *s, struct rollup *ret, struct err *err)
{
	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++) {
		const struct drive *d = plan_drive_at(c->plan, i);

		if (d->planned && d->state == DRIVE_DRAFT &&
		    (s->campaign == 0 || campaign_has_drive(c, d, s->campaign)) &&
		    !drive_post(c, s, d, ret, err))
			return false;
	}
	return true;
}

#include "core/filed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "core/campaign.h"
#include "rules/catalogue.h"

struct filed {
	const struct drive *d;
	day_t day; /* on which the drive counts */
	int64_t registered;
};

void
filed_free(struct filed_list *list)
{
	free(list->at);
	*list = (struct filed_list){.n = 0};
}

static bool
result_has(const struct core *c, const char *drive, uint32_t ind)
{
	struct result_all all;

	result_all_of_drive(c, drive, &all);
	for (uint32_t k = 0; k < all.n; k++)
		for (uint32_t i = 0; result_counts(all.at[k]) && i < all.at[k]->posted_n; i++)
			if (subjects_row_has(&all.at[k]->posted[i], ind))
				return true;
	return false;
}

/* false: ${d} has none but what its result tells. */
static bool
filed_of(const struct core *c, const struct drive *d, struct filed *ret)
{
	struct result_told told;
	day_t as_of = 0;

	if (d == NULL || d->state == DRIVE_DRAFT ||
	    !registration_of(c, d->key, &ret->registered, &as_of) ||
	    result_has(c, d->key, IND_REGISTERED))
		return false;
	result_told(c, d, &told);
	if (d->state == DRIVE_CANCELLED && told.newest == NULL)
		return false;
	ret->d = d;
	ret->day = told.newest != NULL ? told.newest->to : d->to;
	return true;
}

static bool
list_make(struct filed_list *list, const struct core *c, struct err *err)
{
	uint32_t room = 0;

	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++)
		room += subjects_at(&c->subjects, no)->kind == KIND_REGISTRATION;
	list->is_made = true;
	if (room == 0)
		return true;
	list->at = calloc(room, sizeof(*list->at));
	if (list->at == NULL)
		return err_set(err, ERR_MEMORY, "registrations");
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);

		/* "G/<drive>" */
		if (x->kind == KIND_REGISTRATION &&
		    filed_of(c, plan_drive_const(c->plan, subjects_key(&c->subjects, no) + 2),
			&list->at[list->n]))
			list->n++;
	}
	return true;
}

static bool
is_for(const struct core *c, const struct target_line *line, const struct filed *x)
{
	const int32_t sector = plan_sector_number(c->plan, line->t.sector);
	const int32_t campaign = plan_campaign_number(c->plan, line->t.campaign);

	assert(x->d != NULL); /* filed_of() */
	if (line->t.drive[0] != '\0')
		return strcmp(line->t.drive, x->d->key) == 0;
	return x->day >= line->t.from && x->day <= line->t.to &&
	    (line->t.sector[0] == '\0' ||
		schedule_sector(c, "", x->d, x->d->org, x->day) == sector) &&
	    (line->t.campaign[0] == '\0' || campaign_has_drive(c, x->d, campaign)) &&
	    orgs_is_above(c->orgs, line->org, x->d->org, x->day);
}

bool
filed_add(struct filed_list *list, const struct core *c, const struct target_line *line,
    struct measured *ret, struct err *err)
{
	if (!list->is_made && !list_make(list, c, err))
		return false;
	for (uint32_t i = 0; i < list->n; i++) {
		if (!is_for(c, line, &list->at[i]))
			continue;
		ret->has = true;
		if (!num_add(ret->done, list->at[i].registered, &ret->done))
			return err_set(err, ERR_COUNT_OVERFLOW, "registrations");
	}
	return true;
}

#include "core/campaign.h"

#include "rules/catalogue.h"

static bool
has(const struct core *c, const struct strings *list, int32_t campaign)
{
	for (uint32_t i = 0; i < list->n; i++)
		if (plan_campaign_number(c->plan, list->at[i]) == campaign)
			return true;
	return false;
}

bool
campaign_has_drive(const struct core *c, const struct drive *d, int32_t campaign)
{
	return d != NULL && has(c, &d->s.campaigns, campaign);
}

bool
campaign_has_line(const struct core *c, const struct scope *s, const struct target_line *line)
{
	const struct target *t = &line->t;

	return s->campaign == 0 || plan_campaign_number(c->plan, t->campaign) == s->campaign ||
	    (t->drive[0] != '\0' &&
		campaign_has_drive(c, plan_drive_const(c->plan, t->drive), s->campaign));
}

/* Whatever carries any campaign stands in the view of the first one. */
static bool
is_in_view(const struct subject *x)
{
	for (uint32_t i = 0; i < x->posted_n; i++)
		if (x->posted[i].view == VIEW_CAMPAIGN)
			return true;
	return false;
}

bool
campaign_share_of(const struct core *c, const struct scope *s, const struct subject *x,
    struct campaign_share *ret, struct err *err)
{
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_unpacked content;
	const struct drive *d = NULL;

	*ret = (struct campaign_share){.counts = s->campaign == 0, .marks = s->campaign == 0};
	if (s->campaign == 0 || !is_in_view(x))
		return true;
	if (x->kind == KIND_SCHEDULE) {
		/* "S/<drive>" */
		d = plan_drive_const(c->plan, subjects_key(&c->subjects, x->no) + 2);
		ret->marks = campaign_has_drive(c, d, s->campaign);
		return true;
	}
	if (x->kind != KIND_RESULT)
		return true;
	if (!result_content(c, x, drive, &content, err))
		return false;
	d = drive[0] == '\0' ? NULL : plan_drive_const(c->plan, drive);
	ret->marks = campaign_has_drive(c, d, s->campaign);
	ret->counts =
	    content.r.campaigns.n > 0 ? has(c, &content.r.campaigns, s->campaign) : ret->marks;
	return true;
}

static bool
is_mark(uint32_t ind)
{
	return ind == IND_SYS_DRIVES_PLANNED || ind == IND_SYS_DRIVES_DRAFT ||
	    ind == IND_SYS_DRIVES_OWED || ind == IND_SYS_DRIVES_REPORTED ||
	    ind == IND_SYS_DRIVES_LATE || ind == IND_SYS_DRIVES_OWED_DONE;
}

struct posted_row
campaign_row(
    const struct campaign_share *share, const struct posted_row *row, struct campaign_pairs *room)
{
	struct posted_row ret = *row;

	if (share->counts && share->marks)
		return ret;
	ret.ind = room->ind;
	ret.val = room->val;
	ret.n = 0;
	for (uint32_t i = 0; i < row->n; i++)
		if (is_mark(row->ind[i]) ? share->marks : share->counts) {
			room->ind[ret.n] = row->ind[i];
			room->val[ret.n++] = row->val[i];
		}
	return ret;
}

static bool
subject_post(const struct core *c, const struct scope *s, const struct subject *x,
    struct rollup *ret, struct err *err)
{
	struct campaign_share share;
	struct campaign_pairs room;

	if (!campaign_share_of(c, s, x, &share, err))
		return false;
	for (uint32_t i = 0; i < x->posted_n && (share.counts || share.marks); i++) {
		const struct posted_row row = campaign_row(&share, &x->posted[i], &room);
		const struct posting p = {.sign = 1,
		    .view = row.view,
		    .org = row.org,
		    .dim = row.dim,
		    .day = row.day,
		    .n = row.n,
		    .ind = row.ind,
		    .val = row.val};

		if (row.n > 0 && row.day >= s->period.from && row.day <= s->to &&
		    !rollup_post(ret, c->orgs, &p, err))
			return false;
	}
	return true;
}

bool
campaign_rollup(const struct core *c, const struct scope *s, struct rollup *ret, struct err *err)
{
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++)
		if (!subject_post(c, s, subjects_at(&c->subjects, no), ret, err))
			return false;
	return true;
}

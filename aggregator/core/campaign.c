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

/* What a subject says of campaigns. */
struct carriage {
	const struct drive *d; /* NULL: none */
	bool is_counted;       /* a result */
	char drive[SUBJECT_KEY_MAX + 1];
	struct result_unpacked content; /* of a result */
};

/* ${*ret_any} false: it carries none. */
static bool
carriage_of(const struct core *c, const struct subject *x, struct carriage *ret, bool *ret_any,
    struct err *err)
{
	*ret_any = is_in_view(x) && (x->kind == KIND_SCHEDULE || x->kind == KIND_RESULT);
	if (!*ret_any)
		return true;
	ret->is_counted = x->kind == KIND_RESULT;
	if (!ret->is_counted) {
		/* "S/<drive>" */
		ret->d = plan_drive_const(c->plan, subjects_key(&c->subjects, x->no) + 2);
		return true;
	}
	if (!result_content(c, x, ret->drive, &ret->content, err))
		return false;
	ret->d = ret->drive[0] == '\0' ? NULL : plan_drive_const(c->plan, ret->drive);
	return true;
}

static struct campaign_share
share_of(const struct core *c, const struct carriage *of, int32_t campaign)
{
	struct campaign_share ret = {.marks = campaign_has_drive(c, of->d, campaign)};

	if (of->is_counted)
		ret.counts = of->content.r.campaigns.n > 0
		    ? has(c, &of->content.r.campaigns, campaign)
		    : ret.marks;
	return ret;
}

bool
campaign_share_of(const struct core *c, const struct scope *s, const struct subject *x,
    struct campaign_share *ret, struct err *err)
{
	struct carriage of;
	bool any;

	*ret = (struct campaign_share){.counts = s->campaign == 0, .marks = s->campaign == 0};
	if (s->campaign == 0)
		return true;
	if (!carriage_of(c, x, &of, &any, err))
		return false;
	if (any)
		*ret = share_of(c, &of, s->campaign);
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
row_post(const struct core *c, const struct posted_row *row, struct rollup *ret, struct err *err)
{
	const struct posting p = {.sign = 1,
	    .view = row->view,
	    .org = row->org,
	    .dim = row->dim,
	    .day = row->day,
	    .n = row->n,
	    .ind = row->ind,
	    .val = row->val};

	return row->n == 0 || rollup_post(ret, c->orgs, &p, err);
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

		if (row.day >= s->period.from && row.day <= s->to && !row_post(c, &row, ret, err))
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

/* ---- of every campaign */

int32_t
campaign_dim(const struct core *c, int32_t campaign, int32_t sector)
{
	return campaign * (plan_sector_count(c->plan) + 1) + sector;
}

static bool
carried_post(const struct core *c, const struct subject *x, const struct carriage *of,
    int32_t campaign, struct rollup *ret, struct err *err)
{
	const struct campaign_share share = share_of(c, of, campaign);
	struct campaign_pairs room;

	for (uint32_t i = 0; i < x->posted_n; i++) {
		struct posted_row row = campaign_row(&share, &x->posted[i], &room);

		if (row.view == VIEW_SECTOR) {
			row.dim = campaign_dim(c, campaign, row.dim);
		} else if (row.view == VIEW_CREDITED) {
			row.view = VIEW_CAMPAIGN;
			row.dim = campaign_dim(c, campaign, 0);
		} else {
			continue;
		}
		if (!row_post(c, &row, ret, err))
			return false;
	}
	return true;
}

/* Under each campaign of ${list} that is not in ${but}. */
static bool
carried_by(const struct core *c, const struct subject *x, const struct carriage *of,
    const struct strings *list, const struct strings *but, struct rollup *ret, struct err *err)
{
	for (uint32_t i = 0; i < list->n; i++) {
		const int32_t campaign = plan_campaign_number(c->plan, list->at[i]);

		if (campaign != 0 && !has(c, but, campaign) &&
		    !carried_post(c, x, of, campaign, ret, err))
			return false;
	}
	return true;
}

bool
campaign_carried(const struct core *c, struct rollup *ret, struct err *err)
{
	static const struct strings none = {.n = 0};

	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);
		const struct strings *planned = &none, *own = &none;
		struct carriage of;
		bool any;

		if (!carriage_of(c, x, &of, &any, err))
			return false;
		if (!any)
			continue;
		if (of.d != NULL)
			planned = &of.d->s.campaigns;
		if (of.is_counted)
			own = &of.content.r.campaigns;
		if (!carried_by(c, x, &of, planned, &none, ret, err) ||
		    !carried_by(c, x, &of, own, planned, ret, err))
			return false;
	}
	return true;
}

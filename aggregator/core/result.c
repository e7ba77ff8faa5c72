/* Verdicts on results, and what an accepted one changes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "core/state.h"
#include "rules/catalogue.h"
#include "rules/rules.h"

static bool
is_drive(const struct result *r)
{
	return r->drive[0] != '\0';
}

/* The day that a result counts on: the last one it was held, or the collection's last. */
static day_t
counted_day(const struct result *r)
{
	return is_drive(r) ? r->held_to : r->collection.to;
}

bool
result_subject_key(const struct result *r, char ret[SUBJECT_KEY_MAX + 1])
{
	const unsigned witness = r->witness == WITNESS_NONE ? WITNESS_ORGANISER : r->witness;
	int len = 0;

	if (is_drive(r))
		len = snprintf(ret, SUBJECT_KEY_MAX + 1, "R/%s/%u", r->drive, witness);
	else if (r->collection.org[0] != '\0')
		len = snprintf(ret, SUBJECT_KEY_MAX + 1, "R/%s/%d/%d/%u/%u", r->collection.org,
		    r->collection.from, r->collection.to, (unsigned)r->collection.kind, witness);
	return len > 0 && len <= SUBJECT_KEY_MAX;
}

bool
result_content(const struct report *r, struct buf *ret, struct err *err)
{
	struct report plain = *r;
	struct submission s = {.seq = 1, .realm = 1, .reports = &plain, .reports_n = 1};

	plain.action = ACTION_FIRST;
	plain.replaces = (struct name){.seq = 0};
	plain.reason = "";
	plain.u.result.make_drive = false;
	return submission_encode(&s, ret, err);
}

/* The credited organisation's identity: by its code on the day that the subject names. */
static bool
credited_org(const struct core *c, const struct result *r, org_t *ret, struct drive_key *ret_key,
    struct err *err)
{
	const char *code = r->collection.org;
	day_t day = r->collection.to;

	if (is_drive(r)) {
		if (!drive_key_parse(r->drive, ret_key, err))
			return false;
		code = ret_key->org;
		day = ret_key->day;
	}
	*ret = orgs_by_code(c->orgs, code, day);
	if (*ret != 0)
		return true;
	return err_set(
	    err, orgs_code_known(c->orgs, code) ? ERR_ORG_NOT_VALID : ERR_ORG_UNKNOWN, "%s", code);
}

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
	if (a->role != ROLE_REPORTER && a->role != ROLE_COMMITTEE && a->role != ROLE_NATIONAL)
		return err_set(err, ERR_ROLE, "%s",
		    TR("máy này không báo cáo kết quả", "this key reports no results"));
	return orgs_may_handle(c->orgs, a->by_org, org, day) ||
	    err_set(err, ERR_NOT_YOURS, "%s", orgs_version(c->orgs, org, day)->full_name);
}

static bool
is_present(const struct subject *x)
{
	return x != NULL && (x->state == SUBJECT_INTERIM || x->state == SUBJECT_FINAL);
}

/* A carried-in total and another result of its organisation inside its span never both count. */
static bool
overlap_check(const struct core *c, const struct result *r, org_t org, const struct subject *self,
    struct name *ret_existing, struct err *err)
{
	const bool carried = !is_drive(r) && r->collection.kind == COLLECTION_CARRIED_IN;
	const struct subject *other = NULL;

	if (carried) {
		/* Rare: an office carries in when it joins, so a walk over all subjects is cheap enough. */
		for (subject_t no = 1; (uint64_t)no <= c->subjects.n && other == NULL; no++) {
			const struct subject *x = subjects_at(&c->subjects, no);

			if (x != self && x->kind == KIND_RESULT && is_present(x) && x->org == org &&
			    x->to >= r->collection.from && x->from <= r->collection.to)
				other = x;
		}
	} else {
		uint32_t i = (uint32_t)org < c->carried.first_cap ? c->carried.first[org] : 0;

		for (; i != 0 && other == NULL; i = c->carried.at[i - 1].next) {
			const struct subject *x =
			    subjects_at(&c->subjects, c->carried.at[i - 1].subject);

			if (is_present(x) && counted_day(r) >= x->from && counted_day(r) <= x->to)
				other = x;
		}
	}
	if (other == NULL)
		return true;
	*ret_existing = other->name;
	return err_set(err, ERR_OVERLAPS_CARRIED_IN, "%s", subjects_key(&c->subjects, other->no));
}

static bool
same_content(const struct subject *x, const struct report *r, bool *ret, struct err *err)
{
	struct buf content = {0};
	const bool ok = result_content(r, &content, err);

	*ret =
	    ok && content.len == x->content_len && memcmp(content.at, x->content, content.len) == 0;
	buf_free(&content);
	return ok;
}

/* A first report meets what is there; a correction or withdrawal meets what it names. */
static bool
revision_check(const struct core *c, const struct admission *a, const struct subject *x,
    struct name *ret_existing, struct err *err)
{
	const struct report *r = a->r;
	bool same = false;

	if (x != NULL)
		*ret_existing = x->name;
	if (r->action == ACTION_FIRST) {
		if (!is_present(x))
			return true;
		if (!same_content(x, r, &same, err))
			return false;
		if (same)
			return err_set(err, ERR_ALREADY, "%s", subjects_key(&c->subjects, x->no));
		if (x->state == SUBJECT_INTERIM && x->by_org == a->by_org)
			return true; /* interim counts replace each other freely */
		return err_set(err, ERR_REVISION_CONFLICT, "%s",
		    orgs_version(c->orgs, x->by_org, counted_day(&a->r->u.result))->full_name);
	}
	if (is_present(x) && memcmp(&x->name.stream, &r->replaces.stream, WIRE_STREAM_BYTES) == 0 &&
	    x->name.seq == r->replaces.seq && x->name.idx == r->replaces.idx)
		return true;
	const struct stream *s = names_find(&c->names, r->replaces.stream);
	if (s == NULL || !names_is_held(s, r->replaces.seq))
		return err_set(err, ERR_BASE_UNKNOWN, "%llu", (unsigned long long)r->replaces.seq);
	return err_set(err, ERR_BASE_STALE, "%llu", (unsigned long long)r->replaces.seq);
}

bool
result_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct result *r = &a->r->u.result;
	const bool withdraws = a->r->action == ACTION_WITHDRAWAL;
	char key[SUBJECT_KEY_MAX + 1];
	struct drive_key drive = {.ordinal = 0};
	org_t org = 0;

	if (!rules_accept(a->r, day_from_unix_ms(a->at_ms), err))
		return false;
	if (r->witness == WITNESS_COLLECTOR)
		return err_set(err, ERR_KIND_UNSUPPORTED, "%s",
		    TR("bản của nơi tiếp nhận máu", "the collector's count"));
	if (!result_subject_key(r, key))
		return err_set(err, ERR_SUBJECT_MISSING, "%s", "");
	if (!credited_org(c, r, &org, &drive, err))
		return false;
	const struct subject *x = subjects_find(&c->subjects, key);
	if (withdraws)
		return may_report(c, a, org, x == NULL ? drive.day : x->to, err) &&
		    revision_check(c, a, x, ret_existing, err);
	if (!orgs_is_valid(c->orgs, org, counted_day(r)))
		return err_set(
		    err, ERR_ORG_NOT_VALID, "%s", is_drive(r) ? drive.org : r->collection.org);
	if (!may_report(c, a, org, counted_day(r), err) || !words_are_known(c, r, err))
		return false;
	if (is_drive(r) && !r->make_drive && plan_drive_const(c->plan, r->drive) == NULL)
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", r->drive);
	return revision_check(c, a, x, ret_existing, err) &&
	    overlap_check(c, r, org, x, ret_existing, err);
}

/* ---- what is posted */

struct result_rows {
	struct posted_row row[SUBJECT_ROWS_MAX];
	uint32_t n;
	uint32_t ind[CORE_PAIRS_MAX];
	int64_t val[CORE_PAIRS_MAX];
	uint32_t pairs_n;
};

static void
pair_put(struct result_rows *out, uint32_t ind, int64_t val)
{
	out->ind[out->pairs_n] = ind;
	out->val[out->pairs_n++] = val;
}

/* Counts, then the system's own indicators, which are all larger. */
static void
pairs_of(const struct result *r, const struct subject *x, bool late, struct result_rows *out)
{
	int64_t units = 0;
	const bool final = x->state == SUBJECT_FINAL;

	for (uint32_t i = 0; i < r->counts.n; i++) {
		pair_put(out, r->counts.ind[i], r->counts.val[i]);
		if (r->counts.ind[i] == IND_BLOOD_UNITS)
			units = r->counts.val[i];
	}
	if (final)
		pair_put(out, IND_SYS_REPORTS, 1);
	else {
		pair_put(out, IND_SYS_INTERIM_REPORTS, 1);
		pair_put(out, IND_SYS_INTERIM_UNITS, units);
	}
	if (x->demo)
		pair_put(out, IND_SYS_DEMO, 1);
	if (is_drive(r)) {
		pair_put(out, IND_SYS_DRIVES_HELD, 1);
		if (final)
			pair_put(out, IND_SYS_DRIVES_REPORTED, 1);
		if (late)
			pair_put(out, IND_SYS_DRIVES_LATE, 1);
	}
}

static void
row_put(struct result_rows *out, enum view view, const struct subject *x, int32_t dim)
{
	out->row[out->n++] = (struct posted_row){.view = (uint8_t)view,
	    .org = x->org,
	    .dim = dim,
	    .day = x->to,
	    .n = out->pairs_n,
	    .ind = out->ind,
	    .val = out->val};
}

/* What the drive's schedule has posted as owed: at which day, if at all. */
static bool
owed_day(const struct core *c, const char *drive, day_t *ret)
{
	char key[SUBJECT_KEY_MAX + 1];

	(void)snprintf(key, sizeof(key), "S/%s", drive);
	const struct subject *s = subjects_find(&c->subjects, key);
	for (uint32_t i = 0; s != NULL && i < s->posted_n; i++)
		for (uint32_t k = 0; k < s->posted[i].n; k++)
			if (s->posted[i].ind[k] == IND_SYS_DRIVES_OWED) {
				*ret = s->posted[i].day;
				return true;
			}
	return false;
}

static int32_t
campaign_of(const struct core *c, const struct result *r)
{
	const struct drive *d = is_drive(r) ? plan_drive_const(c->plan, r->drive) : NULL;

	if (r->campaigns.n > 0)
		return plan_campaign_number(c->plan, r->campaigns.at[0]);
	return d == NULL || d->s.campaigns.n == 0
	    ? 0
	    : plan_campaign_number(c->plan, d->s.campaigns.at[0]);
}

static int32_t
sector_of(const struct core *c, const struct result *r, const struct subject *x)
{
	const char *code = r->sector;

	if (code[0] == '\0')
		code = orgs_version(c->orgs, x->org, x->to)->sector;
	return code[0] == '\0' ? 0 : plan_sector_number(c->plan, code);
}

/* The first campaign named is the one that the result counts under: each view sums once. */
static bool
result_post(struct core *c, const struct result *r, struct subject *x, struct err *err)
{
	static const uint32_t done_ind[] = {IND_SYS_DRIVES_OWED_DONE};
	static const int64_t done_val[] = {1};
	struct result_rows rows = {.n = 0};
	day_t owed = 0;
	const bool is_owed = is_drive(r) && owed_day(c, r->drive, &owed);
	const bool late = is_owed && day_from_unix_ms(x->final_ms) > owed + DRIVE_DUE_DAYS;
	const int32_t sector = sector_of(c, r, x), campaign = campaign_of(c, r);

	pairs_of(r, x, late && x->state == SUBJECT_FINAL, &rows);
	row_put(&rows, VIEW_CREDITED, x, 0);
	if (sector != 0)
		row_put(&rows, VIEW_SECTOR, x, sector);
	if (campaign != 0)
		row_put(&rows, VIEW_CAMPAIGN, x, campaign);
	if (is_owed && x->state == SUBJECT_FINAL)
		rows.row[rows.n++] = (struct posted_row){.view = VIEW_CREDITED,
		    .org = x->org,
		    .day = owed,
		    .n = 1,
		    .ind = done_ind,
		    .val = done_val};
	x->owed_done = is_owed && x->state == SUBJECT_FINAL;
	return subjects_post(x, rows.row, rows.n, &c->flight.sink, err);
}

/* A drive that no plan named is made by its first result. */
static bool
drive_make(struct core *c, const struct result *r, org_t org, day_t planned, struct err *err)
{
	struct flight *f = &c->flight;
	struct drive *d = NULL;

	if (plan_drive_const(c->plan, r->drive) != NULL)
		return true;
	if (f->made_n == f->made_cap) {
		const uint32_t cap = f->made_cap == 0 ? 64 : f->made_cap * 2;
		void *at = realloc(f->made, cap * sizeof(*f->made));

		if (at == NULL)
			return err_set(err, ERR_MEMORY, "drives");
		f->made = at;
		f->made_cap = cap;
	}
	if (!plan_make_drive(c->plan, r->drive, org, planned, r->held_from, r->held_to, &d, err))
		return false;
	(void)text_copy(f->made[f->made_n], sizeof(f->made[0]), r->drive);
	f->made_n++;
	return true;
}

static void
subject_fill(struct subject *x, const struct admission *a, org_t org)
{
	const struct result *r = &a->r->u.result;

	x->kind = KIND_RESULT;
	x->name = a->name;
	x->batch = a->batch;
	x->at_ms = a->at_ms;
	x->org = org;
	x->by_org = a->by_org;
	if (a->r->action == ACTION_WITHDRAWAL) {
		x->state = SUBJECT_WITHDRAWN;
		return;
	}
	x->state = r->stage == STAGE_INTERIM ? SUBJECT_INTERIM : SUBJECT_FINAL;
	x->from = is_drive(r) ? r->held_from : r->collection.from;
	x->to = counted_day(r);
	x->collection = is_drive(r) ? COLLECTION_NONE : r->collection.kind;
	x->demo = r->source == SOURCE_DEMO;
	if (x->state == SUBJECT_FINAL && x->final_ms == 0)
		x->final_ms = a->at_ms;
}

bool
result_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct result *r = &a->r->u.result;
	struct drive_key drive = {.ordinal = 0};
	char key[SUBJECT_KEY_MAX + 1];
	struct buf content = {0};
	struct subject *x = NULL;
	org_t org = 0;
	bool ok = false;

	if (!result_subject_key(r, key))
		return err_set(err, ERR_SUBJECT_MISSING, "%s", "");
	if (!credited_org(c, r, &org, &drive, err))
		return false;
	const uint32_t before_n = c->subjects.n;
	if (!subjects_change(&c->subjects, key, &x, err))
		return false;
	subject_fill(x, a, org);
	if (a->r->action == ACTION_WITHDRAWAL)
		return subjects_post(x, NULL, 0, &c->flight.sink, err);
	if (c->subjects.n > before_n && x->collection == COLLECTION_CARRIED_IN &&
	    !carried_add(&c->carried, org, x->no, err))
		return false;
	if (is_drive(r) && !drive_make(c, r, org, drive.day, err))
		return false;
	ok = result_content(a->r, &content, err) &&
	    subjects_set_content(x, content.at, (uint32_t)content.len, err) &&
	    result_post(c, r, x, err);
	buf_free(&content);
	return ok;
}

bool
result_repost(struct core *c, const char *drive, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1];
	struct submission *s = NULL;
	struct subject *x = NULL;
	bool ok = false;

	(void)snprintf(key, sizeof(key), "R/%s/%u", drive, (unsigned)WITNESS_ORGANISER);
	if (!is_present(subjects_find(&c->subjects, key)))
		return true;
	if (!subjects_change(&c->subjects, key, &x, err))
		return false;
	ok = submission_decode(x->content, x->content_len, &s, err) &&
	    result_post(c, &s->reports[0].u.result, x, err);
	submission_free(s);
	return ok;
}

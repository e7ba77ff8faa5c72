/*
 * Activities: increments over spans of one organisation that do not overlap, counted on their last
 * day. A cumulative one, from the first day of the plan year, takes the place of those inside
 * it.  Counts that add up are posted; of stocks the newest value of each organisation counts
 * (activity_stock.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "core/statement_pack.h"
#include "rules/catalogue.h"
#include "rules/period.h"
#include "rules/rules.h"

static struct subject *
subject_of(const struct core *c, const struct activity *v, char ret_key[SUBJECT_KEY_MAX + 1])
{
	(void)snprintf(ret_key, SUBJECT_KEY_MAX + 1, "T/%.*s/%d/%d", WIRE_CODE_BYTES_MAX, v->org,
	    v->from, v->to);
	return subjects_find(&c->subjects, ret_key);
}

bool
activity_stands(const struct subject *x)
{
	return x != NULL && x->kind == KIND_ACTIVITY &&
	    (x->state == SUBJECT_FINAL || x->state == SUBJECT_RETURNED);
}

static bool
org_of(const struct core *c, const struct activity *v, org_t *ret, struct err *err)
{
	return entry_org(c, v->org, (const day_t[]){v->to, v->from}, ret, err);
}

static bool
content_of(const struct activity *v, struct buf *ret, struct err *err)
{
	statement_pack_counts(v->org, v->cumulative, v->note, &v->counts, ret);
	return buf_ok(ret) || err_set(err, ERR_MEMORY, "an activity");
}

/* ---- verdicts */

static bool
span_check(const struct core *c, const struct activity *v, org_t org, struct err *err)
{
	day_t first = 0, last = 0;

	(void)period_plan_year_of(
	    v->to, plan_year_start(c->plan, c->orgs, org, v->to), &first, &last);
	if (v->cumulative ? v->from == first : v->from >= first)
		return true;
	return err_set(err, ERR_COLLECTION_SPAN, "%s",
	    v->cumulative ? TR("lũy kế tính từ ngày đầu năm kế hoạch",
				"a cumulative report is from the first day of the plan year")
			  : TR("trong một năm kế hoạch", "within one plan year"));
}

/* Days of an organisation, and whether they may take the place of those inside. */
struct span {
	org_t org;
	day_t from, to;
	bool covers;
};

static bool
is_covered(const struct span *s, const struct subject *other)
{
	return s->covers && other->from >= s->from && other->to <= s->to;
}

static bool
overlap_check(const struct core *c, const struct span *s, const struct subject *own,
    struct name *ret_existing, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_ACTIVITIES];
	char words[ERR_TEXT_MAX];

	for (uint32_t at = org_index_first(all, s->org); at != 0;) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));

		if (x == own || !activity_stands(x) || x->to < s->from || x->from > s->to ||
		    is_covered(s, x))
			continue;
		*ret_existing = x->name;
		return err_set(err, ERR_OVERLAPS, "%s", subject_index_words(c, x, words));
	}
	return true;
}

bool
activity_overlap_check(
    const struct core *c, const struct subject *x, struct name *ret_existing, struct err *err)
{
	const struct span s = {.org = x->org, .from = x->from, .to = x->to};

	return overlap_check(c, &s, x, ret_existing, err);
}

/* It meets what is there of the same days. */
static bool
revision_check(const struct core *c, const struct admission *a, const struct subject *x,
    struct name *ret_existing, struct err *err)
{
	const struct activity *v = &a->r->u.activity;
	struct counts_content before;
	struct buf content = {0};
	char words[ERR_TEXT_MAX];

	if (x != NULL)
		*ret_existing = x->name;
	if (a->r->action != ACTION_FIRST &&
	    (!activity_stands(x) || !name_index_equal(&x->name, &a->r->replaces)))
		return statement_base_refuse(c, &a->r->replaces, err);
	if (!activity_stands(x) || a->r->action == ACTION_WITHDRAWAL)
		return true;
	if (a->r->action == ACTION_CORRECTION)
		return statement_pack_read_counts(x->content, x->content_len, &before, err) &&
		    (before.cumulative == v->cumulative ||
			err_set(err, ERR_INVALID, "%s",
			    TR("lũy kế hay từng kỳ: rút bản cũ rồi gửi bản mới",
				"cumulative or not: withdraw it, then send another")));
	const bool ok = content_of(v, &content, err);
	const bool same =
	    ok && content.len == x->content_len && memcmp(content.at, x->content, content.len) == 0;
	buf_free(&content);
	return ok &&
	    err_set(err, same && x->state == SUBJECT_FINAL ? ERR_ALREADY : ERR_REVISION_CONFLICT,
		"%s", subject_index_words(c, x, words));
}

/* What of ${before} adds up and is less in ${v}. */
static bool
shrinks(const struct activity *v, const struct counts_content *before, uint32_t *ret_ind)
{
	for (uint32_t i = 0; i < before->n; i++) {
		const struct indicator *ind = catalogue_by_ind(before->ind[i]);
		int64_t now = 0;

		if (ind == NULL || ind->rollup != ROLLUP_ADDITIVE)
			continue;
		if (counts_get(&v->counts, before->ind[i], &now) && now < before->val[i]) {
			*ret_ind = before->ind[i];
			return true;
		}
	}
	return false;
}

static bool
is_listed(const uint32_t *list, uint32_t n, uint32_t ind)
{
	for (uint32_t i = 0; i < n; i++)
		if (list[i] == ind)
			return true;
	return false;
}

/*
 * V22: what takes the place of others says all that they said, or a note says why it does not:
 * an indicator left out would be as if nobody had reported it.
 */
static bool
covered_check(const struct core *c, const struct activity *v, const struct span *s, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_ACTIVITIES];
	uint32_t missing[WIRE_PAIRS_MAX], n = 0;
	struct buf names = {.max = ERR_TEXT_MAX};
	struct counts_content said;

	for (uint32_t at = org_index_first(all, s->org); at != 0;) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));

		/* Of the same days: its own correction, which says what it takes away. */
		if (!activity_stands(x) || !is_covered(s, x) ||
		    (x->from == s->from && x->to == s->to))
			continue;
		if (!statement_pack_read_counts(x->content, x->content_len, &said, err))
			return false;
		for (uint32_t i = 0; i < said.n && n < ARRAY_LEN(missing); i++)
			if (!counts_has(&v->counts, said.ind[i]) &&
			    !is_listed(missing, n, said.ind[i]))
				missing[n++] = said.ind[i];
	}
	if (n == 0)
		return true;
	for (uint32_t i = 0; i < n; i++) {
		const struct indicator *ind = catalogue_by_ind(missing[i]);

		if (ind != NULL)
			buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", TR(ind->vi, ind->en));
	}
	(void)err_set(err, ERR_NOTE_MISSING,
	    TR("V22: lũy kế thay các báo cáo trước, mà thiếu: %s",
		"V22: cumulative, in place of reports that also had: %s"),
	    buf_text(&names));
	buf_free(&names);
	return false;
}

/* V22: what is counted from the beginning of the year grows, unless a note says why it does not. */
static bool
growth_check(const struct core *c, const struct activity *v, const struct span *s, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_ACTIVITIES];
	struct counts_content before;
	uint32_t ind = 0;

	if (!s->covers || v->note[0] != '\0')
		return true;
	for (uint32_t at = org_index_first(all, s->org); at != 0;) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));

		if (!activity_stands(x) || x->from != s->from || x->to >= s->to)
			continue;
		if (!statement_pack_read_counts(x->content, x->content_len, &before, err))
			return false;
		if (before.cumulative && shrinks(v, &before, &ind))
			return err_set(err, ERR_NOTE_MISSING,
			    TR("V22: %s lũy kế nhỏ hơn bản trước",
				"V22: %s is less than in the cumulative report "
				"before"),
			    TR(catalogue_by_ind(ind)->vi, catalogue_by_ind(ind)->en));
	}
	return covered_check(c, v, s, err);
}

static bool
communes_of(const struct core *c, org_t org, day_t day, int64_t *ret, struct err *err)
{
	struct err why = {.code = ERR_OK};
	org_t *list = NULL;
	const uint32_t n = orgs_subtree(c->orgs, org, day, day, &list, &why);

	for (uint32_t i = 0; i < n; i++)
		*ret += orgs_version(c->orgs, list[i], day)->kind == ORG_COMMUNE;
	free(list);
	return why.code == ERR_OK || err_set(err, why.code, "%s", why.text);
}

/* V23: communes with a committee are of those that the registry has. */
static bool
communes_check(const struct core *c, const struct admission *a, org_t org, struct err *err)
{
	const struct activity *v = &a->r->u.activity;
	struct rules_ground ground = {.today = day_from_unix_ms(a->at_ms)};

	if ((counts_has(&v->counts, IND_COMMITTEES) || counts_has(&v->counts, IND_COMMUNES)) &&
	    !communes_of(c, org, v->to, &ground.communes, err))
		return false;
	return rules_noted(a->r, &ground, err);
}

bool
activity_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct activity *v = &a->r->u.activity;
	char key[SUBJECT_KEY_MAX + 1];
	const struct subject *x = subject_of(c, v, key);
	struct span s = {.from = v->from, .to = v->to, .covers = v->cumulative};

	if (!org_of(c, v, &s.org, err) || !result_may_report(c, a, s.org, v->to, err) ||
	    !lock_open_check(c, s.org, v->to, err) || !revision_check(c, a, x, ret_existing, err))
		return false;
	if (a->r->action == ACTION_WITHDRAWAL)
		return true;
	if (!orgs_is_valid(c->orgs, s.org, v->to))
		return orgs_refuse_day(c->orgs, s.org, v->to, err);
	return span_check(c, v, s.org, err) && overlap_check(c, &s, x, ret_existing, err) &&
	    growth_check(c, v, &s, err) && communes_check(c, a, s.org, err);
}

/* ---- effects */

struct activity_rows {
	struct posted_row row[2];
	uint32_t n;
	uint32_t ind[WIRE_PAIRS_MAX];
	int64_t val[WIRE_PAIRS_MAX];
	uint32_t pairs_n;
};

static void
rows_of(const struct core *c, const struct subject *x, const struct counts_content *said,
    struct activity_rows *out)
{
	const int32_t dims[] = {
	    [VIEW_CREDITED] = 0, [VIEW_SECTOR] = schedule_sector(c, "", NULL, x->org, x->to)};

	out->n = out->pairs_n = 0;
	for (uint32_t i = 0; x->state == SUBJECT_FINAL && i < said->n; i++) {
		const struct indicator *ind = catalogue_by_ind(said->ind[i]);

		if (ind == NULL || ind->rollup != ROLLUP_ADDITIVE)
			continue;
		out->ind[out->pairs_n] = said->ind[i];
		out->val[out->pairs_n++] = said->val[i];
	}
	for (uint32_t view = VIEW_CREDITED; out->pairs_n > 0 && view <= VIEW_SECTOR; view++)
		if (view == VIEW_CREDITED || dims[view] != 0)
			out->row[out->n++] = (struct posted_row){.view = (uint8_t)view,
			    .org = x->org,
			    .dim = dims[view],
			    .day = x->to,
			    .n = out->pairs_n,
			    .ind = out->ind,
			    .val = out->val};
}

bool
activity_post(struct core *c, struct subject *x, struct err *err)
{
	struct counts_content said;
	struct activity_rows rows;

	if (!statement_pack_read_counts(x->content, x->content_len, &said, err))
		return false;
	rows_of(c, x, &said, &rows);
	/* A stock may have changed, which no posting says. */
	c->flight.all_differs = true;
	return subjects_has_posted(x, rows.row, rows.n) ||
	    subjects_post(x, rows.row, rows.n, &c->flight.sink, err);
}

/* Those inside a cumulative one stand aside for it, and count again once it is gone. */
static bool
covered_change(struct core *c, const struct subject *cumulative, bool goes, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_ACTIVITIES];
	const struct span s = {
	    .org = cumulative->org, .from = cumulative->from, .to = cumulative->to, .covers = true};

	for (uint32_t at = org_index_first(all, s.org); at != 0;) {
		struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));
		const bool is_its = goes
		    ? x->state == SUBJECT_REPLACED && x->other == cumulative->no
		    : activity_stands(x) && is_covered(&s, x);

		if (x == cumulative || !is_its)
			continue;
		if (!subjects_change(&c->subjects, "", x, &x, err))
			return false;
		if (!goes)
			x->before = x->state;
		x->state = goes ? x->before : SUBJECT_REPLACED;
		x->other = goes ? 0 : cumulative->no;
		if (!activity_post(c, x, err))
			return false;
	}
	return true;
}

static bool
withdraw(struct core *c, struct subject *x, struct err *err)
{
	struct counts_content said;

	x->state = SUBJECT_WITHDRAWN;
	return statement_pack_read_counts(x->content, x->content_len, &said, err) &&
	    activity_post(c, x, err) && (!said.cumulative || covered_change(c, x, true, err));
}

bool
activity_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct activity *v = &a->r->u.activity;
	char key[SUBJECT_KEY_MAX + 1];
	struct subject *now = subject_of(c, v, key), *x = NULL;
	struct buf content = {0};
	org_t org = 0;

	if (!org_of(c, v, &org, err) || !subjects_change(&c->subjects, key, now, &x, err) ||
	    !statement_take(c, x, a, err))
		return false;
	if (a->r->action == ACTION_WITHDRAWAL)
		return withdraw(c, x, err);
	const bool is_moved = x->org != org;
	x->org = org;
	x->from = v->from;
	x->to = v->to;
	x->state = SUBJECT_FINAL;
	x->other = 0;
	if (x->final_ms == 0)
		x->final_ms = a->at_ms;
	const bool ok = content_of(v, &content, err) &&
	    subjects_set_content(x, content.at, (uint32_t)content.len, err);
	buf_free(&content);
	return ok && (!is_moved || subject_index(c, x, err)) && activity_post(c, x, err) &&
	    (!v->cumulative || covered_change(c, x, false, err));
}

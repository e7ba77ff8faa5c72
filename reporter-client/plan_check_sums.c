/* Sums of a plan: what a line's refinements come to, and how that stands to the line itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "plan_check.h"
#include "words.h"

#define DEPTH_MAX 16

/* ---- cells */

static bool
word_number(struct plan_check *c, const char *word, int32_t *ret, struct err *err)
{
	*ret = 0;
	if (word[0] == '\0')
		return true;
	for (size_t i = 0; i < c->words_n; i++)
		if (strcmp(c->words[i], word) == 0) {
			*ret = (int32_t)i + 1;
			return true;
		}
	const char **grown = reallocarray(c->words, c->words_n + 1, sizeof(*grown));
	if (grown == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	c->words = grown;
	c->words[c->words_n++] = word;
	*ret = (int32_t)c->words_n;
	return true;
}

static const struct plan_check_drive *
drive_of(const struct plan_check *c, const char *key, int32_t *ret_number)
{
	for (size_t i = 0; i < c->drives_n; i++)
		if (strcmp(c->drives[i].key, key) == 0) {
			*ret_number = (int32_t)i + 1;
			return &c->drives[i];
		}
	return NULL;
}

static bool
cell_make(struct plan_check *c, struct plan_check_line *l, size_t place, struct err *err)
{
	const struct target *t = &l->t;
	const char *sector = t->sector, *campaign = t->campaign;
	const struct plan_check_drive *d = NULL;

	/*
	 * Of a drive that the plan does not schedule the place of its line tells it from
	 * others.  Given before own, then the later line first, as the aggregator counts them.
	 */
	l->cell = (struct target_cell){.from = t->from,
	    .to = t->to,
	    .is_drive = t->drive[0] != '\0',
	    .drive = t->drive[0] != '\0' ? -(int32_t)place - 1 : 0,
	    .draft = t->draft,
	    .value = t->value,
	    .rank = (t->draft ? UINT64_C(1) << 33 : 0) |
		(t->assigned == ASSIGNED_ABOVE ? 0 : UINT64_C(1) << 32) |
		(UINT32_MAX - (uint32_t)place)};
	if (l->cell.is_drive && (d = drive_of(c, t->drive, &l->cell.drive)) != NULL) {
		sector = sector[0] == '\0' ? d->sector : sector;
		campaign = campaign[0] == '\0' ? d->campaign : campaign;
		l->is_cancelled = d->is_cancelled;
	}
	return word_number(c, sector, &l->cell.sector, err) &&
	    word_number(c, campaign, &l->cell.campaign, err);
}

bool
plan_check_cells(struct plan_check *c, struct err *err)
{
	for (size_t i = 0; i < c->lines_n; i++)
		if (!cell_make(c, &c->lines[i], i, err))
			return false;
	return true;
}

/* ---- values */

struct place {
	const struct plan_check *c;
	const char *org;
	int depth;
	const struct target_apart *apart; /* lines of those above */
};

static bool
is_same_span(const struct target_cell *a, const struct target_cell *b)
{
	return !a->is_drive && a->from == b->from && a->to == b->to && a->sector == b->sector &&
	    a->campaign == b->campaign;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as organisations stand, at most DEPTH_MAX */
static bool value_of(const struct place *p, const struct target_cell *whole,
    struct target_total *ret, struct err *err);

static bool
below(const void *arg, const struct target_scope *scope, struct target_total *ret, struct err *err)
{
	const struct place *p = arg;
	size_t n = 0;
	const struct plan_check_org *children = plan_check_children(p->c, p->org, &n);

	for (size_t i = 0; i < n && p->depth < DEPTH_MAX; i++) {
		const struct place child = {.c = p->c,
		    .org = children[i].code,
		    .depth = p->depth + 1,
		    .apart = scope->apart};
		struct target_total one = {.has = false};

		if (!value_of(&child, scope->of, &one, err) || !target_add(ret, &one, err))
			return false;
	}
	return true;
}

/*
 * Lines inside ${whole} but those that say just it; *${ret_own} is the first of those, NULL: none.
 */
static uint32_t
cells_take(const struct place *p, const struct target_cell *whole, struct target_cell *list,
    const struct plan_check_line **ret_own)
{
	size_t n = 0;
	uint32_t taken = 0;
	const struct plan_check_line *l = plan_check_lines_of(p->c, p->org, &n);

	*ret_own = NULL;
	for (size_t i = 0; l != NULL && i < n; i++) {
		if (!plan_check_is_inside(p->c, &l[i]) || !target_is_inside(&l[i].cell, whole) ||
		    !target_is_apart(&l[i].cell, p->apart))
			continue;
		if (!is_same_span(&l[i].cell, whole))
			list[taken++] = l[i].cell;
		else if (*ret_own == NULL || l[i].cell.rank < (*ret_own)->cell.rank)
			*ret_own = &l[i];
	}
	return taken;
}

static bool
value_of(const struct place *p, const struct target_cell *whole, struct target_total *ret,
    struct err *err)
{
	const struct target_below all = {.fn = below, .arg = p, .apart = p->apart};
	struct target_cell *list = calloc(p->c->lines_n + 1, sizeof(*list));
	const struct plan_check_line *own = NULL;
	struct target_total placed;
	bool ok = true;

	if (list == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	const uint32_t n = cells_take(p, whole, list, &own);
	*ret = (struct target_total){.has = false};
	if (own == NULL || own->t.qualifier != QUALIFIER_EXACT)
		ok = target_sum(list, n, whole, &all, ret, &placed, err);
	if (ok && own != NULL && (!ret->has || ret->units < own->t.value))
		*ret = (struct target_total){
		    .has = true, .draft = own->t.draft, .units = own->t.value};
	free(list);
	return ok;
}
/* NOLINTEND(misc-no-recursion) */

bool
plan_check_value(const struct plan_check *c, const char *org, day_t from, day_t to,
    struct target_total *ret, struct err *err)
{
	const struct target_cell whole = {.from = from, .to = to};

	return value_of(&(const struct place){.c = c, .org = org}, &whole, ret, err);
}

/* ---- breakdowns of one line */

/* What a breakdown comes to. */
struct part {
	bool has;
	int64_t sum;
	size_t n;
};

static void
part_add(struct part *p, int64_t value)
{
	p->has = true;
	p->sum += value;
	p->n++;
}

/* Own lines of shorter spans; of those inside one another the longer stands. */
static struct part
by_time(const struct plan_check *c, const struct plan_check_line *of)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, of->t.org, &n);
	struct part ret = {.has = false};
	day_t covered = DAY_OPEN_LEFT;

	for (size_t i = 0; i < n; i++) {
		const struct target_cell *x = &l[i].cell;

		if (!plan_check_is_inside(c, &l[i]) || x->is_drive ||
		    x->sector != of->cell.sector || x->campaign != of->cell.campaign ||
		    is_same_span(x, &of->cell) || !target_is_inside(x, &of->cell) ||
		    x->from <= covered)
			continue;
		covered = x->to;
		part_add(&ret, x->value);
	}
	return ret;
}

static bool
is_of_sector(
    const struct plan_check *c, const struct plan_check_line *l, const struct plan_check_line *of)
{
	return plan_check_is_inside(c, l) && !l->cell.is_drive && l->cell.sector != 0 &&
	    of->cell.sector == 0 && l->cell.campaign == of->cell.campaign &&
	    l->cell.from == of->cell.from && l->cell.to == of->cell.to;
}

/* Of a sector that is said twice, the line that counts. */
static struct part
by_sector(const struct plan_check *c, const struct plan_check_line *of)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, of->t.org, &n);
	struct part ret = {.has = false};

	for (size_t i = 0; i < n; i++) {
		bool counts = is_of_sector(c, &l[i], of);

		for (size_t k = 0; counts && k < n; k++)
			counts = l[k].cell.sector != l[i].cell.sector ||
			    l[k].cell.rank >= l[i].cell.rank || !is_of_sector(c, &l[k], of);
		if (counts)
			part_add(&ret, l[i].cell.value);
	}
	return ret;
}

/*
 * Own drives inside it, and what the organisations below come to there; *${ret_places}: any of
 * those.
 */
static bool
by_place(const struct plan_check *c, const struct plan_check_line *of, struct part *ret,
    bool *ret_places, struct err *err)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, of->t.org, &n);

	*ret = (struct part){.has = false};
	*ret_places = false;
	for (size_t i = 0; i < n; i++)
		if (plan_check_is_inside(c, &l[i]) && l[i].cell.is_drive &&
		    target_is_inside(&l[i].cell, &of->cell))
			part_add(ret, l[i].t.value);
	const struct plan_check_org *children = plan_check_children(c, of->t.org, &n);
	for (size_t i = 0; i < n; i++) {
		struct target_total one = {.has = false};

		if (!value_of(&(const struct place){.c = c, .org = children[i].code, .depth = 1},
			&of->cell, &one, err))
			return false;
		if (one.has)
			part_add(ret, one.units);
		*ret_places = *ret_places || one.has;
	}
	return true;
}

/* ---- a line against its refinements */

struct breakdown {
	const char *vi, *en;
	bool matrix; /* a stated total of rows or columns: an exact one must fit */
	struct part part;
};

static enum plan_severity
severity_of(const struct target *t, const struct breakdown *b)
{
	const int64_t sum = b->part.sum;

	if (t->qualifier == QUALIFIER_MINIMUM)
		return sum >= t->value ? PLAN_INFO : PLAN_WARNING;
	if (t->qualifier == QUALIFIER_RANGE)
		return sum >= t->value && sum <= t->value_max ? PLAN_INFO : PLAN_WARNING;
	if (sum == t->value)
		return PLAN_INFO;
	return b->matrix ? PLAN_ERROR : PLAN_WARNING;
}

static const char *
code_of(const struct target *t, const struct breakdown *b)
{
	if (b->part.sum == t->value)
		return "SUM_EQUAL";
	if (b->matrix && t->qualifier == QUALIFIER_EXACT)
		return "MATRIX_TOTAL";
	return b->part.sum < t->value ? "SUM_SHORT" : "SUM_OVER";
}

static bool
compare(struct plan_check *c, const struct plan_check_line *l, const struct breakdown *b,
    struct err *err)
{
	const struct target *t = &l->t;
	const int64_t rest = b->part.sum - t->value;
	const char *qualifier =
	    t->qualifier == QUALIFIER_EXACT ? "" : words_text(WORDS_QUALIFIER, t->qualifier);
	char sum[NUM_TEXT_MAX], stated[NUM_TEXT_MAX], left[NUM_TEXT_MAX];
	const struct plan_finding f = {.severity = severity_of(t, b),
	    .code = code_of(t, b),
	    .org = t->org,
	    .from = t->from,
	    .to = t->to,
	    .line = l->line,
	    .has_numbers = true,
	    .stated = t->value,
	    .computed = b->part.sum};

	if (!b->part.has)
		return true;
	return plan_check_find(c, &f, err,
	    TR("%s: %s của %s%s%s (%zu phần): %s%s", "%s: %s of %s%s%s (%zu parts): %s%s"),
	    TR(b->vi, b->en), num_people(b->part.sum, sum), qualifier,
	    qualifier[0] != '\0' ? " " : "", num_people(t->value, stated), b->part.n,
	    rest > 0 ? "+" : "", num_people(rest, left));
}

static bool
is_month(const struct target *t)
{
	return day_month(t->from) == day_month(t->to) &&
	    t->from == day_of_month(day_month(t->from)) &&
	    t->to == day_of_month(day_month(t->from) + 1) - 1;
}

static bool
line_sums(struct plan_check *c, const struct plan_check_line *l, struct err *err)
{
	struct part placed;
	bool places = false;

	if (!by_place(c, l, &placed, &places, err))
		return false;
	const struct breakdown breakdowns[] = {
	    {"chia theo nơi và buổi", "by place and drive", places && is_month(&l->t), placed},
	    {"chia theo thời gian", "by time", true, by_time(c, l)},
	    {"chia theo khối", "by sector", false, by_sector(c, l)},
	};

	for (size_t i = 0; i < ARRAY_LEN(breakdowns); i++)
		if (!compare(c, l, &breakdowns[i], err))
			return false;
	return true;
}

/* What the sheet says its lines come to: without the plan's own control total. */
static bool
total_sums(struct plan_check *c, const struct plan_check_total *t, struct err *err)
{
	const struct target_cell whole = {.from = t->from == DAY_OPEN_LEFT ? c->from : t->from,
	    .to = t->from == DAY_OPEN_LEFT ? c->to : t->to};
	const struct place p = {.c = c, .org = c->org};
	const struct target_below all = {.fn = below, .arg = &p};
	struct target_cell *list = calloc(c->lines_n + 1, sizeof(*list));
	struct target_total sum = {.has = false}, placed = {.has = false};
	char computed[NUM_TEXT_MAX], stated[NUM_TEXT_MAX], rest[NUM_TEXT_MAX];
	const struct plan_check_line *own = NULL;
	bool ok = list != NULL || err_set(err, ERR_MEMORY, "plan check");

	ok = ok &&
	    target_sum(list, cells_take(&p, &whole, list, &own), &whole, &all, &sum, &placed, err);
	free(list);
	/* A control total of a campaign is one of the lines: what is placed is what rows say. */
	if (ok && placed.has)
		sum = placed;
	else if (ok && !sum.has && own != NULL) /* nothing refines the one line of the whole span */
		sum = (struct target_total){.has = true, .units = own->t.value};
	return ok &&
	    plan_check_find(c,
		&(const struct plan_finding){
		    .severity = sum.units == t->value ? PLAN_INFO : PLAN_ERROR,
		    .code = sum.units == t->value ? "TOTAL_EQUAL" : "TOTAL_DIFFERS",
		    .org = c->org,
		    .from = whole.from,
		    .to = whole.to,
		    .line = t->line,
		    .has_numbers = true,
		    .stated = t->value,
		    .computed = sum.units},
		err,
		TR("dòng tổng ghi %s, các dòng cộng lại %s: %s%s",
		    "the total row says %s, the lines come to %s: %s%s"),
		num_people(t->value, stated), num_people(sum.units, computed),
		sum.units > t->value ? "+" : "", num_people(sum.units - t->value, rest));
}

bool
plan_check_sums(struct plan_check *c, struct err *err)
{
	for (size_t i = 0; i < c->totals_n; i++)
		if (!total_sums(c, &c->totals[i], err))
			return false;
	for (size_t i = 0; i < c->lines_n; i++)
		if (plan_check_is_inside(c, &c->lines[i]) && !c->lines[i].cell.is_drive &&
		    c->lines[i].cell.sector == 0 && !line_sums(c, &c->lines[i], err))
			return false;
	return true;
}

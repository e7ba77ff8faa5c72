/* Sums of a plan: what a line's refinements come to, and how that stands to the line itself. */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "plan_check.h"
#include "words.h"

#define DEPTH_MAX 16

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

static bool
is_drive(const struct plan_check_line *l)
{
	return l->t.drive[0] != '\0';
}

static bool
is_plain(const struct plan_check *c, const struct plan_check_line *l)
{
	return plan_check_is_inside(c, l) && !is_drive(l) && l->t.sector[0] == '\0';
}

static bool
is_span(const struct plan_check_line *l, day_t from, day_t to)
{
	return l->t.from == from && l->t.to == to;
}

/* Own lines of shorter spans; of those inside one another the longer stands. */
static struct part
by_time(const struct plan_check *c, const char *org, day_t from, day_t to)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, org, &n);
	struct part ret = {.has = false};
	day_t covered = DAY_OPEN_LEFT;

	for (size_t i = 0; i < n; i++) {
		if (!is_plain(c, &l[i]) || is_span(&l[i], from, to) || l[i].t.from < from ||
		    l[i].t.to > to || l[i].t.from <= covered)
			continue;
		covered = l[i].t.to;
		part_add(&ret, l[i].t.value);
	}
	return ret;
}

static struct part
by_drive(const struct plan_check *c, const char *org, day_t from, day_t to)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, org, &n);
	struct part ret = {.has = false};

	for (size_t i = 0; i < n; i++)
		if (plan_check_is_inside(c, &l[i]) && is_drive(&l[i]) && l[i].t.from >= from &&
		    l[i].t.to <= to)
			part_add(&ret, l[i].t.value);
	return ret;
}

static struct part
by_sector(const struct plan_check *c, const char *org, day_t from, day_t to)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, org, &n);
	struct part ret = {.has = false};

	for (size_t i = 0; i < n; i++)
		if (plan_check_is_inside(c, &l[i]) && !is_drive(&l[i]) &&
		    l[i].t.sector[0] != '\0' && is_span(&l[i], from, to))
			part_add(&ret, l[i].t.value);
	return ret;
}

static void
greater(struct part *best, struct part other)
{
	if (other.has && (!best->has || other.sum > best->sum))
		*best = other;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as organisations stand, at most DEPTH_MAX */
static struct part value_of(
    const struct plan_check *c, const char *org, day_t from, day_t to, int depth);

static struct part
by_place(const struct plan_check *c, const char *org, day_t from, day_t to, int depth)
{
	size_t n = 0;
	const struct plan_check_org *children = plan_check_children(c, org, &n);
	struct part ret = by_drive(c, org, from, to);

	for (size_t i = 0; i < n && depth < DEPTH_MAX; i++) {
		const struct part child = value_of(c, children[i].code, from, to, depth + 1);

		if (child.has)
			part_add(&ret, child.sum);
	}
	return ret;
}

static struct part
value_of(const struct plan_check *c, const char *org, day_t from, day_t to, int depth)
{
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, org, &n);
	struct part best = by_place(c, org, from, to, depth);

	greater(&best, by_time(c, org, from, to));
	greater(&best, by_sector(c, org, from, to));
	for (size_t i = 0; i < n; i++)
		if (is_plain(c, &l[i]) && is_span(&l[i], from, to)) {
			const struct part own = {.has = true, .sum = l[i].t.value, .n = 1};

			if (l[i].t.qualifier == QUALIFIER_EXACT)
				return own;
			greater(&best, own);
			break;
		}
	return best;
}
/* NOLINTEND(misc-no-recursion) */

bool
plan_check_value(const struct plan_check *c, const char *org, day_t from, day_t to, int64_t *ret)
{
	const struct part p = value_of(c, org, from, to, 0);

	*ret = p.sum;
	return p.has;
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
	const struct target *t = &l->t;
	const struct breakdown breakdowns[] = {
	    {"chia theo nơi và buổi", "by place and drive", is_month(t),
		by_place(c, t->org, t->from, t->to, 0)},
	    {"chia theo thời gian", "by time", true, by_time(c, t->org, t->from, t->to)},
	    {"chia theo khối", "by sector", false, by_sector(c, t->org, t->from, t->to)},
	};

	for (size_t i = 0; i < ARRAY_LEN(breakdowns); i++)
		if (!compare(c, l, &breakdowns[i], err))
			return false;
	return true;
}

bool
plan_check_sums(struct plan_check *c, struct err *err)
{
	for (size_t i = 0; i < c->lines_n; i++)
		if (is_plain(c, &c->lines[i]) && !line_sums(c, &c->lines[i], err))
			return false;
	return true;
}

/* Lines of a plan that are in no sum, though nobody may see why. */
#include <string.h>

#include "base/lang.h"
#include "plan_check.h"
#include "target_say.h"

/* A line of the organisation itself, whatever its span. */
static bool
is_whole(const struct plan_check_line *l)
{
	const struct target *t = &l->t;

	return t->measure == MEASURE_UNITS && t->drive[0] == '\0' && t->campaign[0] == '\0';
}

static bool
is_year(const struct plan_check *c)
{
	const struct civil from = day_to_civil(c->from), next = day_to_civil(c->to + 1);

	return next.year == from.year + 1 && next.month == from.month && next.day == from.day;
}

static struct plan_finding
finding_of(const struct plan_check *c, const struct plan_check_line *l, const char *code)
{
	return (struct plan_finding){.severity = PLAN_WARNING,
	    .code = code,
	    .org = l->t.org,
	    .name = plan_check_name_of(c, l->t.org),
	    .from = l->t.from,
	    .to = l->t.to,
	    .line = l->line};
}

/* A longer line, of several years, is not cut by chance. */
static bool
cut_find(struct plan_check *c, const struct plan_check_line *l, struct err *err)
{
	const struct plan_finding f = finding_of(c, l, "OUTSIDE_YEAR");
	char value[TARGET_SAY_MAX], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	if (!is_whole(l) || l->t.to < c->from || l->t.from > c->to ||
	    (l->t.from >= c->from && l->t.to <= c->to) ||
	    (l->t.from <= c->from && l->t.to >= c->to))
		return true;
	return plan_check_find(c, &f, err,
	    TR("chỉ tiêu %s chỉ có một phần số ngày trong năm kế hoạch %s – %s, không cộng vào đâu trong năm "
	       "này; nếu năm kế hoạch của nơi này đã đổi thì rút dòng đó và nhập lại theo năm mới",
		"%s units lie only partly within the plan year %s – %s and are in none of its sums; if the "
		"organisation's plan year was changed, withdraw the line and enter it for the new one"),
	    target_say_value(&l->t, value), day_people(c->from, from), day_people(c->to, to));
}

static bool
is_same_but_the_plan(const struct target *a, const struct target *b)
{
	return a->from == b->from && a->to == b->to && a->assigned == b->assigned &&
	    a->draft == b->draft && strcmp(a->org, b->org) == 0 &&
	    strcmp(a->sector, b->sector) == 0 && strcmp(a->plan, b->plan) != 0;
}

static bool
twin_find(struct plan_check *c, const struct plan_check_line *l,
    const struct plan_check_line *other, struct err *err)
{
	const struct plan_finding f = finding_of(c, l, "TWO_PLANS");
	char value[TARGET_SAY_MAX], second[TARGET_SAY_MAX];

	if (!is_whole(l) || !is_whole(other) || !is_same_but_the_plan(&l->t, &other->t) ||
	    !plan_check_is_inside(c, l))
		return true;
	return plan_check_find(c, &f, err,
	    TR("hai văn bản giao cùng một chỉ tiêu: %s (%.60s) và %s (%.60s); chỉ dòng nhập sau cùng được tính, "
	       "dòng kia nên rút",
		"two documents give the same target: %s (%.60s) and %s (%.60s); only the last one entered "
		"counts, the other should be withdrawn"),
	    target_say_value(&l->t, value), l->t.plan, target_say_value(&other->t, second),
	    other->t.plan);
}

bool
plan_check_unsummed(struct plan_check *c, struct err *err)
{
	const bool year = is_year(c);

	for (size_t i = 0; i < c->lines_n; i++) {
		const struct plan_check_line *l = &c->lines[i];

		if (year && !cut_find(c, l, err))
			return false;
		for (size_t k = i + 1; k < c->lines_n && strcmp(c->lines[k].t.org, l->t.org) == 0;
		     k++)
			if (!twin_find(c, l, &c->lines[k], err))
				return false;
	}
	return true;
}

/* summary - the rows of a summary, for core_summary.c and the summary_*.c files only. */
#ifndef GH_CORE_SUMMARY_H
#define GH_CORE_SUMMARY_H

#include "core/answer.h"

/* Days on which an organisation stands under another; see summary_stay_next(). */
struct summary_stay {
	org_t org;
	org_t above; /* 0: wherever it stands */
	day_t at, to;
};

/* ---- summary_org.c */
/* The next days [*${ret_from}, *${ret_to}] of ${s}; false: no more. */
bool summary_stay_next(
    const struct core *c, struct summary_stay *s, day_t *ret_from, day_t *ret_to);
/* Sum of the credited view while ${org} stands under ${above} (0: wherever), to ${s->to}.  Added to ${ret}. */
bool summary_sum(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct pairs *ret, struct err *err) MUST_USE;
/* One organisation with all below it, as long as it stands under ${above}; ${ret} is its sum, filled anew. */
bool summary_org_row(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct answer *w, struct row *row, struct pairs *ret, struct err *err) MUST_USE;
int64_t summary_units(const struct pairs *p);
/* Results owed on days up to this one and not there are late. */
day_t summary_overdue_day(const struct scope *s);
/* Adds those of ${p}, a sum up to that day, to the late and missing ones of ${row}. */
void summary_overdue_add(struct row *row, const struct pairs *p);
/* The row of what no other row has, if there is any: ${rest}, and what is left of ${total}'s late drives. */
void summary_rest_row(struct answer *w, const struct row *total, const struct pairs *rest);

/* ---- summary_due.c */
/* Which drives a row is about. */
struct summary_part {
	org_t org;   /* at or below it */
	org_t above; /* which stands under this one; 0: wherever */
	bool own;    /* at ${org} only */
	enum view view;
	int32_t dim;
};
/* Takes back what summary_overdue_add() did for drives that a round gives more time. */
void summary_grace_take(
    const struct core *c, const struct scope *s, const struct summary_part *part, struct row *row);
/* Organisations that a plan expects, and the silent ones, of the total and of the rows that are organisations. */
bool summary_expected(const struct core *c, const struct scope *s, const struct answer *w,
    struct row *total, struct err *err) MUST_USE;

/* ---- rows */

struct summary_whole {
	const struct row *total;
	const struct pairs *sum; /* of it */
};
/* Each child as long as it is one, what is at the organisation itself, and what no row has. */
bool summary_by_child(const struct core *c, const struct scope *s,
    const struct summary_whole *whole, struct answer *w, struct err *err) MUST_USE;
bool summary_by_month(
    const struct core *c, const struct scope *s, struct answer *w, struct err *err) MUST_USE;
bool summary_by_drive(
    const struct core *c, const struct scope *s, struct answer *w, struct err *err) MUST_USE;
/* BY_SECTOR or BY_CAMPAIGN: a view's rows, and what no row has. */
bool summary_by_word(const struct core *c, const struct scope *s, enum by by,
    const struct summary_whole *whole, struct answer *w, struct err *err) MUST_USE;

#endif

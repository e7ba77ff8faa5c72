/* summary - the rows of a summary, for core_summary.c and the summary_*.c files only. */
#ifndef GH_CORE_SUMMARY_H
#define GH_CORE_SUMMARY_H

#include "core/answer.h"

/* Days on which an organisation stands under another; see summary_stay_next(). */
struct summary_stay {
	org_t org;
	org_t above; /* 0: wherever it stands */
	bool deep;   /* not just under it */
	day_t at, to;
};

/* ---- summary_map.c: totals restated to a map, or as recorded where there is none */

/*
 * The map that ${basis} ("", "recorded", "end" or a day) asks for into ${s}; ${s->on} first.
 * ERR_USAGE.
 */
bool summary_basis_day(const char *basis, struct scope *s, struct err *err) MUST_USE;
bool summary_basis_map(
    const struct core *c, const char *basis, struct scope *s, struct err *err) MUST_USE;
/* "recorded", or the map's day; lent until the next call of answer_text's arena. */
const char *summary_basis_text(struct answer *w, const struct scope *s);
/* The day whose codes and names the rows have: the map's, else the period's last. */
day_t summary_names_day(const struct scope *s);
/* ${org}'s counts of ${day} count under the scope's organisation. */
bool summary_is_under(const struct core *c, const struct scope *s, org_t org, day_t day);
/* rollup_sum() of all that the scope counts, drafts too where it asks for them. */
bool summary_rollup_sum(const struct scope *s, const struct rollup_ask *ask, day_t from, day_t to,
    struct pairs *ret, struct err *err) MUST_USE;
/* An organisation with all below it, and what it holds itself.  Added to ${ret}. */
bool summary_view_sum(const struct core *c, const struct scope *s, const struct rollup_ask *ask,
    day_t to, struct pairs *ret, struct err *err) MUST_USE;
bool summary_own_sum(const struct scope *s, const struct rollup_ask *ask, day_t to,
    struct pairs *ret, struct err *err) MUST_USE;
/* Of ${ask->org}'s own cells alone, from the scope's first day to ${to}. */
bool summary_cells_add(const struct scope *s, const struct rollup_ask *ask, day_t to,
    struct pairs *ret, struct err *err) MUST_USE;
/* Just below it, in order. */
uint32_t summary_children(
    const struct core *c, const struct scope *s, org_t org, org_t **ret, struct err *err);
struct summary_line {
	org_t org;
	int line; /* enum org_line */
	day_t to;
};
/* What stands in a line of an organisation, and what that is measured against. */
bool summary_line_sum(const struct scope *s, const struct summary_line *l, struct pairs *ret,
    struct err *err) MUST_USE;
bool summary_line_target(const struct core *c, const struct scope *s, const struct summary_line *l,
    struct target_answer *ret, struct err *err) MUST_USE;
/* "split", "unknown". */
const char *summary_line_kind(int line);
/* A row for each line of the scope's organisation that has anything; taken from ${rest}. */
bool summary_line_rows(const struct core *c, const struct scope *s, struct pairs *rest,
    struct answer *w, struct err *err) MUST_USE;

/* ---- summary_org.c */
/* A row of ${org}, keyed by its number, and its sum taken from ${rest}. */
bool summary_key_row(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct pairs *rest, struct answer *w, struct err *err) MUST_USE;
/* The next days [*${ret_from}, *${ret_to}] of ${s}; false: no more. */
bool summary_stay_next(
    const struct core *c, struct summary_stay *s, day_t *ret_from, day_t *ret_to);
/*
 * Sum of the credited view while ${org} stands under ${above} (0: wherever), to ${s->to}.  Added to
 * ${ret}.
 */
bool summary_sum(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct pairs *ret, struct err *err) MUST_USE;
/*
 * One organisation with all below it, as long as it stands under ${above}; ${ret} is its sum,
 * filled anew.
 */
bool summary_org_row(const struct core *c, const struct scope *s, const struct summary_stay *whose,
    struct answer *w, struct row *row, struct pairs *ret, struct err *err) MUST_USE;
int64_t summary_units(const struct pairs *p);
/* Results owed on days up to this one and not there are late. */
day_t summary_overdue_day(const struct scope *s);
/* Adds those of ${p}, a sum up to that day, to the late and missing ones of ${row}. */
void summary_overdue_add(struct row *row, const struct pairs *p);
/*
 * The row of what no other row has, if there is any: ${rest}, and what is left of ${total}'s late
 * drives.
 */
void summary_rest_row(struct answer *w, const struct row *total, const struct pairs *rest);

/* ---- summary_due.c */
/* Which drives a row is about. */
struct summary_part {
	org_t org;   /* at or below it */
	org_t above; /* which stands under this one; 0: wherever */
	bool own;    /* at ${org} only: itself, or what stands in ${line} there */
	int line;    /* of a map: enum org_line */
	enum view view;
	int32_t dim;
};
/*
 * Drives of the scope's period that a round gives more time, found once for all rows; *${ret} NULL:
 * none.
 * summary_grace_free() it.
 */
bool summary_grace_new(
    const struct core *c, const struct scope *s, struct grace **ret, struct err *err) MUST_USE;
void summary_grace_free(struct grace *g); /* NULL is a no-op */
/* Takes back what summary_overdue_add() did for them. */
void summary_grace_take(
    const struct core *c, const struct scope *s, const struct summary_part *part, struct row *row);
/* The rows of an answer, and where those that are organisations stand. */
struct summary_rows_of {
	const struct answer *w;
	const uint32_t *at; /* by org_t, from 1; 0: none */
	bool by_month;
};
/*
 * The row that ${org} counts in: its own, that of what it stands under, or a line's; NULL: none of
 * the rows.
 */
struct row *summary_row_of(const struct core *c, const struct scope *s, const struct answer *w,
    const uint32_t *at, org_t org);
/*
 * What is known once all rows are there, of the total and of the rows: organisations that a plan
 * expects, the silent ones, what is not split by day, and drives that count in another plan year.
 */
bool summary_expected(const struct core *c, const struct scope *s, const struct answer *w,
    enum by by, struct row *total, struct err *err) MUST_USE;

/* ---- summary_moved.c */
void summary_moved(const struct core *c, const struct scope *s, const struct summary_rows_of *of,
    struct row *total);
/* ---- summary_unsplit.c */
bool summary_unsplit(const struct core *c, const struct scope *s, const struct summary_rows_of *of,
    struct row *total, struct err *err) MUST_USE;

/* ---- summary_counted.c: what a row is measured against, and what that counts */
struct summary_counting {
	const struct core *c;
	const struct scope *s;
	bool is_campaign; /* a campaign's row: only what carries it, whatever the period */
};
/* plan_target_for() with what the lines that stand count in the scope's period. */
bool summary_target(const struct summary_counting *k, const struct plan_question *q,
    struct target_answer *ret, struct err *err) MUST_USE;
/* The campaign that the whole total is measured by, though its period names none; 0: none. */
bool summary_program(
    const struct core *c, const struct scope *s, int32_t *ret, struct err *err) MUST_USE;
/*
 * What of ${p}, the row's sum, the target does not count; less than 0: the target counts so much
 * that stands in other rows.
 */
void summary_outside(struct row *row, const struct target_answer *t, const struct pairs *p);

/* ---- summary_follow.c */
/*
 * Adds to ${sum} what ${line}, whose own is asked for by ${ask}, counts of other organisations on
 * the scope's map: nothing as recorded.
 */
bool summary_follow(const struct summary_counting *k, const struct target_line *line,
    const struct rollup_ask *ask, struct pairs *sum, struct err *err) MUST_USE;

/* ---- summary_target.c */
/*
 * Organisations below the scope's for which ${text} means other days, at most WIRE_OTHER_DAYS_MAX,
 * into ${ret}.
 */
bool summary_other_days(const struct core *c, const struct scope *s, const char *text,
    struct answer *w, struct rows *ret, struct err *err) MUST_USE;
/*
 * Fills ${total}'s targets, at most WIRE_ROW_TARGETS_MAX: of other measures, and of units those
 * that lie in no plan year whole, so that no year's target counts them, and those of the period
 * itself for which another document's line stands.
 */
bool summary_targets(const struct core *c, const struct scope *s, struct answer *w,
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
/* Adds what a subject has posted to the credited view within the scope: NULL nothing. */
bool summary_part_add(const struct core *c, const struct scope *s, const struct subject *x,
    struct pairs *ret, struct err *err) MUST_USE;
bool summary_by_drive(
    const struct core *c, const struct scope *s, struct answer *w, struct err *err) MUST_USE;
/*
 * ---- summary_level.c: rows of one kind of organisation wherever they stand, and what none of them
 * has
 */
bool summary_by_level(const struct core *c, const struct scope *s, enum org_kind level,
    const struct summary_whole *whole, struct answer *w, struct err *err) MUST_USE;
/* ---- summary_view.c */
bool summary_by_indicator(
    const struct summary_whole *whole, struct answer *w, struct err *err) MUST_USE;
bool summary_by_executing(const struct core *c, const struct scope *s,
    const struct summary_whole *whole, struct answer *w, struct err *err) MUST_USE;
/* BY_SECTOR or BY_CAMPAIGN: a view's rows, and what no row has. */
bool summary_by_word(const struct core *c, const struct scope *s, enum by by,
    const struct summary_whole *whole, struct answer *w, struct err *err) MUST_USE;

#endif

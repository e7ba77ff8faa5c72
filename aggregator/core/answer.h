/*
 * answer - building the rows of an answer in one arena; for the files of core that answer
 * questions. A failed take is remembered: asked once at the end (answer_ok).
 */
#ifndef GH_CORE_ANSWER_H
#define GH_CORE_ANSWER_H

#include "core/state.h"
#include "wire/arena.h"

#define ANSWER_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define ANSWER_ROWS_MAX 262144U /* of a whole answer: all its pages */

struct answer {
	struct arena *arena; /* handed to the result when all went well */
	struct row *rows;    /* in the arena; grows by copy */
	uint32_t n, cap;
	bool failed;
	bool full; /* ANSWER_ROWS_MAX */
};

/* What a question is about, resolved. */
struct scope {
	org_t org;
	org_t reader; /* on whose behalf: what it may not read is not named to it */
	struct period period;
	day_t to; /* last day that may hold results: the period's, or today for an open one */
	day_t today;
	int64_t now_ms;
	bool drafts;
	day_t
	    /*
	     * given: the organisation's code or name is read on it; 0: the period's last, or today
	     */
	    on;
	const struct orgs_map *map;  /* that the answer is restated to; NULL: as recorded */
	const struct stock *stock;   /* on the last day; NULL: none */
	struct measuring *measuring; /* of the whole answer */
	const struct grace *grace;   /* drives that a round gives more time; NULL: none */
	int32_t campaign;            /* only what carries it: the period is a campaign; 0: all */
	int32_t program;             /* target_answer.program of the total, for its rows; 0: none */
	const struct rollup *rollup; /* of all there is, or of the campaign alone */
	const struct rollup *draft;  /* of draft plans' drives, beside it; NULL: not asked for */
};

bool answer_begin(struct answer *w, struct err *err) MUST_USE;
void answer_drop(struct answer *w);
/* ERR_MEMORY, or ERR_LIMIT: more rows or bytes than an answer holds. */
bool answer_ok(const struct answer *w, struct err *err) MUST_USE;
/* Cleared; NULL after a failure. */
void *answer_take(struct answer *w, size_t n, size_t size);
const char *answer_text(struct answer *w, const char *text);
/* A row at the end with every text empty; NULL after a failure.  Lent until the next one. */
struct row *answer_row(struct answer *w);
/*
 * Reportable counts and the system's own numbers of ${p} into ${row}.  Without any count there is
 * no newest report either: what answer_org() put there was about other days.
 */
void answer_fill(struct answer *w, struct row *row, const struct pairs *p);
void answer_target(struct row *row, const struct target_answer *t);
/* Organisation, its name and kind on ${day}. */
void answer_org(struct answer *w, const struct core *c, struct row *row, org_t org, day_t day);
/* At most so many bytes of a reply does a row take. */
size_t answer_row_bytes(const struct row *row);

/* The right to read, the organisation and the period of a question; ${ret->on} is given. */
bool answer_scope(const struct core *c, const struct key_info *who, const char *org,
    const char *period, int64_t now_ms, struct scope *ret, struct err *err) MUST_USE;

/* ---- answer_expected.c */

struct expected {
	org_t org;
	bool silent;
};
struct expected_list {
	struct expected *at; /* owned */
	uint32_t n;
};
/*
 * Organisations under the scope's that a plan expects to report in its period: with a planned drive
 * of their own, or with a target that nothing below refines.  One with drives of its own has
 * reported once a final result is credited to itself, whatever came from below; one with a target
 * alone, once there is one of it or below it, since those below may fill it.  In a period that has
 * not begun nobody is expected yet.
 * answer_expected_free().
 */
bool answer_expected(const struct core *c, const struct scope *s, struct expected_list *ret,
    struct err *err) MUST_USE;
void answer_expected_free(struct expected_list *l);

#endif

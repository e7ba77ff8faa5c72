/*
 * plan_check - what is wrong, odd or missing in a plan: sums against control totals, stated shares
 * against computed ones, outliers, places that the plan lacks (product.md 16, domain.md V11-V14).
 * Flagged, never refused: what cannot be read at all comes in as a finding of the reader. Pure;
 * texts live in ${arena} of the check.  Errors: ERR_MEMORY, ERR_LIMIT.
 */
#ifndef GH_CLIENT_PLAN_CHECK_H
#define GH_CLIENT_PLAN_CHECK_H

#include "rules/target.h"
#include "wire/arena.h"
#include "wire/report.h"

#define PLAN_OUTLIER_SIBLINGS 8      /* so many of a kind make a median worth comparing with */
#define PLAN_OUTLIER_TIMES 5         /* times the median */
#define PLAN_SHARE_APART_E2 50       /* hundredths of a percent: half a point */
#define PLAN_POPULATION_SHARE_MAX 10 /* percent of the population: no target of units is greater */
#define PLAN_FINDINGS_MAX 20000U
#define PLAN_SECTOR_WORDS_MAX 4096U /* codes, names and aliases */

enum plan_severity { PLAN_ERROR, PLAN_WARNING, PLAN_INFO, PLAN_SEVERITY_COUNT_ };

struct plan_finding {
	enum plan_severity severity;
	const char *code; /* stable: "SUM_SHORT" */
	const char *org, *name;
	day_t from, to; /* 0, 0: of no period */
	size_t line;    /* of the file; 0: none */
	bool has_numbers;
	int64_t stated, computed;
	const char *text;
};
struct plan_check_line {
	struct target t; /* strings lent */
	size_t line;
	struct target_cell cell; /* by plan_check_run() */
	bool is_cancelled;       /* its drive is: by plan_check_run() */
	bool is_measured;        /* the following are known: of what is in force */
	bool has_done;
	int64_t done, whole; /* as of a target_row */
};
struct plan_check_drive {
	const char *key, *org, *name;
	const char *sector, *campaign; /* the first one; "": none */
	uint32_t number;
	uint32_t executing_n;
	bool has_executing; /* ${executing_n} is known */
	bool is_cancelled;
};
/* A row "Tổng cộng" of the file. */
struct plan_check_total {
	day_t from, to; /* DAY_OPEN_LEFT: the plan's */
	int64_t value;
	size_t line;
};
struct plan_check_org {
	const char *code, *name, *parent;
	enum org_kind kind; /* ORG_NONE: not known */
	bool from_registry;
};
struct plan_check_population {
	const char *org;
	uint32_t year;
	int64_t persons;
};

/* A word for a sector: as text_match_key() makes it, and the sector's code. */
struct plan_check_sector {
	const char *key, *code;
};

struct plan_check {
	struct arena *arena;
	const char *org, *name; /* whose plan */
	const char
	    *asked; /* how the aggregator is asked for it: CODE@DATE where the file says so */
	day_t from, to;
	bool knows_registry;
	uint64_t batch; /* that the registry and what is in force are as of; 0: not asked */
	/*
	 * owned arrays; lines are sorted by organisation, organisations by parent, by
	 * plan_check_run()
	 */
	struct plan_check_line *lines;
	size_t lines_n;
	struct plan_check_total *totals;
	size_t totals_n;
	struct plan_check_drive *drives;
	size_t drives_n;
	struct plan_check_org *orgs;
	size_t orgs_n;
	struct plan_check_population *populations;
	size_t populations_n;
	struct plan_check_sector *sectors;
	size_t sectors_n;
	const char **words; /* sectors and campaigns: a cell has their places from 1 */
	size_t words_n;
	/* what came of it, in order of severity */
	struct plan_finding *findings;
	size_t findings_n, findings_cap;
	bool text_lost; /* no memory for one: plan_check_run() says so */
};

bool plan_check_init(struct plan_check *c, struct err *err) MUST_USE;
void plan_check_free(struct plan_check *c);
/* A copy; "" without memory, and then plan_check_run() is ERR_MEMORY. */
const char *plan_check_text(struct plan_check *c, const char *text);
/* Adds one: the text by ${fmt}. */
bool plan_check_find(struct plan_check *c, const struct plan_finding *f, struct err *err,
    const char *fmt, ...) MUST_USE PRINTF_LIKE(4, 5);
/* Everything; lines outside [from, to] only serve as the year's target. */
bool plan_check_run(struct plan_check *c, struct err *err) MUST_USE;

/* ---- for plan_check_*.c and the matrix */

const struct plan_check_org *plan_check_org_of(const struct plan_check *c, const char *code);
const char *plan_check_name_of(const struct plan_check *c, const char *code);
/* Lines of ${org}: the first and how many. */
const struct plan_check_line *plan_check_lines_of(
    const struct plan_check *c, const char *org, size_t *ret_n);
/* Children of ${org}. */
const struct plan_check_org *plan_check_children(
    const struct plan_check *c, const char *org, size_t *ret_n);
/* Bags of whole blood that count within the plan's span: not those of a cancelled drive. */
bool plan_check_is_inside(const struct plan_check *c, const struct plan_check_line *l);

/* ---- plan_check_sector.c */

/* ${name} means the sector ${code}, unless it is known as another's. */
bool plan_check_sector_put(
    struct plan_check *c, const char *code, const char *name, struct err *err) MUST_USE;
/*
 * Lines and drives have their sectors by code; one that nothing was put of as it is written first.
 * plan_check_run() does it, too.
 */
bool plan_check_sectors(struct plan_check *c, struct err *err) MUST_USE;

/* ---- plan_check_lines.c */

/*
 * What no sum has: lines of units that a year of the plan cuts through; and of one organisation and
 * span the lines of two documents, of which one counts.
 */
bool plan_check_unsummed(struct plan_check *c, struct err *err) MUST_USE;

/* ---- plan_check_sums.c */

/* Every line's cell: before anything is summed. */
bool plan_check_cells(struct plan_check *c, struct err *err) MUST_USE;
/* What ${org}'s lines and those below come to in [from, to], by rules/target.h; has: anything. */
bool plan_check_value(const struct plan_check *c, const char *org, day_t from, day_t to,
    struct target_total *ret, struct err *err) MUST_USE;
bool plan_check_sums(struct plan_check *c, struct err *err) MUST_USE;

/* ---- plan_check_rules.c */

bool plan_check_shares(struct plan_check *c, struct err *err) MUST_USE;
bool plan_check_outliers(struct plan_check *c, struct err *err) MUST_USE;
bool plan_check_missing(struct plan_check *c, struct err *err) MUST_USE;
bool plan_check_twice(struct plan_check *c, struct err *err) MUST_USE;
/* What was done of the targets that are no units. */
bool plan_check_measured(struct plan_check *c, struct err *err) MUST_USE;

#endif

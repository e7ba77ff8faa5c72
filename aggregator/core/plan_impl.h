/* plan_impl - the inside of struct plan, for the plan_*.c files only. */
#ifndef GH_CORE_PLAN_IMPL_H
#define GH_CORE_PLAN_IMPL_H

#include <uthash.h>

#include "core/array.h"
#include "core/hash_index.h"
#include "core/plan.h"

#define PLAN_LINES_MAX 1000000 /* target lines */
#define PLAN_WORDS_MAX 10000   /* campaigns, sectors, rounds: of each */
#define PLAN_POPULATIONS_MAX 1000000
#define PLAN_NAME_BYTES (WIRE_STREAM_BYTES + 12)

/* A code or alias, folded, and the number or place that it means. */
struct plan_word {
	UT_hash_handle hh;
	int32_t number; /* from 1 */
	char key[];
};

struct plan_campaign {
	char *code, *name, *org;
	day_t from, to;
};
struct plan_sector {
	char *code, *name, *org;
};
struct plan_round {
	char *code, *name, *org, *addressee;
	day_t from, cut_off, due;
};
struct plan_population_key {
	org_t org;
	uint32_t year;
};
struct plan_population {
	struct plan_population_key key;
	struct population_entry e; /* ${e.code} and ${e.source} are these */
	char *code, *source;
	UT_hash_handle hh;
};
struct plan_year {
	UT_hash_handle hh;
	org_t org;
	struct plan_year_start start;
};

/* A line with its strings in one block behind it. */
struct plan_line {
	struct target_line pub;
	UT_hash_handle hh; /* by subject */
	int32_t sector, campaign;
	day_t drive_day; /* of the key of ${pub.t.drive} */
	uint32_t order;  /* of its newest report */
	char *block;     /* owned: strings of ${pub.t} */
	char subject[];
};

struct plan_drive {
	struct drive d;
	uint32_t at;   /* in order of making */
	bool is_draft; /* by its own state */
	bool is_moved; /* it is in ${moved} of the plan */
	void *block;   /* owned: strings of ${d.s}; NULL: not planned */
};

/* What one report's name stands for: the line or drive that it said. */
struct plan_said {
	UT_hash_handle hh;
	uint8_t key[PLAN_NAME_BYTES];
	struct plan_line *line;
	struct plan_drive *drive;
};

/* Lines and drives of one organisation. */
struct plan_org {
	UT_hash_handle hh;
	org_t org;
	UT_array lines;   /* struct plan_line * in order of entry */
	UT_array drives;  /* uint32_t in order of making */
	UT_array planned; /* struct plan_planned in order */
};

struct plan {
	UT_array campaigns;   /* struct plan_campaign */
	UT_array sectors;     /* struct plan_sector */
	UT_array rounds;      /* struct plan_round */
	UT_array populations; /* struct plan_population * in order of entry */
	struct plan_population *by_year;
	struct plan_word *campaign_words, *sector_words, *round_words;
	struct plan_year *years;
	UT_array lines; /* struct plan_line * */
	struct plan_line *by_subject;
	struct hash_index lines_of_drives; /* places of ${lines}, from 1, by their drive's key */
	UT_array drives;                   /* struct plan_drive * */
	UT_array moved; /* struct plan_drive *: planned once for other days than their key's */
	struct hash_index by_key; /* places of ${drives}, from 1 */
	struct plan_said *said;
	struct plan_org *orgs;
	struct plan_org **org_at; /* owned, by org_t: looked up for every place of a summary */
	uint32_t org_at_cap;
	uint32_t order;
};

/* ---- plan.c */
/* Copy ${s} with its NUL to ${*at}, which moves past it. */
const char *plan_text_put(char **at, const char *s);
struct plan_org *plan_org_of(const struct plan *p, org_t org); /* NULL: nothing yet */
struct plan_org *plan_org_make(struct plan *p, org_t org, struct err *err);
struct plan_said *plan_said_of(const struct plan *p, const struct name *name);
bool plan_say(struct plan *p, const struct name *name, struct plan_line *line,
    struct plan_drive *drive, struct err *err) MUST_USE;
bool plan_name_is(const struct name *a, const struct name *b);

/* ---- plan_registry.c */
void plan_registry_free(struct plan *p);
const struct plan_campaign *plan_campaign_at(const struct plan *p, int32_t number);
const struct plan_round *plan_round_of(const struct plan *p, const char *code);

/* ---- plan_population.c */
void plan_populations_free(struct plan *p);

/* ---- plan_planned.c */
/*
 * A drive's schedule is about to change, and has changed: it leaves its organisation's list, and
 * stands in it.
 */
void plan_planned_drop(struct plan *p, const struct plan_drive *d);
bool plan_planned_put(struct plan *p, const struct plan_drive *d, struct err *err) MUST_USE;

/* ---- plan_target.c */
struct plan_line *plan_line_at(const UT_array *lines, uint32_t i);
void plan_lines_free(struct plan *p);
/* A line of ${key} that counts is a draft. */
bool plan_drive_has_draft(const struct plan *p, const struct drive *d);
/* What one line of units says by itself. */
struct target_answer plan_line_answer(const struct target *t);
/*
 * A line counts before another of the same cell: final before draft, given before own, later first.
 */
int plan_line_order(const struct plan_line *a, const struct plan_line *b);

/* ---- plan_drive.c */
struct plan_drive *plan_drive_of(const struct plan *p, const char *key);
void plan_drives_free(struct plan *p);
/* A new drive like ${like}.  NULL: ${err} says why. */
struct plan_drive *plan_drive_put(struct plan *p, const struct drive *like, struct err *err);
extern const struct schedule plan_no_schedule; /* of a drive outside the plan: all texts "" */

#endif

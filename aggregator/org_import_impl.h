/* org_import_impl - the inside of struct org_import, for the org_import*.c files only. */
#ifndef GH_ORG_IMPORT_IMPL_H
#define GH_ORG_IMPORT_IMPL_H

#include "core/array.h"
#include "org_import.h"

/* A row of the units file, and which identity it belongs to. */
struct import_unit {
	struct org_entry e;
	uint32_t line;
};

/* A row of the successions file. */
struct import_edge {
	struct succession_entry e;
	uint32_t line;
};

struct import_item {
	struct registry_entry e;
	enum org_import_file file;
	uint32_t line;
	uint32_t rank;
	enum report_action action; /* ACTION_NONE: a first entry */
	struct name replaces;
	struct org_import_change change;
};
/* What is withdrawn, the nation, what ends, what begins or is corrected, successions, aliases. */
enum { RANK_TAKEN, RANK_NATION, RANK_ENDS, RANK_BEGINS, RANK_SUCCESSION, RANK_ALIAS };

struct org_import {
	UT_array items;   /* struct import_item */
	UT_array rejects; /* struct org_import_reject; texts owned */
	UT_array texts;   /* char *, owned: what no file holds */
	UT_array units;   /* struct import_unit by code, then first day */
	UT_array edges;   /* struct import_edge by old code, day, new code */
	UT_array into;    /* struct import_edge * by new code, day */
	bool is_snapshot;
	const char *reopen; /* NULL: nothing that stands is corrected */
	struct org_import_counts counts;
};

#define ITEM(array, type, i) (&((type *)(void *)(array)->d)[i])

/* ---- org_import.c */
bool org_import_refuse(struct org_import *i, enum org_import_file file, uint32_t line,
    const struct err *why, struct err *err) MUST_USE;
bool org_import_put(struct org_import *i, const struct import_item *item, struct err *err) MUST_USE;
/* A copy that lives as long as the import; NULL: ERR_MEMORY. */
const char *org_import_keep(struct org_import *i, const char *text, struct err *err);

/* A message can say it: texts of UTF-8 within their limits. */
bool org_import_fits(const struct registry_entry *e, struct err *why) MUST_USE;
/* It says what stands. */
bool org_import_stands(const struct orgs *have, const struct import_item *item);

/* ---- org_import_edges.c */
bool org_import_edges_read(struct org_import *i, const struct csvfile *f, struct err *err) MUST_USE;
bool org_import_edges_aliases(
    struct org_import *i, const struct csvfile *f, struct err *err) MUST_USE;
/* The code's identity ends on the eve of ${day}, though the code may go on. */
bool org_import_edges_break(const struct org_import *i, const char *code, day_t day);
/* The code that ${code}, which begins on ${day}, continues by a sole succession; NULL: none. */
const char *org_import_edges_before(const struct org_import *i, const char *code, day_t day);

/* ---- org_import_units.c */
/* Rows to units: sorted, split where an identity breaks, each with what it continues. */
bool org_import_units_read(
    struct org_import *i, const struct org_import_input *in, struct err *err) MUST_USE;
/*
 * Of the first ${n} units, which are sorted by code: the place of the first of ${code}, or where it
 * would stand.  A code's units follow each other.
 */
uint32_t org_import_units_first(const struct org_import *i, uint32_t n, const char *code);
bool org_import_units_have(const struct org_import *i, const char *code);
/* Units as entries. */
bool org_import_units_put(struct org_import *i, struct err *err) MUST_USE;

/* ---- org_import_zeros.c */
/* No code of the files lacks zeros at its left; false: ERR_CSV, for one such code tells of all. */
bool org_import_zeros_check(const struct org_import_input *in, struct err *err) MUST_USE;

/* ---- org_import_diff.c */
/* Of a snapshot: what differs from the registry on its day, and the ends of what it leaves out. */
bool org_import_diff_put(
    struct org_import *i, const struct org_import_input *in, struct err *err) MUST_USE;

/* ---- org_import_correct.c */
/* Of the entries against the registry: which stand, which correct it, what is withdrawn. */
bool org_import_correct_all(
    struct org_import *i, const struct org_import_input *in, struct err *err) MUST_USE;

/* ---- org_import_withdraw.c */
/* Successions and aliases of the registry that the files say otherwise, or leave out. */
bool org_import_withdraw_all(
    struct org_import *i, const struct org_import_input *in, struct err *err) MUST_USE;
/* Successions of ${org} that begin on another day than the one after ${last}. */
bool org_import_withdraw_edges(
    struct org_import *i, const struct orgs *have, org_t org, day_t last, struct err *err) MUST_USE;

#endif

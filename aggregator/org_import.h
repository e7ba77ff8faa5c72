/*
 * org_import - the authority's lists as registry entries, in an order in which they can be entered.
 * Pure: it reads parsed files and writes nothing.  Three files, of which two may be missing:
 *
 *   units        code,name,type,parent_code,level,full_name and, in a history, valid_from,valid_to
 *   (the
 *                first day no longer valid; empty: open).  Without them it is a snapshot: the list
 *                as it stands from ${as_of} on.
 *   successions  old_code,new_code,kind,effective_date and area_extent,population_extent,
 *                legal_basis,clause
 *   aliases      code,alias_full_name and era ("pre2025", "2025") or day
 *
 * Identity: consecutive versions of a code are one identity, unless a succession of that day says
 * that the code was merged or split (a merged place is a new one even where code and name stay).  A
 * sole succession "renamed", "reclassified" or "unchanged" from another code continues that one.
 * The earliest day of a history, and a first snapshot, are open at the left (product.md 10). The
 * nation ("VN") is made when the list has none; a row without parent_code stands under it.
 *
 * Against what the registry holds: entries that stand already are counted and left out; a snapshot
 * enters only what differs from the map of its day, and ends the territories that it no longer
 * names.
 *
 * Corrections, only where they are asked for (${reopen}): of a code that the list names
 *
 *   a version of the same first day, or the one in whose days it lies, is corrected to what the
 *   list says; what the registry ended and a history shows as going on, lives on, and its
 *   successions are withdrawn; a snapshot takes back an end on its own eve;
 *   a version that a history covers with another one becomes like that one;
 *   an old code and day that the successions name has those successors and no others;
 *   with a file of aliases it has those and no others.
 */
#ifndef GH_ORG_IMPORT_H
#define GH_ORG_IMPORT_H

#include "base/csvfile.h"
#include "core/orgs.h"

#define ORG_IMPORT_ENTRIES_MAX 1000000U
#define ORG_IMPORT_REJECTS_MAX 1000U /* kept with their reasons; all are counted */

enum org_import_file { IMPORT_UNITS, IMPORT_SUCCESSIONS, IMPORT_ALIASES };

struct org_import_input {
	const struct csvfile *units;
	const struct csvfile *successions; /* NULL: none */
	const struct csvfile *aliases;     /* NULL: none */
	day_t as_of;                       /* of a snapshot; 0 or DAY_OPEN_LEFT: not given */
	const struct orgs *have;           /* NULL: an empty registry */
	const char *reopen; /* why what stands is corrected; NULL: it is not.  Lent as the files */
};

struct org_import;

/*
 * *${ret} is the caller's until org_import_free(); the files must live as long, the registry not.
 * A bad row is a reject; false only for ERR_CSV (a column is missing, a snapshot without its day, a
 * code of digits that is shorter than its level's: a spreadsheet took the zeros of all of them),
 * ERR_LIMIT, ERR_MEMORY.
 */
bool org_import_make(
    const struct org_import_input *in, struct org_import **ret, struct err *err) MUST_USE;
void org_import_free(struct org_import *i);

/* Entries to send: 0..count-1, parents before children, what ends before what begins. */
uint32_t org_import_count(const struct org_import *i);
const struct registry_entry *org_import_at(const struct org_import *i, uint32_t n);
/* The entry as it is sent. */
void org_import_report(const struct org_import *i, uint32_t n, struct report *ret);
/* What a correction or withdrawal changes, for people; NULL: the entry is a first one. */
struct org_import_change {
	const char *code, *name;
	const char *was, *becomes;
};
const struct org_import_change *org_import_change_at(const struct org_import *i, uint32_t n);
/*
 * Where an entry comes from; line 0: it was made (the nation, the end of what a snapshot left out).
 */
uint32_t org_import_line(const struct org_import *i, uint32_t n, enum org_import_file *ret_file);
/*
 * How many entries from ${from} on go into one submission: at most WIRE_REPORTS_MAX, and no more
 * than its body may hold.  At least 1.
 */
bool org_import_chunk(
    const struct org_import *i, uint32_t from, uint32_t *ret, struct err *err) MUST_USE;

struct org_import_reject {
	enum org_import_file file;
	uint32_t line;
	enum err_code code;
	const char *why;
};
uint32_t org_import_rejects(const struct org_import *i, const struct org_import_reject **ret);

struct org_import_counts {
	uint32_t rows;     /* of all files */
	uint32_t entries;  /* to send */
	uint32_t already;  /* stand in the registry, or say what the versions say */
	uint32_t rejected; /* rows */
	uint32_t changes;  /* of the entries: corrections and withdrawals */
	uint32_t
	    ended; /* of what stands: goes on in the list and has ended there; 0 with ${reopen} */
};
void org_import_count_all(const struct org_import *i, struct org_import_counts *ret);

#endif

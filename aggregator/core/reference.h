/* reference - the rows of reference data, for core_reference.c and the reference_*.c files only. */
#ifndef GH_CORE_REFERENCE_H
#define GH_CORE_REFERENCE_H

#include "core/answer.h"

/* A page of rows of any kind: taken in order, those before and after the page only counted. */
struct reference_page {
	struct answer w;
	uint32_t from;
	uint32_t seen;
	uint32_t n;
	uint32_t max;
	size_t row_bytes;
	uint8_t *rows;
};

/* Room for one more row of this page; NULL: it belongs to another page. */
void *core_reference_row(struct reference_page *p);
const char *core_reference_text(struct reference_page *p, const char *s);
struct strings core_reference_texts(struct reference_page *p, const struct strings *list);
/* ${org} is below the scope's on ${day}, or its office may read it. */
bool core_reference_is_under(const struct core *c, const struct scope *s, org_t org, day_t day);

struct counts core_reference_counts(struct reference_page *p, const struct counts *counts);
/*
 * A body stays written under a parent that ended; where it stands since, ${parent}, is for a person
 * to look at: from whom, since when and by what goes into ${row}.
 */
void core_reference_moved(const struct core *c, const struct org_version *v, org_t parent,
    struct org_row *row, struct reference_page *p);

/* ---- reference_org.c: what one organisation was, came of, became, has */
bool reference_org_history(const struct core *c, const struct scope *s,
    const struct reference_request *q, struct reference_page *p, struct err *err) MUST_USE;

/* ---- reference_drive.c */
/* A copy with all that it points to. */
void reference_drive_result(
    const struct core *c, const struct result *r, struct reference_page *p, struct result *ret);
bool reference_drives(const struct core *c, const struct scope *s,
    const struct reference_request *q, struct reference_page *p, struct err *err) MUST_USE;
/* ---- reference_state.c */
/* "waiting", "approved" ... (proto/PROTOCOL.md 7); "": nothing of the kind. */
const char *reference_state_name(const struct subject *x);
/* What a result's or activity's subject says now. */
bool reference_subject_fill(const struct core *c, const struct subject *x, struct reference_page *p,
    struct report_row *row, struct err *err) MUST_USE;
bool reference_queue(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err) MUST_USE;
bool reference_locks(const struct core *c, const struct scope *s, struct reference_page *p,
    struct err *err) MUST_USE;
bool reference_texts(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err) MUST_USE;

/* ---- reference_duplicate.c: drives that may be one */
bool reference_duplicates(const struct core *c, const struct scope *s, struct reference_page *p,
    struct err *err) MUST_USE;

/* ---- reference_overlap.c: planned drives in each other's way */
struct overlap_index;
/* The earliest that overlaps ${d} and that who asks may read; NULL: none. */
const struct drive *reference_overlap_of(const struct core *c, const struct scope *s,
    const struct overlap_index *overlaps, const struct drive *d);
bool reference_overlaps(const struct core *c, const struct scope *s, struct reference_page *p,
    struct err *err) MUST_USE;

/* ---- reference_history.c: who said what about one drive, collection or activity */
bool reference_history(const struct core *c, const struct scope *s,
    const struct reference_request *q, struct reference_page *p, struct err *err) MUST_USE;

/* What stands for a subject now. */
bool reference_reports(const struct core *c, const struct scope *s,
    const struct reference_request *q, struct reference_page *p, struct err *err) MUST_USE;

/* ---- reference_plan.c */
/* Target lines with what was done of each; ERR_MEMORY, ERR_COUNT_OVERFLOW. */
bool reference_targets(const struct core *c, const struct scope *s, struct reference_page *p,
    struct err *err) MUST_USE;
void reference_campaigns(const struct core *c, struct reference_page *p);
/* Rounds that touch the period and stand at, above or below the organisation. */
void reference_rounds(const struct core *c, const struct scope *s, struct reference_page *p);
void reference_populations(const struct core *c, const struct scope *s, struct reference_page *p);

#endif

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

/* ---- reference_drive.c */
void reference_drives(const struct core *c, const struct scope *s,
    const struct reference_request *q, struct reference_page *p);
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

/*
 * org_index - subjects by organisation: a list each, newest first.
 * A subject whose organisation changed stands in both lists: who walks one compares.  Additions
 * since a mark are taken back by org_index_cut() at that mark: a batch undone.
 */
#ifndef GH_CORE_ORG_INDEX_H
#define GH_CORE_ORG_INDEX_H

#include "base/err.h"
#include "core/types.h"

struct org_index_item {
	uint32_t subject;
	org_t org;
	uint32_t next; /* place of the next one, from 1; 0: the end */
};

struct org_index {
	struct org_index_item *at; /* owned; zero-initialised is empty */
	uint32_t n, cap;
	uint32_t *first; /* by org_t: place, from 1 */
	uint32_t first_cap;
};

bool org_index_add(struct org_index *ix, org_t org, subject_t subject, struct err *err) MUST_USE;
/* Place of the newest subject of ${org}; 0: none. */
uint32_t org_index_first(const struct org_index *ix, org_t org);
/* The subject at ${*place}, which moves to the next one; 0 ends the list. */
subject_t org_index_next(const struct org_index *ix, uint32_t *place);
/* The first ${n} additions stay. */
void org_index_cut(struct org_index *ix, uint32_t n);
void org_index_free(struct org_index *ix);

#endif

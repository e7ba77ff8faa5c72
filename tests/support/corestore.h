/*
 * corestore - the derived tables as a database keeps them, for tests of core without one:
 * checkpoints one over the other, and a core loaded from them; and whether two cores answer alike.
 */
#ifndef GH_TESTS_CORESTORE_H
#define GH_TESTS_CORESTORE_H

#include "support/corefix.h"

#define CORESTORE_MAX 512

struct corestore {
	struct checkpoint
	    *at[CORESTORE_MAX]; /* owned; each holds what changed since the one before */
	uint32_t n;
};

/* A checkpoint of ${core}; ${stored} false: it fails on its way. */
void corestore_take(struct corestore *s, struct core *core, bool stored);
/* A new core: structure, tables, and the tail of the ledger. */
struct core *corestore_load(const struct corestore *s, struct corefix *f);
void corestore_free(struct corestore *s);

/*
 * Both have the same state and give the same bytes to every question: each organisation by child,
 * month, sector, campaign and drive in ${period}, and each kind of reference data.  Fails the test
 * otherwise.
 */
void corestore_alike(
    struct corefix *f, const struct core *a, const struct core *b, const char *period);

#endif

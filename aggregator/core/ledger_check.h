/*
 * ledger_check - a stored batch believed by nothing but its own bytes: the head's signature by the
 * key that the server had then, each submission's signature by a key that might sign then, and
 * leaves, root and head by replaying the batch into a core that holds all the batches before it;
 * then the leaves and the path that are kept for receipts, where they were read.  Pure.
 */
#ifndef GH_CORE_LEDGER_CHECK_H
#define GH_CORE_LEDGER_CHECK_H

#include "core/core.h"

/*
 * Batch core_n(${c}) + 1 into ${c}.  ERR_SIGNATURE names batch and submission; ERR_DAMAGED: the
 * number that the database finds a submission by is not the signed one.
 */
bool ledger_check(struct core *c, const struct stored_batch *b, struct err *err) MUST_USE;

#endif

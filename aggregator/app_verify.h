/*
 * app_verify - everything recomputed from the signed bytes, and compared with what is stored.
 *
 *   1  every batch from 1: leaves, roots, heads and their signatures; every submission's signature,
 *      by a key that might sign then; the leaves and the path that receipts are made of;
 *      the rows of the small tables (db/project.h) and the number that a submission is found
 *      by, row by row; a batch's `program` is in no signed bytes, and nothing rests on it
 *   2  the newest head that this server answered from is in the ledger
 *   3  the rows of `report`: those of each report are what its replay posts; and summed by place,
 *      day, view and indicator they are the cells that the replay makes, and every view with its
 *      remainder the nation's total (V25)
 *   4  the derived tables: the totals by month and the state are the replay's at their batch;
 *      cells, subjects and streams with the batches behind them make the same core as the replay
 *
 * A kept head beyond a ledger that `restore` put back is told, not an error: `recover` comes next.
 * Elsewhere it is ERR_HISTORY_WENT_BACK, after all has been recomputed.
 *
 * The first difference ends it: ERR_SIGNATURE or ERR_DAMAGED names batch and submission, or
 * the table and its row.  Blocks.
 */
#ifndef GH_APP_VERIFY_H
#define GH_APP_VERIFY_H

#include "app_settings.h"
#include "app_state.h"
#include "core/core.h"
#include "wire/keys.h"

struct app_verified {
	uint64_t batches;
	uint64_t submissions;
	uint64_t reports;
	uint64_t postings;
	uint64_t values; /* indicators of cells that were compared */
	uint64_t cells;
	uint64_t totals;
	struct core_views views;
	uint64_t checkpoint_batch; /* 0: there are no derived tables yet */
	bool has_kept_head;        /* and it is in the ledger */
	uint64_t
	    kept_ahead; /* after a `restore`: the kept head's batch, beyond the ledger; else 0 */
	struct signed_head head;
};

bool app_verify(const struct app_settings *settings, const struct app_keys *server,
    const char *conninfo, struct app_verified *ret, struct err *err) MUST_USE;

#endif

/*
 * batchfix - batches made by hand, for tests of the layers that carry them.
 * Heads are digests of (n, writer) and not of a tree; everything else is of the shape that the core
 * decides.  Out of memory ends the test program.
 */
#ifndef GH_TESTS_BATCHFIX_H
#define GH_TESTS_BATCHFIX_H

#include "core/core.h"

struct batchfix;

/* Batch ${n} of realm 1, written by a process whose writer id is 16 times ${writer}. */
struct batchfix *batchfix_new(uint64_t n, uint8_t writer);
void batchfix_free(struct batchfix *f);
/* One submission of ${reports_n} results, a posting of ${pairs_n} indicators each. */
void batchfix_results(
    struct batchfix *f, int32_t stream_no, uint64_t seq, uint32_t reports_n, uint32_t pairs_n);
/* One more posting of the newest submission; its pairs are copied. */
void batchfix_posting(struct batchfix *f, const struct posting *posting);
/* One submission of these reports, which live as long as ${f}; none has postings. */
void batchfix_reports(struct batchfix *f, int32_t stream_no, uint64_t seq,
    const struct report *reports, uint32_t reports_n);
/* The verdict of a report added before: it is refused. */
void batchfix_refuse(struct batchfix *f, uint32_t ord, uint32_t idx, enum err_code code);
/* Identity of the next organisation among the reports. */
void batchfix_new_org(struct batchfix *f, org_t org);
/* The batch as it stands; valid until the next call on ${f}. */
const struct batch *batchfix_batch(struct batchfix *f);
/* Head of batch ${n} as written by ${writer}. */
struct hash batchfix_head(uint64_t n, uint8_t writer);

#endif

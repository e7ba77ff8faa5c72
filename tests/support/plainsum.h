/*
 * plainsum - a deliberately plain sum over giothong.report, for summaries to be held against.
 */
#ifndef GH_TESTS_PLAINSUM_H
#define GH_TESTS_PLAINSUM_H

#include <libpq-fe.h>

#include "support/corefix.h"

struct plain;
struct plainsum {
	struct corefix *f; /* whose answers are compared; lent */
	struct plain *at;  /* owned */
	int n;
};

/* All that the ledger has now; plainsum_free() releases it. */
void plainsum_read(struct plainsum *w, PGconn *conn);
void plainsum_free(struct plainsum *w);
/*
 * Ask, and fail the test unless the total, each row that is an organisation's, a line's or an
 * executing body's, and the sum of the rows are the plain ones; *${ret_rows} grows by the rows
 * compared.
 */
void plainsum_check(const struct plainsum *w, const struct summary_request *q, uint32_t *ret_rows);

#endif

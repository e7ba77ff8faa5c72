/*
 * audit - an exported ledger replayed from its first byte, and asked for totals: what a server
 * cannot have left out or changed without breaking a signature or a head that somebody holds. Needs
 * no server and no database.  One thread an audit.
 */
#ifndef GH_AUDIT_AUDIT_H
#define GH_AUDIT_AUDIT_H

#include "wire/query.h"

struct audit;
struct audit_seen {
	uint64_t batches, submissions, reports;
	struct signed_head head; /* of the last batch; its signature holds */
};
/* Told after each batch; NULL: nobody listens. */
typedef void audit_progress_fn(void *arg, uint64_t n, uint64_t to);

/*
 * Read and check all of ${path}: every signature, leaf, root and head; ${server_sign} is one of the
 * keys that the server had.  ERR_SIGNATURE names the batch; ERR_INVALID a file that is cut, or
 * another server's.
 */
bool audit_open(const char *path, const uint8_t server_sign[WIRE_KEY_BYTES],
    audit_progress_fn *progress, void *arg, struct audit **ret, struct err *err) MUST_USE;
void audit_close(struct audit *a);
const struct audit_seen *audit_seen(const struct audit *a);
/*
 * One page of a summary at the last batch, with the nation's eyes, as of ${now_ms}; query_free().
 */
bool audit_summary(const struct audit *a, const struct summary_request *q, int64_t now_ms,
    struct rows *ret, struct err *err) MUST_USE;

#endif

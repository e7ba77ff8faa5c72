/*
 * reader - the ledger and its derived tables as they are, read on a connection of its own.
 * Blocking.  A lost connection is an ERR_DB_AWAY of that call; the next call opens a new one.
 * Rows come in order through callbacks and are lent for the callback only; a callback that returns
 * false ends the read, and its error is the call's.  A callback must not use the same reader.
 * Memory: one page of rows (READER_PAGE_*), whatever the range.
 * Errors: those of db/pg.h; ERR_SIGNATURE, with the batch named, when a row of the ledger is
 * missing or not of the shape that was written; ERR_BUG when its page is damaged: without a bound
 * on the wait (reader_set_wait) the submission is named.
 * Threads: one at a time.
 */
#ifndef GH_DB_READER_H
#define GH_DB_READER_H

#include "core/core.h"

#define READER_PAGE_BATCHES 512
#define READER_PAGE_SUBMISSIONS 2048 /* unless one batch alone has more */
#define READER_PAGE_POSTINGS 16384
#define READER_NAMES_MAX 8192 /* of one reader_stored() */

struct reader;

/* Connects at once. */
bool reader_open(
    const char *conninfo, uint32_t realm, struct reader **ret, struct err *err) MUST_USE;
/* NULL is a no-op. */
void reader_close(struct reader *r);
/*
 * From now on every statement may wait for ${wait_ms} (0, as at first: however long); later is
 * ERR_DB_AWAY. A connection that is opened anew takes connect_timeout beside it.
 */
void reader_set_wait(struct reader *r, uint32_t wait_ms);

/* The newest batch's signed head; batch 0: the ledger is empty. */
bool reader_newest(struct reader *r, struct signed_head *ret, struct err *err) MUST_USE;
/* Batch ${n}'s; *${ret_found} false: there is none. */
bool reader_head(struct reader *r, uint64_t n, bool *ret_found, struct signed_head *ret,
    struct err *err) MUST_USE;

struct reader_range {
	uint64_t from;  /* first batch */
	uint64_t to;    /* last; 0: up to the newest there is while reading */
	uint32_t kinds; /* only batches with one of these kinds (bits of batch_row.kinds); 0: all */
	bool rows_only; /* without submissions: for the tree of heads */
	bool proofs;    /* with leaves and path; for all kinds */
};
typedef bool reader_batch_fn(void *arg, const struct stored_batch *b, struct err *err);
/* Stored batches by number, without a gap unless ${range}->kinds chooses. */
bool reader_batches(struct reader *r, const struct reader_range *range, reader_batch_fn *fn,
    void *arg, struct err *err) MUST_USE;

struct stored_name {
	int32_t stream_no;
	uint64_t seq;
};
/* All that the receipt of a stored submission is made of. */
struct stored_receipt {
	uint32_t asked; /* index into the names */
	struct batch_row row;
	struct signed_head head;
	struct merkle_path batch_path;
	const struct hash *leaves; /* of the whole batch, by ord */
	uint32_t leaves_n;
	struct stored_submission submission;
};
struct stored_names {
	const struct stored_name *at;
	uint32_t n; /* at most READER_NAMES_MAX */
};
typedef bool reader_stored_fn(void *arg, const struct stored_receipt *s, struct err *err);
/* Names that are not in the ledger are passed over.  One statement, whatever ${names}->n. */
bool reader_stored(struct reader *r, const struct stored_names *names, reader_stored_fn *fn,
    void *arg, struct err *err) MUST_USE;

typedef bool reader_posting_fn(void *arg, uint64_t batch, const struct posting *p, struct err *err);
/* Postings of the range's batches in order, all kinds: as of n = now minus those from n + 1 on. */
bool reader_postings(struct reader *r, const struct reader_range *range, reader_posting_fn *fn,
    void *arg, struct err *err) MUST_USE;

struct reader_facts {
	uint64_t batches;
	uint64_t submissions;
	uint64_t reports;          /* accepted */
	uint64_t checkpoint_batch; /* of the derived tables; 0: none */
	uint64_t database_bytes;
	char server_version[32];
	bool fsync;
	bool full_page_writes;
	char synchronous_commit[16];
	bool data_checksums;
};
/* For `status`: what is there, and whether the server keeps what it promises. */
bool reader_facts(struct reader *r, struct reader_facts *ret, struct err *err) MUST_USE;

#endif

/*
 * app_queue - submissions on their way into a batch, in the order in which they came.
 * Bounded by count and by bytes.  One thread.
 */
#ifndef GH_APP_QUEUE_H
#define GH_APP_QUEUE_H

#include "core/core.h"

#define APP_QUEUE_BYTES_MAX ((size_t)256 << 20)

/* Who asked; the ledger only carries it. */
struct app_asker {
	uint64_t correlation;
	uint32_t peer;
	uint32_t door;
};

struct app_item {
	struct app_item *next;
	struct app_asker asker;
	struct pending p; /* body and submission are the item's own */
	struct submission *s;
	uint8_t signer[2][WIRE_KEY_BYTES]; /* keys that may have signed it */
	uint32_t signers_n;
	bool is_signed; /* one of them did: app_verifier */
	bool is_alone;  /* a batch with it failed: it is decided by itself */
	uint8_t body[];
};

/*
 * Copies ${body} and decodes it: ERR_MALFORMED, ERR_LIMIT, ERR_TEXT, ERR_MEMORY.  The caller fills
 * in keys and signature.
 */
bool app_item_new(
    const uint8_t *body, size_t body_len, struct app_item **ret, struct err *err) MUST_USE;
void app_item_free(struct app_item *i); /* NULL is a no-op */

struct app_queue {
	struct app_item *first;
	struct app_item **end; /* where the next one is hung in; NULL: empty since ever */
	uint32_t n;
	size_t bytes;
};

void app_queue_push(struct app_queue *q, struct app_item *i);
/* NULL: empty. */
struct app_item *app_queue_pop(struct app_queue *q);
/* All of ${front} before all of ${q}; ${front} is empty after. */
void app_queue_prepend(struct app_queue *q, struct app_queue *front);
void app_queue_free(struct app_queue *q);

#endif

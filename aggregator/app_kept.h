/*
 * app_kept - answers of several pages, kept for the pages that are asked next: they are made once,
 * and all pages are of one batch while others come in.  The newest APP_KEPT_MAX, each for
 * APP_KEPT_MS after its last page; app_kept_forget() when rights may be others.  One thread.
 */
#ifndef GH_APP_KEPT_H
#define GH_APP_KEPT_H

#include "core/core.h"

#define APP_KEPT_MAX 4
#define APP_KEPT_MS 15000

struct app_kept_answer {
	struct rows whole;                /* owned */
	uint8_t sign_key[WIRE_KEY_BYTES]; /* who asked */
	struct buf question;              /* that of the first page, encoded */
	uint64_t used_ms;
};
/* Zero-initialised is empty. */
struct app_kept {
	struct app_kept_answer at[APP_KEPT_MAX];
};

/*
 * A page after the first, of the answer that ${who} was given the first page of; *${ret} is lent
 * until the next call.  false: it is not there.
 */
bool app_kept_page(struct app_kept *k, const struct key_info *who, const struct summary_request *q,
    uint64_t now_ms, struct rows *ret);
/* Take ${whole} over: it is kept, or freed. */
void app_kept_put(struct app_kept *k, const struct key_info *who, const struct summary_request *q,
    struct rows *whole, uint64_t now_ms);
/* Let go of those that were not asked for long. */
void app_kept_sweep(struct app_kept *k, uint64_t now_ms);
void app_kept_forget(struct app_kept *k);

#endif

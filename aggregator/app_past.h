/*
 * app_past - answers as of an older batch: a second core, made of the ledger up to that batch on a
 * thread of its own, and kept for the next question.  Right by construction: it is the same
 * function of fewer batches.  Questions wait in a list of APP_PAST_MAX; beyond it they are refused
 * as busy.
 */
#ifndef GH_APP_PAST_H
#define GH_APP_PAST_H

#include "app_answer.h"

#define APP_PAST_MAX 64
#define APP_PAST_OF_ONE 8       /* of one key: it does not fill the list of all */
#define APP_PAST_KEEP_MS 600000 /* an unused past core is let go after */

bool app_past_open(struct app *a, struct err *err) MUST_USE;
void app_past_close(struct app *a);
/* Answer ${q}, a summary or a reference, as of batch ${n}, older than the newest: now or later. */
void app_past_ask(
    struct app *a, const struct app_question *q, const struct key_info *who, uint64_t n);
/* Take a core that is ready, answer, begin the next; drop what nobody asks for. */
void app_past_step(struct app *a);
/* Readable when app_past_step() has something to do; -1: nothing is under way. */
int app_past_fd(const struct app *a);
/* The ledger turned out to be another history: what is kept may not be of it. */
void app_past_forget(struct app *a);

#endif

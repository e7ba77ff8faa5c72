/*
 * app_verifier - signatures checked on a thread of their own: Ed25519 is the greater part of what a
 * single report costs, and depends on nothing but its bytes.
 * Items come out in the order in which they went in.  With nothing under way the caller is faster
 * by itself: app_verifier_check().
 * Threads: its own; the functions belong to the one that started it.
 */
#ifndef GH_APP_VERIFIER_H
#define GH_APP_VERIFIER_H

#include "app_queue.h"

struct app_verifier;

bool app_verifier_start(struct app_verifier **ret, struct err *err) MUST_USE;
/* Frees what is inside.  NULL is a no-op. */
void app_verifier_stop(struct app_verifier *v);

/* Fills in the body's hash; true: ${i->p.sign_key} is the first of ${i->signer} that signed it. */
bool app_verifier_check(struct app_item *i);
/* The verifier's from now on. */
void app_verifier_put(struct app_verifier *v, struct app_item *i);
/* All that are checked (${is_signed} says how), the caller's again. */
void app_verifier_take(struct app_verifier *v, struct app_queue *ret);
/* Put and not taken yet. */
uint32_t app_verifier_waiting(const struct app_verifier *v);
/* Readable when something is to be taken. */
int app_verifier_fd(const struct app_verifier *v);

#endif

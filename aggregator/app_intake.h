/*
 * app_intake - what comes in at the intake door: submissions are decoded, verified and queued;
 * everything else waits for app_query between two batches.  The key of every message is looked up
 * anew, so that a revocation binds from its batch on.
 */
#ifndef GH_APP_INTAKE_H
#define GH_APP_INTAKE_H

#include "app.h"

/* Receive for at most APP_TURN_US, or until nothing waits or the queue is full. */
void app_intake_drain(struct app *a);
/* Is there room for what may come? */
bool app_intake_is_open(const struct app *a);
/*
 * May a key ask at all?  false: the refusal was sent.  *${ret} is filled either way when the key is
 * known.  ${once}: a one-time key is welcome (it may only enrol).
 */
bool app_intake_who(struct app *a, const struct app_asker *to, const uint8_t *curve_key, bool once,
    struct key_info *ret);

#endif

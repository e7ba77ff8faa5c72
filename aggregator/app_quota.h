/*
 * app_quota - how much one asker may ask for in a minute: submissions by organisation, questions by
 * machine and by network address (base/quota.h; handshakes are counted at the door, net/zap.h).
 * Whoever asks for more is told so and asks again; nobody else notices.  What renews a watch counts
 * like a question.  Time is an argument.  One thread.
 */
#ifndef GH_APP_QUOTA_H
#define GH_APP_QUOTA_H

#include "app_settings.h"
#include "wire/limits.h"

#define APP_QUOTA_KEYS_MAX 65536 /* of each kind, counted at a time */

struct app_quota;

bool app_quota_new(
    const struct app_settings *settings, struct app_quota **ret, struct err *err) MUST_USE;
void app_quota_free(struct app_quota *q); /* NULL is a no-op */
/* ERR_BUSY: ${org} has sent what it may send in this minute. */
bool app_quota_submission(
    struct app_quota *q, int32_t org, uint64_t now_ms, struct err *err) MUST_USE;
/* ERR_QUOTA: that machine, or its address, has asked what it may ask in this minute. */
bool app_quota_question(struct app_quota *q, const uint8_t curve_key[WIRE_KEY_BYTES],
    const char *address, uint64_t now_ms, struct err *err) MUST_USE;

#endif

/*
 * probe - knocks at a bound CURVE endpoint with a key that nobody knows: CURVE without a working
 * ZAP handler lets everybody in, silently, so the sockets are announced only after this.
 */
#ifndef GH_NET_PROBE_H
#define GH_NET_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "wire/limits.h"

#define PROBE_WAIT_MS 5000

/*
 * true: the stranger was turned away.  ERR_BUG: it was let in; ERR_AWAY: no answer within
 * PROBE_WAIT_MS.  ${context} is a libzmq context.  Blocks; any thread.
 */
bool probe_is_refused(void *context, const char *endpoint, const uint8_t server_key[WIRE_KEY_BYTES],
    struct err *err) MUST_USE;

#endif

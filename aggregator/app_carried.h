/*
 * app_carried - whose submissions a connection brings besides its own: a stick's or a chat
 * message's, named in its Hello.  The newest APP_CARRIED_MAX are kept; what was forgotten is said
 * again by the next Hello.  One thread.
 */
#ifndef GH_APP_CARRIED_H
#define GH_APP_CARRIED_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/limits.h"

#define APP_CARRIED_MAX 1024 /* a power of two */

struct app_carried_slot {
	uint32_t peer;
	uint8_t sign_key[WIRE_KEY_BYTES];
	bool used;
};
/* Zero-initialised is empty. */
struct app_carried {
	struct app_carried_slot slot[APP_CARRIED_MAX];
};

/* ${sign_key} NULL: the connection brings its own again. */
void app_carried_set(struct app_carried *c, uint32_t peer, const uint8_t *sign_key);
/* NULL: nobody else's. */
const uint8_t *app_carried_get(const struct app_carried *c, uint32_t peer);

#endif

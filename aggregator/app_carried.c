#include "app_carried.h"

#include <string.h>

/* Peers are numbered one after the other: the newest take the oldest ones' places. */
static uint32_t
slot_of(uint32_t peer)
{
	return peer & (APP_CARRIED_MAX - 1);
}

void
app_carried_set(struct app_carried *c, uint32_t peer, const uint8_t *sign_key)
{
	struct app_carried_slot *s = &c->slot[slot_of(peer)];

	if (sign_key == NULL) {
		if (s->peer == peer)
			s->used = false;
		return;
	}
	s->peer = peer;
	s->used = true;
	memcpy(s->sign_key, sign_key, WIRE_KEY_BYTES);
}

const uint8_t *
app_carried_get(const struct app_carried *c, uint32_t peer)
{
	const struct app_carried_slot *s = &c->slot[slot_of(peer)];

	return s->used && s->peer == peer ? s->sign_key : NULL;
}

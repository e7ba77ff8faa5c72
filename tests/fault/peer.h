/*
 * peer - what the commands of peer.c share: the door, a key, and seeded noise.
 */
#ifndef GH_FAULT_PEER_H
#define GH_FAULT_PEER_H

#include "draw.h"
#include "wire/keys.h"
#include "zmtp.h"

#define PEER_CLOSE_MS 2000 /* for the door to close what it has read */

struct peer {
	uint8_t server_key[WIRE_KEY_BYTES];
	struct keys keys;
	struct sockaddr_in door;
	struct draw rng;
};

/* Ends the program. */
void peer_die(const char *what);
/* A good handshake with the profile's key. */
void peer_enter(const struct peer *p, struct zmtp *z);

/* One command each: its numbers, its exit status. */
int peer_stranger(struct peer *p, uint64_t seed, uint64_t frames);
int peer_enrolled(struct peer *p, uint64_t seed, uint64_t frames);
int peer_declare(struct peer *p, uint64_t n, uint64_t unused);
int peer_silent(struct peer *p, uint64_t n, uint64_t seconds);
int peer_over(struct peer *p, uint64_t n, uint64_t unused);
int peer_endless(struct peer *p, uint64_t mib, uint64_t unused);
int peer_squat(struct peer *p, uint64_t seed, uint64_t n);

#endif

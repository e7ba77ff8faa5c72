/*
 * peer - a client at a door that keeps to no rule, on plain sockets.  One JSON object on standard
 * output.  The door is the intake; behind two numbers the word query names the other.
 *   peer stranger PROFILE SEED FRAMES   wrong greetings, commands and keys, until so many frames
 *   were sent
 *   peer enrolled PROFILE SEED FRAMES   the same after a good handshake with the profile's own key
 *   peer declare PROFILE N              N connections that declare 4 GiB in the midst of the
 *   handshake, and begin
 *   peer silent PROFILE N SECONDS       N connections at a time that say nothing, until the door
 *   has closed each
 *   peer over PROFILE N                 N messages, each a byte over the limit
 *   peer endless PROFILE MIB            one message without a last frame, until it is closed or so
 *   long
 *   peer squat PROFILE SEED N           N connections with routing ids of their own choice, each
 *   asking something
 * Exit status 1: the door did not do what it should.
 */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/profile.h"
#include "files.h"

static const struct {
	const char *name;
	int (*run)(struct peer *p, uint64_t a, uint64_t b);
} commands[] = {
    {"stranger", peer_stranger},
    {"enrolled", peer_enrolled},
    {"declare", peer_declare},
    {"silent", peer_silent},
    {"over", peer_over},
    {"endless", peer_endless},
    {"squat", peer_squat},
};

void
peer_die(const char *what)
{
	(void)fprintf(stderr, "peer: %s\n", what);
	exit(70);
}

void
peer_enter(const struct peer *p, struct zmtp *z)
{
	memcpy(z->server_key, p->server_key, ZMTP_KEY_BYTES);
	memcpy(z->public_key, p->keys.curve_public, ZMTP_KEY_BYTES);
	memcpy(z->secret_key, p->keys.curve_secret, ZMTP_KEY_BYTES);
	if (!zmtp_connect(z, &p->door, (const uint8_t *)"", 0))
		peer_die("a good handshake was not answered");
}

int
main(int argc, char **argv)
{
	static struct profile profile;
	static struct peer p;
	struct err err;

	if (argc < 4) {
		(void)fprintf(stderr, "usage: peer COMMAND PROFILE NUMBER [NUMBER [DOOR]]\n");
		return 64;
	}
	const uint64_t a = strtoull(argv[3], NULL, 10);
	const uint64_t b = argc > 4 ? strtoull(argv[4], NULL, 10) : 0;

	const bool at_query = argc > 5 && strcmp(argv[5], "query") == 0;

	if (argc > 5 && !at_query && strcmp(argv[5], "intake") != 0)
		peer_die(argv[5]);
	if (!keys_init(&err) || !profile_open(argv[2], &profile, &err) ||
	    !profile_keys(&profile, &p.keys, &err) ||
	    !zmtp_address(at_query ? profile.query : profile.intake, &p.door))
		peer_die(argv[2]);
	memcpy(p.server_key, profile.server_curve, ZMTP_KEY_BYTES);
	p.rng.state = a;
	files_raise();
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(&p, a, b);
	peer_die(argv[1]);
	return 64;
}

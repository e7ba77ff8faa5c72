/*
 * zmtp - a client's half of ZMTP 3.0 with CURVE (RFC 23, RFC 26) on a plain socket, so that every
 * byte of it can be wrong on purpose.  Each step is one function that builds or reads one command;
 * the caller decides what is sent, in which order, and with which bits turned over.
 * Nothing blocks longer than ZMTP_WAIT_MS.  Threads: none shared.  Functions return false when the
 * other end has closed, is silent, or says what is no answer to us.
 */
#ifndef GH_FAULT_ZMTP_H
#define GH_FAULT_ZMTP_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"

#define ZMTP_WAIT_MS 10000
#define ZMTP_KEY_BYTES 32
#define ZMTP_GREETING_BYTES 64
#define ZMTP_HELLO_BYTES 202 /* with the frame's two bytes */
#define ZMTP_COOKIE_BYTES 96
#define ZMTP_IDENTITY_MAX 255
#define ZMTP_INITIATE_MAX 1024
#define ZMTP_PAYLOAD_MAX 70000 /* of one message: more than any door takes */
#define ZMTP_FRAME_MAX (ZMTP_PAYLOAD_MAX + 64)

enum zmtp_flag { ZMTP_MORE = 1, ZMTP_LONG = 2, ZMTP_COMMAND = 4 };

struct zmtp {
	int fd; /* -1: closed */
	uint8_t server_key[ZMTP_KEY_BYTES];
	uint8_t public_key[ZMTP_KEY_BYTES]; /* the long-term one */
	uint8_t secret_key[ZMTP_KEY_BYTES];
	uint8_t short_public[ZMTP_KEY_BYTES];
	uint8_t short_secret[ZMTP_KEY_BYTES];
	uint8_t server_short[ZMTP_KEY_BYTES];
	uint8_t cookie[ZMTP_COOKIE_BYTES];
	uint64_t nonce; /* of the newest command that was built */
};

/* "tcp://1.2.3.4:5".  false: not of that form. */
bool zmtp_address(const char *text, struct sockaddr_in *ret) MUST_USE;
/* A new connection; keys stay, the short ones are drawn anew.  ${from} NULL: any address. */
bool zmtp_dial(
    struct zmtp *z, const struct sockaddr_in *to, const struct sockaddr_in *from) MUST_USE;
/* With a reset, so that no port waits for its end.  Closed: a no-op. */
void zmtp_hang_up(struct zmtp *z);

void zmtp_greeting(uint8_t ret[ZMTP_GREETING_BYTES]);
void zmtp_hello(struct zmtp *z, uint8_t ret[ZMTP_HELLO_BYTES]);
/* Length of the command in ${ret}. */
size_t zmtp_initiate(
    struct zmtp *z, const uint8_t *identity, size_t identity_len, uint8_t ret[ZMTP_INITIATE_MAX]);
/* One frame of a message, in its box; length in ${ret}. */
size_t zmtp_message(
    struct zmtp *z, bool more, const uint8_t *payload, size_t len, uint8_t ret[ZMTP_FRAME_MAX]);

/* All of ${len} bytes, in whatever pieces the other end takes them. */
bool zmtp_send(struct zmtp *z, const uint8_t *bytes, size_t len) MUST_USE;
/* The other end's greeting. */
bool zmtp_read_greeting(struct zmtp *z) MUST_USE;
/* WELCOME: keys of the connection. */
bool zmtp_read_welcome(struct zmtp *z) MUST_USE;
/* READY: the handshake is over. */
bool zmtp_read_ready(struct zmtp *z) MUST_USE;
/*
 * The next message frame, opened; *${ret_len} of it in ${ret}, *${ret_more}.  Commands are passed
 * over.
 */
bool zmtp_read_message(
    struct zmtp *z, uint8_t ret[ZMTP_FRAME_MAX], size_t *ret_len, bool *ret_more) MUST_USE;
/* The other end has closed by now; waits at most ${wait_ms}. */
bool zmtp_is_closed(struct zmtp *z, int wait_ms) MUST_USE;

/* From dial to READY as a good client. */
bool zmtp_connect(struct zmtp *z, const struct sockaddr_in *to, const uint8_t *identity,
    size_t identity_len) MUST_USE;

#endif

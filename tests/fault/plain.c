/*
 * plain - the contrast: an office that takes a zmq_send() which succeeded for a report delivered.
 *   plain PROFILE RATE SECONDS   signed reports, RATE a second, each sent once and noted as
 *   delivered
 * What libzmq still holds at the end it may send for LINGER_MS.  Prints how many it "delivered".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "base/clock.h"
#include "base/os.h"
#include "issued.h"

#define LINGER_MS 10000
#define RECONNECT_MS 100
#define DELIVERED 1 /* any batch: nobody told */

static struct issued office;

static void *
dial(void *context)
{
	void *s = zmq_socket(context, ZMQ_DEALER);
	const int linger = LINGER_MS, reconnect = RECONNECT_MS;

	if (s == NULL ||
	    zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, office.profile.server_curve, WIRE_KEY_BYTES) !=
		0 ||
	    zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, office.keys.curve_public, WIRE_KEY_BYTES) != 0 ||
	    zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, office.keys.curve_secret, WIRE_KEY_BYTES) != 0 ||
	    zmq_setsockopt(s, ZMQ_LINGER, &linger, sizeof(linger)) != 0 ||
	    zmq_setsockopt(s, ZMQ_RECONNECT_IVL, &reconnect, sizeof(reconnect)) != 0 ||
	    zmq_connect(s, office.profile.intake) != 0)
		issued_die(office.profile.intake, NULL);
	return s;
}

static bool
row_send(void *socket, const struct issued_row *row, uint64_t correlation)
{
	uint8_t head[WIRE_HEADER_BYTES];
	const struct frame_header h = {
	    .version = WIRE_VERSION, .type = FRAME_SUBMISSION, .correlation = correlation};

	frame_encode(&h, head);
	return zmq_send(socket, head, sizeof(head), ZMQ_SNDMORE) != -1 &&
	    zmq_send(socket, row->body.at, row->body.len, ZMQ_SNDMORE) != -1 &&
	    zmq_send(socket, row->signature, WIRE_SIGNATURE_BYTES, 0) != -1;
}

/* Receipts are read away: this office does not look at them. */
static void
answers_drop(void *socket, long wait_ms)
{
	zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
	uint8_t some[64];

	while (zmq_poll(&item, 1, wait_ms) > 0) {
		(void)zmq_recv(socket, some, sizeof(some), ZMQ_DONTWAIT);
		wait_ms = 0;
	}
}

int
main(int argc, char **argv)
{
	if (argc != 4) {
		(void)fprintf(stderr, "usage: plain PROFILE RATE SECONDS\n");
		return 64;
	}
	const uint64_t rate = strtoull(argv[2], NULL, 10);
	const uint64_t total = rate * strtoull(argv[3], NULL, 10);

	issued_open(&office, argv[1]);
	void *context = zmq_ctx_new();
	void *socket = dial(context);
	const uint64_t start_us = clock_mono_us();

	while (office.n < total) {
		char drive[WIRE_DRIVE_BYTES_MAX + 1];
		struct report r;

		if (clock_mono_us() - start_us < office.n * 1000000 / rate) {
			answers_drop(socket, 1);
			continue;
		}
		issued_result(&office, office.n, drive, &r);
		struct issued_row *row = issued_add(&office, &r, 1);

		if (!row_send(socket, row, office.n))
			issued_die("zmq_send", NULL);
		row->batch = DELIVERED;
	}
	(void)zmq_close(socket);
	(void)zmq_ctx_term(context);
	(void)printf("{\"sent\": %u}\n", office.n);
	issued_close(&office);
	return 0;
}

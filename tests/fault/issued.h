/*
 * issued - an office without an outbox: its keys, its connection to the intake door, and a list of
 * what it issued, which check-ledger reads (PROFILE/issued) as it reads an outbox. A program of the
 * tests: what cannot go wrong there ends it.  One thread.
 */
#ifndef GH_FAULT_ISSUED_H
#define GH_FAULT_ISSUED_H

#include "client/profile.h"
#include "wire/endpoint.h"
#include "wire/receipt.h"
#include "wire/submission.h"

#define ISSUED_MAX 200000 /* submissions */

struct issued_row {
	struct buf body;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	uint64_t sent_us, receipt_us;
	uint64_t batch; /* 0: not receipted */
};

struct issued {
	struct profile profile;
	struct keys keys;
	struct endpoint *endpoint;
	struct endpoint_message msg;
	uint64_t correlation;              /* of the newest request */
	uint8_t stream[WIRE_STREAM_BYTES]; /* its own, new each time */
	struct issued_row *row;            /* seq - 1 */
	uint32_t n;
};

/* Prints and ends the program; ${err} may be NULL. */
void issued_die(const char *what, const struct err *err);
void issued_open(struct issued *o, const char *profile);
/* A Hello that carries ${sign_key}'s submissions, NULL: its own; waits for the answer. */
void issued_hello(struct issued *o, const uint8_t *sign_key);
/* The ${i}-th drive of an office, on a past day; ${drive} has WIRE_DRIVE_BYTES_MAX + 1 bytes. */
void issued_result(const struct issued *o, uint64_t i, char *drive, struct report *ret);
/* The next submission: these reports, signed. */
struct issued_row *issued_add(struct issued *o, const struct report *reports, uint32_t n);
void issued_send(struct issued *o, const struct buf *body, const uint8_t *signature);
/* One message within ${wait_ms}; false: none. */
bool issued_receive(struct issued *o, int wait_ms);
/* A receipt of a row of its own, checked; the row, or NULL: something else, or refused. */
struct issued_row *issued_take(struct issued *o);
/* Append the rows to PROFILE/issued, and let go of all. */
void issued_close(struct issued *o);

#endif

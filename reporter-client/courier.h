/*
 * courier - waiting rows carried by hand: a file of signed submissions, sent by any enrolled
 * machine, and a file of the receipts that come back.
 *
 *   "GHCOUR1\n"  kind u8  sign_key 32 bytes  frames  0 u32  SHA-256 leaf hash of all before it
 *   frame: length u32 big-endian, bytes.  kind 1: signature (64), body.  kind 2: a receipt.
 *
 * Nobody has to trust the carrier: bodies and receipts are signed.  A refusal is not, so it is told
 * but not taken over: the office's own sender hears it itself.
 * Errors: ERR_INVALID (no such file, cut or damaged), ERR_LIMIT, ERR_IO, ERR_MEMORY.
 */
#ifndef GH_CLIENT_COURIER_H
#define GH_CLIENT_COURIER_H

#include "outbox_rows.h"
#include "profile.h"

#define COURIER_FILE_MAX ((size_t)64 * 1024 * 1024)

enum courier_kind { COURIER_SUBMISSIONS = 1, COURIER_RECEIPTS = 2 };

struct courier_frame {
	const uint8_t *bytes; /* into the file */
	size_t len;
};
struct courier_file {
	enum courier_kind kind;
	uint8_t sign_key[WIRE_KEY_BYTES]; /* of the office whose rows these are */
	struct buf bytes;
	struct courier_frame *frames;
	size_t frames_n;
};

/* Every waiting row, oldest first.  ERR_NOTHING: nothing waits. */
bool courier_export(struct outbox *box, const uint8_t sign_key[WIRE_KEY_BYTES], const char *path,
    size_t *ret_n, struct err *err) MUST_USE;
/* *${ret} is the caller's until courier_free(). */
bool courier_read(const char *path, struct courier_file *ret, struct err *err) MUST_USE;
void courier_free(struct courier_file *f);
/* A file of receipts. */
bool courier_write_receipts(const uint8_t sign_key[WIRE_KEY_BYTES],
    const struct courier_frame *frames, size_t frames_n, const char *path,
    struct err *err) MUST_USE;

struct courier_result {
	uint32_t sent;
	uint32_t stored;  /* receipts verified */
	uint32_t refused; /* told, not taken over */
	struct err why;   /* of the first refusal of the aggregator */
};
/*
 * Receipts of this office's own rows into its outbox; foreign and wrong ones are counted as
 * refused.
 */
bool courier_take(const struct profile *p, struct outbox *box, const struct courier_file *f,
    struct courier_result *ret, struct err *err) MUST_USE;

#endif

/*
 * wire_fill - any message with every field filled, and two of them compared: by the tables of
 * wire/codec.h, so that a new field is in the tests without a line of theirs.
 */
#ifndef GH_SUPPORT_WIRE_FILL_H
#define GH_SUPPORT_WIRE_FILL_H

#include "wire/arena.h"
#include "wire/codec.h"

struct wire_fill {
	struct arena *arena;
	uint64_t next;        /* what the next value is made of; the same start, the same message */
	uint32_t report_kind; /* the arm of a report's union */
	uint32_t registry_kind; /* the arm of a registry entry's */
};

/* In ${f}'s arena; a test that runs out of it fails. */
void *wire_fill_make(struct wire_fill *f, const struct codec_message *m);
/* The first difference as "message.field", NULL: the same. */
const char *wire_fill_difference(const struct codec_message *m, const void *a, const void *b);

#endif

/*
 * app_handovers - how each key of the server followed the one before, as the ledger proves it: what
 * HelloOk and a notice carry.  Zero-initialised is empty.
 */
#ifndef GH_APP_HANDOVERS_H
#define GH_APP_HANDOVERS_H

#include "core/core.h"
#include "db/reader.h"

struct app_handovers {
	struct evidence at[WIRE_HANDOVERS_MAX]; /* oldest first */
	struct buf bytes[WIRE_HANDOVERS_MAX];   /* what they point into */
	uint32_t n;
};

/* All that ${core} knows of, read again; on false ${ret} is empty.  Blocks as the reader does. */
bool app_handovers_read(
    struct reader *r, const struct core *core, struct app_handovers *ret, struct err *err) MUST_USE;
void app_handovers_free(struct app_handovers *h);

#endif

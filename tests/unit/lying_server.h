/*
 * lying_server - what the ask functions answer from corefix's core, with one answer changed as
 * told.  The client's own are not linked.
 */
#ifndef GH_TEST_LYING_SERVER_H
#define GH_TEST_LYING_SERVER_H

#include "client/ask.h"
#include "support/corefix.h"

#define LYING_SERVER_MORE 4 /* rows and indicators that a lie adds */

/* What it tells, and how it lies; all 0: the truth, to the operator. */
extern struct lying_server {
	struct corefix *f;
	enum actor who;
	void (*list)(struct ask_reference *r);
	void (*total)(struct rows *r);
	const char *other_org;
	bool is_old;        /* knows no Grounds */
	bool is_quiet;      /* shows no submission */
	bool is_close;      /* shows no entry */
	enum err_code away; /* what became of each question for a submission */
	uint32_t ind[WIRE_PAIRS_MAX + LYING_SERVER_MORE];
	int64_t val[WIRE_PAIRS_MAX + LYING_SERVER_MORE];
} lying_server;

/* Who asks, as the registry has it. */
struct key_info lying_server_asker(void);
/* The true list of reports, the caller's to ask_reference_free(). */
struct ask_reference lying_server_list(const char *org, const char *period);
/* Lies: at most LYING_SERVER_MORE more an answer. */
void lying_server_row_add(struct ask_reference *r, const struct report_row *row);
void lying_server_said_add(struct rows *r, uint32_t ind, int64_t val);

#endif

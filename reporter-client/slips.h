/*
 * slips - invitations as a committee makes them: the entry that goes into the ledger, and the token
 * that the office gets.  Pure but for randomness.  A slip holds secrets: slips_wipe().
 */
#ifndef GH_CLIENT_SLIPS_H
#define GH_CLIENT_SLIPS_H

#include "profile.h"

#define SLIPS_MAX 20000   /* of one `invite --under` */
#define SLIPS_DAYS_MAX 90 /* validity */

struct slip {
	struct invitation invitation;
	char label[WIRE_NAME_BYTES_MAX + 1]; /* the office's name, for the list */
};

/* For whom, and how long. */
struct slip_terms {
	const char *org; /* code */
	enum role role;
	int64_t now_ms;
	unsigned days; /* from then */
};

/* An invitation to the aggregator of ${p}; its secrets are drawn here. */
bool slips_make(const struct profile *p, const struct slip_terms *terms, struct slip *ret,
    struct err *err) MUST_USE;
/* What goes into the ledger: hashes and public keys only.  Strings are borrowed from ${s}. */
void slips_report(const struct slip *s, struct report *ret);
void slips_wipe(struct slip *s, size_t n);

#endif

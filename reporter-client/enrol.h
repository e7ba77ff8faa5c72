/*
 * enrol - turns an invitation into a profile.
 * The KEY report is the first row of the profile's own outbox: it is on disk before it is sent, and
 * the same bytes are sent again until they are answered.  So a run that broke off anywhere is
 * finished by another with the same invitation, also when the aggregator had committed already; and
 * with another invitation too, which then stays unused.  Keys that the aggregator may know are
 * never removed.
 */
#ifndef GH_CLIENT_ENROL_H
#define GH_CLIENT_ENROL_H

#include "profile.h"

#define ENROL_WAIT_MS 20000

struct enrol_request {
	const struct invitation *invitation;
	const char *profile; /* NULL: made of the organisation's code */
	const char *label;   /* NULL: this machine's name */
};
struct enrol_result {
	struct profile profile;
	char fingerprint[KEYS_FINGERPRINT_MAX];
	char org_name[WIRE_NAME_BYTES_MAX + 1]; /* "" when the aggregator was not asked */
	bool pending;                           /* a second person must confirm */
	bool again;                             /* it was enrolled already */
	bool unused; /* by another invitation: this one was not used, and serves another machine */
};
/*
 * ERR_AWAY and its like: everything is kept, the same command finishes it.  ERR_INVITATION,
 * ERR_KEY_*: the invitation is used, over or wrong.  ERR_DUPLICATE: another office's profile has
 * that name.
 */
bool enrol_run(
    const struct enrol_request *request, struct enrol_result *ret, struct err *err) MUST_USE;

#endif

/*
 * verify_report - a submission and its receipt, believed by nothing but signatures: the office's
 * over the body, the aggregator's over the head, and the paths between; by a profile, against the
 * heads that this machine has seen, too.  Offline.
 */
#ifndef GH_CLIENT_VERIFY_REPORT_H
#define GH_CLIENT_VERIFY_REPORT_H

#include "profile.h"
#include "wire/query.h"
#include "wire/receipt.h"
#include "wire/submission.h"

struct verify_report {
	struct submission *s;
	struct receipt *receipt; /* stored, and all of it holds */
};
/* ERR_SIGNATURE says what does not hold; ERR_MALFORMED.  verify_report_free(). */
bool verify_report_by(const struct evidence *e, const uint8_t server_sign[WIRE_KEY_BYTES],
    struct verify_report *ret, struct err *err) MUST_USE;
/*
 * The same by the key that the aggregator had then, as the profile knows it, and
 * verify_report_head().
 */
bool verify_report(const struct evidence *e, const struct profile *p, struct verify_report *ret,
    struct err *err) MUST_USE;
/*
 * ERR_HISTORY_WENT_BACK: this machine has seen another head of that batch, or a contradiction
 * stands.  ERR_INVALID: the file of heads is damaged.
 */
bool verify_report_head(
    const struct profile *p, const struct signed_head *head, struct err *err) MUST_USE;
void verify_report_free(struct verify_report *r);
/* The report ${idx} of it was accepted. */
bool verify_report_is_accepted(const struct verify_report *r, uint32_t idx);

#endif

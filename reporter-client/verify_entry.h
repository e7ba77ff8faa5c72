/*
 * verify_entry - what entries of the ledger say of a key and of an organisation.  Each was checked
 * before: its signature, its receipt, its path (verify_report.h).  Pure.
 * That an entry is there is proven so; that none came which says otherwise, only by the whole
 * ledger.
 */
#ifndef GH_CLIENT_VERIFY_ENTRY_H
#define GH_CLIENT_VERIFY_ENTRY_H

#include "wire/submission.h"

struct verify_entry {
	const struct report *r;
	const uint8_t *sign_key; /* of who signed it */
	uint64_t batch;
};
struct verify_entries {
	const struct verify_entry *at;
	uint32_t n;
};

/* Whose a key was, as its entries say. */
struct verify_holder {
	const char *org; /* code; lent by the entry */
	enum role role;
};
/*
 * May ${sign_key} have signed in ${batch}?  An ACTIVE entry that it signed itself, by an invitation
 * in the ledger whose secret it knew (the first operator's alone has none), confirmed where its
 * role needs that, all before ${batch}, and not revoked before.  ERR_SIGNATURE says what is
 * missing.
 */
bool verify_entry_key(const struct verify_entries *e, const uint8_t sign_key[WIRE_KEY_BYTES],
    uint64_t batch, struct verify_holder *ret, struct err *err) MUST_USE;

/*
 * Does ${org} stand under ${above} on ${day}, or is it that itself: from version to parent, and
 * from what had ended by then to what it went to.  ERR_SIGNATURE: these entries do not show it.
 */
bool verify_entry_place(const struct verify_entries *e, const char *org, day_t day,
    const char *above, struct err *err) MUST_USE;
/*
 * May an office of ${holder} report for ${org}: it is that, stands above it, or came after it, at
 * any time.
 */
bool verify_entry_may(const struct verify_entries *e, const struct verify_holder *holder,
    const char *org, struct err *err) MUST_USE;

#endif

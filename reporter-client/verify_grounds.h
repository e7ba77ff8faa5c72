/*
 * verify_grounds - the entries of the ledger behind the keys and places of a total: asked for by
 * name (Grounds), each fetched and checked once (verify_report.h), and held against what was
 * claimed (verify_entry.h). Bounds: WIRE_GROUNDS_MAX entries an answer, VERIFY_GROUNDS_MAX
 * submissions in all.  One thread.
 */
#ifndef GH_CLIENT_VERIFY_GROUNDS_H
#define GH_CLIENT_VERIFY_GROUNDS_H

#include "ask.h"
#include "verify_entry.h"
#include "verify_report.h"

#define VERIFY_GROUNDS_MAX 65536

struct verify_grounds_item;
/* Zero-initialised, with ${ask} and ${profile}, is empty. */
struct verify_grounds {
	struct ask *ask;
	const struct profile *profile;
	struct verify_grounds_item *items; /* uthash, by (stream, seq) */
	uint32_t submissions;              /* fetched and checked */
	bool is_too_old;                   /* the aggregator is: nothing more is asked */
	bool is_untold;                    /* some entry was not shown */
	/* The newest answers. */
	struct verify_entry key_at[WIRE_GROUNDS_MAX];
	struct verify_entries key;
	uint8_t key_of[WIRE_KEY_BYTES];
	struct verify_entry place_at[WIRE_GROUNDS_MAX];
	struct verify_entries place;
	char place_of[WIRE_CODE_BYTES_MAX + 1];
	day_t place_day;
};

struct verify_claim {
	const uint8_t *sign_key; /* that signed the report */
	uint64_t batch;          /* of the report */
	const char *org;         /* credited */
	day_t day;               /* by which its code is read */
	const char *above;       /* the total's organisation */
	bool is_review;          /* a committee's, of a report of another */
};
/*
 * The key was its office's then, the office may report for the organisation, and that stands under
 * the total's: *${ret_office} (lent) is whose key it was.  "" and true: that was not told, and
 * ${is_untold} is set.  ERR_SIGNATURE says what does not hold.
 */
bool verify_grounds_check(struct verify_grounds *g, const struct verify_claim *claim,
    const char **ret_office, struct err *err) MUST_USE;
/* An accepted report of the ledger by its name, fetched and checked once; lent. */
bool verify_grounds_entry(struct verify_grounds *g, const struct name *name,
    struct verify_entry *ret, struct err *err) MUST_USE;
/* The key was some office's when it signed in ${batch}. */
bool verify_grounds_key(
    struct verify_grounds *g, const uint8_t *sign_key, uint64_t batch, struct err *err) MUST_USE;
/* What ${p} was refused it may not read, as may be: the nation reads everything. */
bool verify_grounds_may_hide(const struct profile *p, const struct err *why);
void verify_grounds_free(struct verify_grounds *g);

#endif

/*
 * org_find - organisations by what people write.  A code ("909", "91.VINPEARL") is taken as it is,
 * so that an office works offline; a name, or CODE@DATE, is asked for on the day that it is about.
 * Without the network a name is refused by ERR_ORG_UNKNOWN that says so, once asked and then at
 * once. Answers are kept until the close.  One thread.
 */
#ifndef GH_CLIENT_ORG_FIND_H
#define GH_CLIENT_ORG_FIND_H

#include "ask.h"
#include "import_set.h"

struct org_find {
	const struct profile *profile;
	uint64_t as_of_batch; /* whose names; 0: now */
	struct ask *ask;      /* NULL: nothing asked yet */
	struct org_find_answer *answers;
	struct err away; /* the link failed: nobody asks again */
};

/* ${p} NULL: not enrolled, codes only. */
void org_find_open(struct org_find *f, const struct profile *p);
void org_find_close(struct org_find *f);
/* ${day} DAY_OPEN_LEFT: today. */
bool org_find_code(struct org_find *f, const char *text, day_t day,
    char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err) MUST_USE;
/*
 * As an entry of the ledger names it: CODE@DATE keeps its date, or a code that was given again
 * would mean who bears it now.
 */
bool org_find_entry(struct org_find *f, const char *text, day_t day,
    char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err) MUST_USE;
/* org_find_code() as sheets want it; borrows ${f}. */
struct org_resolver org_find_resolver(struct org_find *f);
/* Letters, digits and ". _ -" only, capitals: a code as it stands. */
bool org_find_is_code(const char *text);

#endif

/*
 * verify_audit - what was recomputed from a whole ledger beside what the aggregator says of the
 * same batch.  Pure.
 */
#ifndef GH_CLIENT_VERIFY_AUDIT_H
#define GH_CLIENT_VERIFY_AUDIT_H

#include "wire/query.h"

#define VERIFY_FACTS 5
struct verify_fact {
	const char *key;
	const char *vi;
	const char *en;
	int64_t own, said;
};
/* Figures of the two totals. */
void verify_audit_facts(
    const struct rows *own, const struct rows *said, struct verify_fact ret[VERIFY_FACTS]);
/*
 * Every fact, every count and target of the total, and, where ${own} is the whole list (its first
 * page is the last), each row's counts are the same; so is the head where both name one batch.
 */
bool verify_audit_holds(const struct rows *own, const struct rows *said);

#endif

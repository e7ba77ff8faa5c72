/*
 * damage - which submission of the ledger the server cannot give.  A page whose checksum fails
 * makes the whole read fail that comes across it, and the server names the page alone. Blocking;
 * threads: any.
 */
#ifndef GH_DB_DAMAGE_H
#define GH_DB_DAMAGE_H

#include <stdint.h>

#include "base/err.h"

/*
 * Reading the submissions of batches ${from} to ${to} failed with ${err}: if one of them alone
 * cannot be read either, the first of those and why stand there then.  A read a submission; only
 * after ERR_DAMAGED or ERR_BUG: whatever else passes, or is a person's to mend.
 */
void damage_name(const char *conninfo, uint32_t realm, uint64_t from, uint64_t to, struct err *err);

#endif

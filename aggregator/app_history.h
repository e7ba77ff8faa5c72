/*
 * app_history - what past revisions said: core_reference() names them, the ledger has their signed
 * bytes. One statement for a page of rows; it may take what any read of the loop may
 * (app_ledger_reader()).
 */
#ifndef GH_APP_HISTORY_H
#define GH_APP_HISTORY_H

#include "app.h"

struct app_history {
	struct report_row *rows;    /* owned */
	struct submission **bodies; /* owned: what the rows point into */
	uint32_t n;
};

/*
 * ${r}, a history that ${core} answered, gets content, reason and role of each
 * revision.  app_history_free(${ret}) in any case, and after ${r} was last read.  ERR_DB_AWAY,
 * ERR_MEMORY, ERR_BUG.
 */
bool app_history_fill(struct app *a, const struct core *core, struct reference *r,
    struct app_history *ret, struct err *err) MUST_USE;
void app_history_free(struct app_history *h);

#endif

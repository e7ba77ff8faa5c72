/*
 * app_query - questions: Hello, status, summaries, reference data, proofs, watches.  They are
 * answered between two batches only, so that nobody sees what is not committed; those from the
 * intake door wait in app_requests, those at the query door wait there.
 */
#ifndef GH_APP_QUERY_H
#define GH_APP_QUERY_H

#include "app.h"

/* Keep one for later.  There is room; one that may not be kept is answered with the reason. */
void app_query_put(struct app *a, const struct app_asker *to, const struct router_message *m);
/*
 * Answer what was kept, then what waits at the query door, until ${until_us} (clock_mono_us()).
 * app_ledger_core() is not NULL.
 */
void app_query_answer(struct app *a, uint64_t until_us);
/*
 * The same when a batch has been under way for too long, because the database is away: everything
 * that may be asked is refused by name, and asked again later.
 */
void app_query_refuse(struct app *a, uint64_t until_us);

#endif

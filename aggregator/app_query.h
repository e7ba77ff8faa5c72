/*
 * app_query - questions: Hello, status, summaries, reference data, proofs, watches.  They are
 * answered between two batches only, so that nobody sees what is not committed; those from the
 * intake door wait in a list of APP_REQUESTS_MAX, those at the query door wait there.
 */
#ifndef GH_APP_QUERY_H
#define GH_APP_QUERY_H

#include "app.h"

#define APP_REQUESTS_MAX 4096
#define APP_REQUEST_BYTES_MAX 4096 /* of one question's body */

struct app_requests;

bool app_query_open(struct app *a, struct err *err) MUST_USE;
void app_query_close(struct app *a);
bool app_query_is_full(const struct app_requests *r);
bool app_query_is_empty(const struct app_requests *r);
/* Keep one for later.  There is room (app_query_is_full()); too large a body is refused at once. */
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

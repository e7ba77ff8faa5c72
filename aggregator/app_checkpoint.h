/*
 * app_checkpoint - when the derived tables are written: every APP_CHECKPOINT_MS, or after
 * APP_CHECKPOINT_REPORTS, when something changed.  The capture takes place between two batches, the
 * writing on db/checkpoint's thread.
 */
#ifndef GH_APP_CHECKPOINT_H
#define GH_APP_CHECKPOINT_H

#include "app.h"

#define APP_CHECKPOINT_MS 5000
#define APP_CHECKPOINT_REPORTS 20000
#define APP_CHECKPOINT_RETRY_MS 15000

/*
 * After each load of a core, which app_ledger_core() gives.  Tables of another format, or that did
 * not load, are emptied first.
 */
bool app_checkpoint_open(struct app *a, struct err *err) MUST_USE;
void app_checkpoint_close(struct app *a);
/* Take a result, begin the next when it is due.  Call between batches only. */
void app_checkpoint_step(struct app *a);
/* The last one, at the end: waits until ${until_ms} (clock_mono_ms()). */
void app_checkpoint_finish(struct app *a, uint64_t until_ms);
/* Readable when a result waits. */
int app_checkpoint_fd(const struct app *a);
uint64_t app_checkpoint_next_ms(const struct app *a);
/* The batch that the tables stand at, as far as this process knows. */
uint64_t app_checkpoint_batch(const struct app_checkpoint *c);

#endif

/*
 * app_rotation - the server's keys as the ledger has them (core/server_keys.h), carried out: which
 * pair of doors is open under which key, and what HelloOk says of it.
 * The key at an even place (the first among them) has the first pair of doors, one at an odd place
 * the second, so that no address has to be given up on the day of the change.
 */
#ifndef GH_APP_ROTATION_H
#define GH_APP_ROTATION_H

#include "app.h"

#define APP_ROTATION_RETRY_MS 10000 /* after a pair could not be bound, or the ledger not read */

/*
 * Once a turn, between batches.  The first time all doors that are to be open must be: false says
 * why not. Later a pair that cannot be opened is told and tried again.  ERR_CONFIG: this folder
 * lacks the keys.
 */
bool app_rotation_step(struct app *a, struct err *err) MUST_USE;
/* Another history may have come: what is told is read again. */
void app_rotation_forget(struct app *a);
/*
 * Handovers, closing time and signing key into ${ret}, lent until the next step.  false: they are
 * not read yet, and nobody is to be greeted without them.
 */
bool app_rotation_tell(struct app *a, struct hello_ok *ret) MUST_USE;
void app_rotation_close(struct app *a);

#endif

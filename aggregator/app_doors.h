/*
 * app_doors - when the two sockets are bound, and what the ZAP handler knows.
 */
#ifndef GH_APP_DOORS_H
#define GH_APP_DOORS_H

#include "app.h"

/*
 * A core was loaded: is it of the history that was answered from?  Then the doors may open; else
 * ${a->fatal} says why not.
 */
void app_doors_open(struct app *a);
/*
 * Once a turn: the keys of the newest structural batch into the ZAP table, and whether it is whole.
 */
void app_doors_keep(struct app *a);
/* At the end of a turn: the table has what the ledger had at its newest look. */
void app_doors_looked(struct app *a);

#endif

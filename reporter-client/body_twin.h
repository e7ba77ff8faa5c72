/*
 * body_twin - a body that is entered under the name of another one there: the name alone means
 * neither afterwards.  Taken all the same, since there may be two.
 */
#ifndef GH_CLIENT_BODY_TWIN_H
#define GH_CLIENT_BODY_TWIN_H

#include "cli.h"
#include "import_set.h"

#define BODY_TWIN_ASKED_MAX 200 /* bodies of one file that are asked about */

/* ${o} has its whole code.  A note, when the aggregator can be asked. */
void body_twin_note(struct cli *cli, const struct org_entry *o);
/* A note at the row of each such body of ${set}.  ERR_MEMORY. */
bool body_twin_look(struct cli *cli, struct import_set *set, struct err *err) MUST_USE;

#endif

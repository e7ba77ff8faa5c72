/*
 * review_changes - what the corrected reports of a committee's queue said before.
 */
#ifndef GH_CLIENT_REVIEW_CHANGES_H
#define GH_CLIENT_REVIEW_CHANGES_H

#include "ask.h"
#include "cli.h"

#define REVIEW_CHANGES_MAX 100 /* histories that are asked for; later rows say nothing */

/*
 * *${ret}: one text a row of ${queue}, NULL where nothing was corrected; as of the queue's batch.
 * review_changes_free() releases it.
 */
bool review_changes_ask(
    struct cli *cli, const struct reference *queue, char ***ret, struct err *err) MUST_USE;
void review_changes_free(char **texts, uint32_t n); /* NULL is a no-op */

#endif

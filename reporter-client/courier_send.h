/*
 * courier_send - another office's rows over this one's connection.
 */
#ifndef GH_CLIENT_COURIER_SEND_H
#define GH_CLIENT_COURIER_SEND_H

#include "courier.h"

#define COURIER_WAIT_MS 20000 /* for one answer */

/*
 * Send the rows of ${f} one by one, and write the receipts of those that are stored to
 * ${receipts_path}.  On ERR_AWAY and its like the receipts that came are written too; running it
 * again is safe.  ${ret} is filled either way.
 */
bool courier_send(const struct profile *p, const struct courier_file *f, const char *receipts_path,
    struct courier_result *ret, struct err *err) MUST_USE;

#endif

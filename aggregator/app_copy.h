/*
 * app_copy - the state folder into a backup, and back: keys, the newest head, the operator's
 * profile. Files are 0600 and written whole.  Errors: ERR_IO, ERR_DISK_FULL.  One thread.
 */
#ifndef GH_APP_COPY_H
#define GH_APP_COPY_H

#include "base/os.h"

/*
 * The head goes first: what it names is in a database that is copied after.  What ${to} has already
 * stays: a head or keys that outlived the database are newer than any copy.
 */
bool app_copy_state(const char *from, const char *to, struct err *err) MUST_USE;
/*
 * As root: ${to}/pg gets the owner of ${like}/pg, since PostgreSQL starts only in a folder of its
 * own user.
 */
bool app_copy_owner(const char *like, const char *to, struct err *err) MUST_USE;
/* As root: the folder ${path} and all in it get this owner. */
bool app_copy_give(const char *path, uint32_t uid, uint32_t gid, struct err *err) MUST_USE;

#endif

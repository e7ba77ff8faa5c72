/*
 * older - the programs as the version before them was, as far as another program can see it: the
 * fields of the wire and the database's schema.  No older program is at hand where tests are built,
 * and one of them would not know tomorrow's fields; so a newer one leaves out what it lacked. Built
 * with -DGH_FAILPOINTS=ON and run with GIOTHONG_OLDER=1, a program neither writes nor reads the
 * fields that tests/support/wire_newer.h names (before it signs, and after it has verified), and
 * does not know the newest migration.  How it behaves otherwise is not older.  In every other build
 * nothing at all.
 */
#ifndef GH_BASE_OLDER_H
#define GH_BASE_OLDER_H

#ifdef GH_FAILPOINTS
struct ProtobufCMessage;

/* ${message}, of protoc-c's code, and all inside it, without the newer fields. */
void older_wire(struct ProtobufCMessage *message);
/* How many migrations are newer: 1 or none. */
unsigned older_migrations(void);
#define OLDER_WIRE(message) older_wire(message)
#define OLDER_MIGRATIONS older_migrations()
#else
#define OLDER_WIRE(message) ((void)0)
#define OLDER_MIGRATIONS 0U
#endif

#endif

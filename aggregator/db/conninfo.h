/*
 * conninfo - what an address of PostgreSQL says, keywords or a URI as libpq reads them.  Of what
 * libpq cannot read: one host, no secret; opening it says why.
 */
#ifndef GH_DB_CONNINFO_H
#define GH_DB_CONNINFO_H

#include <stdbool.h>
#include <stdint.h>

/* Hosts that it names, at least 1. */
uint32_t conninfo_host_count(const char *conninfo);
/* It holds a password, of a role or of a key. */
bool conninfo_has_secret(const char *conninfo);

#endif

/*
 * profile - one enrolled office on this machine: a folder with its settings, keys and outbox.
 *
 *   $GIOTHONG_HOME (default: the user's data folder)/giothong/
 *     current            name of the profile in use when none is named
 *     <name>/profile.ini settings          <name>/keys          0600
 *     <name>/outbox.sqlite                 <name>/heads         newest signed head of each epoch
 *     <name>/handovers    how the aggregator's keys were followed by others (server_keys.h)
 *
 * With GIOTHONG_HOME set, that folder itself holds the profiles.  Everything is written whole or
 * not at all.  Threads: none shared.  Errors: ERR_NO_PROFILE, ERR_NOT_FOUND, ERR_USAGE (which one
 * of several), ERR_CONFIG (a setting, named), ERR_IO, ERR_DISK_FULL.
 */
#ifndef GH_CLIENT_PROFILE_H
#define GH_CLIENT_PROFILE_H

#include "base/os.h"
#include "wire/keys.h"

#define PROFILE_NAME_MAX 64 /* bytes: a-z A-Z 0-9 . _ - */
#define PROFILE_ADDRESS_MAX 200
#define PROFILES_MAX 256 /* of one machine */

/* One of the aggregator's keys; what is not known of it is zero or empty. */
struct server_key {
	uint8_t sign_key[WIRE_KEY_BYTES];
	uint8_t curve_key[WIRE_KEY_BYTES];
	char intake[PROFILE_ADDRESS_MAX];
	char query[PROFILE_ADDRESS_MAX];
	uint64_t last_batch; /* that it signs; 0: it is the newest */
};
struct server_keys {
	struct server_key at[WIRE_HANDOVERS_MAX + 1]; /* oldest first */
	uint32_t n;                                   /* 0: the profile's own key and no other */
	int64_t old_doors_until_ms;
};

struct profile {
	char name[PROFILE_NAME_MAX + 1];
	char folder[OS_PATH_MAX];
	bool enrolled; /* false: enrolment was begun and has no receipt yet */
	/* As the invitation gave them; where to dial now: server_keys.h. */
	char intake[PROFILE_ADDRESS_MAX]; /* tcp://host:port */
	char query[PROFILE_ADDRESS_MAX];
	uint8_t server_curve[WIRE_KEY_BYTES];
	uint8_t server_sign[WIRE_KEY_BYTES];
	uint32_t realm;
	char org[WIRE_CODE_BYTES_MAX + 1];
	enum role role;
	char label[WIRE_NAME_BYTES_MAX +
	    1]; /* this machine's, as the committee sees it; may be "" */
	struct server_keys server;
};

/*
 * Open an enrolled profile.  ${name} NULL or "": GIOTHONG_PROFILE, else the file `current`, else
 * the only one; several and none chosen is ERR_USAGE with their names.
 */
bool profile_open(const char *name, struct profile *ret, struct err *err) MUST_USE;
/*
 * The same for one whose enrolment may be unfinished; ${name} is not NULL.  ERR_NOT_FOUND: no
 * folder yet.
 */
bool profile_open_unfinished(const char *name, struct profile *ret, struct err *err) MUST_USE;
/* All profiles by name; *${ret} is the caller's until free(). */
bool profile_list(struct profile **ret, size_t *ret_n, struct err *err) MUST_USE;
/* The name that profile_open(NULL) would take; "" when none or several. */
bool profile_current(char ret[PROFILE_NAME_MAX + 1], struct err *err) MUST_USE;
/* Make ${name} the one in use; it must exist. */
bool profile_use(const char *name, struct err *err) MUST_USE;
/*
 * Make the folder (0700) of ${p->name} and fill ${p->folder}; an existing folder is kept as it is.
 */
bool profile_create(struct profile *p, struct err *err) MUST_USE;
/* Write profile.ini from ${p}. */
bool profile_save(const struct profile *p, struct err *err) MUST_USE;
/* A name from an organisation's code or a label: what is not allowed becomes '-', lower case. */
void profile_name_from(const char *text, char ret[PROFILE_NAME_MAX + 1]);

#define PROFILE_KEYS "keys"
#define PROFILE_OUTBOX "outbox.sqlite"
#define PROFILE_HEADS "heads"
#define PROFILE_HANDOVERS "handovers"
#define PROFILE_SENDER_LOCK "sender.lock"
/* ${p->folder}/${file}; ERR_LIMIT: too long. */
bool profile_path(
    const struct profile *p, const char *file, char ret[OS_PATH_MAX], struct err *err) MUST_USE;
/* Load the keys; keys_wipe() them after use. */
bool profile_keys(const struct profile *p, struct keys *ret, struct err *err) MUST_USE;

/* "tcp://host:port" into its parts; brackets around IPv6 are dropped.  ERR_CONFIG. */
bool profile_address_split(const char *address, char host[PROFILE_ADDRESS_MAX], uint16_t *ret_port,
    struct err *err) MUST_USE;
/* Does its port answer within ${wait_ms}? */
bool profile_address_reach(const char *address, int wait_ms, struct err *err) MUST_USE;

/*
 * "reporter", "committee", "watcher", "national", "operator": settings and JSON.  "" and false:
 * unknown.
 */
const char *profile_role_name(enum role role);
bool profile_role_from(const char *name, enum role *ret);

#endif

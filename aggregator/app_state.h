/*
 * app_state - the aggregator's folder: what it must not lose besides the database.
 *
 *   server.keys   0600: the CURVE key of the doors and the Ed25519 key that signs heads
 *   server.keys.2 … the keys that followed (core/server_keys.h); the newest may not be in use yet
 *   head          the newest signed head that this aggregator answered from
 *   endpoints     where the doors of the running `serve` are bound, and all its settings of them
 *   lock          held by the running `serve`
 *   restored      from `restore` to `recover`: the newest batch that the backup had
 *   operator/     the operator's profile (cmd_bootstrap.c)
 *
 * Files are written whole or not at all.  Errors: ERR_IO, ERR_DISK_FULL, ERR_CONFIG (a file that is
 * no good, named), ERR_NOT_FOUND.  One thread, but for app_state_head_write().
 */
#ifndef GH_APP_STATE_H
#define GH_APP_STATE_H

#include "base/os.h"
#include "core/core.h"
#include "wire/keys.h"
#include "wire/receipt.h"

#define APP_STATE_DIR "/var/lib/giothong"
#define APP_STATE_HEAD "head"

/* Make the folder (0700) when it is missing. */
bool app_state_open(const char *dir, struct err *err) MUST_USE;
/* The same folder for those who only look: ERR_NOT_FOUND when no server ever had it. */
bool app_state_find(const char *dir, struct err *err) MUST_USE;

/* All keys of the server that this folder has, oldest first. */
struct app_keys {
	struct keys at[CORE_SERVER_KEYS_MAX];
	uint32_t n; /* at least 1 */
};
/* Load them; ${make}: make the first when there is none.  app_keys_wipe() after use. */
bool app_state_keys(const char *dir, bool make, struct app_keys *ret, struct err *err) MUST_USE;
/* Make the keys after ${k}'s newest and load them, too.  ERR_LIMIT: CORE_SERVER_KEYS_MAX. */
bool app_state_keys_next(const char *dir, struct app_keys *k, struct err *err) MUST_USE;
void app_keys_wipe(struct app_keys *k);
/* Those with that signing key, by their place; false: this folder has them not. */
bool app_keys_find(
    const struct app_keys *k, const uint8_t sign_key[WIRE_KEY_BYTES], uint32_t *ret) MUST_USE;
/* What a core signs and verifies with. */
void app_keys_core(const struct app_keys *k, struct core_config *ret);

/*
 * The newest head of ${realm}; batch 0: none was kept yet.  ERR_SIGNATURE: signed by none of
 * ${keys}: the file is another server's, or was changed.
 */
bool app_state_head_read(const char *dir, uint32_t realm, const struct app_keys *keys,
    struct signed_head *ret, struct err *err) MUST_USE;
bool app_state_head_write(
    const char *dir, const struct signed_head *head, struct err *err) MUST_USE;

/* Batch of a restored backup that nobody recovered yet; 0: none. */
bool app_state_restored_read(const char *dir, uint64_t *ret, struct err *err) MUST_USE;
bool app_state_restored_write(const char *dir, uint64_t batch, struct err *err) MUST_USE;
bool app_state_restored_remove(const char *dir, struct err *err) MUST_USE;

#define APP_STATE_DOORS 4
#define APP_STATE_DOOR_SET "-set"       /* after a door's name: its setting, open or not */
#define APP_STATE_DOOR_PUBLIC "-public" /* its public address, when one is set */
struct app_state_door {
	const char *at; /* bound there; "": closed */
	const char *set;
	const char *public; /* "": none is set */
};
/* What `endpoints` says: lines "NAME tcp://…", by name. */
bool app_state_endpoints_write(
    const char *dir, const struct app_state_door doors[APP_STATE_DOORS], struct err *err) MUST_USE;
void app_state_endpoints_remove(const char *dir);
/*
 * One of them ("intake", "query", "second-intake", "second-query", with or without a suffix from
 * above); false: no `serve` wrote it.
 */
bool app_state_endpoint(const char *dir, const char *door, char *ret, size_t ret_size) MUST_USE;

/* Does a `serve` have this folder? */
bool app_state_is_served(const char *dir);
/* Held until os_lock_release(*${ret_fd}).  ERR_BUSY: another `serve` has this folder. */
bool app_state_lock(const char *dir, int *ret_fd, struct err *err) MUST_USE;

#endif

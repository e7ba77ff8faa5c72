/*
 * app_state - the aggregator's folder: what it must not lose besides the database.
 *
 *   server.keys   0600: the CURVE key of the doors and the Ed25519 key that signs heads
 *   head          the newest signed head that this aggregator answered from
 *   endpoints     where the doors of the running `serve` are bound
 *   lock          held by the running `serve`
 *   restored      from `restore` to `recover`: the newest batch that the backup had
 *   operator/     the operator's profile (cmd_bootstrap.c)
 *
 * Files are written whole or not at all.  Errors: ERR_IO, ERR_DISK_FULL, ERR_CONFIG (a file that is no
 * good, named), ERR_NOT_FOUND.  One thread, but for app_state_head_write().
 */
#ifndef GH_APP_STATE_H
#define GH_APP_STATE_H

#include "base/os.h"
#include "wire/keys.h"
#include "wire/receipt.h"

#define APP_STATE_DIR "/var/lib/giothong"

/* Make the folder (0700) when it is missing. */
bool app_state_open(const char *dir, struct err *err) MUST_USE;
/* The same folder for those who only look: ERR_NOT_FOUND when no server ever had it. */
bool app_state_find(const char *dir, struct err *err) MUST_USE;
/* Load server.keys; ${make}: make them when there are none.  keys_wipe() after use. */
bool app_state_keys(const char *dir, bool make, struct keys *ret, struct err *err) MUST_USE;

/*
 * The newest head of ${realm}; batch 0: none was kept yet.  ERR_SIGNATURE: not signed by
 * ${server_sign_key}: the file is another server's, or was changed.
 */
bool app_state_head_read(const char *dir, uint32_t realm,
    const uint8_t server_sign_key[WIRE_KEY_BYTES], struct signed_head *ret,
    struct err *err) MUST_USE;
bool app_state_head_write(
    const char *dir, const struct signed_head *head, struct err *err) MUST_USE;

/* Batch of a restored backup that nobody recovered yet; 0: none. */
bool app_state_restored_read(const char *dir, uint64_t *ret, struct err *err) MUST_USE;
bool app_state_restored_write(const char *dir, uint64_t batch, struct err *err) MUST_USE;
bool app_state_restored_remove(const char *dir, struct err *err) MUST_USE;

/* What `endpoints` says; lines "intake tcp://…", "query tcp://…". */
bool app_state_endpoints_write(
    const char *dir, const char *intake, const char *query, struct err *err) MUST_USE;
void app_state_endpoints_remove(const char *dir);
/* One of them ("intake", "query"); false: no `serve` wrote it. */
bool app_state_endpoint(const char *dir, const char *door, char *ret, size_t ret_size) MUST_USE;

/* Does a `serve` have this folder? */
bool app_state_is_served(const char *dir);
/* Held until os_lock_release(*${ret_fd}).  ERR_BUSY: another `serve` has this folder. */
bool app_state_lock(const char *dir, int *ret_fd, struct err *err) MUST_USE;

#endif

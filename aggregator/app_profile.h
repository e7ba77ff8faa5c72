/*
 * app_profile - the operator's profile folder: what the client opens as one of its own (profile.ini
 * and keys, as the client's profile.h has them), and the key that the operator's commands sign
 * with.
 */
#ifndef GH_APP_PROFILE_H
#define GH_APP_PROFILE_H

#include "app_settings.h"
#include "base/os.h"
#include "wire/keys.h"

#define APP_PROFILE_NAME "operator"

/* ${asked}, or STATE/operator when it is NULL. */
bool app_profile_dir(const struct app_settings *settings, const char *asked, char ret[OS_PATH_MAX],
    struct err *err) MUST_USE;
/* Load its keys; ${make}: make folder and keys when there are none.  keys_wipe() after use. */
bool app_profile_keys(const char *dir, bool make, struct keys *ret, struct err *err) MUST_USE;
/* Write profile.ini: enrolled, the public addresses of ${pair}, ${server}'s public keys. */
struct app_profile_server {
	const struct keys *keys;
	unsigned pair; /* of doors that answer to them: 0 or 1 */
};
bool app_profile_save(const char *dir, const struct app_settings *settings,
    const struct app_profile_server *server, const char *org, struct err *err) MUST_USE;
/*
 * The address that clients are given of a door of a pair (router_door): the public setting, here
 * or of the running `serve`, else tcp://127.0.0.1 and the port where that binds it or would, open
 * or not, else of the setting here.
 */
bool app_profile_address(const struct app_settings *settings, unsigned door, char *ret,
    size_t ret_size, struct err *err) MUST_USE;

#endif

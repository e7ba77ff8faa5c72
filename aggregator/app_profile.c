#include "app_profile.h"

#include <stdio.h>
#include <string.h>

#include "app_state.h"
#include "base/lang.h"

#define KEYS_FILE "keys"
#define INI_FILE "profile.ini"
#define FOLDER_MODE 0700
#define ADDRESS_MAX 180
#define DOOR_NAME_MAX 31

bool
app_profile_dir(
    const struct app_settings *settings, const char *asked, char ret[OS_PATH_MAX], struct err *err)
{
	if (asked == NULL)
		return os_path_join(settings->state, APP_PROFILE_NAME, ret, err);
	if (strlen(asked) >= OS_PATH_MAX)
		return err_set(err, ERR_LIMIT, "%s", asked);
	memcpy(ret, asked, strlen(asked) + 1);
	return true;
}

bool
app_profile_keys(const char *dir, bool make, struct keys *ret, struct err *err)
{
	char path[OS_PATH_MAX];

	if (!os_path_join(dir, KEYS_FILE, path, err))
		return false;
	if (!os_file_exists(path) && !make)
		return err_set(err, ERR_NOT_FOUND, "%s", path) ||
		    err_next(err,
			TR("làm hồ sơ của người vận hành trước: giothong-aggregator bootstrap; hoặc nêu thư mục "
			   "của nó: --profile-dir DIR",
			    "make the operator's profile first: giothong-aggregator bootstrap; or name its "
			    "folder: --profile-dir DIR"));
	if (os_file_exists(path))
		return keys_load(path, ret, err);
	keys_make(ret);
	return os_mkdir_p(dir, FOLDER_MODE, err) && keys_save(path, ret, err);
}

/* Of the running serve's, which knows better than the settings of whoever asks. */
static bool
door_of_serve(const char *state, const char *name, const char *suffix, char *ret, size_t ret_size)
{
	char line[DOOR_NAME_MAX + 1];

	(void)snprintf(line, sizeof(line), "%s%s", name, suffix);
	return app_state_is_served(state) && app_state_endpoint(state, line, ret, ret_size);
}

/* The port of where a door is bound, with its colon; NULL: it is not known. */
static const char *
port_of(const char *bound)
{
	const char *port = strrchr(bound, ':');

	if (port == NULL || port[1] == '\0' || strcmp(port, ":0") == 0 ||
	    strspn(port + 1, "0123456789") != strlen(port + 1))
		return NULL;
	return port;
}

bool
app_profile_address(
    const struct app_settings *settings, unsigned door, char *ret, size_t ret_size, struct err *err)
{
	const struct {
		const char *name, *asked, *binds;
	} doors[] = {{"intake", settings->public_intake, settings->intake},
	    {"query", settings->public_query, settings->query},
	    {"second-intake", settings->second_public_intake, settings->second_intake},
	    {"second-query", settings->second_public_query, settings->second_query}};
	const char *const state = settings->state;
	const char *const name = doors[door].name;
	const char *asked = doors[door].asked;
	char public[ADDRESS_MAX];
	char bound[ADDRESS_MAX];
	const char *port;
	int len;

	if (asked[0] == '\0' &&
	    door_of_serve(state, name, APP_STATE_DOOR_PUBLIC, public, sizeof(public)))
		asked = public;
	if (asked[0] != '\0') {
		len = snprintf(ret, ret_size, "%s", asked);
	} else {
		if (!app_state_endpoint(state, name, bound, sizeof(bound)) &&
		    !door_of_serve(state, name, APP_STATE_DOOR_SET, bound, sizeof(bound)))
			(void)snprintf(bound, sizeof(bound), "%s", doors[door].binds);
		port = port_of(bound);
		if (port == NULL)
			return err_set(err, ERR_CONFIG,
			    TR("chưa biết cổng của %s; đặt địa chỉ công khai của nó, hoặc chạy serve trước",
				"the port of %s is not known yet; set its public address, or start serve first"),
			    name);
		len = snprintf(ret, ret_size, "tcp://127.0.0.1%s", port);
	}
	return (len > 0 && (size_t)len < ret_size) || err_set(err, ERR_LIMIT, "%s", asked);
}

static void
key_line(struct buf *b, const char *name, const uint8_t key[WIRE_KEY_BYTES])
{
	buf_printf(b, "%s = ", name);
	for (size_t i = 0; i < WIRE_KEY_BYTES; i++)
		buf_printf(b, "%02x", key[i]);
	buf_str(b, "\n");
}

bool
app_profile_save(const char *dir, const struct app_settings *settings,
    const struct app_profile_server *server, const char *org, struct err *err)
{
	char intake[ADDRESS_MAX];
	char query[ADDRESS_MAX];
	char path[OS_PATH_MAX];
	struct buf ini = {0};
	bool ok;

	if (!os_path_join(dir, INI_FILE, path, err) ||
	    !app_profile_address(settings, 2 * server->pair, intake, sizeof(intake), err) ||
	    !app_profile_address(settings, 2 * server->pair + 1, query, sizeof(query), err))
		return false;
	buf_printf(&ini, "enrolled = yes\nintake = %s\nquery = %s\n", intake, query);
	key_line(&ini, "server-curve", server->keys->curve_public);
	key_line(&ini, "server-sign", server->keys->sign_public);
	buf_printf(&ini, "realm = %u\norg = %s\nrole = operator\nlabel = operator\n",
	    settings->realm, org);
	ok = buf_ok(&ini) ? os_file_write_private(path, ini.at, ini.len, err)
			  : err_set(err, ERR_MEMORY, "%s", path);
	buf_free(&ini);
	return ok;
}

#include <stdio.h>
#include <string.h>

#include "app_db.h"
#include "app_profile.h"
#include "app_state.h"
#include "app_submit.h"
#include "base/lang.h"
#include "cmd.h"

static const struct cmd_option options[] = {
    {"profile-dir", "DIR", "thư mục hồ sơ của người vận hành; mặc định: operator trong --state",
	"the operator's profile folder; default: operator below --state"},
};
enum { OPTION_PROFILE_DIR, OPTIONS };
#define NATION_CODE "VN" /* as org_import makes the root */

/* The first key of all says itself; there is nobody who could invite it. */
static bool
genesis_send(struct app_submit *s, const struct keys *keys, struct err *err)
{
	struct report r = {.kind = KIND_KEY, .action = ACTION_FIRST, .reason = ""};
	struct key_entry *k = &r.u.key;

	*k = (struct key_entry){.state = KEY_ACTIVE,
	    .org = NATION_CODE,
	    .role = ROLE_OPERATOR,
	    .label = APP_PROFILE_NAME,
	    .reason = ""};
	memcpy(k->curve_key, keys->curve_public, WIRE_KEY_BYTES);
	memcpy(k->sign_key, keys->sign_public, WIRE_KEY_BYTES);
	return app_submit_one(
	    s, &(struct app_submit_what){.reports = &r, .n = 1, .keys = keys, .enrol = true}, err);
}

/* Nothing is done when it is registered. */
static bool
operator_register(struct app_submit *s, const struct keys *keys, struct err *err)
{
	struct key_info info;

	if (core_key_by_sign(app_submit_core(s), keys->sign_public, &info)) {
		if (info.state == KEY_ACTIVE && info.role == ROLE_OPERATOR)
			return true;
		return err_set(err, ERR_KEY_REVOKED, "%s", "");
	}
	if (core_key_count(app_submit_core(s)) > 0)
		return err_set(err, ERR_DUPLICATE, "%s",
		    TR("đã có người vận hành; khóa ở đây không phải của họ. Xin phiếu mời: giothong "
		       "invite",
			"there is an operator already, and this is not their key. Ask for an "
			"invitation: giothong invite"));
	return genesis_send(s, keys, err);
}

/* What invitations will say: offices elsewhere must reach it. */
struct addresses {
	char intake[OS_PATH_MAX], query[OS_PATH_MAX];
};

static bool
addresses_of(const struct app_settings *s, unsigned pair, struct addresses *ret, struct err *err)
{
	return app_profile_address(s, 2 * pair, ret->intake, sizeof(ret->intake), err) &&
	    app_profile_address(s, 2 * pair + 1, ret->query, sizeof(ret->query), err);
}

static void
told(const struct cmd *c, const char *dir, const struct keys *keys, const struct addresses *at)
{
	char fingerprint[KEYS_FINGERPRINT_MAX];

	keys_fingerprint(keys->sign_public, keys->curve_public, fingerprint);
	if (c->json)
		(void)cmd_json(json_pack("{s:s, s:s, s:s, s:s}", "profile", dir, "fingerprint",
		    fingerprint, "intake", at->intake, "query", at->query));
	else
		(void)printf(TR("hồ sơ người vận hành: %s\nsáu nhóm số: %s\n"
				"phiếu mời sẽ ghi: nhận %s, hỏi %s\n",
				 "the operator's profile: %s\nsix groups of digits: %s\n"
				 "invitations will say: intake %s, query %s\n"),
		    dir, fingerprint, at->intake, at->query);
}

/* The server's keys in use, and the doors that answer to them. */
static struct app_profile_server
newest_of(struct app_submit *s, const struct app_keys *server)
{
	const struct core_server_keys *k = core_server_keys(app_submit_core(s));
	uint32_t i = 0;

	if (!app_keys_find(server, k->at[k->n - 1].sign_key, &i))
		i = 0;
	return (struct app_profile_server){.keys = &server->at[i], .pair = (k->n - 1) % 2};
}

static bool
bootstrap(struct cmd *c, const char *dir, struct err *err)
{
	struct app_db db = {0};
	struct app_submit *s = NULL;
	struct app_keys server = {.n = 0};
	struct keys keys = {0};
	struct app_profile_server at_now;
	struct addresses at; /* known before anything is written */
	bool ok = false;

	if (!app_state_open(c->settings.state, err) || !addresses_of(&c->settings, 0, &at, err) ||
	    !app_state_keys(c->settings.state, true, &server, err) ||
	    !app_profile_keys(dir, true, &keys, err) || !app_db_open(&c->settings, &db, err) ||
	    !app_submit_open(&c->settings, &server, db.conninfo, &s, err) ||
	    !operator_register(s, &keys, err))
		goto out;
	at_now = newest_of(s, &server);
	ok = addresses_of(&c->settings, at_now.pair, &at, err) &&
	    app_profile_save(dir, &c->settings, &at_now, NATION_CODE, err);
	if (ok)
		told(c, dir, &keys, &at);
out:
	app_submit_close(s);
	app_db_close(&db);
	keys_wipe(&keys);
	app_keys_wipe(&server);
	return ok;
}

int
cmd_bootstrap(struct cmd *c)
{
	const char *values[OPTIONS] = {0};
	char dir[OS_PATH_MAX];
	struct err err = {0};

	if (!cmd_options(c, &(struct cmd_options){options, OPTIONS}, values, NULL, &err) ||
	    !app_profile_dir(&c->settings, values[OPTION_PROFILE_DIR], dir, &err) ||
	    !bootstrap(c, dir, &err))
		return cmd_fail(c, &err);
	return 0;
}

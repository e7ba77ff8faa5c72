#include "app_rotation.h"

#include <string.h>

#include "app_state.h"
#include "base/lang.h"
#include "base/log.h"

/* ---- the doors */

static bool
endpoints_write(struct app *a, struct err *err)
{
	const struct app_settings *s = a->settings;
	struct app_state_door doors[APP_STATE_DOORS] = {
	    {.set = s->intake, .public = s->public_intake},
	    {.set = s->query, .public = s->public_query},
	    {.set = s->second_intake, .public = s->second_public_intake},
	    {.set = s->second_query, .public = s->second_public_query}};

	for (unsigned i = 0; i < APP_STATE_DOORS; i++)
		doors[i].at = router_endpoint(a->router, (enum router_door)i);
	return app_state_endpoints_write(s->state, doors, err);
}

/* Another process may have made them a moment ago. */
static bool
key_find(struct app *a, const uint8_t sign_key[WIRE_KEY_BYTES], uint32_t *ret, struct err *err)
{
	struct app_keys again;
	bool found;

	if (app_keys_find(&a->keys, sign_key, ret))
		return true;
	if (!app_state_keys(a->settings->state, false, &again, err))
		return false;
	a->keys = again;
	app_keys_wipe(&again);
	app_keys_core(&a->keys, &a->core_config);
	core_signers_set(app_ledger_core(a->ledger), &a->core_config);
	found = app_keys_find(&a->keys, sign_key, ret);
	return found ||
	    err_set(err, ERR_CONFIG,
		TR("%s: thiếu khóa mới của máy chủ; chép server.keys.N từ máy chủ kia",
		    "%s: the server's new keys are missing; copy server.keys.N from the other server"),
		a->settings->state);
}

static bool
pair_open(struct app *a, unsigned pair, uint32_t key, struct err *err)
{
	const struct app_settings *s = a->settings;
	const char *const intake[ROUTER_PAIRS] = {s->intake, s->second_intake};
	const char *const query[ROUTER_PAIRS] = {s->query, s->second_query};
	const struct core_server_keys *known = core_server_keys(app_ledger_keys(a->ledger));
	uint32_t i = 0;

	if (!key_find(a, known->at[key].sign_key, &i, err))
		return false;
	const struct router_config config = {.endpoint = {intake[pair], query[pair]},
	    .curve_public = a->keys.at[i].curve_public,
	    .curve_secret = a->keys.at[i].curve_secret};

	if (!router_pair_open(a->router, pair, &config, err))
		return false;
	a->rotation.key_of[pair] = key + 1;
	log_line(LOG_LEVEL_INFO, "serving", "key=%u intake=%s query=%s", key + 1,
	    router_endpoint(a->router, (enum router_door)(pair * ROUTER_PAIR)),
	    router_endpoint(a->router, (enum router_door)(pair * ROUTER_PAIR + 1)));
	return true;
}

/* The key whose doors pair ${pair} is to be, from 1; 0: it is to be closed. */
static uint32_t
key_wanted(const struct app *a, unsigned pair)
{
	const struct core_server_keys *k = core_server_keys(app_ledger_keys(a->ledger));
	const uint32_t newest = k->n - 1;

	if (newest % ROUTER_PAIRS == pair)
		return newest + 1;
	return newest > 0 && k->at[newest].old_until_ms > a->unix_ms ? newest : 0;
}

static bool
pairs_keep(struct app *a, struct err *err)
{
	bool changed = false;
	bool ok = true;

	for (unsigned pair = 0; pair < ROUTER_PAIRS; pair++) {
		const uint32_t wanted = key_wanted(a, pair);

		if (wanted == a->rotation.key_of[pair])
			continue;
		if (a->rotation.key_of[pair] != 0)
			log_line(LOG_LEVEL_INFO, "the doors of a former key are closed", "key=%u",
			    a->rotation.key_of[pair]);
		router_pair_close(a->router, pair);
		a->rotation.key_of[pair] = 0;
		changed = true;
		ok = (wanted == 0 || pair_open(a, pair, wanted - 1, err)) && ok;
	}
	return (!changed || endpoints_write(a, err)) && ok;
}

/* From the ledger, when there are others than those read last. */
static bool
handovers_read(struct app *a, struct err *err)
{
	const struct core *core = app_ledger_core(a->ledger);
	uint64_t away_since_ms;

	if (a->rotation.told.n == core_server_keys(core)->n - 1)
		return true;
	if (!app_ledger_is_connected(a->ledger, &away_since_ms))
		return err_set(err, ERR_DB_AWAY, "%s", "");
	if (app_handovers_read(app_ledger_reader(a->ledger), core, &a->rotation.told, err))
		return true;
	if (err->code == ERR_DB_AWAY)
		app_ledger_read_failed(a->ledger, a->now_ms, err);
	return false;
}

bool
app_rotation_step(struct app *a, struct err *err)
{
	struct app_rotation *r = &a->rotation;
	struct err why = {0};
	bool ok;

	if (app_ledger_core(a->ledger) == NULL || a->now_ms < r->retry_ms)
		return true;
	ok = pairs_keep(a, &why);
	ok = handovers_read(a, &why) && ok;
	if (ok)
		return true;
	if ((!a->is_ready && why.code != ERR_DB_AWAY) || !core_may_sign(app_ledger_core(a->ledger)))
		return err_set(err, why.code, "%s", why.text);
	log_err(LOG_LEVEL_ERROR, "the change of the server's keys is held up", &why);
	r->retry_ms = a->now_ms + APP_ROTATION_RETRY_MS;
	return true;
}

void
app_rotation_forget(struct app *a)
{
	app_handovers_free(&a->rotation.told);
	a->rotation.retry_ms = 0;
}

bool
app_rotation_tell(struct app *a, struct hello_ok *ret)
{
	const struct core_server_keys *k = core_server_keys(app_ledger_core(a->ledger));
	const struct core_server_key *newest = &k->at[k->n - 1];

	memcpy(ret->server_sign_key, newest->sign_key, WIRE_KEY_BYTES);
	ret->handovers = a->rotation.told.at;
	ret->handovers_n = a->rotation.told.n;
	ret->old_doors_until_ms = newest->old_until_ms > a->unix_ms ? newest->old_until_ms : 0;
	return a->rotation.told.n == k->n - 1;
}

void
app_rotation_close(struct app *a)
{
	app_handovers_free(&a->rotation.told);
	app_keys_wipe(&a->keys);
}

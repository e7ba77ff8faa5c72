#include "app_doors.h"

#include "app_checkpoint.h"
#include "app_head.h"
#include "app_notify.h"
#include "app_past.h"
#include "app_rotation.h"
#include "app_watch.h"
#include "base/clock.h"
#include "base/log.h"

#define CLOCK_AHEAD_MS INT64_C(600000) /* of the newest batch, before it is told */

static bool
keys_fill(struct app *a, struct err *err)
{
	const struct core *core = app_ledger_keys(a->ledger);
	struct buf keys = {0};
	struct key_info k;
	bool ok;

	for (uint32_t i = 0; core_key_at(core, i, &k); i++)
		if (k.state == KEY_ACTIVE || k.state == KEY_INVITED)
			buf_put(&keys, k.curve_key, WIRE_KEY_BYTES);
	ok = buf_ok(&keys) || err_set(err, ERR_MEMORY, "keys");
	ok = ok &&
	    zap_set(router_zap(a->router), (const struct zap_key *)(const void *)keys.at,
		keys.len / WIRE_KEY_BYTES, err);
	buf_free(&keys);
	return ok;
}

/* Batches take no time before the newest one's, and what is late is judged by it. */
static void
clock_tell(const struct signed_head *newest)
{
	const int64_t ahead_ms = newest->at_ms - clock_unix_ms();

	if (ahead_ms > CLOCK_AHEAD_MS)
		log_line(LOG_LEVEL_WARN, "the newest batch was signed later than now",
		    "ahead_s=%lld", (long long)(ahead_ms / 1000));
}

/* Made and not yet in use, or lost by a restore: then offices that took it are cut off. */
static void
keys_tell(const struct app *a)
{
	const uint32_t known = core_server_keys(app_ledger_keys(a->ledger))->n;

	if (a->keys.n > known)
		log_line(LOG_LEVEL_WARN, "the ledger does not know all keys of this folder",
		    "unknown=server.keys.%u if=\"the change to it had begun\" "
		    "run=\"giothong-aggregator rotate start\"",
		    known + 1);
}

/* Without the kept head nothing here tells a ledger that was put back from the right one. */
static bool
head_tell(const struct app *a, const struct signed_head *newest, struct err *err)
{
	struct signed_head kept = {0};

	if (!app_state_head_read(a->settings->state, a->core_config.realm, &a->keys, &kept, err))
		return false;
	if (kept.batch == 0 && newest->batch > 1)
		log_line(LOG_LEVEL_WARN, "no head was kept here beside this ledger",
		    "batch=%llu compare=\"giothong verify at an office that knows it\"",
		    (unsigned long long)newest->batch);
	return true;
}

static bool
doors_bind(struct app *a, struct err *err)
{
	const struct signed_head *head = core_head(app_ledger_keys(a->ledger));

	if (!head_tell(a, head, err))
		return false;
	if (!router_new(a->settings->quota_address, &a->router, err) || !app_rotation_step(a, err))
		return false;
	log_line(LOG_LEVEL_INFO, "the ledger", "realm=%u epoch=%u batch=%llu", a->core_config.realm,
	    head->epoch, (unsigned long long)head->batch);
	clock_tell(head);
	keys_tell(a);
	return true;
}

void
app_doors_open(struct app *a)
{
	struct err err = {0};

	a->is_loaded = false;
	app_checkpoint_close(a);
	app_past_forget(a);
	if (!app_head_recovered(a->settings->state, &err) ||
	    !app_head_check(a->settings->state, app_ledger_reader(a->ledger), a->core_config.realm,
		&a->keys, &err) ||
	    !app_checkpoint_open(a, &err)) {
		if (err.code == ERR_DB_AWAY)
			app_ledger_reload(a->ledger, a->now_ms, &err);
		else
			a->fatal = err;
		return;
	}
	app_rotation_forget(a);
	app_watch_touch(a, APP_TOUCH_RULES);
	a->keys_changed = true;
	if (a->router == NULL && !doors_bind(a, &err))
		a->fatal = err;
}

void
app_doors_looked(struct app *a)
{
	const uint64_t looks = app_ledger_looks(a->ledger);

	if (a->router != NULL && !a->keys_changed && looks != a->looks)
		zap_looked(router_zap(a->router));
	a->looks = looks;
}

void
app_doors_keep(struct app *a)
{
	uint64_t away_since_ms;
	struct err err = {0};

	if (a->router == NULL)
		return;
	if (a->is_dropped)
		zap_set_trust(router_zap(a->router), ZAP_UNSURE);
	a->is_dropped = false;
	if (app_ledger_core(a->ledger) == NULL)
		return;
	if (!app_rotation_step(a, &err)) {
		a->fatal = err;
		return;
	}
	if (a->keys_changed && keys_fill(a, &err))
		a->keys_changed = false;
	if (!a->keys_changed && app_ledger_is_connected(a->ledger, &away_since_ms))
		zap_set_trust(router_zap(a->router), ZAP_LOOKS);
	else
		zap_set_trust(router_zap(a->router), ZAP_UNSURE);
	if (!a->is_ready && !a->keys_changed) {
		a->is_ready = true;
		app_notify_ready();
	}
}

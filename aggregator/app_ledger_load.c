/* The ledger without a core: it was dropped, or there was none yet; a thread loads one. */
#include "app_ledger_state.h"

void
app_ledger_reload(struct app_ledger *l, uint64_t now_ms, const struct err *why)
{
	app_decide_again(l);
	app_held_again(l);
	writer_free(l->writer);
	l->writer = NULL;
	core_free(l->core);
	l->core = NULL;
	l->is_following = false;
	l->needs_ground = false;
	l->load_at_ms = now_ms + l->load_wait_ms;
	app_ledger_tell(l, APP_NEWS_DROPPED, why);
}

static bool
writer_begin(struct app_ledger *l, struct err *err)
{
	const struct writer_config config = {.conninfo = l->conninfo,
	    .realm = l->config.core->realm,
	    .n = core_n(l->core),
	    .head = core_head(l->core)->head};

	return writer_new(&config, &l->writer, err);
}

static void
load_failed(struct app_ledger *l, uint64_t now_ms, const struct err *why)
{
	l->load_err = *why;
	l->load_wait_ms *= 2;
	if (l->load_wait_ms > APP_LEDGER_RELOAD_MAX_MS)
		l->load_wait_ms = APP_LEDGER_RELOAD_MAX_MS;
	l->load_at_ms = now_ms + l->load_wait_ms;
	app_ledger_tell(l, APP_NEWS_FAILED, why);
}

void
app_load_step(struct app_ledger *l, uint64_t now_ms)
{
	const struct app_load_config config = {.conninfo = l->conninfo, .core = l->config.core};
	struct app_loaded loaded = {0};
	struct err err = {0};

	if (l->load == NULL) {
		if (now_ms >= l->load_at_ms && !app_load_task_start(&config, NULL, &l->load, &err))
			load_failed(l, now_ms, &err);
		return;
	}
	if (!app_load_task_take(l->load, &loaded, &err))
		return;
	l->load = NULL;
	l->core = loaded.core;
	if (l->core != NULL &&
	    ((l->reader == NULL &&
		 !reader_open(l->conninfo, l->config.core->realm, &l->reader, &err)) ||
		!writer_begin(l, &err))) {
		core_free(l->core);
		l->core = NULL;
	}
	if (l->core == NULL) {
		load_failed(l, now_ms, &err);
		return;
	}
	reader_set_wait(l->reader, APP_LEDGER_READ_MS);
	l->is_silent = false;
	l->base = loaded.base;
	l->refused = loaded.refused;
	l->load_err = (struct err){0};
	app_ledger_tell(l, APP_NEWS_LOADED, NULL);
}

/* What another process writes to the same ledger. */
#include "app_ledger_state.h"

void
app_follow_step(struct app_ledger *l, uint64_t now_ms)
{
	struct app_tail tail = {.reader = l->reader, .batches_max = APP_LEDGER_FOLLOW_BATCHES};
	struct err err = {0};
	const uint64_t before = core_n(l->core);

	if (!app_load_more(l->core, &tail, &err)) {
		if (err.code != ERR_DB_AWAY)
			app_ledger_reload(l, now_ms, &err);
		return;
	}
	if (core_n(l->core) > before)
		app_ledger_tell(l, tail.is_structural ? APP_NEWS_RULED : APP_NEWS_FOLLOWED, NULL);
	if (core_n(l->core) - before == APP_LEDGER_FOLLOW_BATCHES)
		return;
	l->is_following = false;
	writer_followed(l->writer, core_n(l->core), &core_head(l->core)->head, now_ms);
}

void
app_follow_look(struct app_ledger *l, uint64_t now_ms)
{
	struct signed_head newest;
	struct err ignored = {0};

	if (now_ms < l->follow_at_ms)
		return;
	l->follow_at_ms = now_ms + APP_LEDGER_FOLLOW_MS;
	if (reader_newest(l->reader, &newest, &ignored) && newest.batch > core_n(l->core))
		l->is_following = true;
}

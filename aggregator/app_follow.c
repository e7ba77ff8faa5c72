/* What another process writes to the same ledger. */
#include "app_ledger_state.h"

#define AGAIN_MS 1000  /* between two tries to read what has to be read */
#define SILENT_MS 5000 /* and what may be read later */

void
app_follow_step(struct app_ledger *l, uint64_t now_ms)
{
	struct app_tail tail = {.reader = l->reader, .batches_max = APP_LEDGER_FOLLOW_BATCHES};
	struct err err = {0};
	const uint64_t before = core_n(l->core);
	bool ok;

	if (now_ms < l->follow_at_ms)
		return;
	reader_set_wait(l->reader, APP_LEDGER_FOLLOW_READ_MS);
	ok = app_load_more(l->core, &tail, &err);
	reader_set_wait(l->reader, APP_LEDGER_READ_MS);
	if (!ok) {
		l->follow_at_ms = now_ms + AGAIN_MS;
		if (err.code != ERR_DB_AWAY)
			app_ledger_reload(l, now_ms, &err);
		return;
	}
	if (core_n(l->core) > before)
		app_ledger_tell(l, tail.is_structural ? APP_NEWS_RULED : APP_NEWS_FOLLOWED, NULL);
	if (core_n(l->core) - before == APP_LEDGER_FOLLOW_BATCHES)
		return;
	l->is_following = false;
	l->looks++;
	writer_followed(l->writer, core_n(l->core), &core_head(l->core)->head, now_ms);
}

void
app_follow_look(struct app_ledger *l, uint64_t now_ms)
{
	struct signed_head newest;
	struct err err = {0};

	if (now_ms < l->follow_at_ms || l->is_silent)
		return;
	l->follow_at_ms = now_ms + APP_LEDGER_FOLLOW_MS;
	if (!reader_newest(l->reader, &newest, &err)) {
		l->follow_at_ms = now_ms + SILENT_MS;
		if (err.code == ERR_DB_AWAY)
			app_ledger_read_failed(l, now_ms, &err);
	} else if (newest.batch > core_n(l->core)) {
		l->is_following = true;
		l->follow_at_ms = now_ms;
	} else {
		l->looks++;
	}
}

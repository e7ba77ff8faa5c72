#include "app_ledger.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "app_ledger_state.h"
#include "base/clock.h"
#include "base/lang.h"

#define NEVER UINT64_MAX
#define RUN_POLL_MS 100

void
app_ledger_tell(struct app_ledger *l, enum app_news news, const struct err *why)
{
	if (l->config.news != NULL)
		l->config.news(l->config.arg, news, why);
}

/* ---- begin and end */

bool
app_ledger_open(const struct app_ledger_config *config, struct app_ledger **ret, struct err *err)
{
	struct app_ledger *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return err_set(err, ERR_MEMORY, "ledger");
	l->config = *config;
	l->conninfo = strdup(config->conninfo);
	l->pending = calloc(CORE_BATCH_SUBMISSIONS_MAX, sizeof(*l->pending));
	l->flight = calloc(CORE_BATCH_SUBMISSIONS_MAX, sizeof(struct app_item *));
	l->held = calloc(APP_LEDGER_HELD_MAX, sizeof(*l->held));
	l->load_wait_ms = APP_LEDGER_RELOAD_MIN_MS;
	if (l->conninfo == NULL || l->pending == NULL || l->flight == NULL || l->held == NULL) {
		app_ledger_close(l);
		return err_set(err, ERR_MEMORY, "ledger");
	}
	*ret = l;
	return true;
}

void
app_ledger_close(struct app_ledger *l)
{
	if (l == NULL)
		return;
	app_load_task_stop(l->load);
	writer_free(l->writer);
	reader_close(l->reader);
	for (uint32_t i = 0; l->flight != NULL && i < l->flight_n; i++)
		app_item_free(l->flight[i]);
	for (uint32_t i = 0; l->held != NULL && i < l->held_n; i++)
		app_item_free(l->held[i].item);
	app_queue_free(&l->queue);
	app_paths_free(&l->paths);
	core_free(l->core);
	free(l->pending);
	free(l->flight);
	free(l->held);
	free(l->conninfo);
	free(l);
}

/* ---- one turn */

static void
away(struct app_ledger *l, uint64_t now_ms, const struct err *why)
{
	if (l->was_told_away)
		return;
	l->lost_since_ms = now_ms;
	l->was_told_away = true;
	app_ledger_tell(l, APP_NEWS_AWAY, why);
}

/*
 * A server that is stopped, not gone, is found out by whoever asks it.  The writer does not wait
 * for it: it is given a batch, and its answer says that the server is there.
 */
void
app_ledger_read_failed(struct app_ledger *l, uint64_t now_ms, const struct err *why)
{
	l->is_silent = true;
	l->needs_ground = true;
	away(l, now_ms, why);
}

static void
settle(struct app_ledger *l, uint64_t now_ms)
{
	struct err err = {0};

	if (!core_settle(l->core, &err)) {
		app_ledger_reload(l, now_ms, &err);
		return;
	}
	l->load_wait_ms = APP_LEDGER_RELOAD_MIN_MS;
	app_ledger_tell(l, APP_NEWS_SETTLED, NULL);
}

static void
committed(struct app_ledger *l, uint64_t now_ms)
{
	l->needs_ground = false;
	l->is_silent = false;
	l->looks++;
	l->clean = l->batch->head;
	app_decide_answer(l);
	settle(l, now_ms);
}

/* Another batch has the number: what was decided is void. */
static void
taken(struct app_ledger *l, uint64_t now_ms)
{
	const bool had_batch = l->batch != NULL;
	struct err err = {.code = ERR_BUSY};

	app_decide_again(l);
	if (had_batch && !core_undo(l->core)) {
		err_set(&err, ERR_BUSY, "%s",
		    TR("tiến trình khác ghi trước", "another process wrote first"));
		app_ledger_reload(l, now_ms, &err);
		return;
	}
	l->is_following = true;
	l->follow_at_ms = now_ms;
}

static void
outcome(struct app_ledger *l, enum writer_outcome what, uint64_t now_ms)
{
	switch (what) {
	case WRITER_STILL:
		break;
	case WRITER_COMMITTED:
		committed(l, now_ms);
		break;
	case WRITER_FOUND:
		app_decide_again(l);
		settle(l, now_ms);
		break;
	case WRITER_TAKEN:
		taken(l, now_ms);
		break;
	case WRITER_AWAY:
		l->is_lost = true;
		away(l, now_ms, writer_why(l->writer));
		break;
	case WRITER_FORKED:
	case WRITER_BROKEN: {
		const struct err why = *writer_why(l->writer);

		if (writer_is_of_content(l->writer))
			app_decide_blame(l);
		app_ledger_reload(l, now_ms, &why);
		break;
	}
	}
}

void
app_ledger_take(struct app_ledger *l, uint64_t now_ms)
{
	if (l->core == NULL) {
		app_load_step(l, now_ms);
		return;
	}
	outcome(l, writer_step(l->writer, now_ms), now_ms);
	if (l->core == NULL)
		return;
	if (l->is_following)
		app_follow_step(l, now_ms);
	if (l->core == NULL)
		return;
	l->is_lost = l->is_lost && !writer_is_ready(l->writer);
	if (l->was_told_away && !l->is_lost && !l->is_silent) {
		app_ledger_tell(l, APP_NEWS_BACK, NULL);
		l->was_told_away = false;
	}
}

void
app_ledger_give(struct app_ledger *l, uint64_t now_ms, bool may_begin)
{
	if (l->core == NULL || l->batch != NULL || l->is_following || !writer_is_ready(l->writer))
		return;
	if (writer_needs_opening(l->writer) || l->needs_ground)
		app_decide_opening(l, now_ms);
	else if (l->queue.first != NULL && may_begin)
		app_decide_next(l, now_ms);
	else
		app_follow_look(l, now_ms);
}

void
app_ledger_wait(const struct app_ledger *l, uint64_t now_ms, struct app_ledger_wait *ret)
{
	struct writer_wait w;

	*ret = (struct app_ledger_wait){.until_ms = NEVER};
	if (l->core == NULL) {
		if (l->load == NULL) {
			ret->until_ms = l->load_at_ms;
		} else {
			ret->fd[0] = app_load_task_fd(l->load);
			ret->read[0] = true;
			ret->n = 1;
		}
		return;
	}
	writer_wait(l->writer, &w);
	if (w.fd != -1) {
		ret->fd[0] = w.fd;
		ret->read[0] = w.read;
		ret->write[0] = w.write;
		ret->n = 1;
	}
	ret->until_ms = w.until_ms;
	if (l->is_following && l->follow_at_ms < ret->until_ms)
		ret->until_ms = l->follow_at_ms;
	if (l->batch == NULL && writer_is_ready(l->writer)) {
		const uint64_t at =
		    l->queue.first != NULL || l->needs_ground || writer_needs_opening(l->writer)
		    ? now_ms
		    : l->follow_at_ms;

		if (at < ret->until_ms)
			ret->until_ms = at;
	}
}

/* ---- looks */

bool
app_ledger_put(struct app_ledger *l, struct app_item *item)
{
	if (app_ledger_is_full(l))
		return false;
	app_queue_push(&l->queue, item);
	return true;
}

bool
app_ledger_is_full(const struct app_ledger *l)
{
	return l->queue.n >= l->config.queue_max || l->queue.bytes >= APP_QUEUE_BYTES_MAX;
}

uint32_t
app_ledger_waiting(const struct app_ledger *l)
{
	return l->queue.n + l->flight_n + l->held_n;
}

void
app_ledger_begin_epoch(struct app_ledger *l, uint32_t epoch)
{
	l->epoch_wanted = epoch;
	l->needs_ground = true;
}

struct core *
app_ledger_core(struct app_ledger *l)
{
	return l->batch == NULL ? l->core : NULL;
}

const struct core *
app_ledger_keys(const struct app_ledger *l)
{
	return l->core;
}

const struct signed_head *
app_ledger_clean_head(const struct app_ledger *l)
{
	return &l->clean;
}

bool
app_ledger_is_grounded(const struct app_ledger *l)
{
	return l->core != NULL && l->batch == NULL && writer_clean_n(l->writer) == core_n(l->core);
}

void
app_ledger_want_ground(struct app_ledger *l)
{
	l->needs_ground = true;
}

bool
app_ledger_is_connected(const struct app_ledger *l, uint64_t *ret_away_since_ms)
{
	*ret_away_since_ms = l->lost_since_ms;
	return l->core != NULL && !l->is_lost && !l->is_silent;
}

uint64_t
app_ledger_base(const struct app_ledger *l, struct err *ret_refused)
{
	*ret_refused = l->refused;
	return l->base;
}

uint64_t
app_ledger_looks(const struct app_ledger *l)
{
	return l->looks;
}

struct reader *
app_ledger_reader(struct app_ledger *l)
{
	return l->reader;
}

const char *
app_ledger_conninfo(const struct app_ledger *l)
{
	return l->conninfo;
}

/* Wait for what the ledger waits for, but not for long. */
static void
run_wait(const struct app_ledger *l, uint64_t now_ms)
{
	struct app_ledger_wait w;
	struct pollfd fds[APP_LEDGER_FDS_MAX] = {0};
	int wait_ms = RUN_POLL_MS;

	app_ledger_wait(l, now_ms, &w);
	for (uint32_t i = 0; i < w.n; i++)
		fds[i] = (struct pollfd){.fd = w.fd[i],
		    .events = (short)((w.read[i] ? POLLIN : 0) | (w.write[i] ? POLLOUT : 0))};
	if (w.until_ms <= now_ms)
		wait_ms = 0;
	else if (w.until_ms - now_ms < RUN_POLL_MS)
		wait_ms = (int)(w.until_ms - now_ms);
	(void)poll(fds, w.n, wait_ms);
}

bool
app_ledger_run(struct app_ledger *l, uint64_t deadline_ms, struct err *err)
{
	for (;;) {
		const uint64_t now_ms = clock_mono_ms();

		app_ledger_take(l, now_ms);
		if (l->core != NULL && app_ledger_waiting(l) == 0 &&
		    l->clean.epoch >= l->epoch_wanted)
			return true;
		if (l->load_err.code != ERR_OK && l->load_err.code != ERR_DB_AWAY) {
			*err = l->load_err;
			return false;
		}
		if (now_ms >= deadline_ms) {
			*err = l->writer != NULL ? *writer_why(l->writer) : l->load_err;
			if (err->code == ERR_OK)
				err_set(err, ERR_DB_AWAY, "%s", "");
			return false;
		}
		app_ledger_give(l, now_ms, true);
		run_wait(l, now_ms);
	}
}

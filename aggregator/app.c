#include "app.h"

#include <poll.h>
#include <string.h>

#include "app_checkpoint.h"
#include "app_doors.h"
#include "app_head.h"
#include "app_intake.h"
#include "app_notify.h"
#include "app_past.h"
#include "app_query.h"
#include "app_reply.h"
#include "app_requests.h"
#include "app_rotation.h"
#include "app_state.h"
#include "app_watch.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/os.h"
#include "db/cluster.h"

#define WAIT_MAX_MS 1000 /* the loop turns at least so often */
#define TOLD_MS 60000    /* before the same event is logged again */
#define CLUSTER_LOOK_MS 1000

/* What may come often: one line says how many. */
enum told { TOLD_FOLLOWED, TOLD_REFUSED, TOLD_REUSED, TOLD_FAULTY, TOLD_COUNT_ };
static const char *const told_texts[TOLD_COUNT_] = {
    [TOLD_FOLLOWED] = "another process writes to the ledger",
    [TOLD_REFUSED] = "an enrolment was refused",
    [TOLD_REUSED] = "an outbox was copied or restored from an old copy",
    [TOLD_FAULTY] = "a submission that no batch can hold was refused",
};

struct loop {
	struct app *a;
	int stop_fd;
	uint64_t stop_by_ms;
	uint64_t told_ms[TOLD_COUNT_]; /* not again before */
	uint64_t told_n[TOLD_COUNT_];  /* since the last line */
	uint32_t alive_ms;             /* 0: nobody asks */
	uint64_t alive_at_ms;
	uint64_t cluster_at_ms; /* the next look at the private cluster */
};

/* ---- what the ledger tells */

static void
tell(struct loop *l, enum told what, enum log_level level, enum err_code code)
{
	l->told_n[what]++;
	if (l->a->now_ms < l->told_ms[what])
		return;
	log_line(level, told_texts[what], "code=%s times=%llu", err_name(code),
	    (unsigned long long)l->told_n[what]);
	l->told_n[what] = 0;
	l->told_ms[what] = l->a->now_ms + TOLD_MS;
}

static void
answered(void *arg, const struct app_item *item, const struct receipt *r)
{
	struct loop *l = arg;

	app_reply_receipt(l->a, &item->asker, r);
	if (item->p.enrol && !r->stored)
		tell(l, TOLD_REFUSED, LOG_LEVEL_WARN,
		    r->verdicts_n > 0 ? r->verdicts[0].code : r->code);
	if (r->code == ERR_KEY_REUSE)
		tell(l, TOLD_REUSED, LOG_LEVEL_WARN, r->code);
	if (r->code == ERR_BUG)
		tell(l, TOLD_FAULTY, LOG_LEVEL_ERROR, r->code);
}

static void
news_take(void *arg, enum app_news news, const struct err *why)
{
	struct loop *l = arg;
	struct app *a = l->a;
	const struct core *core = app_ledger_keys(a->ledger);

	switch (news) {
	case APP_NEWS_SETTLED:
		if (core_touched_all(core))
			app_kept_forget(&a->kept);
		a->keys_changed = a->keys_changed || core_touched_all(core);
		app_watch_touch(a, core_touched_all(core) ? APP_TOUCH_RULES : APP_TOUCH_SOME);
		break;
	case APP_NEWS_RULED:
	case APP_NEWS_FOLLOWED:
		app_kept_forget(&a->kept);
		a->keys_changed = a->keys_changed || news == APP_NEWS_RULED;
		app_watch_touch(a, news == APP_NEWS_RULED ? APP_TOUCH_RULES : APP_TOUCH_ALL);
		tell(l, TOLD_FOLLOWED, LOG_LEVEL_INFO, ERR_OK);
		break;
	case APP_NEWS_AWAY:
		log_err(LOG_LEVEL_WARN, "the database is away", why);
		break;
	case APP_NEWS_BACK:
		log_line(LOG_LEVEL_INFO, "the database is back", "batch=%llu",
		    (unsigned long long)core_n(core));
		break;
	case APP_NEWS_DROPPED:
		app_kept_forget(&a->kept);
		log_err(LOG_LEVEL_WARN, "memory is dropped and loaded again", why);
		a->is_dropped = true;
		break;
	case APP_NEWS_LOADED:
		a->is_loaded = true;
		break;
	case APP_NEWS_FAILED:
		log_err(LOG_LEVEL_ERROR, "the ledger could not be loaded", why);
		/* A start that cannot succeed ends; a server that ran tries on. */
		if (!a->is_ready && why->code != ERR_DB_AWAY)
			a->fatal = *why;
		break;
	}
}

/* ---- one turn */

static void
sooner(uint64_t *at_ms, uint64_t other_ms)
{
	if (other_ms < *at_ms)
		*at_ms = other_ms;
}

static long
wait_ms(const struct loop *l, uint64_t ledger_ms)
{
	const struct app *a = l->a;
	uint64_t at_ms = a->now_ms + WAIT_MAX_MS;

	sooner(&at_ms, ledger_ms);
	if (l->alive_ms != 0)
		sooner(&at_ms, l->alive_at_ms);
	if (a->is_stopping)
		sooner(&at_ms, l->stop_by_ms);
	if (app_ledger_core(a->ledger) != NULL && a->router != NULL) {
		if (!app_requests_is_empty(a->requests))
			sooner(&at_ms, a->now_ms + (app_ledger_is_grounded(a->ledger) ? 0 : 1));
		sooner(&at_ms, app_watch_next_ms(a, app_ledger_waiting(a->ledger) > 0));
		sooner(&at_ms, app_checkpoint_next_ms(a));
	}
	return at_ms <= a->now_ms ? 0 : (long)(at_ms - a->now_ms);
}

static void
fd_add(struct router_wait *w, int fd, bool want_read, bool want_write)
{
	if (fd != -1)
		w->fd[w->n++] =
		    (struct router_fd){.fd = fd, .want_read = want_read, .want_write = want_write};
}

/* Before the doors are open there is no libzmq to wait with. */
static void
poll_plain(const struct router_wait *w)
{
	struct pollfd items[ROUTER_FDS_MAX];

	for (uint32_t i = 0; i < w->n; i++)
		items[i] = (struct pollfd){.fd = w->fd[i].fd,
		    .events = (short)((w->fd[i].want_read ? POLLIN : 0) |
			(w->fd[i].want_write ? POLLOUT : 0))};
	(void)poll(items, w->n, (int)w->for_ms);
}

static bool
is_stuck(const struct app *a)
{
	return a->stuck_ms != 0 && a->now_ms - a->stuck_ms >= APP_STUCK_MS;
}

static bool
turn_wait(struct loop *l, struct err *err)
{
	struct app *a = l->a;
	struct app_ledger_wait ledger;
	struct router_wait w = {0};

	app_ledger_wait(a->ledger, a->now_ms, &ledger);
	w.for_ms = wait_ms(l, ledger.until_ms);
	fd_add(&w, l->stop_fd, !a->is_stopping, false);
	for (uint32_t i = 0; i < ledger.n; i++)
		fd_add(&w, ledger.fd[i], ledger.read[i], ledger.write[i]);
	if (a->router == NULL) {
		poll_plain(&w);
		return true;
	}
	fd_add(&w, app_past_fd(a), true, false);
	fd_add(&w, app_verifier_fd(a->verifier), true, false);
	if (a->checkpoint != NULL && app_ledger_core(a->ledger) != NULL)
		fd_add(&w, app_checkpoint_fd(a), true, false);
	w.door[ROUTER_INTAKE] = app_intake_is_open(a);
	w.door[ROUTER_QUERY] =
	    (app_ledger_core(a->ledger) != NULL || is_stuck(a)) && !a->is_stopping;
	return router_poll(a->router, &w, err);
}

/*
 * A share of the time each: neither many questions nor many watches keep the other from its turn.
 */
static void
between_batches(struct app *a)
{
	app_past_step(a);
	app_query_answer(a, clock_mono_us() + APP_LOOK_US);
	app_watch_step(a, app_ledger_waiting(a->ledger) > 0, clock_mono_us() + APP_LOOK_US);
	app_checkpoint_step(a);
}

static void
doors_serve(struct app *a)
{
	app_intake_drain(a);
	if (app_ledger_core(a->ledger) != NULL) {
		a->stuck_ms = 0;
		if (!a->is_stopping)
			between_batches(a);
	} else if (a->stuck_ms == 0) {
		a->stuck_ms = a->now_ms;
	} else if (is_stuck(a)) {
		app_query_refuse(a, clock_mono_us() + APP_LOOK_US);
	}
}

/* Nobody else starts the private cluster again. */
static void
cluster_keep(struct loop *l)
{
	struct app *a = l->a;
	struct err err = {0};

	if (a->cluster == NULL || a->is_stopping || a->now_ms < l->cluster_at_ms)
		return;
	l->cluster_at_ms = a->now_ms + CLUSTER_LOOK_MS;
	if (!cluster_is_gone(a->cluster))
		return;
	if (cluster_revive(a->cluster, &err))
		log_line(LOG_LEVEL_WARN, "the private PostgreSQL had ended, and is started again",
		    "%s", "");
	else
		log_err(LOG_LEVEL_ERROR, "the private PostgreSQL cannot be started again", &err);
}

static void
timers(struct loop *l)
{
	struct app *a = l->a;
	struct err err = {0};

	cluster_keep(l);
	app_kept_sweep(&a->kept, a->now_ms);
	if (app_ledger_clean_head(a->ledger)->batch != 0)
		app_head_offer(a->head, app_ledger_clean_head(a->ledger));
	if (app_head_failed(a->head, &err))
		log_err(LOG_LEVEL_ERROR, "the newest head could not be kept", &err);
	if (l->alive_ms != 0 && a->now_ms >= l->alive_at_ms) {
		app_notify_alive();
		l->alive_at_ms = a->now_ms + l->alive_ms;
	}
}

static void
signals(struct loop *l)
{
	if (l->a->is_stopping || !os_stop_take(l->stop_fd, NULL))
		return;
	l->a->is_stopping = true;
	l->stop_by_ms = l->a->now_ms + APP_STOP_MS / 2;
	log_line(LOG_LEVEL_INFO, "stopping", "%s", "");
	app_notify_stopping();
}

static bool
turn(struct loop *l, struct err *err)
{
	struct app *a = l->a;

	if (!turn_wait(l, err))
		return false;
	a->now_ms = clock_mono_ms();
	a->unix_ms = clock_unix_ms();
	signals(l);
	app_ledger_take(a->ledger, a->now_ms);
	if (a->is_loaded)
		app_doors_open(a);
	app_doors_keep(a);
	if (a->router != NULL)
		doors_serve(a);
	app_ledger_give(a->ledger, a->now_ms, !a->is_stopping && a->router != NULL);
	app_doors_looked(a);
	timers(l);
	if (a->fatal.code != ERR_OK) {
		*err = a->fatal;
		return false;
	}
	return true;
}

/* Nothing is under way any more, or it takes too long. */
static bool
is_over(const struct loop *l)
{
	const struct app *a = l->a;

	return a->is_stopping &&
	    (app_ledger_core(a->ledger) != NULL || app_ledger_keys(a->ledger) == NULL ||
		a->now_ms >= l->stop_by_ms);
}

static bool
parts_open(struct loop *l, const char *conninfo, struct err *err)
{
	struct app *a = l->a;
	const struct app_ledger_config config = {.conninfo = conninfo,
	    .core = &a->core_config,
	    .queue_max = a->settings->queue,
	    .arg = l,
	    .answer = answered,
	    .news = news_take};

	a->core_config.realm = a->settings->realm;
	app_keys_core(&a->keys, &a->core_config);
	return os_random(a->core_config.writer, WIRE_WRITER_BYTES, err) &&
	    app_requests_new(&a->requests, err) && app_quota_new(a->settings, &a->quota, err) &&
	    app_watch_open(a, err) && app_past_open(a, err) &&
	    app_head_start(a->settings->state, &a->head, err) &&
	    app_verifier_start(&a->verifier, err) && app_ledger_open(&config, &a->ledger, err);
}

static void
parts_close(struct app *a)
{
	if (a->router != NULL)
		app_state_endpoints_remove(a->settings->state);
	router_close(a->router);
	app_checkpoint_close(a);
	app_past_close(a);
	app_kept_forget(&a->kept);
	app_watch_close(a);
	app_requests_free(a->requests);
	a->requests = NULL;
	app_quota_free(a->quota);
	app_verifier_stop(a->verifier);
	app_ledger_close(a->ledger);
	app_rotation_close(a);
	app_head_stop(a->head);
	buf_free(&a->out);
}

bool
app_run(struct app *a, const char *conninfo, int stop_fd, struct err *err)
{
	struct loop l = {.a = a, .stop_fd = stop_fd, .alive_ms = app_notify_watchdog_ms()};
	bool ok;

	a->now_ms = clock_mono_ms();
	a->unix_ms = clock_unix_ms();
	a->out.max = WIRE_REPLY_BYTES_MAX;
	ok = parts_open(&l, conninfo, err);
	while (ok && !is_over(&l))
		ok = turn(&l, err);
	if (ok && a->checkpoint != NULL)
		app_checkpoint_finish(a, clock_mono_ms() + APP_STOP_MS / 2);
	parts_close(a);
	return ok;
}

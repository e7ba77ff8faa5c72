#include "app_load.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/lang.h"
#include "db/checkpoint.h"
#include "db/reader.h"

/* Every kind but results: what REPLAY_STRUCTURE takes up. */
/* What lives in no subject: the rest comes with the checkpoint. */
#define STRUCTURE_KINDS \
	(1U << KIND_SCHEDULE | 1U << KIND_TARGET | 1U << KIND_KEY | 1U << KIND_REGISTRY)

struct walk {
	struct core *core;
	enum replay how;
	const atomic_bool *stop;
	bool is_structural;
};

static bool
is_stopped(const atomic_bool *stop, struct err *err)
{
	if (stop == NULL || !atomic_load(stop))
		return false;
	err_set(err, ERR_INTERRUPTED, "%s", TR("đang nạp sổ cái", "while loading the ledger"));
	return true;
}

static bool
walk_batch(void *arg, const struct stored_batch *b, struct err *err)
{
	struct walk *w = arg;

	if (is_stopped(w->stop, err) || !core_replay(w->core, b, w->how, err))
		return false;
	w->is_structural = w->is_structural || core_touched_all(w->core);
	return true;
}

bool
app_load_more(struct core *c, struct app_tail *t, struct err *err)
{
	struct walk w = {.core = c, .how = REPLAY_ALL, .stop = t->stop};
	struct reader_range range = {.from = core_n(c) + 1, .to = t->to};
	bool ok;

	if (t->batches_max != 0 && (t->to == 0 || t->to - core_n(c) > t->batches_max))
		range.to = core_n(c) + t->batches_max;
	ok = reader_batches(t->reader, &range, walk_batch, &w, err);
	t->is_structural = w.is_structural;
	if (ok && t->to != 0 && t->batches_max == 0 && core_n(c) < t->to)
		ok = err_set(err, ERR_BATCH_UNKNOWN, "%llu", (unsigned long long)t->to);
	return ok;
}

static bool
sink_cell(void *arg, const struct cell_row *row, struct err *err)
{
	struct walk *w = arg;

	return !is_stopped(w->stop, err) && core_load_cell(w->core, row, err);
}

static bool
sink_subject(void *arg, const struct blob_row *row, struct err *err)
{
	struct walk *w = arg;

	return !is_stopped(w->stop, err) && core_load_subject(w->core, row, err);
}

static bool
sink_stream(void *arg, const struct blob_row *row, struct err *err)
{
	struct walk *w = arg;

	return core_load_stream(w->core, row, err);
}

/* *${ret_base} 0: there is no checkpoint that helps, and the core is as it was. */
static bool
checkpoint_take(const struct app_load_config *config, struct reader *r, struct core *c,
    uint64_t *ret_base, struct err *err)
{
	struct walk w = {.core = c, .how = REPLAY_STRUCTURE, .stop = config->stop};
	const struct checkpoint_sink sink = {
	    .arg = &w, .cell = sink_cell, .subject = sink_subject, .stream = sink_stream};
	struct checkpoint_load *load = NULL;
	struct reader_range range = {.from = 1, .kinds = STRUCTURE_KINDS};
	uint64_t base = 0;
	const uint8_t *state;
	uint32_t len = 0;
	bool ok = false;

	if (!checkpoint_load_open(config->conninfo, config->core->realm, &load, &base, err))
		return false;
	if (base == 0 || (config->to != 0 && base > config->to)) {
		*ret_base = 0;
		ok = true;
		goto out;
	}
	range.to = base;
	if (!reader_batches(r, &range, walk_batch, &w, err) ||
	    !checkpoint_load_rows(load, &sink, err))
		goto out;
	state = checkpoint_load_state(load, &len);
	if (!core_load_state(c, base, state, len, err))
		goto out;
	*ret_base = base;
	ok = true;
out:
	checkpoint_load_close(load);
	return ok;
}

/* May another way of loading end better? */
static bool
is_about_the_checkpoint(const struct err *err)
{
	return err->code != ERR_INTERRUPTED && err->code != ERR_DB_AWAY &&
	    err->code != ERR_MEMORY && err->code != ERR_CONFIG;
}

static bool
load_once(const struct app_load_config *config, bool ledger_only, struct reader *r,
    struct app_loaded *ret, struct err *err)
{
	struct app_loaded loaded = {0};
	struct app_tail tail = {.reader = r, .to = config->to, .stop = config->stop};

	if (!core_new(config->core, &loaded.core, err))
		return false;
	if ((!ledger_only && !checkpoint_take(config, r, loaded.core, &loaded.base, err)) ||
	    !app_load_more(loaded.core, &tail, err)) {
		core_free(loaded.core);
		return false;
	}
	*ret = loaded;
	return true;
}

/* The ledger alone loads: whatever stood in the way is of the derived tables. */
static void
refused_note(const struct err *why, struct err *ret)
{
	if (why->code == ERR_DAMAGED)
		*ret = *why;
	else
		(void)err_set(ret, ERR_DAMAGED,
		    TR("các bảng dẫn xuất (cell, subject, stream, checkpoint): %s",
			"the derived tables (cell, subject, stream, checkpoint): %s"),
		    why->text);
}

bool
app_load_core(const struct app_load_config *config, struct app_loaded *ret, struct err *err)
{
	struct reader *r = NULL;
	bool ok;

	if (!reader_open(config->conninfo, config->core->realm, &r, err))
		return false;
	ok = load_once(config, config->ledger_only, r, ret, err);
	if (!ok && !config->ledger_only && is_about_the_checkpoint(err)) {
		const struct err refused = *err;

		ok = load_once(config, true, r, ret, err);
		if (ok)
			refused_note(&refused, &ret->refused);
	}
	reader_close(r);
	return ok;
}

/* ---- on a thread */

struct app_load_task {
	struct app_load_config config;
	char *conninfo;
	struct core *from;
	atomic_bool stop;
	int fd; /* eventfd: written once, at the end */
	pthread_t thread;
	struct app_loaded loaded; /* the main thread's after the end */
	struct err err;
};

static void
task_go_on(struct app_load_task *t)
{
	struct app_tail tail = {.to = t->config.to, .stop = &t->stop};

	if (!reader_open(t->conninfo, t->config.core->realm, &tail.reader, &t->err))
		return;
	if (app_load_more(t->from, &tail, &t->err)) {
		t->loaded.core = t->from;
		t->from = NULL;
	}
	reader_close(tail.reader);
}

static void *
task_run(void *arg)
{
	struct app_load_task *t = arg;
	const uint64_t one = 1;

	if (t->from != NULL)
		task_go_on(t);
	else
		(void)!app_load_core(&t->config, &t->loaded, &t->err);
	(void)!write(t->fd, &one, sizeof(one));
	return NULL;
}

static void
task_free(struct app_load_task *t)
{
	if (t == NULL)
		return;
	core_free(t->from);
	core_free(t->loaded.core);
	if (t->fd != -1)
		(void)close(t->fd);
	free(t->conninfo);
	free(t);
}

bool
app_load_task_start(const struct app_load_config *config, struct core *from,
    struct app_load_task **ret, struct err *err)
{
	struct app_load_task *t = calloc(1, sizeof(*t));
	int rc;

	if (t == NULL) {
		core_free(from);
		return err_set(err, ERR_MEMORY, "load");
	}
	t->from = from;
	t->config = *config;
	t->config.stop = &t->stop;
	t->fd = eventfd(0, EFD_CLOEXEC);
	t->conninfo = strdup(config->conninfo);
	t->config.conninfo = t->conninfo;
	if (t->fd == -1 || t->conninfo == NULL) {
		err_set_errno(err, "load");
		goto out;
	}
	rc = pthread_create(&t->thread, NULL, task_run, t);
	if (rc != 0) {
		err_set(err, ERR_MEMORY, "%s", strerror(rc));
		goto out;
	}
	*ret = t;
	return true;
out:
	task_free(t);
	return false;
}

int
app_load_task_fd(const struct app_load_task *t)
{
	return t->fd;
}

bool
app_load_task_take(struct app_load_task *t, struct app_loaded *ret, struct err *err)
{
	if (pthread_tryjoin_np(t->thread, NULL) != 0)
		return false;
	*ret = t->loaded;
	t->loaded.core = NULL;
	if (ret->core == NULL)
		*err = t->err;
	task_free(t);
	return true;
}

void
app_load_task_stop(struct app_load_task *t)
{
	if (t == NULL)
		return;
	atomic_store(&t->stop, true);
	(void)pthread_join(t->thread, NULL);
	task_free(t);
}

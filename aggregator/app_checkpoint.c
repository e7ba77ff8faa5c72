#include "app_checkpoint.h"

#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/checkpoint.h"

struct app_checkpoint {
	struct checkpoint_store *store;
	uint64_t batch;   /* stored */
	uint64_t tried;   /* newest batch that was captured */
	uint64_t reports; /* then */
	uint64_t next_ms;
	bool has_failed; /* told */
};

/* Tables that did not become the core's base, though they hold something, must not be added to. */
static bool
tables_clear(struct app *a, uint64_t base, const struct err *refused, struct err *err)
{
	struct reader_facts facts = {0};

	if (base != 0)
		return true;
	if (refused->code == ERR_OK) {
		if (!reader_facts(app_ledger_reader(a->ledger), &facts, err))
			return false;
		if (facts.checkpoint_batch == 0)
			return true;
		log_line(LOG_LEVEL_INFO, "derived tables of another format are made anew",
		    "batch=%llu", (unsigned long long)facts.checkpoint_batch);
	} else {
		log_err(LOG_LEVEL_WARN, "derived tables did not load and are made anew", refused);
	}
	return checkpoint_store_clear(app_ledger_conninfo(a->ledger), a->core_config.realm, err);
}

bool
app_checkpoint_open(struct app *a, struct err *err)
{
	struct err refused;
	const struct checkpoint_store_config config = {.conninfo = app_ledger_conninfo(a->ledger),
	    .realm = a->core_config.realm,
	    .base = app_ledger_base(a->ledger, &refused)};
	struct app_checkpoint *c = calloc(1, sizeof(*c));
	struct core_counts n;

	if (c == NULL)
		return err_set(err, ERR_MEMORY, "checkpoint");
	if (!tables_clear(a, config.base, &refused, err) ||
	    !checkpoint_store_start(&config, &c->store, err)) {
		free(c);
		return false;
	}
	c->batch = config.base;
	c->tried = config.base;
	c->next_ms = clock_mono_ms() + APP_CHECKPOINT_MS;
	core_count(app_ledger_core(a->ledger), &n);
	c->reports = n.reports;
	a->checkpoint = c;
	return true;
}

void
app_checkpoint_close(struct app *a)
{
	if (a->checkpoint == NULL)
		return;
	checkpoint_store_stop(a->checkpoint->store);
	free(a->checkpoint);
	a->checkpoint = NULL;
}

static void
result_take(struct app *a, struct core *core)
{
	struct app_checkpoint *c = a->checkpoint;
	struct checkpoint_result r = {0};

	if (!checkpoint_store_take(c->store, &r))
		return;
	if (r.stored) {
		c->batch = r.batch;
		if (c->has_failed)
			log_line(LOG_LEVEL_INFO, "derived tables are written again", "batch=%llu",
			    (unsigned long long)r.batch);
		c->has_failed = false;
		log_line(LOG_LEVEL_DEBUG, "checkpoint", "batch=%llu rows=%u took_ms=%u",
		    (unsigned long long)r.batch, r.rows, r.took_ms);
		return;
	}
	if (!c->has_failed)
		log_err(LOG_LEVEL_WARN, "derived tables could not be written, tried again", &r.err);
	c->has_failed = true;
	c->next_ms = a->now_ms + APP_CHECKPOINT_RETRY_MS;
	c->tried = c->batch;
	if (r.failed != NULL)
		core_checkpoint_failed(core, r.failed);
	core_checkpoint_free(r.failed);
}

static void
capture(struct app *a, struct core *core)
{
	struct app_checkpoint *c = a->checkpoint;
	struct checkpoint *p = NULL;
	struct core_counts n;
	struct err err = {0};

	core_count(core, &n);
	c->next_ms = a->now_ms + APP_CHECKPOINT_MS;
	c->tried = core_n(core);
	c->reports = n.reports;
	if (!core_checkpoint(core, &p, &err)) {
		log_err(LOG_LEVEL_WARN, "checkpoint not captured", &err);
		return;
	}
	if (checkpoint_store_offer(c->store, p))
		return;
	core_checkpoint_failed(core, p);
	core_checkpoint_free(p);
}

void
app_checkpoint_step(struct app *a)
{
	struct app_checkpoint *c = a->checkpoint;
	struct core *core = app_ledger_core(a->ledger);
	struct core_counts n;
	uint64_t away_since_ms;

	if (core == NULL)
		return;
	result_take(a, core);
	if (core_n(core) == c->tried || checkpoint_store_is_busy(c->store) ||
	    !app_ledger_is_connected(a->ledger, &away_since_ms))
		return;
	core_count(core, &n);
	if (a->now_ms >= c->next_ms ||
	    (!c->has_failed && n.reports - c->reports >= APP_CHECKPOINT_REPORTS))
		capture(a, core);
}

void
app_checkpoint_finish(struct app *a, uint64_t until_ms)
{
	struct app_checkpoint *c = a->checkpoint;
	struct core *core = app_ledger_core(a->ledger);
	bool has_captured = false;

	while (core != NULL && clock_mono_ms() < until_ms && !c->has_failed) {
		struct pollfd fd = {.fd = checkpoint_store_fd(c->store), .events = POLLIN};

		result_take(a, core);
		if (!checkpoint_store_is_busy(c->store)) {
			if (has_captured || core_n(core) == c->tried)
				break;
			capture(a, core);
			has_captured = true;
			continue;
		}
		(void)poll(&fd, 1,
		    (int)(until_ms - clock_mono_ms()) > 0 ? (int)(until_ms - clock_mono_ms()) : 0);
	}
}

int
app_checkpoint_fd(const struct app *a)
{
	return checkpoint_store_fd(a->checkpoint->store);
}

uint64_t
app_checkpoint_next_ms(const struct app *a)
{
	const struct app_checkpoint *c = a->checkpoint;
	const struct core *core = app_ledger_keys(a->ledger);

	return core == NULL || core_n(core) == c->tried ? UINT64_MAX : c->next_ms;
}

uint64_t
app_checkpoint_batch(const struct app_checkpoint *c)
{
	return c->batch;
}

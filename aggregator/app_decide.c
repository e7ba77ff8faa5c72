#include <stdlib.h>
#include <string.h>

#include "app_ledger_state.h"
#include "base/clock.h"
#include "base/failpoint.h"

/* May the queue's first go into the batch that is gathered, which has ${reports} so far? */
static bool
is_wanted(const struct app_ledger *l, uint32_t reports)
{
	const struct app_item *next = l->queue.first;

	if (next == NULL || l->flight_n == 0)
		return next != NULL;
	return l->flight_n < CORE_BATCH_SUBMISSIONS_MAX && !next->is_alone &&
	    !l->flight[0]->is_alone && reports + next->p.s->reports_n <= CORE_BATCH_REPORTS_MAX;
}

/* As much of the queue as one batch may hold, in ${l->pending} and ${l->flight}. */
static void
gather(struct app_ledger *l)
{
	uint32_t reports = 0;

	l->flight_n = 0;
	while (is_wanted(l, reports)) {
		reports += l->queue.first->p.s->reports_n;
		l->flight[l->flight_n] = app_queue_pop(&l->queue);
		l->pending[l->flight_n] = l->flight[l->flight_n]->p;
		l->flight_n++;
	}
}

static void
answer(struct app_ledger *l, uint32_t i, const struct receipt *r)
{
	l->config.answer(l->config.arg, l->flight[i], r);
	app_item_free(l->flight[i]);
	l->flight[i] = NULL;
}

/* Those for a later batch go back, those that the ledger holds to ${l->held}. */
static void
sort_out(struct app_ledger *l, const struct decided *decided)
{
	struct app_queue later = {0};

	for (uint32_t i = 0; i < l->flight_n; i++) {
		const struct decided *d = &decided[i];

		if (d->fate == FATE_LATER ||
		    (d->fate == FATE_HELD && !app_held_put(l, l->flight[i], d->stream_no)))
			app_queue_push(&later, l->flight[i]);
		if (d->fate == FATE_LATER || d->fate == FATE_HELD)
			l->flight[i] = NULL;
	}
	app_queue_prepend(&l->queue, &later);
}

void
app_decide_again(struct app_ledger *l)
{
	struct app_queue again = {0};

	for (uint32_t i = 0; i < l->flight_n; i++)
		if (l->flight[i] != NULL)
			app_queue_push(&again, l->flight[i]);
	l->flight_n = 0;
	l->batch = NULL;
	app_queue_prepend(&l->queue, &again);
}

/* What fails for want of memory or of a key fails whatever the submissions say. */
static bool
is_of_content(const struct err *why)
{
	return why->code != ERR_MEMORY && why->code != ERR_CONFIG;
}

void
app_decide_blame(struct app_ledger *l)
{
	struct receipt r;

	if (l->flight_n == 1 && l->flight[0] != NULL && l->flight[0]->is_alone) {
		app_receipt_code(l->flight[0], ERR_BUG, "", &r);
		answer(l, 0, &r);
		return;
	}
	for (uint32_t i = 0; i < l->flight_n; i++)
		if (l->flight[i] != NULL)
			l->flight[i]->is_alone = true;
}

static void
give(struct app_ledger *l, const struct batch *b, uint64_t now_ms)
{
	struct err err = {0};

	l->batch = b;
	if (writer_append(l->writer, b, now_ms, &err))
		return;
	if (is_of_content(&err))
		app_decide_blame(l);
	app_decide_again(l);
	if (!core_undo(l->core))
		app_ledger_reload(l, now_ms, &err);
}

/* Nothing is to be stored: refusals, when what they rest on is committed cleanly. */
static void
answer_refused(struct app_ledger *l, const struct decided *decided)
{
	if (writer_clean_n(l->writer) != core_n(l->core)) {
		for (uint32_t i = 0; i < l->flight_n && !l->needs_ground; i++)
			l->needs_ground = l->flight[i] != NULL;
		app_decide_again(l);
		return;
	}
	for (uint32_t i = 0; i < l->flight_n; i++) {
		struct receipt r;

		if (l->flight[i] == NULL)
			continue;
		app_receipt_refused(l->flight[i], &decided[i], &r);
		answer(l, i, &r);
	}
	l->flight_n = 0;
}

void
app_decide_next(struct app_ledger *l, uint64_t now_ms)
{
	const struct batch *b = NULL;
	const struct decided *decided = NULL;
	struct err err = {0};

	gather(l);
	if (!core_decide(l->core, l->pending, l->flight_n, clock_unix_ms(), &b, &decided, &err)) {
		if (is_of_content(&err))
			app_decide_blame(l);
		app_ledger_reload(l, now_ms, &err);
		return;
	}
	FAILPOINT("decided");
	sort_out(l, decided);
	if (b == NULL)
		answer_refused(l, decided);
	else
		give(l, b, now_ms);
	app_held_answer(l, now_ms);
}

void
app_decide_opening(struct app_ledger *l, uint64_t now_ms)
{
	const struct batch *b = NULL;
	struct err err = {0};

	l->flight_n = 0;
	if (!(core_epoch(l->core) < l->epoch_wanted
		    ? core_decide_epoch(l->core, l->epoch_wanted, clock_unix_ms(), &b, &err)
		    : core_decide_opening(l->core, clock_unix_ms(), &b, &err))) {
		app_ledger_reload(l, now_ms, &err);
		return;
	}
	l->needs_ground = false;
	give(l, b, now_ms);
}

void
app_decide_answer(struct app_ledger *l)
{
	const struct batch *b = l->batch;
	struct err err = {0};

	/*
	 * Without memory for the paths nobody is answered now: they are all held, and asked for
	 * again.
	 */
	if (l->flight_n > 0 && !app_paths_fill(&l->paths, b->leaves, b->leaves_n, &err)) {
		app_decide_again(l);
		return;
	}
	for (uint32_t i = 0; i < l->flight_n; i++) {
		struct receipt r;

		if (l->flight[i] == NULL)
			continue;
		if (b->decided[i].fate == FATE_STORED)
			app_receipt_stored(b, i, &l->paths, &r);
		else
			app_receipt_refused(l->flight[i], &b->decided[i], &r);
		answer(l, i, &r);
		FAILPOINT("receipts");
	}
	l->flight_n = 0;
	l->batch = NULL;
}

/* statesfix - what the tests of the states of a number have in common; each ends with holds(). */
#ifndef GH_TESTS_STATESFIX_H
#define GH_TESTS_STATESFIX_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DRIVE "909/2022-05-08/1"
#define OTHER "909/2022-05-10/1"
#define WIDE "1990-01-01..2099-12-31"

static inline enum err_code
say(struct corefix *f, enum actor actor, struct report r)
{
	return corefix_send(f, actor, &r, 1);
}

/* It is accepted; its name. */
static inline struct name
said(struct corefix *f, enum actor actor, struct report r)
{
	const enum err_code code = say(f, actor, r);

	if (code != ERR_OK)
		fail_msg("%s: %s", err_name(code), f->detail);
	return f->name;
}

static inline struct row
total_of(struct corefix *f, const char *org, const char *period)
{
	struct err err = {.code = ERR_OK};
	struct rows rows;

	if (!corefix_summary(f, ACTOR_NATION, org, period, BY_CHILD, &rows, &err))
		fail_msg("%s", err.text);
	const struct row total = rows.total;
	query_free(&rows.arena);
	return total; /* numbers only: its texts and counts are gone */
}

static inline struct reference
reference(struct corefix *f, enum reference_kind kind, const char *org, const char *search)
{
	const struct reference_request q = {
	    .kind = kind, .org = org, .period = WIDE, .search = search};
	struct err err = {.code = ERR_OK};
	struct key_info who;
	struct reference ret;

	assert_true(core_key_by_sign(f->core, f->key[ACTOR_NATION].sign_public, &who));
	if (!core_reference(f->core, &who, &q, f->now_ms, &ret, &err))
		fail_msg("%s", err.text);
	return ret;
}

/* How many things of one state the committee's queue holds. */
static inline uint32_t
queue(struct corefix *f, const char *state)
{
	struct reference r = reference(f, REFERENCE_REVIEW, "", state);
	const uint32_t n = r.reports_n;

	for (uint32_t i = 0; i < n; i++)
		assert_string_equal(r.reports[i].state, state);
	query_free(&r.arena);
	return n;
}

/* Replayed from the ledger and loaded from a checkpoint all is the same. */
static inline void
holds(struct corefix *f)
{
	struct corestore store = {.n = 0};
	struct err err = {.code = ERR_OK};
	struct core *again = corefix_replay(f, f->ledger_n);

	if (!core_equal(f->core, again, &err))
		fail_msg("replayed: %s", err.text);
	corestore_alike(f, f->core, again, "2022");
	core_free(again);
	corestore_take(&store, f->core, true);
	again = corestore_load(&store, f);
	corestore_alike(f, f->core, again, "2022");
	core_free(again);
	/* The next one holds all of it again. */
	core_checkpoint_failed(f->core, store.at[0]);
	corestore_free(&store);
}

#endif

/* The core's life, and where it stands. */
#include "core/core.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/server_keys.h"
#include "core/state.h"

bool
core_new(const struct core_config *config, struct core **ret, struct err *err)
{
	struct core *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return err_set(err, ERR_MEMORY, "the state");
	c->config = *config;
	c->epoch = 1;
	c->head.realm = config->realm;
	c->head.epoch = c->epoch;
	c->head.head = merkle_root(NULL, 0);
	server_keys_begin(&c->server_keys, config->server_sign_public);
	array_init(&c->flight.new_orgs, sizeof(org_t));
	array_init(&c->flight.changed_orgs, sizeof(org_t));
	if (!orgs_new(&c->orgs, err) || !plan_new(&c->plan, err) ||
	    !keyring_new(&c->keyring, err)) {
		core_free(c);
		return false;
	}
	*ret = c;
	return true;
}

void
core_free(struct core *c)
{
	if (c == NULL)
		return;
	rollup_free(&c->rollup);
	subjects_free(&c->subjects);
	names_free(&c->names);
	for (unsigned i = 0; i < INDEX_COUNT_; i++)
		org_index_free(&c->index[i]);
	lock_days_free(&c->lock_days);
	name_index_free(&c->by_name);
	keyring_free(c->keyring);
	plan_free(c->plan);
	orgs_free(c->orgs);
	scratch_free(&c->scratch);
	free(c->flight.sink.at);
	array_free(&c->flight.new_orgs);
	array_free(&c->flight.changed_orgs);
	free(c->newest.ms);
	free(c->decided);
	free(c->stored);
	free(c->leaves);
	sodium_memzero(&c->config, sizeof(c->config));
	free(c);
}

uint64_t
core_n(const struct core *c)
{
	return c->n;
}

uint32_t
core_epoch(const struct core *c)
{
	return c->epoch;
}

const struct epoch_fork *
core_forks(const struct core *c, uint32_t *ret_n)
{
	*ret_n = c->forks.n;
	return c->forks.at;
}

uint64_t
core_fork(const struct core *c)
{
	return c->forks.n == 0 ? 0 : c->forks.at[c->forks.n - 1].batch;
}

const struct signed_head *
core_head(const struct core *c)
{
	return &c->head;
}

uint32_t
core_held(const struct core *c, const uint8_t stream[WIRE_STREAM_BYTES], struct interval *ret,
    uint32_t max)
{
	const struct stream *s = names_find(&c->names, stream);
	const uint32_t n = s == NULL ? 0 : s->held_n < max ? s->held_n : max;

	for (uint32_t i = 0; i < n; i++)
		ret[i] = s->held[s->held_n - n + i];
	return n;
}

bool
core_org_find(const struct core *c, const char *text, day_t day, org_t *ret, struct err *err)
{
	return orgs_find(c->orgs, text, day, ret, err);
}

const char *
core_org_code(const struct core *c, org_t org, day_t day)
{
	const struct org_version *v = orgs_version(c->orgs, org, day);

	return v == NULL ? "" : v->code;
}

const char *
core_org_name(const struct core *c, org_t org, day_t day)
{
	const struct org_version *v = orgs_version(c->orgs, org, day);

	return v == NULL ? "" : v->full_name;
}

bool
core_touched(const struct core *c, org_t org)
{
	return rollup_is_touched(&c->rollup, org);
}

bool
core_touched_on(const struct core *c, org_t org, const char *basis)
{
	const struct rollup *r = &c->rollup;
	const struct orgs_map *map = NULL;
	day_t day = 0;

	if (core_touched(c, org) || !day_parse(basis, &day, NULL))
		return core_touched(c, org);
	map = orgs_map(c->orgs, day, NULL);
	for (uint32_t i = 0; map != NULL && i < r->touched_n; i++)
		if (orgs_map_is_above(map, org, r->touched[i]))
			return true;
	return map == NULL;
}

bool
core_touched_all(const struct core *c)
{
	return c->touched_all;
}

void
core_count(const struct core *c, struct core_counts *ret)
{
	*ret = (struct core_counts){.reports = c->reports,
	    .submissions = c->submissions,
	    .orgs = orgs_count(c->orgs),
	    .drives = plan_drive_count(c->plan),
	    .subjects = c->subjects.n,
	    .cells = rollup_cells(&c->rollup, ROLLUP_LEAF),
	    .offices = core_key_count(c)};
}

bool
core_equal(const struct core *a, const struct core *b, struct err *err)
{
	if (a->n != b->n || a->epoch != b->epoch || core_fork(a) != core_fork(b) ||
	    a->reports != b->reports || a->submissions != b->submissions ||
	    memcmp(&a->head.head, &b->head.head, sizeof(struct hash)) != 0)
		return err_set(err, ERR_BUG, "batch %llu and %llu, or their heads",
		    (unsigned long long)a->n, (unsigned long long)b->n);
	return names_equal(&a->names, &b->names, err) &&
	    subjects_equal(&a->subjects, &b->subjects, err) &&
	    rollup_equal(&a->rollup, &b->rollup, err) && newest_equal(&a->newest, &b->newest, err);
}

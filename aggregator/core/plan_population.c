/* Populations: what a rate is of, one an organisation and year. */
#include <stdlib.h>
#include <string.h>

#include "core/plan_impl.h"

#define YEAR_FIRST 1900
#define YEAR_LAST 2100

static struct plan_population *
population_of(const struct plan *p, org_t org, uint32_t year)
{
	const struct plan_population_key key = {.org = org, .year = year};
	struct plan_population *found = NULL;

	/* NOLINTNEXTLINE(clang-analyzer-*): uthash is macros */
	HASH_FIND(hh, p->by_year, &key, sizeof(key), found);
	return found;
}

static void
population_free(struct plan_population *of)
{
	free(of->code);
	free(of->source);
	free(of);
}

static bool
population_fill(struct plan_population *of, const struct population_entry *e, struct err *err)
{
	char *code = strdup(e->code), *source = strdup(e->source);

	if (code == NULL || source == NULL) {
		free(code);
		free(source);
		return err_set(err, ERR_MEMORY, "a population");
	}
	free(of->code);
	free(of->source);
	of->code = code;
	of->source = source;
	of->e = *e;
	of->e.code = code;
	of->e.source = source;
	return true;
}

bool
plan_add_population(struct plan *p, org_t org, const struct population_entry *e, struct err *err)
{
	struct plan_population *of = population_of(p, org, e->year);

	if (of != NULL && of->e.persons == e->persons && strcmp(of->e.source, e->source) == 0)
		return err_set(err, ERR_ALREADY, "%s %u", e->code, e->year);
	if (of != NULL)
		return population_fill(of, e, err);
	if (utarray_len(&p->populations) >= PLAN_POPULATIONS_MAX)
		return err_set(err, ERR_LIMIT, "%d", PLAN_POPULATIONS_MAX);
	of = calloc(1, sizeof(*of));
	if (of == NULL)
		return err_set(err, ERR_MEMORY, "a population");
	of->key = (struct plan_population_key){.org = org, .year = e->year};
	if (!population_fill(of, e, err) || !array_push(&p->populations, &of, err)) {
		population_free(of);
		return false;
	}
	HASH_ADD(hh, p->by_year, key, sizeof(of->key), of);
	return true;
}

const struct population_entry *
plan_population_of(const struct plan *p, org_t org, int year)
{
	const struct plan_population *found = NULL;

	for (int y = year; y >= YEAR_FIRST && found == NULL; y--)
		found = population_of(p, org, (uint32_t)y);
	for (int y = year + 1; y <= YEAR_LAST && found == NULL; y++)
		found = population_of(p, org, (uint32_t)y);
	return found != NULL ? &found->e : NULL;
}

uint32_t
plan_population_count(const struct plan *p)
{
	return utarray_len(&p->populations);
}

const struct population_entry *
plan_population_at(const struct plan *p, uint32_t i, org_t *ret_org)
{
	const struct plan_population *at = ((struct plan_population **)(void *)p->populations.d)[i];

	*ret_org = at->key.org;
	return &at->e;
}

void
plan_populations_free(struct plan *p)
{
	HASH_CLEAR(hh, p->by_year);
	for (uint32_t i = 0; i < utarray_len(&p->populations); i++)
		population_free(((struct plan_population **)(void *)p->populations.d)[i]);
	array_free(&p->populations);
}

#include "verify_grounds.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/lang.h"
#include "base/text.h"

#define NAME_BYTES (WIRE_STREAM_BYTES + sizeof(uint64_t))

struct verify_grounds_item {
	uint8_t key[NAME_BYTES]; /* stream, seq */
	struct evidence e;
	struct verify_report v;
	UT_hash_handle hh;
};

static void
key_fill(const struct name *name, uint8_t ret[NAME_BYTES])
{
	memcpy(ret, name->stream, WIRE_STREAM_BYTES);
	memcpy(ret + WIRE_STREAM_BYTES, &name->seq, sizeof(name->seq));
}

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */

static struct verify_grounds_item *
item_find(const struct verify_grounds *g, const struct name *name)
{
	struct verify_grounds_item *x = NULL;
	uint8_t key[NAME_BYTES];

	key_fill(name, key);
	HASH_FIND(hh, g->items, key, NAME_BYTES, x);
	return x;
}

static void
item_add(struct verify_grounds *g, struct verify_grounds_item *x)
{
	HASH_ADD(hh, g->items, key, NAME_BYTES, x);
	g->submissions++;
}

/* NOLINTEND(readability-function-size,clang-analyzer-*) */

static void
item_free(struct verify_grounds_item *x)
{
	if (x == NULL)
		return;
	verify_report_free(&x->v);
	query_free(&x->e.arena);
	free(x);
}

/* The submission is what was asked for, whole and proven. */
static bool
item_fetch(struct verify_grounds *g, const struct name *name, struct err *err)
{
	struct proof_request p = {.seq = name->seq};
	struct verify_grounds_item *x = NULL;

	if (g->submissions == VERIFY_GROUNDS_MAX)
		return err_set(err, ERR_LIMIT, "%d", VERIFY_GROUNDS_MAX);
	x = calloc(1, sizeof(*x));
	if (x == NULL)
		return err_set(err, ERR_MEMORY, "entries");
	memcpy(p.stream, name->stream, WIRE_STREAM_BYTES);
	key_fill(name, x->key);
	if (!ask_evidence(g->ask, &p, &x->e, err) || !verify_report(&x->e, g->profile, &x->v, err))
		goto out;
	if (x->v.s->seq != name->seq ||
	    memcmp(x->v.s->stream, name->stream, WIRE_STREAM_BYTES) != 0) {
		(void)err_set(err, ERR_SIGNATURE, "%s",
		    TR("máy chủ đưa mục khác", "the aggregator gave another entry"));
		goto out;
	}
	item_add(g, x);
	return true;
out:
	item_free(x);
	return false;
}

bool
verify_grounds_entry(
    struct verify_grounds *g, const struct name *name, struct verify_entry *ret, struct err *err)
{
	const struct verify_grounds_item *x = NULL;

	if (item_find(g, name) == NULL && !item_fetch(g, name, err))
		return false;
	x = item_find(g, name);
	if (!verify_report_is_accepted(&x->v, name->idx))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("mục này không được sổ nhận", "the ledger did not accept that entry"));
	*ret = (struct verify_entry){.r = &x->v.s->reports[name->idx],
	    .sign_key = x->e.sign_key,
	    .batch = x->v.receipt->row.n};
	return true;
}

static bool
entries_ask(struct verify_grounds *g, const struct grounds_request *q, struct verify_entry *at,
    struct verify_entries *ret, struct err *err)
{
	struct grounds told = {.entries = NULL};
	bool ok = ask_grounds(g->ask, q, &told, err);

	*ret = (struct verify_entries){.at = at};
	for (uint32_t i = 0; ok && i < told.entries_n; i++)
		ok = verify_grounds_entry(g, &told.entries[i], &at[ret->n++], err);
	if (!ok)
		ret->n = 0; /* half of them are no answer to the same question again */
	query_free(&told.arena);
	return ok;
}

bool
verify_grounds_may_hide(const struct profile *p, const struct err *why)
{
	return why->code == ERR_FORBIDDEN && p->role != ROLE_NATIONAL && p->role != ROLE_OPERATOR;
}

static bool
key_ask(struct verify_grounds *g, const uint8_t *sign_key, struct err *err)
{
	struct grounds_request q = {.org = ""};

	if (g->key.n > 0 && memcmp(g->key_of, sign_key, WIRE_KEY_BYTES) == 0)
		return true;
	memcpy(q.sign_key, sign_key, WIRE_KEY_BYTES);
	memcpy(g->key_of, sign_key, WIRE_KEY_BYTES);
	return entries_ask(g, &q, g->key_at, &g->key, err);
}

static bool
place_ask(struct verify_grounds *g, const struct verify_claim *claim, struct err *err)
{
	const struct grounds_request q = {.org = claim->org, .day = claim->day};

	if (g->place.n > 0 && g->place_day == claim->day && strcmp(g->place_of, claim->org) == 0)
		return true;
	if (!text_copy(g->place_of, sizeof(g->place_of), claim->org))
		return err_set(err, ERR_LIMIT, "%s", claim->org);
	g->place_day = claim->day;
	return entries_ask(g, &q, g->place_at, &g->place, err);
}

/*
 * What could not be asked.  An older aggregator does not know the question, once and for all; an
 * entry may lie beside what this office may not read.
 */
static bool
untold(struct verify_grounds *g, const struct err *why, struct err *err)
{
	const bool is_too_old = why->code == ERR_KIND_UNSUPPORTED;
	const bool is_hidden = verify_grounds_may_hide(g->profile, why);

	g->is_too_old |= is_too_old;
	g->is_untold |= is_too_old || is_hidden;
	return is_too_old || is_hidden || err_set(err, why->code, "%s", why->text);
}

bool
verify_grounds_key(
    struct verify_grounds *g, const uint8_t *sign_key, uint64_t batch, struct err *err)
{
	struct verify_holder holder;
	struct err why = {0};

	if (g->is_too_old)
		return true;
	if (!key_ask(g, sign_key, &why))
		return untold(g, &why, err);
	return verify_entry_key(&g->key, sign_key, batch, &holder, err);
}

static bool
may_review(const struct verify_holder *holder, struct err *err)
{
	return holder->role == ROLE_COMMITTEE || holder->role == ROLE_NATIONAL ||
	    err_set(err, ERR_SIGNATURE, TR("%s không có quyền duyệt", "%s may not review"),
		holder->org);
}

bool
verify_grounds_check(struct verify_grounds *g, const struct verify_claim *claim,
    const char **ret_office, struct err *err)
{
	struct verify_holder holder = {.org = ""};
	struct err why = {0};

	*ret_office = "";
	if (g->is_too_old)
		return true;
	if (!key_ask(g, claim->sign_key, &why) || !place_ask(g, claim, &why))
		return untold(g, &why, err);
	if (!verify_entry_key(&g->key, claim->sign_key, claim->batch, &holder, err) ||
	    (claim->is_review && !may_review(&holder, err)) ||
	    !verify_entry_may(&g->place, &holder, claim->org, err) ||
	    !verify_entry_place(&g->place, claim->org, claim->day, claim->above, err))
		return false;
	*ret_office = holder.org;
	return true;
}

void
verify_grounds_free(struct verify_grounds *g)
{
	struct verify_grounds_item *x = NULL;
	struct verify_grounds_item *next = NULL;

	x = g->items;
	HASH_CLEAR(hh, g->items);
	for (; x != NULL; x = next) {
		next = x->hh.next;
		item_free(x);
	}
	*g = (struct verify_grounds){.items = NULL};
}

/* Campaigns, sectors and reporting rounds: small lists that a code or alias finds. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "core/plan_impl.h"

/* ---- words */

static struct plan_word *
word_find(struct plan_word *const *words, const char *text)
{
	struct plan_word *found = NULL;
	char *key = text_match_key(text, NULL);

	if (key == NULL)
		return NULL;
	HASH_FIND_STR(*words, key, found);
	free(key);
	return found;
}

static bool
word_put(struct plan_word **words, const char *text, int32_t number, struct err *err)
{
	char *key = text_match_key(text, err);
	struct plan_word *word = NULL;
	bool ok = key != NULL && key[0] == '\0';

	if (key == NULL || ok)
		goto out;
	HASH_FIND_STR(*words, key, word);
	if (word == NULL) {
		const size_t size = strlen(key) + 1;

		word = calloc(1, sizeof(*word) + size);
		if (word == NULL) {
			(void)err_set(err, ERR_MEMORY, "a code");
			goto out;
		}
		memcpy(word->key, key, size);
		word->number = number;
		HASH_ADD_STR(*words, key, word);
	}
	ok = true;
out:
	free(key);
	return ok;
}

static void
words_free(struct plan_word **words)
{
	struct plan_word *word = NULL, *next = NULL;

	word = *words;
	HASH_CLEAR(hh, *words);
	for (; word != NULL; word = next) {
		next = word->hh.next;
		free(word);
	}
}

/* Copy ${n} strings; all or none. */
static bool
texts_copy(const char *const *from, char **const *to, size_t n, struct err *err)
{
	char *made[4] = {NULL};

	for (size_t i = 0; i < n; i++) {
		made[i] = strdup(from[i]);
		if (made[i] == NULL) {
			for (size_t j = 0; j < i; j++)
				free(made[j]);
			return err_set(err, ERR_MEMORY, "an entry of the registry");
		}
	}
	for (size_t i = 0; i < n; i++) {
		free(*to[i]);
		*to[i] = made[i];
	}
	return true;
}

/* The place of a code in its list, 0: a new one; ERR_REGISTRY, ERR_LIMIT. */
static bool
place_of(struct plan_word *const *words, const UT_array *list, const char *code, int32_t *ret,
    struct err *err)
{
	const struct plan_word *word = word_find(words, code);

	*ret = word != NULL ? word->number : 0;
	if (code[0] == '\0' || strlen(code) > WIRE_CODE_BYTES_MAX)
		return err_set(err, ERR_REGISTRY, TR("thiếu mã", "the code is missing"));
	if (word == NULL && utarray_len(list) >= PLAN_WORDS_MAX)
		return err_set(err, ERR_LIMIT, "%d", PLAN_WORDS_MAX);
	return true;
}

/* ---- campaigns */

static struct plan_campaign *
campaign_of(const struct plan *p, int32_t number)
{
	if (number <= 0 || (uint32_t)number > utarray_len(&p->campaigns))
		return NULL;
	return &((struct plan_campaign *)(void *)p->campaigns.d)[number - 1];
}

const struct plan_campaign *
plan_campaign_at(const struct plan *p, int32_t number)
{
	return campaign_of(p, number);
}

bool
plan_add_campaign(struct plan *p, const struct campaign_entry *e, struct err *err)
{
	const struct plan_campaign empty = {.code = NULL};
	struct plan_campaign *c;
	int32_t number;

	if (!place_of(&p->campaign_words, &p->campaigns, e->code, &number, err))
		return false;
	if (e->from > e->to)
		return err_set(err, ERR_REGISTRY,
		    TR("%s: ngày cuối trước ngày bắt đầu", "%s: it ends before it begins"),
		    e->code);
	c = campaign_of(p, number);
	if (c != NULL && strcmp(c->name, e->name) == 0 && strcmp(c->org, e->org) == 0 &&
	    c->from == e->from && c->to == e->to)
		return err_set(err, ERR_ALREADY, "%s", e->code);
	if (c == NULL) {
		if (!array_push(&p->campaigns, &empty, err))
			return false;
		number = (int32_t)utarray_len(&p->campaigns);
		c = campaign_of(p, number);
	}
	c->from = e->from;
	c->to = e->to;
	return texts_copy((const char *const[]){e->code, e->name, e->org},
		   (char **const[]){&c->code, &c->name, &c->org}, 3, err) &&
	    word_put(&p->campaign_words, e->code, number, err);
}

int32_t
plan_campaign_number(const struct plan *p, const char *code)
{
	const struct plan_word *word = word_find(&p->campaign_words, code);

	return word != NULL ? word->number : 0;
}

const char *
plan_campaign_code(const struct plan *p, int32_t number)
{
	const struct plan_campaign *c = campaign_of(p, number);

	return c != NULL ? c->code : "";
}

const char *
plan_campaign_name(const struct plan *p, int32_t number)
{
	const struct plan_campaign *c = campaign_of(p, number);

	return c != NULL ? c->name : "";
}

int32_t
plan_campaign_count(const struct plan *p)
{
	return (int32_t)utarray_len(&p->campaigns);
}

/* ---- sectors */

static struct plan_sector *
sector_of(const struct plan *p, int32_t number)
{
	if (number <= 0 || (uint32_t)number > utarray_len(&p->sectors))
		return NULL;
	return &((struct plan_sector *)(void *)p->sectors.d)[number - 1];
}

/*
 * The code and every alias are free or this sector's; *${ret_new} says whether one is not known
 * yet.
 */
static bool
aliases_fit(const struct plan *p, const struct sector_entry *e, int32_t number, bool *ret_new,
    struct err *err)
{
	*ret_new = false;
	if (number != 0 && strcmp(plan_sector_code(p, number), e->code) != 0)
		return err_set(err, ERR_REGISTRY,
		    TR("“%s” đã là tên của khối %s", "“%s” is a name of sector %s"), e->code,
		    plan_sector_code(p, number));
	for (uint32_t i = 0; i < e->aliases.n; i++) {
		const struct plan_word *word = word_find(&p->sector_words, e->aliases.at[i]);

		if (word != NULL && word->number != number)
			return err_set(err, ERR_REGISTRY,
			    TR("“%s” đã là tên của khối %s", "“%s” is a name of sector %s"),
			    e->aliases.at[i], plan_sector_code(p, word->number));
		*ret_new = *ret_new || word == NULL;
	}
	return true;
}

bool
plan_add_sector(struct plan *p, const struct sector_entry *e, struct err *err)
{
	const struct plan_sector empty = {.code = NULL};
	struct plan_sector *s;
	bool is_new_alias;
	int32_t number;

	if (!place_of(&p->sector_words, &p->sectors, e->code, &number, err) ||
	    !aliases_fit(p, e, number, &is_new_alias, err))
		return false;
	s = sector_of(p, number);
	if (s != NULL && !is_new_alias && strcmp(s->name, e->name) == 0 &&
	    strcmp(s->org, e->org) == 0)
		return err_set(err, ERR_ALREADY, "%s", e->code);
	if (s == NULL) {
		if (!array_push(&p->sectors, &empty, err))
			return false;
		number = (int32_t)utarray_len(&p->sectors);
		s = sector_of(p, number);
	}
	if (!texts_copy((const char *const[]){e->code, e->name, e->org},
		(char **const[]){&s->code, &s->name, &s->org}, 3, err) ||
	    !word_put(&p->sector_words, e->code, number, err) ||
	    !word_put(&p->sector_words, e->name, number, err))
		return false;
	for (uint32_t i = 0; i < e->aliases.n; i++)
		if (!word_put(&p->sector_words, e->aliases.at[i], number, err))
			return false;
	return true;
}

int32_t
plan_sector_number(const struct plan *p, const char *code_or_alias)
{
	const struct plan_word *word = word_find(&p->sector_words, code_or_alias);

	return word != NULL ? word->number : 0;
}

const char *
plan_sector_code(const struct plan *p, int32_t number)
{
	const struct plan_sector *s = sector_of(p, number);

	return s != NULL ? s->code : "";
}

const char *
plan_sector_name(const struct plan *p, int32_t number)
{
	const struct plan_sector *s = sector_of(p, number);

	return s != NULL ? s->name : "";
}

int32_t
plan_sector_count(const struct plan *p)
{
	return (int32_t)utarray_len(&p->sectors);
}

/* ---- rounds */

static struct plan_round *
round_of(const struct plan *p, int32_t number)
{
	if (number <= 0 || (uint32_t)number > utarray_len(&p->rounds))
		return NULL;
	return &((struct plan_round *)(void *)p->rounds.d)[number - 1];
}

const struct plan_round *
plan_round_of(const struct plan *p, const char *code)
{
	const struct plan_word *word = word_find(&p->round_words, code);

	return word != NULL ? round_of(p, word->number) : NULL;
}

bool
plan_add_round(struct plan *p, const struct round_entry *e, struct err *err)
{
	const struct plan_round empty = {.code = NULL};
	struct plan_round *r;
	int32_t number;

	if (!place_of(&p->round_words, &p->rounds, e->code, &number, err))
		return false;
	if (e->from > e->cut_off)
		return err_set(err, ERR_REGISTRY,
		    TR("%s: ngày chốt trước ngày bắt đầu",
			"%s: the cut-off is before its beginning"),
		    e->code);
	r = round_of(p, number);
	if (r != NULL && strcmp(r->name, e->name) == 0 && strcmp(r->org, e->org) == 0 &&
	    strcmp(r->addressee, e->addressee) == 0 && r->from == e->from &&
	    r->cut_off == e->cut_off && r->due == e->due)
		return err_set(err, ERR_ALREADY, "%s", e->code);
	if (r == NULL) {
		if (!array_push(&p->rounds, &empty, err))
			return false;
		number = (int32_t)utarray_len(&p->rounds);
		r = round_of(p, number);
	}
	r->from = e->from;
	r->cut_off = e->cut_off;
	r->due = e->due;
	return texts_copy((const char *const[]){e->code, e->name, e->org, e->addressee},
		   (char **const[]){&r->code, &r->name, &r->org, &r->addressee}, 4, err) &&
	    word_put(&p->round_words, e->code, number, err);
}

uint32_t
plan_round_count(const struct plan *p)
{
	return utarray_len(&p->rounds);
}

struct round_entry
plan_round_at(const struct plan *p, uint32_t i)
{
	const struct plan_round *r = round_of(p, (int32_t)i + 1);

	return (struct round_entry){.code = r->code,
	    .name = r->name,
	    .org = r->org,
	    .from = r->from,
	    .cut_off = r->cut_off,
	    .due = r->due,
	    .addressee = r->addressee};
}

bool
plan_round_find(const struct plan *p, const char *code, struct round_entry *ret)
{
	const struct plan_word *word = word_find(&p->round_words, code);

	if (word != NULL)
		*ret = plan_round_at(p, (uint32_t)word->number - 1);
	return word != NULL;
}

/* The round of a campaign's results has its days and its organisation. */
static bool
is_round_of(const struct plan_round *r, const struct plan_campaign *c)
{
	return r->from == c->from && r->cut_off == c->to && strcmp(r->org, c->org) == 0;
}

bool
plan_is_round_of(const struct plan *p, const struct round_entry *e, int32_t campaign)
{
	const struct plan_campaign *c = campaign_of(p, campaign);

	return c != NULL && e->from == c->from && e->cut_off == c->to &&
	    strcmp(e->org, c->org) == 0;
}

day_t
plan_due_day(const struct plan *p, int32_t campaign, day_t ended)
{
	const struct plan_campaign *c = campaign_of(p, campaign);
	day_t due = ended + PLAN_DUE_DAYS;

	for (uint32_t i = 0; c != NULL && i < utarray_len(&p->rounds); i++) {
		const struct plan_round *r = round_of(p, (int32_t)i + 1);

		if (is_round_of(r, c) && r->due > due)
			due = r->due;
	}
	return due;
}

bool
plan_has_grace(const struct plan *p, day_t today)
{
	for (uint32_t i = 0; i < utarray_len(&p->rounds); i++) {
		const struct plan_round *r = round_of(p, (int32_t)i + 1);

		for (int32_t c = 1; r->due >= today && c <= plan_campaign_count(p); c++)
			if (is_round_of(r, campaign_of(p, c)))
				return true;
	}
	return false;
}

/* Of the campaign, sector or round at ${number} of its list; NULL: there is none. */
static const char *
owner_at(const struct plan *p, enum registry_kind kind, int32_t number)
{
	const struct plan_campaign *campaign = campaign_of(p, number);
	const struct plan_sector *sector = sector_of(p, number);
	const struct plan_round *round = round_of(p, number);

	switch (kind) {
	case REGISTRY_CAMPAIGN:
		return campaign != NULL ? campaign->org : NULL;
	case REGISTRY_SECTOR:
		return sector != NULL ? sector->org : NULL;
	case REGISTRY_ROUND:
		return round != NULL ? round->org : NULL;
	default:
		return NULL;
	}
}

const char *
plan_owner(const struct plan *p, const struct registry_entry *e)
{
	const struct plan_round *round = NULL;

	switch (e->kind) {
	case REGISTRY_CAMPAIGN:
		return owner_at(p, e->kind, plan_campaign_number(p, e->u.campaign.code));
	case REGISTRY_SECTOR:
		return owner_at(p, e->kind, plan_sector_number(p, e->u.sector.code));
	case REGISTRY_ROUND:
		round = plan_round_of(p, e->u.round.code);
		return round != NULL ? round->org : NULL;
	default:
		return NULL;
	}
}

bool
plan_owner_has_room(const struct plan *p, enum registry_kind kind, const char *code)
{
	const char *owner = NULL;
	uint32_t n = 0;

	for (int32_t i = 1; (owner = owner_at(p, kind, i)) != NULL; i++)
		n += strcmp(owner, code) == 0;
	return n < PLAN_OWNED_MAX;
}

void
plan_registry_free(struct plan *p)
{
	for (int32_t i = 1; i <= plan_campaign_count(p); i++) {
		const struct plan_campaign *c = campaign_of(p, i);

		free(c->code);
		free(c->name);
		free(c->org);
	}
	for (int32_t i = 1; i <= plan_sector_count(p); i++) {
		const struct plan_sector *s = sector_of(p, i);

		free(s->code);
		free(s->name);
		free(s->org);
	}
	for (int32_t i = 1; i <= (int32_t)utarray_len(&p->rounds); i++) {
		const struct plan_round *r = round_of(p, i);

		free(r->code);
		free(r->name);
		free(r->org);
		free(r->addressee);
	}
	array_free(&p->campaigns);
	array_free(&p->sectors);
	array_free(&p->rounds);
	words_free(&p->campaign_words);
	words_free(&p->sector_words);
	words_free(&p->round_words);
}

/* I6: which report replaces which. */
#include <stdio.h>
#include <string.h>

#include "books.h"

#include <uthash.h>

#define KEY_BYTES_MAX 128

struct key_of_name { /* without padding: it is a key */
	uint64_t seq;
	uint64_t idx;
	uint8_t stream[WIRE_STREAM_BYTES];
};
struct said {
	struct key_of_name name;
	struct said *base; /* of what waits after a lock: what it would replace; NULL: nothing */
	unsigned replaced; /* bit k: by a report of kind k */
	bool waits;        /* came after a lock */
	bool withdraws, interim;
	struct subject *subject; /* of a result */
	UT_hash_handle hh;
};
struct subject {
	char key[KEY_BYTES_MAX];
	struct said *now; /* NULL: withdrawn */
	UT_hash_handle hh;
};
static struct said *all;
static struct subject *subjects;

static struct said *
said_find(const struct name *name)
{
	struct key_of_name key = {.seq = name->seq, .idx = name->idx};
	struct said *x;

	memcpy(key.stream, name->stream, sizeof(key.stream));
	HASH_FIND(hh, all, &key, sizeof(key), x);
	return x;
}

static struct said *
said_add(const struct books_row *row, uint32_t idx)
{
	struct said *x = books_new(sizeof(*x));

	x->name = (struct key_of_name){.seq = row->s->seq, .idx = idx};
	memcpy(x->name.stream, row->s->stream, sizeof(x->name.stream));
	HASH_ADD(hh, all, name, sizeof(x->name), x);
	return x;
}

static struct subject *
subject_by(const char *key)
{
	struct subject *x;

	HASH_FIND_STR(subjects, key, x);
	if (x == NULL) {
		x = books_new(sizeof(*x));
		(void)snprintf(x->key, sizeof(x->key), "%s", key);
		HASH_ADD_STR(subjects, key, x);
	}
	return x;
}

/* By the text of the report: what the aggregator makes of a code stays out of it. */
static struct subject *
subject_of(const struct result *r)
{
	const enum witness witness = r->witness == WITNESS_NONE ? WITNESS_ORGANISER : r->witness;
	char key[KEY_BYTES_MAX] = "";

	if (r->drive[0] != '\0')
		(void)snprintf(
		    key, sizeof(key), "%s@%d %u", r->drive, (int)r->day, (unsigned)witness);
	else
		(void)snprintf(key, sizeof(key), "%s %d..%d %u %u", r->collection.org,
		    (int)r->collection.from, (int)r->collection.to, (unsigned)r->collection.kind,
		    (unsigned)witness);
	return subject_by(key);
}

/* What counted until ${x} was named: of what waited, what it would have replaced itself. */
static struct said *
counted(struct said *x)
{
	while (x != NULL && x->waits)
		x = x->base;
	return x;
}

static void
replace(const struct books_row *row, uint32_t idx, enum report_kind kind, struct said *base)
{
	if (base == NULL)
		return;
	if ((base->replaced >> (unsigned)kind & 1U) != 0)
		books_found("I6", row, "report %u replaces one that was replaced before", idx);
	base->replaced |= 1U << (unsigned)kind;
}

static void
stands_now(const struct books_row *row, uint32_t idx, struct said *x, const struct said *instead_of)
{
	struct subject *at = x->subject;

	/* An interim report gives way to the next one, whether that names it or not. */
	if (at->now != instead_of && !(instead_of == NULL && at->now->interim))
		books_found(
		    "I6", row, "report %u is a second one that counts for %s", idx, at->key);
	at->now = x->withdraws ? NULL : x;
}

/* The collector's counts are the organiser's from now on, and the review is their name. */
static void
collector_taken(const struct books_row *row, uint32_t idx, struct said *x, struct said *about)
{
	const char *key = about->subject->key;
	char organiser[KEY_BYTES_MAX];

	(void)snprintf(organiser, sizeof(organiser), "%.*s%u", (int)(strlen(key) - 1), key,
	    (unsigned)WITNESS_ORGANISER);
	x->subject = subject_by(organiser);
	replace(row, idx, KIND_RESULT, x->subject->now);
	x->subject->now = x;
}

static void
review_taken(const struct books_row *row, uint32_t idx, struct said *x)
{
	const struct review *v = &row->s->reports[idx].u.review;
	struct said *about = said_find(&v->report);

	if (about == NULL) {
		books_found("I6", row, "report %u reviews one that is not there", idx);
	} else if (v->state == REVIEW_ADMITTED && about->waits) {
		struct said *base = counted(about);

		about->waits = false;
		replace(row, idx, KIND_RESULT, base);
		stands_now(row, idx, about, base);
	} else if (v->state == REVIEW_TAKE_COLLECTOR && about->subject != NULL) {
		collector_taken(row, idx, x, about);
	}
}

static bool
has_revisions(enum report_kind kind)
{
	return kind == KIND_RESULT || kind == KIND_SCHEDULE || kind == KIND_REGISTRATION ||
	    kind == KIND_ACTIVITY || kind == KIND_TARGET || kind == KIND_TEXT;
}

static void
revised(const struct books_row *row, uint32_t idx, struct said *x, struct said *named)
{
	const struct report *r = &row->s->reports[idx];
	struct said *base = counted(named);

	if (r->action != ACTION_FIRST && named == NULL)
		books_found("I6", row, "report %u replaces one that is not there", idx);
	if (x->waits) {
		x->base = named;
		return;
	}
	if (x->withdraws && named != NULL && named->waits) { /* what counts is as it was */
		named->waits = false;
		return;
	}
	replace(row, idx, r->kind, base);
	if (r->kind == KIND_RESULT)
		stands_now(row, idx, x, base);
}

static void
report_taken(const struct books_row *row, uint32_t idx)
{
	const struct report *r = &row->s->reports[idx];
	struct said *x = said_add(row, idx);

	x->waits = row->code[idx] == ERR_AFTER_LOCK;
	x->withdraws = r->action == ACTION_WITHDRAWAL;
	if (r->kind == KIND_RESULT) {
		x->subject = subject_of(&r->u.result);
		x->interim = r->u.result.stage == STAGE_INTERIM;
	}
	if (r->kind == KIND_REVIEW)
		review_taken(row, idx, x);
	else if (has_revisions(r->kind))
		revised(row, idx, x, r->action == ACTION_FIRST ? NULL : said_find(&r->replaces));
}

void
books_chain_take(const struct books_row *row)
{
	for (uint32_t i = 0; i < row->s->reports_n; i++)
		if (row->code[i] == ERR_OK || row->code[i] == ERR_AFTER_LOCK)
			report_taken(row, i);
}

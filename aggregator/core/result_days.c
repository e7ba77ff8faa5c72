/*
 * Drives of several days that are reported day by day: each day is a subject of its own, and they
 * add up.
 */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "core/hash_index.h"
#include "core/state.h"
#include "rules/catalogue.h"
#include "rules/shape.h"

#define BUCKETS 32768U

/* ---- the days of a drive */

bool
result_is_by_day(const struct core *c, const struct subject *x)
{
	return x->kind == KIND_RESULT && x->collection == COLLECTION_NONE &&
	    strchr(subjects_key(&c->subjects, x->no), '@') != NULL;
}

/* A bucket may hold the days of several drives: who walks it compares. */
org_t
result_days_bucket(const char *drive)
{
	return (org_t)(1 + hash_index_text(drive) % BUCKETS);
}

/* "<letter>/<drive>@<day>/<witness>". */
static bool
is_day_of(const char *key, const char *drive, char letter, enum witness witness)
{
	const size_t len = strlen(drive);

	return key[0] == letter && strncmp(key + 2, drive, len) == 0 && key[2 + len] == '@' &&
	    key[strlen(key) - 1] == (char)('0' + (int)witness);
}

void
result_days_of(const struct core *c, const char *drive, char letter, enum witness witness,
    struct result_days *ret)
{
	const struct org_index *ix = &c->index[INDEX_DAYS];

	ret->n = 0;
	for (uint32_t at = ix->n == 0 ? 0 : org_index_first(ix, result_days_bucket(drive));
	     at != 0 && ret->n < RESULT_DAYS_MAX;) {
		const subject_t no = org_index_next(ix, &at);
		const char *key = subjects_key(&c->subjects, no);
		uint32_t i = ret->n;

		if (!is_day_of(key, drive, letter, witness))
			continue;
		/* In order of their days, which keys of one drive stand in. */
		for (; i > 0 && strcmp(subjects_key(&c->subjects, ret->at[i - 1]->no), key) > 0;
		     i--)
			ret->at[i] = ret->at[i - 1];
		ret->at[i] = subjects_at(&c->subjects, no);
		ret->n++;
	}
}

/* ---- how far it is reported */

static void
told_add(struct result_told *t, struct subject *x)
{
	const bool final = x->state == SUBJECT_FINAL;

	if (t->newest == NULL || x->from < t->from)
		t->from = x->from;
	t->newest = x;
	t->finals += final;
	t->is_interim = t->is_interim || !final;
	t->units += x->posted_n == 0 ? 0 : subjects_row_value(&x->posted[0], IND_BLOOD_UNITS);
	t->at_ms = x->at_ms > t->at_ms ? x->at_ms : t->at_ms;
	if (final && x->final_ms > t->final_ms)
		t->final_ms = x->final_ms;
}

/* Final reports of the days that the plan has. */
static uint32_t
planned_finals(const struct result_days *days, const struct drive *d)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < days->n; i++)
		n += result_counts(days->at[i]) && days->at[i]->state == SUBJECT_FINAL &&
		    days->at[i]->to >= d->from && days->at[i]->to <= d->to;
	return n;
}

static void
days_add(const struct core *c, const struct drive *d, struct result_told *t)
{
	struct result_days days;

	result_days_of(c, d->key, 'R', WITNESS_ORGANISER, &days);
	for (uint32_t i = 0; i < days.n; i++) {
		if (result_counts(days.at[i])) {
			told_add(t, days.at[i]);
			t->days++;
		} else if (result_stands(days.at[i])) {
			t->aside = days.at[i];
		}
	}
	if (t->days > 0)
		t->is_final = d->planned
		    ? planned_finals(&days, d) == (uint32_t)(d->to - d->from + 1)
		    : t->finals == t->days;
}

/* The committee said that this final result's drive is another one. */
static bool
is_another(const struct subject *x)
{
	return x != NULL && x->state == SUBJECT_DUPLICATE && x->before == SUBJECT_FINAL;
}

void
result_told(const struct core *c, const struct drive *d, struct result_told *ret)
{
	char key[SUBJECT_KEY_MAX + 1];

	*ret = (struct result_told){.newest = NULL};
	result_drive_subject(d->key, 0, WITNESS_ORGANISER, key);
	struct subject *whole = subjects_find(&c->subjects, key);
	if (result_counts(whole)) {
		told_add(ret, whole);
		ret->is_final = ret->is_answered = ret->finals == 1;
		return;
	}
	days_add(c, d, ret);
	if (ret->newest == NULL && ret->aside == NULL && result_stands(whole))
		ret->aside = whole;
	ret->is_answered = ret->newest != NULL ? ret->is_final : is_another(ret->aside);
}

/* ---- all that was said */

static void
all_put(struct result_all *all, const struct subject *x)
{
	if (x != NULL && all->n < RESULT_ALL_MAX)
		all->at[all->n++] = x;
}

void
result_all_of_drive(const struct core *c, const char *drive, struct result_all *ret)
{
	static const struct {
		char letter;
		enum witness witness;
	} of[] = {{'R', WITNESS_ORGANISER}, {'A', WITNESS_ORGANISER}, {'R', WITNESS_COLLECTOR}};
	char key[SUBJECT_KEY_MAX + 1];
	struct result_days days;

	ret->n = 0;
	ret->waiting = NULL;
	for (size_t i = 0; i < ARRAY_LEN(of); i++) {
		result_drive_subject(drive, 0, of[i].witness, key);
		key[0] = of[i].letter;
		all_put(ret, subjects_find(&c->subjects, key));
		result_days_of(c, drive, of[i].letter, of[i].witness, &days);
		for (uint32_t k = 0; k < days.n; k++)
			all_put(ret, days.at[k]);
	}
	for (uint32_t i = 0; i < ret->n; i++)
		if (ret->at[i]->state == SUBJECT_AFTER_LOCK)
			ret->waiting = ret->at[i];
}

/* ---- verdicts */

/* The days that stand in the way of a report of the whole drive, each by name. */
static bool
days_in_the_way(
    const struct core *c, const struct result *r, struct name *ret_existing, struct err *err)
{
	char text[ERR_TEXT_MAX] = "", day[SUBJECT_KEY_MAX + 1];
	struct result_days days;
	size_t len = 0;

	result_days_of(c, r->drive, 'R', WITNESS_ORGANISER, &days);
	for (uint32_t i = 0; i < days.n; i++) {
		if (!result_counts(days.at[i]))
			continue;
		if (len == 0)
			*ret_existing = days.at[i]->name;
		result_drive_day(c, days.at[i], day);
		if (len + strlen(day) + sizeof(", ") < sizeof(text))
			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, "%s%s", len > 0 ? ", " : "", day);
	}
	return len == 0 || err_set(err, ERR_OVERLAPS, "%s", text);
}

bool
result_days_check(const struct core *c, const struct result *r, const struct result_place *place,
    struct name *ret_existing, struct err *err)
{
	char key[SUBJECT_KEY_MAX + 1], words[ERR_TEXT_MAX];

	if (r->drive[0] == '\0')
		return true;
	if (r->day == 0)
		return days_in_the_way(c, r, ret_existing, err);
	result_drive_subject(r->drive, 0, WITNESS_ORGANISER, key);
	const struct subject *whole = subjects_find(&c->subjects, key);
	if (whole == place->subject || !result_counts(whole))
		return true;
	*ret_existing = whole->name;
	return err_set(err, ERR_OVERLAPS, "%s", subject_index_words(c, whole, words));
}

/* Outside the plan a drive has the days from its key's on that a drive can have. */
bool
result_day_is_of(
    const struct core *c, const struct result *r, const struct result_place *place, struct err *err)
{
	const struct drive *d = place->drive;
	const bool is_planned = d != NULL && d->planned;
	const day_t from = is_planned ? d->from : place->day;
	const day_t to = is_planned ? d->to : place->day + SHAPE_DRIVE_DAYS_MAX - 1;
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];
	struct result_days days;

	if (r->day == 0 || place->subject != NULL)
		return true;
	if (r->day < from || r->day > to)
		return err_set(err, ERR_COLLECTION_SPAN,
		    TR("buổi %s có các ngày %s – %s (đổi bằng: giothong drive change)",
			"the drive %s has the days %s – %s (giothong drive change)"),
		    r->drive, day_people(from, first), day_people(to, last));
	result_days_of(c, r->drive, 'R', r->witness, &days);
	return days.n < RESULT_DAYS_MAX ||
	    err_set(err, ERR_LIMIT, "%s: %d", r->drive, RESULT_DAYS_MAX);
}

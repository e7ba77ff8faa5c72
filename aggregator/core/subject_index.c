/*
 * Where subjects are found besides by their keys: by organisation, and by the names of their
 * reports.
 */
#include <stdio.h>
#include <string.h>

#include "core/state.h"

static bool
add(struct core *c, enum core_index which, const struct subject *x, struct err *err)
{
	return org_index_add(&c->index[which], x->org, x->no, err);
}

/* Once a subject, whosever it is by now. */
static bool
day_index(struct core *c, const struct subject *x, struct err *err)
{
	struct org_index *ix = &c->index[INDEX_DAYS];
	char drive[SUBJECT_KEY_MAX + 1];

	if (!result_is_by_day(c, x))
		return true;
	result_drive(c, x, drive);
	const org_t bucket = result_days_bucket(drive);
	for (uint32_t at = org_index_first(ix, bucket); at != 0;)
		if (org_index_next(ix, &at) == x->no)
			return true;
	return org_index_add(ix, bucket, x->no, err);
}

static bool
result_index(struct core *c, const struct subject *x, struct err *err)
{
	return day_index(c, x, err) && add(c, INDEX_RESULTS, x, err) &&
	    (x->collection != COLLECTION_CARRIED_IN || add(c, INDEX_CARRIED, x, err)) &&
	    (!x->collector || add(c, INDEX_COLLECTORS, x, err));
}

bool
subject_index(struct core *c, const struct subject *x, struct err *err)
{
	switch (subjects_key(&c->subjects, x->no)[0]) {
	case 'R':
		return result_index(c, x, err);
	case 'A':
		return day_index(c, x, err) && add(c, INDEX_RESULTS, x, err) &&
		    add(c, INDEX_WAITING, x, err);
	case 'L':
		return lock_index(c, x, err);
	case 'T':
		return add(c, INDEX_ACTIVITIES, x, err);
	case 'X':
		return add(c, INDEX_TEXTS, x, err);
	default:
		return true;
	}
}

static bool
is_named(const char *key)
{
	return key[0] == 'R' || key[0] == 'A' || key[0] == 'T';
}

bool
subject_index_names(struct core *c, const struct subject *x, struct err *err)
{
	if (!is_named(subjects_key(&c->subjects, x->no)))
		return true;
	for (uint32_t i = 0; i < x->past_n; i++)
		if (!name_index_add(&c->by_name, &x->past[i].name, x->no, err))
			return false;
	return x->name.seq == 0 || name_index_add(&c->by_name, &x->name, x->no, err);
}

const char *
subject_name_text(const struct name *name, char ret[SUBJECT_KEY_MAX + 1])
{
	size_t at = 0;

	for (size_t i = 0; i < WIRE_STREAM_BYTES; i++, at += 2)
		(void)snprintf(ret + at, 3, "%02x", name->stream[i]);
	(void)snprintf(ret + at, SUBJECT_KEY_MAX + 1 - at, "/%llu/%u",
	    (unsigned long long)name->seq, name->idx);
	return ret;
}

void
subject_entry_key(char letter, const struct name *name, char ret[SUBJECT_KEY_MAX + 1])
{
	char text[SUBJECT_KEY_MAX + 1];

	(void)snprintf(
	    ret, SUBJECT_KEY_MAX + 1, "%c/%.128s", letter, subject_name_text(name, text));
}

const char *
subject_index_words(const struct core *c, const struct subject *x, char ret[ERR_TEXT_MAX])
{
	char drive[SUBJECT_KEY_MAX + 1], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	const char *org = core_org_name(c, x->org, x->to);

	drive[0] = '\0';
	if (x->kind == KIND_RESULT)
		result_drive_day(c, x, drive);
	(void)day_people(x->from, from);
	(void)day_people(x->to, to);
	if (drive[0] == '\0')
		(void)snprintf(ret, ERR_TEXT_MAX, "%s (%s), %s – %s", org,
		    core_org_code(c, x->org, x->to), from, to);
	else if (x->from == x->to)
		(void)snprintf(ret, ERR_TEXT_MAX, "%s, %s (%s)", org, drive, to);
	else
		(void)snprintf(ret, ERR_TEXT_MAX, "%s, %s (%s – %s)", org, drive, from, to);
	return ret;
}

/* Drives: one a key, planned by a SCHEDULE or made by a result. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "core/plan_impl.h"

const struct schedule plan_no_schedule = {
    .drive = "",
    .place = "",
    .venue = "",
    .occasion = "",
    .plan = "",
    .sector = "",
    .name = "",
};

static struct plan_drive *
drive_at(const struct plan *p, uint32_t i)
{
	return ((struct plan_drive **)(void *)p->drives.d)[i];
}

void
plan_drives_free(struct plan *p)
{
	hash_index_free(&p->by_key);
	for (uint32_t i = 0; i < utarray_len(&p->drives); i++) {
		free(drive_at(p, i)->block);
		free(drive_at(p, i));
	}
	array_free(&p->drives);
	array_free(&p->moved);
}

struct plan_drive *
plan_drive_of(const struct plan *p, const char *key)
{
	const uint32_t hash = hash_index_text(key);
	uint32_t place = 0, no;

	while ((no = hash_index_next(&p->by_key, hash, &place)) != 0)
		if (strcmp(drive_at(p, no - 1)->d.key, key) == 0)
			return drive_at(p, no - 1);
	return NULL;
}

struct drive *
plan_drive(struct plan *p, const char *key)
{
	struct plan_drive *found = plan_drive_of(p, key);

	return found != NULL ? &found->d : NULL;
}

const struct drive *
plan_drive_const(const struct plan *p, const char *key)
{
	const struct plan_drive *found = plan_drive_of(p, key);

	return found != NULL ? &found->d : NULL;
}

uint32_t
plan_drive_count(const struct plan *p)
{
	return utarray_len(&p->drives);
}

const struct drive *
plan_drive_at(const struct plan *p, uint32_t i)
{
	return &drive_at(p, i)->d;
}

uint32_t
plan_moved_count(const struct plan *p)
{
	return utarray_len(&p->moved);
}

const struct drive *
plan_moved_at(const struct plan *p, uint32_t i)
{
	return &((struct plan_drive *const *)(const void *)p->moved.d)[i]->d;
}

uint32_t
plan_drives_of(const struct plan *p, org_t org, const uint32_t **ret)
{
	const struct plan_org *of = plan_org_of(p, org);

	*ret = of != NULL ? (const uint32_t *)(const void *)of->drives.d : NULL;
	return of != NULL ? utarray_len(&of->drives) : 0;
}

bool
plan_drive_has_room(const struct plan *p, org_t org, const char *key, struct err *err)
{
	const uint32_t *drives;

	return plan_drive_const(p, key) != NULL ||
	    plan_drives_of(p, org, &drives) < PLAN_DRIVES_OF_ORG_MAX ||
	    err_set(err, ERR_LIMIT,
		TR("một nơi có tối đa %d buổi", "one organisation has at most %d drives"),
		PLAN_DRIVES_OF_ORG_MAX);
}

/* ---- an organisation's drives, in order of making */

static bool
org_drives_put(struct plan *p, const struct plan_drive *d, struct err *err)
{
	struct plan_org *of = plan_org_make(p, d->d.org, err);

	return of != NULL && array_push(&of->drives, &d->at, err);
}

/* The newest drive of all is the newest of its organisation. */
static void
org_drives_drop_newest(struct plan *p, const struct plan_drive *d)
{
	struct plan_org *of = plan_org_of(p, d->d.org);

	if (of != NULL)
		utarray_pop_back(&of->drives);
}

struct plan_drive *
plan_drive_put(struct plan *p, const struct drive *like, struct err *err)
{
	struct plan_drive *d = NULL;

	if (utarray_len(&p->drives) >= PLAN_DRIVES_MAX) {
		(void)err_set(err, ERR_LIMIT, "%d drives", PLAN_DRIVES_MAX);
		return NULL;
	}
	d = calloc(1, sizeof(*d));
	if (d == NULL) {
		(void)err_set(err, ERR_MEMORY, "a drive");
		return NULL;
	}
	d->d = *like;
	d->at = utarray_len(&p->drives);
	if (!array_push(&p->drives, &d, err)) {
		free(d);
		return NULL;
	}
	return hash_index_put(&p->by_key, hash_index_text(d->d.key), d->at + 1, err) &&
		org_drives_put(p, d, err)
	    ? d
	    : NULL;
}

/* NOLINTBEGIN(readability-function-size): a drive has these parts */
bool
plan_make_drive(struct plan *p, const char *key, org_t org, day_t planned_day, day_t from, day_t to,
    struct drive **ret, struct err *err)
{
	struct drive like = {.org = org,
	    .planned_day = planned_day,
	    .state = DRIVE_HELD,
	    .from = from,
	    .to = to,
	    .s = plan_no_schedule};
	struct plan_drive *d;

	if (plan_drive_of(p, key) != NULL)
		return err_set(err, ERR_DUPLICATE, "%s", key);
	if (!text_copy(like.key, sizeof(like.key), key))
		return err_set(err, ERR_LIMIT, "%s", key);
	d = plan_drive_put(p, &like, err);
	if (d == NULL)
		return false;
	*ret = &d->d;
	return true;
}
/* NOLINTEND(readability-function-size) */

void
plan_unmake_drive(struct plan *p, const char *key)
{
	struct plan_drive *d = plan_drive_of(p, key);

	if (d == NULL || d->at + 1 != utarray_len(&p->drives) || d->d.planned)
		return;
	org_drives_drop_newest(p, d);
	hash_index_drop(&p->by_key, hash_index_text(key), d->at + 1);
	utarray_pop_back(&p->drives);
	free(d->block);
	free(d);
}

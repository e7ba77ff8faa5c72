/*
 * People who registered for a drive: the newest count stands; it is shown, and never added to
 * results.
 */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "core/state.h"
#include "core/statement_pack.h"
#include "rules/catalogue.h"

static struct subject *
subject_of(const struct core *c, const char *drive, char ret_key[SUBJECT_KEY_MAX + 1])
{
	(void)snprintf(ret_key, SUBJECT_KEY_MAX + 1, "G/%.*s", WIRE_DRIVE_BYTES_MAX, drive);
	return subjects_find(&c->subjects, ret_key);
}

static bool
stands(const struct subject *x)
{
	return x != NULL && x->state == SUBJECT_FINAL;
}

static bool
content_of(const struct registration *g, struct buf *ret, struct err *err)
{
	statement_pack_counts("", false, "", &g->counts, ret);
	return buf_ok(ret) || err_set(err, ERR_MEMORY, "a registration");
}

static bool
is_same(const struct subject *x, const struct registration *g, struct err *err, bool *ret)
{
	struct buf content = {0};
	const bool ok = content_of(g, &content, err);

	*ret = ok && x->to == g->as_of && x->content_len == content.len &&
	    memcmp(x->content, content.at, content.len) == 0;
	buf_free(&content);
	return ok;
}

/* A later day's count takes the place of an earlier one's by itself. */
static bool
first_check(const struct subject *x, const struct registration *g, struct name *ret_existing,
    struct err *err)
{
	bool same = false;

	if (!stands(x))
		return true;
	*ret_existing = x->name;
	if (!is_same(x, g, err, &same))
		return false;
	if (same)
		return err_set(err, ERR_ALREADY, "%s", g->drive);
	return g->as_of >= x->to || err_set(err, ERR_REVISION_CONFLICT, "%s", g->drive);
}

static bool
revision_check(const struct core *c, const struct admission *a, const struct subject *x,
    struct name *ret_existing, struct err *err)
{
	if (a->r->action == ACTION_FIRST)
		return first_check(x, &a->r->u.registration, ret_existing, err);
	if (x != NULL)
		*ret_existing = x->name;
	return (stands(x) && name_index_equal(&x->name, &a->r->replaces)) ||
	    statement_base_refuse(c, &a->r->replaces, err);
}

bool
registration_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct registration *g = &a->r->u.registration;
	const struct drive *d = plan_drive_const(c->plan, g->drive);
	char key[SUBJECT_KEY_MAX + 1];
	const struct subject *x = subject_of(c, g->drive, key);
	struct result_told told;

	if (d == NULL)
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", g->drive);
	if (!result_may_report(c, a, d->org, d->to, err))
		return false;
	if (!revision_check(c, a, x, ret_existing, err))
		return false;
	/* A target of registrations is measured by it on the day that the drive counts on. */
	result_told(c, d, &told);
	return lock_open_check(c, d->org, told.newest != NULL ? told.newest->to : d->to, err);
}

bool
registration_apply(struct core *c, const struct admission *a, struct err *err)
{
	const struct registration *g = &a->r->u.registration;
	const struct drive *d = plan_drive_const(c->plan, g->drive);
	char key[SUBJECT_KEY_MAX + 1];
	struct subject *x = NULL;
	struct buf content = {0};

	if (d == NULL)
		return err_set(err, ERR_BUG, "a registration of no drive");
	if (!subjects_change(&c->subjects, key, subject_of(c, g->drive, key), &x, err) ||
	    !statement_take(c, x, a, err))
		return false;
	/* What a target of registrations comes to differs, which no posting says. */
	c->flight.all_differs = true;
	x->org = d->org;
	x->state = a->r->action == ACTION_WITHDRAWAL ? SUBJECT_WITHDRAWN : SUBJECT_FINAL;
	if (x->state == SUBJECT_WITHDRAWN)
		return true;
	x->from = x->to = g->as_of;
	const bool ok = content_of(g, &content, err) &&
	    subjects_set_content(x, content.at, (uint32_t)content.len, err);
	buf_free(&content);
	return ok;
}

bool
registration_of(const struct core *c, const char *drive, int64_t *ret, day_t *ret_day)
{
	char key[SUBJECT_KEY_MAX + 1];
	const struct subject *x = subject_of(c, drive, key);
	struct counts_content said;

	if (!stands(x) || !statement_pack_read_counts(x->content, x->content_len, &said, NULL))
		return false;
	if (!counts_get(&(struct counts){said.ind, said.val, said.n}, IND_REGISTERED, ret))
		return false;
	*ret_day = x->to;
	return true;
}

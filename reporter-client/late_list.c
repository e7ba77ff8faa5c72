#include "late_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "rules/slot.h"
#include "wire/submission.h"

static int
rank(const struct late_item *i)
{
	return i->drive[0] == '\0' ? 2 : i->registration;
}

static int
item_order(const void *a, const void *b)
{
	const struct late_item *x = a, *y = b;

	if (rank(x) != rank(y))
		return rank(x) < rank(y) ? -1 : 1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return strcmp(x->org, y->org) != 0 ? strcmp(x->org, y->org) : strcmp(x->drive, y->drive);
}

bool
late_list_is_open(const struct drive_row *d)
{
	struct drive_key key;

	return d->planned && !d->reported && drive_key_parse(d->drive, &key, NULL) &&
	    slot_is_open(d->state, d->from, key.day);
}

/* Of an office that was not live nobody is late, and the result is missing all the same. */
static bool
is_missing(const struct drive_row *d, day_t today)
{
	if (!d->planned || d->reported || d->state == DRIVE_DRAFT || d->state == DRIVE_CANCELLED ||
	    late_list_is_open(d))
		return false;
	return d->late || (!d->owed && today > d->due);
}

static void
drives_take(struct late_list *l, day_t today)
{
	for (uint32_t i = 0; i < l->drives.all.drives_n; i++) {
		const struct drive_row *d = &l->drives.all.drives[i];

		if (!d->elsewhere && is_missing(d, today))
			l->items[l->n++] = (struct late_item){.org = d->org,
			    .name = d->org_name,
			    .on = d->to,
			    .drive = d->drive,
			    .title = d->name,
			    .day = d->to,
			    .due = d->due,
			    .live = d->owed};
	}
	l->drives_n = l->n;
}

static bool
has_drive(const struct late_list *l, const char *org)
{
	for (size_t i = 0; i < l->drives_n; i++)
		/* NOLINTNEXTLINE(clang-analyzer-*): the wire's strings are never NULL */
		if (strcmp(l->items[i].org, org) == 0)
			return true;
	return false;
}

/* Who owes a drive's result is told so once. */
static void
silent_take(struct late_list *l)
{
	for (uint32_t i = 0; i < l->silent.all.orgs_n; i++) {
		const struct org_row *o = &l->silent.all.orgs[i];

		if (!has_drive(l, o->code))
			l->items[l->n++] = (struct late_item){.org = o->code,
			    .name = o->full_name[0] != '\0' ? o->full_name : o->name,
			    .on = o->valid_to,
			    .drive = "",
			    .title = ""};
	}
}

/* ---- registrations */

static bool
awaits_registration(const struct drive_row *d, day_t today)
{
	return d->planned && !d->has_registered && !d->reported && !late_list_is_open(d) &&
	    (d->state == DRIVE_PLANNED || d->state == DRIVE_POSTPONED) &&
	    today > d->from - LATE_REGISTRATION_DAYS && today <= d->to;
}

static bool
is_asked_for(const struct late_list *l, const struct drive_row *d)
{
	for (uint32_t i = 0; i < l->targets.all.targets_n; i++) {
		const struct target *t = &l->targets.all.targets[i].target;

		if (t->measure != MEASURE_REGISTERED || t->draft)
			continue;
		if (t->drive[0] != '\0'
			? strcmp(t->drive, d->drive) == 0
			: strcmp(t->org, d->org) == 0 && d->from >= t->from && d->from <= t->to)
			return true;
	}
	return false;
}

static bool
any_awaits(const struct late_list *l, day_t today)
{
	for (uint32_t i = 0; i < l->drives.all.drives_n; i++)
		if (awaits_registration(&l->drives.all.drives[i], today))
			return true;
	return false;
}

static void
registrations_take(struct late_list *l, day_t today)
{
	for (uint32_t i = 0; i < l->drives.all.drives_n; i++) {
		const struct drive_row *d = &l->drives.all.drives[i];

		if (!awaits_registration(d, today) || !is_asked_for(l, d))
			continue;
		l->items[l->n++] = (struct late_item){.org = d->org,
		    .name = d->org_name,
		    .on = d->from,
		    .registration = true,
		    .drive = d->drive,
		    .title = d->name,
		    .day = d->from,
		    .due = d->from - LATE_REGISTRATION_DAYS,
		    .live = d->owed};
		l->registrations_n++;
	}
}

/* After what is owed, which is in order by then. */
static void
open_take(struct late_list *l)
{
	struct late_item *at = l->items + l->n;

	for (uint32_t i = 0; i < l->drives.all.drives_n; i++) {
		const struct drive_row *d = &l->drives.all.drives[i];

		if (!d->elsewhere && late_list_is_open(d))
			at[l->open_n++] = (struct late_item){.org = d->org,
			    .name = d->org_name,
			    .on = d->to,
			    .is_open = true,
			    .drive = d->drive,
			    .title = d->name,
			    .day = d->to};
	}
	if (l->open_n > 1)
		qsort(at, l->open_n, sizeof(*at), item_order);
}

/* An older batch has a day of its own, which its totals tell. */
static bool
today_ask(struct ask *a, const struct reference_request *like, day_t *ret, struct err *err)
{
	const struct summary_request q = {.org = like->org,
	    .period = like->period,
	    .by = BY_MONTH,
	    .basis = "",
	    .as_of_batch = like->as_of_batch};
	struct ask_rows then = {.arenas_n = 0};

	*ret = day_from_unix_ms(clock_unix_ms());
	if (q.as_of_batch == 0)
		return true;
	if (!ask_summary(a, &q, &then, err))
		return false;
	*ret = day_from_unix_ms(then.all.at_ms);
	ask_rows_free(&then);
	return true;
}

/* All lists as of one batch; targets only where a drive is near that may want one. */
static bool
lists_ask(struct cli *cli, struct late_list *l, day_t *ret_today, struct err *err)
{
	struct reference_request q = {.kind = REFERENCE_DRIVES,
	    .org = cli->org == NULL ? "" : cli->org,
	    .period = cli->period == NULL ? "" : cli->period,
	    .search = "",
	    .as_of_batch = cli->as_of_batch};
	struct ask *a = NULL;
	bool ok = ask_open(&cli->profile, &a, err) && today_ask(a, &q, ret_today, err) &&
	    ask_reference(a, &q, &l->drives, err);

	q.kind = REFERENCE_SILENT;
	q.as_of_batch = l->drives.all.as_of_batch;
	ok = ok && ask_reference(a, &q, &l->silent, err);
	q.kind = REFERENCE_TARGETS;
	if (ok && any_awaits(l, *ret_today))
		ok = ask_reference(a, &q, &l->targets, err);
	ask_close(a);
	return ok;
}

bool
late_list_make(struct cli *cli, struct late_list *ret, struct err *err)
{
	day_t today = 0;
	bool ok;

	*ret = (struct late_list){.n = 0};
	ok = cli_profile(cli, err) && lists_ask(cli, ret, &today, err);
	if (ok) {
		const size_t max = 2 * (size_t)ret->drives.all.drives_n + ret->silent.all.orgs_n;

		ret->items = calloc(max + 1, sizeof(*ret->items));
		ok = ret->items != NULL || err_set(err, ERR_MEMORY, "late");
	}
	if (!ok) {
		late_list_free(ret);
		return false;
	}
	drives_take(ret, today);
	silent_take(ret);
	registrations_take(ret, today);
	if (ret->n > 1)
		qsort(ret->items, ret->n, sizeof(*ret->items), item_order);
	open_take(ret);
	return true;
}

void
late_list_free(struct late_list *l)
{
	free(l->items);
	ask_reference_free(&l->drives);
	ask_reference_free(&l->silent);
	ask_reference_free(&l->targets);
	*l = (struct late_list){.n = 0};
}

void
late_list_say(const struct late_item *item, struct buf *out)
{
	char day[DAY_TEXT_MAX], due[DAY_TEXT_MAX];

	if (item->drive[0] == '\0')
		buf_str(out,
		    TR("chưa báo cáo lần nào trong kỳ", "has not reported at all in the period"));
	else if (item->is_open)
		buf_printf(out,
		    TR("buổi %s (%s): hoãn, chưa có ngày",
			"drive %s (%s): postponed, no new day yet"),
		    item->drive, day_people(item->day, day));
	else if (item->registration)
		buf_printf(out,
		    TR("số đăng ký của buổi %s (%s), hạn %s",
			"registrations of drive %s (%s), due %s"),
		    item->drive, day_people(item->day, day), day_people(item->due, due));
	else
		buf_printf(out, TR("buổi %s (%s), hạn %s", "drive %s (%s), due %s"), item->drive,
		    day_people(item->day, day), day_people(item->due, due));
}

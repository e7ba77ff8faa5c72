#include "late_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"

static int
item_order(const void *a, const void *b)
{
	const struct late_item *x = a, *y = b;

	if ((x->drive[0] == '\0') != (y->drive[0] == '\0'))
		return x->drive[0] == '\0' ? 1 : -1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return strcmp(x->org, y->org) != 0 ? strcmp(x->org, y->org) : strcmp(x->drive, y->drive);
}

/* Of an office that was not live nobody is late, and the result is missing all the same. */
static bool
is_missing(const struct drive_row *d, day_t today)
{
	if (!d->planned || d->reported || d->state == DRIVE_DRAFT || d->state == DRIVE_CANCELLED)
		return false;
	return d->late || (!d->owed && today > d->due);
}

static void
drives_take(struct late_list *l, day_t today)
{
	for (uint32_t i = 0; i < l->drives.all.drives_n; i++) {
		const struct drive_row *d = &l->drives.all.drives[i];

		if (is_missing(d, today))
			l->items[l->n++] = (struct late_item){.org = d->org,
			    .name = d->org_name,
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
			    .drive = "",
			    .title = ""};
	}
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

/* Both lists as of one batch. */
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
		const size_t max = (size_t)ret->drives.all.drives_n + ret->silent.all.orgs_n;

		ret->items = calloc(max + 1, sizeof(*ret->items));
		ok = ret->items != NULL || err_set(err, ERR_MEMORY, "late");
	}
	if (!ok) {
		late_list_free(ret);
		return false;
	}
	drives_take(ret, today);
	silent_take(ret);
	if (ret->n > 1)
		qsort(ret->items, ret->n, sizeof(*ret->items), item_order);
	return true;
}

void
late_list_free(struct late_list *l)
{
	free(l->items);
	ask_reference_free(&l->drives);
	ask_reference_free(&l->silent);
	*l = (struct late_list){.n = 0};
}

void
late_list_say(const struct late_item *item, struct buf *out)
{
	char day[DAY_TEXT_MAX], due[DAY_TEXT_MAX];

	if (item->drive[0] == '\0')
		buf_str(out,
		    TR("chưa báo cáo lần nào trong kỳ", "has not reported at all in the period"));
	else
		buf_printf(out, TR("buổi %s (%s), hạn %s", "drive %s (%s), due %s"), item->drive,
		    day_people(item->day, day), day_people(item->due, due));
}

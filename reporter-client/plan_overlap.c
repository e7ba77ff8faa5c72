#include "plan_overlap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/lang.h"
#include "plan_subject.h"
#include "rules/shape.h"
#include "rules/slot.h"
#include "sheet.h"
#include "wire/submission.h"

#define NOT_OF_FILE SIZE_MAX

struct planned {
	struct slot slot;
	struct drive_key key;
	const char *drive;
	size_t row; /* of the sheet; NOT_OF_FILE: in force */
	bool cancelled;
};
struct plan {
	struct planned *at; /* owned */
	size_t n;
};

static int
by_day(const void *a, const void *b)
{
	const struct planned *x = a, *y = b;

	if (x->slot.from != y->slot.from)
		return x->slot.from < y->slot.from ? -1 : 1;
	return strcmp(x->drive, y->drive);
}

static int
by_drive(const void *a, const void *b)
{
	const struct planned *x = a, *y = b;
	const int order = strcmp(x->drive, y->drive);

	return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static void
put(struct plan *p, const struct schedule *s, size_t row)
{
	struct planned *d = &p->at[p->n];

	*d = (struct planned){
	    .drive = s->drive, .row = row, .cancelled = s->state == DRIVE_CANCELLED};
	d->slot = (struct slot){.place = s->place, .from = s->from, .to = s->to};
	if (!drive_key_parse(s->drive, &d->key, NULL))
		return;
	d->cancelled = d->cancelled || slot_is_open(s->state, s->from, d->key.day);
	p->n++;
}

/* Of one drive what the file says stands. */
static void
drop_twice(struct plan *p)
{
	size_t kept = 0;

	if (p->n > 1)
		qsort(p->at, p->n, sizeof(*p->at), by_drive);
	for (size_t i = 0; i < p->n; i++)
		if (kept == 0 || strcmp(p->at[kept - 1].drive, p->at[i].drive) != 0)
			p->at[kept++] = p->at[i];
	p->n = kept;
}

/* Only now: a cancellation of the file first takes the place of the drive in force. */
static void
drop_cancelled(struct plan *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!p->at[i].cancelled)
			p->at[kept++] = p->at[i];
	p->n = kept;
}

static bool
plan_make(
    const struct import_set *set, const struct reference *now, struct plan *ret, struct err *err)
{
	const size_t now_n = now != NULL ? now->drives_n : 0;

	*ret = (struct plan){.at = calloc(set->reports_n + now_n + 1, sizeof(*ret->at))};
	if (ret->at == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	for (size_t i = 0; i < set->reports_n; i++)
		if (set->reports[i].kind == KIND_SCHEDULE)
			put(ret, &set->reports[i].u.schedule, set->rows[i]);
	for (size_t i = 0; i < now_n; i++) {
		const struct drive_row *d = &now->drives[i];
		const struct schedule s = {.drive = d->drive,
		    .state = d->planned ? d->state : DRIVE_CANCELLED,
		    .place = d->place,
		    .from = d->from,
		    .to = d->to};

		put(ret, &s, NOT_OF_FILE);
	}
	drop_twice(ret);
	drop_cancelled(ret);
	if (ret->n > 1)
		qsort(ret->at, ret->n, sizeof(*ret->at), by_day);
	for (size_t i = 0; i < ret->n; i++)
		ret->at[i].slot.org = ret->at[i].key.org;
	return true;
}

/* One of the two is a row of the file: the later one, where both are. */
static bool
note(const struct planned *earlier, const struct planned *later, struct import_set *set,
    const struct sheet *sheet, struct err *err)
{
	const struct planned *row = later->row != NOT_OF_FILE ? later : earlier;
	const struct planned *other = row == later ? earlier : later;

	if (other->row == NOT_OF_FILE)
		return import_set_note(set, row->row, "OVERLAP", err,
		    TR("buổi %s chồng chéo với buổi %s đã có trong kế hoạch",
			"%s overlaps %s, which is in the plan"),
		    row->drive, other->drive);
	return import_set_note(set, row->row, "OVERLAP", err,
	    TR("buổi %s chồng chéo với buổi %s ở dòng %zu", "%s overlaps %s in line %zu"),
	    row->drive, other->drive, sheet_line(sheet, other->row));
}

/* With those before it, from ${first} on; a row of the file says one of them. */
static bool
notes_of(const struct plan *p, size_t first, size_t i, struct import_set *set,
    const struct sheet *sheet, struct err *err)
{
	const struct planned *later = &p->at[i];

	for (size_t j = first; j < i; j++) {
		const struct planned *earlier = &p->at[j];

		if ((earlier->row == NOT_OF_FILE && later->row == NOT_OF_FILE) ||
		    !slot_overlaps(&earlier->slot, &later->slot))
			continue;
		if (!note(earlier, later, set, sheet, err))
			return false;
		if (later->row != NOT_OF_FILE)
			return true;
	}
	return true;
}

bool
plan_overlap_note(
    struct import_set *set, const struct sheet *sheet, const struct reference *now, struct err *err)
{
	struct plan p;
	bool ok = plan_make(set, now, &p, err);
	size_t first = 0;

	for (size_t i = 0; i < p.n && ok; i++) {
		while (p.at[first].slot.from + SHAPE_DRIVE_DAYS_MAX <= p.at[i].slot.from)
			first++;
		ok = notes_of(&p, first, i, set, sheet, err);
	}
	free(p.at);
	return ok;
}

/* All days of the file's drives, and what may reach into them. */
static bool
period_of(const struct import_set *set, char ret[2 * DAY_TEXT_MAX + 4])
{
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];
	day_t from = DAY_MAX, to = DAY_MIN;

	for (size_t i = 0; i < set->reports_n; i++) {
		const struct schedule *s = &set->reports[i].u.schedule;

		if (set->reports[i].kind != KIND_SCHEDULE)
			continue;
		from = s->from < from ? s->from : from;
		to = s->to > to ? s->to : to;
	}
	if (to < from)
		return false;
	to = to + SHAPE_DRIVE_DAYS_MAX > DAY_MAX ? DAY_MAX : to + SHAPE_DRIVE_DAYS_MAX;
	(void)snprintf(
	    ret, 2 * DAY_TEXT_MAX + 4, "%.10s..%.10s", day_iso(from, first), day_iso(to, last));
	return true;
}

bool
plan_overlap_look(
    struct cli *cli, struct import_set *set, const struct sheet *sheet, struct err *err)
{
	char period[2 * DAY_TEXT_MAX + 4], org[WIRE_CODE_BYTES_MAX + 1] = "";
	const struct reference_request q = {.kind = REFERENCE_DRIVES,
	    .org = cli->org != NULL ? cli->org : org,
	    .period = period,
	    .search = "",
	    .as_of_batch = cli->as_of_batch};
	struct ask_reference now = {.arenas_n = 0};
	struct ask *a = NULL;
	bool asked, ok;

	if (!period_of(set, period))
		return true;
	if (cli->org == NULL)
		plan_subject_neighbours(cli, set, org);
	asked = cli_profile(cli, NULL) && ask_open(&cli->profile, &a, NULL) &&
	    ask_reference(a, &q, &now, NULL);
	ask_close(a);
	ok = plan_overlap_note(set, sheet, asked ? &now.all : NULL, err);
	ask_reference_free(&now);
	return ok;
}

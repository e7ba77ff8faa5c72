/*
 * late_list - who owes what since when: planned drives whose deadline has passed without a final
 * result, drives before which a count of those registered is due and was not sent, and
 * organisations that a plan expects and that have not reported at all in the period.
 * A registration is owed where the plan sets a target of it: for the drive, or for days of its
 * organisation in which the drive begins.  It is due before the fourth day before the drive, and
 * once the drive is over no longer asked for.
 * A drive that is postponed and has no new day is listed apart: it is owed by nobody.
 */
#ifndef GH_CLIENT_LATE_LIST_H
#define GH_CLIENT_LATE_LIST_H

#include "ask.h"
#include "base/buf.h"
#include "cli.h"
#include "wire/query.h"

/* Postponed without a new day: planned, and nobody has reported it or owes it. */
bool late_list_is_open(const struct drive_row *d) MUST_USE;

/*
 * The last day on which a count of registrations is not late lies so many before the drive: the
 * plan of Nam Từ Liêm wants those of 24/10 "trước ngày 20/10", by the 19th.  No document sets it
 * for a plan or drive, and no entry has a place for it.
 */
#define LATE_REGISTRATION_DAYS 5

struct late_item {
	const char *org, *name;
	day_t on;          /* a day on which ${org} is meant; DAY_OPEN_RIGHT: it still stands */
	bool registration; /* that is owed of ${drive}, and not its result */
	const char *drive; /* "": never reported in the period */
	const char *title; /* of the drive */
	day_t day, due;    /* of a drive */
	bool is_open;      /* ${drive} is postponed and has no new day: nothing is owed of it */
	bool live;         /* it fell due after the organisation's first machine was enrolled */
};
struct late_list {
	struct late_item
	    *items;    /* owned; drives by due day, registrations too, then organisations */
	size_t n;      /* that are owed */
	size_t open_n; /* after them, drives that are postponed without a new day */
	size_t drives_n, registrations_n;
	struct ask_reference drives, silent, targets; /* what the texts lie in */
};
/* Of ${cli}'s --org and --period, as the aggregator says and by its clock.  late_list_free(). */
bool late_list_make(struct cli *cli, struct late_list *ret, struct err *err) MUST_USE;
void late_list_free(struct late_list *l);
/*
 * "buổi 909/2022-05-08/1 (08/05/2022), hạn 09/05/2022"; "số đăng ký của buổi …"; "chưa báo cáo lần
 * nào trong kỳ"; "buổi 909/2022-05-08/1 (08/05/2022): hoãn, chưa có ngày".
 */
void late_list_say(const struct late_item *item, struct buf *out);

#endif

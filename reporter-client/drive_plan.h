/*
 * drive_plan - what the plan says of drives by now, for who reports their results: what this outbox
 * still has to send stands, else the aggregator's word, else, when nobody answers, the last that
 * this outbox said.  The outbox is read once, the aggregator is asked once a drive; once it is away
 * nobody asks again.  One thread.
 */
#ifndef GH_CLIENT_DRIVE_PLAN_H
#define GH_CLIENT_DRIVE_PLAN_H

#include "ask.h"
#include "cli.h"
#include "report_build.h"

struct drive_plan {
	struct cli *cli;
	struct ask *ask;                /* NULL: nothing asked yet */
	struct drive_plan_known *known; /* by key */
	bool is_read;                   /* the outbox is */
	bool offline;                   /* nobody is asked */
	day_t today;
	struct err away;  /* the link failed */
	size_t unknown_n; /* drives of which nobody could be asked, and this outbox says nothing */
};

/* ${offline}: the outbox alone is looked at. */
void drive_plan_open(struct drive_plan *p, struct cli *cli, bool offline);
void drive_plan_close(struct drive_plan *p);
/* *${ret} has ${today}, and of a drive that is not in the plan, or not known, nothing else. */
void drive_plan_of(struct drive_plan *p, const char *drive, struct rules_ground *ret);

/*
 * ${drive} is a key made of a day, and no plan or report knows it: the one drive of its
 * organisation that the plan has moved to that day.  false: there is none, or there are several.
 */
bool drive_plan_moved_to(
    struct drive_plan *p, const char *drive, char ret[WIRE_DRIVE_BYTES_MAX + 1]);

/* Both as sheets want them; ${cookie} is a drive_plan. */
struct drive_planner {
	void (*find)(void *cookie, const char *drive, struct rules_ground *ret);
	bool (*moved_to)(void *cookie, const char *drive, char ret[WIRE_DRIVE_BYTES_MAX + 1]);
	void *cookie;
};
struct drive_planner drive_plan_planner(struct drive_plan *p);
/*
 * What the plan says of the drive that ${b} is of, into ${b->plan}: of a day alone that is the
 * drive which was moved to it, whose key ${b} then has, *${ret_moved}.  report_build_drive()'s
 * errors.
 */
bool drive_plan_look(const struct drive_planner *p, struct report_build *b, bool *ret_moved,
    struct err *err) MUST_USE;

#endif

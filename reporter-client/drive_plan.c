#include "drive_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/clock.h"
#include "base/text.h"
#include "current.h"
#include "outbox_rows.h"
#include "report_subject.h"

/* A drive that was moved may last so long, and is listed by its last day. */
#define MOVED_DAYS_MAX 31

struct drive_plan_known {
	UT_hash_handle hh;
	struct rules_ground plan;
	bool has_days;   /* a schedule was seen */
	bool has_target; /* a target was, be it withdrawn */
	bool waits;      /* in this outbox: newer than the aggregator's word */
	bool asked;
	bool is_unknown; /* and counted so */
	bool exists;     /* in the plan or outside it */
	char key[];
};

void
drive_plan_open(struct drive_plan *p, struct cli *cli, bool offline)
{
	*p = (struct drive_plan){
	    .cli = cli, .offline = offline, .today = day_from_unix_ms(clock_unix_ms())};
}

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */
static void
known_free(struct drive_plan *p)
{
	struct drive_plan_known *k, *next;

	HASH_ITER (hh, p->known, k, next) {
		HASH_DEL(p->known, k);
		free(k);
	}
}

static struct drive_plan_known *
known_find(const struct drive_plan *p, const char *key)
{
	struct drive_plan_known *k = NULL;

	HASH_FIND_STR(p->known, key, k);
	return k;
}

static void
known_add(struct drive_plan *p, struct drive_plan_known *k)
{
	HASH_ADD_STR(p->known, key, k);
}
/* NOLINTEND(readability-function-size,clang-analyzer-*) */

void
drive_plan_close(struct drive_plan *p)
{
	known_free(p);
	ask_close(p->ask);
	*p = (struct drive_plan){.cli = NULL};
}

/* NULL: no memory, which is as good as not known. */
static struct drive_plan_known *
known_of(struct drive_plan *p, const char *key)
{
	struct drive_plan_known *k = known_find(p, key);

	if (k != NULL)
		return k;
	k = calloc(1, sizeof(*k) + strlen(key) + 1);
	if (k == NULL)
		return NULL;
	k->plan.today = p->today;
	memcpy(k->key, key, strlen(key) + 1);
	known_add(p, k);
	return k;
}

static void
schedule_take(struct drive_plan_known *k, const struct schedule *s)
{
	k->has_days = true;
	k->plan.planned = true;
	k->plan.state = s->state;
	k->plan.from = s->from;
	k->plan.to = s->to;
}

/* ---- this outbox */

/* The newest comes first, and stands. */
static void
report_look(struct drive_plan *p, const struct report *r, bool waits)
{
	const bool is_target = r->kind == KIND_TARGET && r->u.target.drive[0] != '\0' &&
	    r->u.target.measure == MEASURE_UNITS;
	struct drive_plan_known *k = NULL;

	if (r->kind == KIND_RESULT && r->u.result.drive[0] != '\0') {
		k = known_of(p, r->u.result.drive);
		if (k != NULL)
			k->exists = true;
		return;
	}
	if (r->kind == KIND_SCHEDULE)
		k = known_of(p, r->u.schedule.drive);
	else if (is_target)
		k = known_of(p, r->u.target.drive);
	if (k == NULL)
		return;
	if (is_target) {
		if (!k->has_target)
			k->plan.target = r->action == ACTION_WITHDRAWAL ? 0 : r->u.target.value;
		k->has_target = true;
		return;
	}
	if (k->has_days)
		return;
	k->waits = waits;
	schedule_take(k, &r->u.schedule);
	k->plan.planned = r->action != ACTION_WITHDRAWAL;
}

static void
row_look(struct drive_plan *p, const struct outbox_row *row)
{
	struct submission *s = NULL;
	bool stands = false;

	if ((row->replaced_by != 0 && row->state != OUTBOX_DELIVERED) ||
	    !submission_decode(row->body, row->body_len, &s, NULL))
		return;
	for (uint32_t i = s->reports_n; i-- > 0;)
		if (current_row_stands(row, i, &stands, NULL) && stands)
			report_look(p, &s->reports[i], row->state != OUTBOX_DELIVERED);
	submission_free(s);
}

static void
outbox_read(struct drive_plan *p)
{
	const struct outbox_filter filter = {
	    .newest = true, .limit = CURRENT_OUTBOX_ROWS_MAX, .bodies = true};
	struct outbox_rows rows = {.n = 0};

	p->is_read = true;
	if (!cli_outbox(p->cli, NULL) || !outbox_rows_list(p->cli->outbox, &filter, &rows, NULL))
		return;
	for (size_t i = rows.n; i-- > 0;)
		row_look(p, &rows.at[i]);
	outbox_rows_free(&rows);
}

/* ---- the aggregator */

static void
answer_take(struct drive_plan_known *k, const struct reference *answer)
{
	const struct drive_row *row = answer->drives;

	k->exists |= answer->drives_n > 0;
	k->plan.planned = answer->drives_n > 0 && row->schedule_name.seq != 0;
	if (!k->plan.planned)
		return;
	schedule_take(k, &row->schedule);
	k->plan.target = row->has_target ? row->target_units : 0;
}

static void
aggregator_ask(struct drive_plan *p, struct drive_plan_known *k)
{
	char iso[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	const struct reference_request q = {
	    .kind = REFERENCE_DRIVES, .org = "", .period = period, .search = k->key};
	struct ask_reference answer = {.arenas_n = 0};
	struct drive_key key;
	struct err why = {.code = ERR_OK};

	if (p->offline || p->away.code != ERR_OK || !drive_key_parse(k->key, &key, NULL))
		return;
	(void)day_iso(key.day, iso);
	(void)snprintf(period, sizeof(period), "%s..%s", iso, iso);
	if ((p->ask == NULL && !ask_open(&p->cli->profile, &p->ask, &p->away)) ||
	    !ask_reference(p->ask, &q, &answer, &why)) {
		if (p->away.code == ERR_OK && err_is_retry(why.code))
			p->away = why;
		/* What it refuses to tell it does not refuse to take. */
		k->asked = p->away.code == ERR_OK;
		return;
	}
	k->asked = true;
	answer_take(k, &answer.all);
	ask_reference_free(&answer);
}

void
drive_plan_of(struct drive_plan *p, const char *drive, struct rules_ground *ret)
{
	struct drive_plan_known *k;

	*ret = (struct rules_ground){.today = p->today};
	if (!p->is_read)
		outbox_read(p);
	k = known_of(p, drive);
	if (k == NULL)
		return;
	if (!k->waits && !k->asked)
		aggregator_ask(p, k);
	if (!k->asked && !k->has_days && !k->is_unknown) {
		k->is_unknown = true;
		p->unknown_n++;
	}
	*ret = k->plan;
	ret->today = p->today;
	/* A target alone plans no drive. */
	if (!ret->planned)
		*ret = (struct rules_ground){.today = p->today};
}

/* ---- a day of which the plan has another drive by now */

struct moved {
	struct drive_key of; /* organisation and day that are asked for */
	char *key;
	uint32_t n;
};

/* ${key} is planned, and begins on ${from} by now. */
static void
moved_take(struct moved *m, const char *key, day_t from)
{
	struct drive_key k;

	if (from != m->of.day || !drive_key_parse(key, &k, NULL) || k.day == m->of.day ||
	    strcmp(k.org, m->of.org) != 0)
		return;
	m->n++;
	(void)text_copy(m->key, WIRE_DRIVE_BYTES_MAX + 1, key);
}

static void
moved_in_outbox(const struct drive_plan *p, struct moved *m)
{
	for (const struct drive_plan_known *k = p->known; k != NULL; k = k->hh.next)
		if (k->waits && k->plan.planned && k->plan.state != DRIVE_CANCELLED)
			moved_take(m, k->key, k->plan.from);
}

static void
moved_elsewhere(struct drive_plan *p, struct moved *m)
{
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	const struct reference_request q = {
	    .kind = REFERENCE_DRIVES, .org = m->of.org, .period = period, .search = ""};
	struct ask_reference answer = {.arenas_n = 0};
	struct err why = {.code = ERR_OK};

	if (p->ask == NULL || p->away.code != ERR_OK)
		return;
	(void)snprintf(period, sizeof(period), "%s..%s", day_iso(m->of.day, first),
	    day_iso(m->of.day + MOVED_DAYS_MAX, last));
	if (!ask_reference(p->ask, &q, &answer, &why))
		return;
	for (uint32_t i = 0; i < answer.all.drives_n; i++) {
		const struct drive_row *row = &answer.all.drives[i];
		const struct drive_plan_known *k = known_find(p, row->drive);

		if (row->planned && row->state != DRIVE_CANCELLED && (k == NULL || !k->waits))
			moved_take(m, row->drive, row->from);
	}
	ask_reference_free(&answer);
}

bool
drive_plan_moved_to(struct drive_plan *p, const char *drive, char ret[WIRE_DRIVE_BYTES_MAX + 1])
{
	const struct drive_plan_known *k = known_find(p, drive);
	struct moved m = {.key = ret};

	if (k == NULL || k->exists || k->plan.planned || !drive_key_parse(drive, &m.of, NULL) ||
	    m.of.ordinal != 1)
		return false;
	moved_in_outbox(p, &m);
	moved_elsewhere(p, &m);
	return m.n == 1;
}

static void
find(void *cookie, const char *drive, struct rules_ground *ret)
{
	drive_plan_of(cookie, drive, ret);
}

static bool
moved_to(void *cookie, const char *drive, char ret[WIRE_DRIVE_BYTES_MAX + 1])
{
	return drive_plan_moved_to(cookie, drive, ret);
}

struct drive_planner
drive_plan_planner(struct drive_plan *p)
{
	return (struct drive_planner){.find = find, .moved_to = moved_to, .cookie = p};
}

bool
drive_plan_look(
    const struct drive_planner *p, struct report_build *b, bool *ret_moved, struct err *err)
{
	char drive[WIRE_DRIVE_BYTES_MAX + 1], moved[WIRE_DRIVE_BYTES_MAX + 1];

	*ret_moved = false;
	if (!report_subject_drive(b, drive))
		return true;
	p->find(p->cookie, drive, &b->plan);
	if (b->r.drive[0] != '\0' || b->plan.planned || !p->moved_to(p->cookie, drive, moved))
		return true;
	*ret_moved = true;
	p->find(p->cookie, moved, &b->plan);
	return report_build_drive(b, moved, err);
}

#include "drive_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/clock.h"
#include "current.h"
#include "outbox_rows.h"

struct drive_plan_known {
	UT_hash_handle hh;
	struct rules_ground plan;
	bool has_days;   /* a schedule was seen */
	bool has_target; /* a target was, be it withdrawn */
	bool waits;      /* in this outbox: newer than the aggregator's word */
	bool asked;
	bool is_unknown; /* and counted so */
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

static void
find(void *cookie, const char *drive, struct rules_ground *ret)
{
	drive_plan_of(cookie, drive, ret);
}

struct drive_planner
drive_plan_planner(struct drive_plan *p)
{
	return (struct drive_planner){.find = find, .cookie = p};
}

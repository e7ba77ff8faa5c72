#include "core/answer.h"

#include <string.h>

#include "base/lang.h"
#include "rules/catalogue.h"

bool
answer_begin(struct answer *w, struct err *err)
{
	*w = (struct answer){.arena = arena_make((size_t)64 * 1024, ANSWER_BYTES_MAX)};
	return w->arena != NULL || err_set(err, ERR_MEMORY, "an answer");
}

void
answer_drop(struct answer *w)
{
	arena_free(w->arena);
	w->arena = NULL;
}

bool
answer_ok(const struct answer *w, struct err *err)
{
	if (w->full || (w->failed && arena_is_spent(w->arena)))
		return err_set(err, ERR_LIMIT, "%s",
		    TR("quá nhiều dòng: chọn kỳ ngắn hơn",
			"too many rows: choose a shorter period"));
	return !w->failed || err_set(err, ERR_MEMORY, "an answer");
}

void *
answer_take(struct answer *w, size_t n, size_t size)
{
	void *piece = w->failed ? NULL : arena_take_zero(w->arena, n == 0 ? 1 : n * size);

	w->failed = piece == NULL;
	return piece;
}

const char *
answer_text(struct answer *w, const char *text)
{
	const size_t len = strlen(text);
	char *copy = answer_take(w, len + 1, 1);

	return copy == NULL ? "" : memcpy(copy, text, len + 1);
}

struct row *
answer_row(struct answer *w)
{
	if (w->n == w->cap) {
		const uint32_t cap = w->cap == 0 ? 64 : w->cap * 2;
		struct row *rows = NULL;

		w->full = w->full || cap > ANSWER_ROWS_MAX;
		rows = w->full ? NULL : answer_take(w, cap, sizeof(*rows));
		if (rows == NULL)
			return NULL;
		if (w->n > 0)
			memcpy(rows, w->rows, w->n * sizeof(*rows));
		w->rows = rows;
		w->cap = cap;
	}
	struct row *row = &w->rows[w->n++];
	*row = (struct row){.key = "", .org = "", .name = "", .kind = "", .state = ""};
	return row;
}

static uint32_t
count_of(const struct pairs *p, uint32_t ind)
{
	const int64_t v = pairs_value(p, ind);

	return v < 0 ? 0 : v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

void
answer_fill(struct answer *w, struct row *row, const struct pairs *p)
{
	uint32_t *ind = answer_take(w, p->n, sizeof(*ind));
	int64_t *val = answer_take(w, p->n, sizeof(*val));
	uint32_t n = 0;

	if (ind == NULL || val == NULL)
		return;
	for (uint32_t i = 0; i < p->n; i++)
		if (p->at[i].ind < IND_SYSTEM_FIRST && p->at[i].carriers > 0) {
			ind[n] = p->at[i].ind;
			val[n++] = p->at[i].val;
		}
	row->counts = (struct counts){.ind = ind, .val = val, .n = n};
	row->drives_planned = count_of(p, IND_SYS_DRIVES_PLANNED);
	row->drives_held = count_of(p, IND_SYS_DRIVES_HELD);
	row->drives_reported = count_of(p, IND_SYS_DRIVES_REPORTED);
	row->drives_late = count_of(p, IND_SYS_DRIVES_LATE);
	row->interim_units = pairs_value(p, IND_SYS_INTERIM_UNITS);
	row->approved_units = pairs_value(p, IND_SYS_APPROVED_UNITS);
	row->returned_units = pairs_value(p, IND_SYS_RETURNED_UNITS);
	row->after_lock_units = pairs_value(p, IND_SYS_AFTER_LOCK_UNITS);
	row->conflicts = count_of(p, IND_SYS_WITNESSES_DIFFER);
	row->reports = count_of(p, IND_SYS_REPORTS);
	row->demo = pairs_value(p, IND_SYS_DEMO) > 0;
	if (n == 0) /* what came in was about other days */
		row->last_report_ms = 0;
}

void
answer_target(struct row *row, const struct target_answer *t)
{
	row->has_target = t->has;
	row->target_units = t->units;
	row->target_own = t->own;
	row->target_draft = t->draft;
	row->has_control = t->has_control;
	row->control_units = t->control_units;
	row->control_qualifier = t->control_qualifier;
	row->target_qualifier = t->qualifier;
	row->target_max = t->units_max;
	row->control_max = t->control_max;
	row->target_self = t->self;
	row->has_self = t->has_self;
	row->self_units = t->self_units;
	row->self_qualifier = t->self_qualifier;
	row->self_max = t->self_max;
}

static const char *
kind_name(enum org_kind kind)
{
	static const char *const names[ORG_COUNT_] = {[ORG_NATION] = "nation",
	    [ORG_PROVINCE] = "province",
	    [ORG_DISTRICT] = "district",
	    [ORG_COMMUNE] = "commune",
	    [ORG_BODY] = "body",
	    [ORG_FACILITY] = "facility"};

	return kind < ORG_COUNT_ && names[kind] != NULL ? names[kind] : "";
}

void
answer_org(struct answer *w, const struct core *c, struct row *row, org_t org, day_t day)
{
	const struct org_version *v = orgs_version(c->orgs, org, day);

	if (v == NULL)
		return;
	row->org = answer_text(w, v->code);
	row->name = answer_text(w, v->full_name);
	row->valid_from = v->valid_from;
	row->kind = kind_name(v->kind);
	row->last_report_ms = newest_of(c, org);
}

/*
 * Thirty-five numbers of at most ten bytes, their tags, and the tags and lengths of the row and
 * its texts; an indicator takes at most three bytes, a value ten.
 */
#define ROW_FIXED_BYTES 500
#define ROW_PAIR_BYTES 13
#define ROW_TARGET_BYTES 900 /* five codes, a name and numbers */

size_t
answer_row_bytes(const struct row *row)
{
	return ROW_FIXED_BYTES + strlen(row->key) + strlen(row->org) + strlen(row->name) +
	    strlen(row->kind) + strlen(row->state) + (size_t)row->counts.n * ROW_PAIR_BYTES +
	    (size_t)row->targets_n * ROW_TARGET_BYTES;
}

/*
 * An organisation's own plan year may end before its code was given to it: meant is who bore the
 * code on the last day of just that year.
 */
static bool
bearer_find(const struct core *c, const char *org, struct scope *s, struct err *err)
{
	day_t first = 0, last = 0;

	orgs_span(c->orgs, s->org, &first, &last);
	if (org[0] == '\0' || s->on != 0 || s->period.to >= first)
		return true;
	return orgs_find(c->orgs, org, s->period.to, &s->org, err) &&
	    (orgs_may_read(c->orgs, s->reader, s->org) ||
		err_set(err, ERR_FORBIDDEN, "%s", core_org_name(c, s->org, s->period.to)));
}

bool
answer_scope(const struct core *c, const struct key_info *who, const char *org, const char *period,
    int64_t now_ms, struct scope *ret, struct err *err)
{
	const org_t root = orgs_root(c->orgs);

	ret->today = day_from_unix_ms(now_ms);
	ret->now_ms = now_ms;
	if (root == 0)
		return err_set(err, ERR_ORG_UNKNOWN, "%s", org);
	/* The nation's plan year says on which day the organisation's name is to be read. */
	if (!plan_period(c->plan, c->orgs, root, period, ret->today, &ret->period, err))
		return false;
	ret->org = who->org;
	ret->reader = who->role == ROLE_NATIONAL || who->role == ROLE_OPERATOR ? root : who->org;
	const day_t on = ret->on != 0     ? ret->on
	    : ret->period.to < ret->today ? ret->period.to
					  : ret->today;
	if (org[0] != '\0' && !orgs_find(c->orgs, org, on, &ret->org, err))
		return false;
	/* A key's organisation may be younger than the batch that is asked about. */
	if (orgs_version(c->orgs, ret->org, on) == NULL)
		return err_set(err, ERR_ORG_UNKNOWN, "%s",
		    TR("nơi của máy này chưa có ở lần ghi đó",
			"this machine's organisation is not there as of that batch"));
	if (!orgs_may_read(c->orgs, ret->reader, ret->org))
		return err_set(err, ERR_FORBIDDEN, "%s", core_org_name(c, ret->org, on));
	if (!plan_period(c->plan, c->orgs, ret->org, period, ret->today, &ret->period, err) ||
	    !bearer_find(c, org, ret, err))
		return false;
	ret->to = ret->period.to;
	ret->rollup = &c->rollup;
	if (ret->period.kind == PERIOD_CAMPAIGN)
		ret->campaign = plan_campaign_number(c->plan, ret->period.code);
	return true;
}

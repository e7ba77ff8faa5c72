/*
 * Reference data for offices: organisations, installs; drives, reports, targets and the plan's
 * small registries stand in reference_*.c.
 */
#include <stdlib.h>
#include <string.h>

#include "core/campaign.h"
#include "core/reference.h"
#include "wire/keys.h"

/*
 * Rows of a page: up to REFERENCE_PAGE, and so many that even the longest fit a reply.  A row's
 * longest is the sum of its texts' limits and about 200 bytes of numbers and tags.
 */
#define REFERENCE_PAGE 500U
#define NUMBERS_BYTES 200
#define ROW_BYTES(codes, names, lists) \
	(NUMBERS_BYTES + (codes) * (WIRE_CODE_BYTES_MAX + 4) + \
	    (names) * (WIRE_NAME_BYTES_MAX + 4) + \
	    (lists)*WIRE_LIST_MAX * (WIRE_CODE_BYTES_MAX + 4))
#define REPORT_BYTES \
	(ROW_BYTES(7, 2, 1) + SUBJECT_KEY_MAX + WIRE_DRIVE_BYTES_MAX + 3 * WIRE_NOTE_BYTES_MAX + \
	    WIRE_LIST_MAX * (WIRE_CODE_BYTES_MAX + 20) + 2 * WIRE_PAIRS_MAX * 13)

struct reference_kind_of_row {
	size_t bytes;     /* in memory */
	size_t bytes_max; /* in a reply */
};

/* NULL: no such kind. */
static const struct reference_kind_of_row *
row_of(enum reference_kind kind)
{
	static const struct reference_kind_of_row rows[REFERENCE_COUNT_] = {
	    [REFERENCE_ORGS] = {sizeof(struct org_row), ROW_BYTES(3, 3, 0) + WIRE_NOTE_BYTES_MAX},
	    [REFERENCE_DRIVES] = {sizeof(struct drive_row),
		ROW_BYTES(5, 4, 1) + WIRE_NOTE_BYTES_MAX},
	    [REFERENCE_TARGETS] = {sizeof(struct target_row), ROW_BYTES(5, 2, 0)},
	    [REFERENCE_INSTALLS] = {sizeof(struct install_row), ROW_BYTES(2, 3, 0)},
	    [REFERENCE_REPORTS] = {sizeof(struct report_row), REPORT_BYTES},
	    [REFERENCE_CAMPAIGNS] = {sizeof(struct campaign_entry), ROW_BYTES(2, 1, 0)},
	    [REFERENCE_ROUNDS] = {sizeof(struct round_entry), ROW_BYTES(2, 2, 0)},
	    [REFERENCE_SILENT] = {sizeof(struct org_row), ROW_BYTES(3, 3, 0) + WIRE_NOTE_BYTES_MAX},
	    [REFERENCE_POPULATIONS] = {sizeof(struct population_entry),
		ROW_BYTES(1, 0, 0) + WIRE_NOTE_BYTES_MAX},
	    [REFERENCE_ORG_HISTORY] = {sizeof(struct org_row),
		ROW_BYTES(2, 2, 0) + WIRE_NOTE_BYTES_MAX},
	    [REFERENCE_HISTORY] = {sizeof(struct report_row), REPORT_BYTES},
	    [REFERENCE_REVIEW] = {sizeof(struct report_row), REPORT_BYTES},
	    [REFERENCE_LOCKS] = {sizeof(struct lock_row), ROW_BYTES(2, 1, 0) + WIRE_NOTE_BYTES_MAX},
	    [REFERENCE_TEXTS] = {
		sizeof(struct text_row), ROW_BYTES(4, 0, 0) + WIRE_TEXT_BYTES_MAX}};

	return kind < REFERENCE_COUNT_ && rows[kind].bytes > 0 ? &rows[kind] : NULL;
}

static bool
page_begin(struct reference_page *p, uint32_t number, const struct reference_kind_of_row *row,
    struct err *err)
{
	const size_t fit = (WIRE_REPLY_BYTES_MAX - NUMBERS_BYTES) / row->bytes_max;

	*p = (struct reference_page){
	    .max = fit < REFERENCE_PAGE ? (uint32_t)fit : REFERENCE_PAGE, .row_bytes = row->bytes};
	if (__builtin_mul_overflow(number, p->max, &p->from))
		p->from = UINT32_MAX;
	if (!answer_begin(&p->w, err))
		return false;
	p->rows = answer_take(&p->w, p->max, row->bytes);
	return true;
}

void *
core_reference_row(struct reference_page *p)
{
	const uint32_t i = p->seen++;

	if (p->w.failed || i < p->from || p->n == p->max)
		return NULL;
	return p->rows + p->row_bytes * p->n++;
}

const char *
core_reference_text(struct reference_page *p, const char *s)
{
	return answer_text(&p->w, s == NULL ? "" : s);
}

struct strings
core_reference_texts(struct reference_page *p, const struct strings *list)
{
	const char **at = answer_take(&p->w, list->n, sizeof(*at));

	for (uint32_t i = 0; at != NULL && i < list->n; i++)
		at[i] = core_reference_text(p, list->at[i]);
	return (struct strings){.at = at, .n = at == NULL ? 0 : list->n};
}

struct counts
core_reference_counts(struct reference_page *p, const struct counts *counts)
{
	uint32_t *ind = answer_take(&p->w, counts->n, sizeof(*ind));
	int64_t *val = answer_take(&p->w, counts->n, sizeof(*val));

	if (ind == NULL || val == NULL || counts->n == 0)
		return (struct counts){.n = 0};
	memcpy(ind, counts->ind, counts->n * sizeof(*ind));
	memcpy(val, counts->val, counts->n * sizeof(*val));
	return (struct counts){.ind = ind, .val = val, .n = counts->n};
}

bool
core_reference_is_under(const struct core *c, const struct scope *s, org_t org, day_t day)
{
	return orgs_is_above(c->orgs, s->org, org, day) || orgs_may_read(c->orgs, s->org, org);
}

/* ---- organisations */

void
core_reference_moved(const struct core *c, const struct org_version *v, org_t parent,
    struct org_row *row, struct reference_page *p)
{
	const struct org_successor *edges = NULL;
	const uint32_t n = orgs_successors(c->orgs, v->parent, &edges);
	day_t first = 0, last = 0;

	orgs_span(c->orgs, v->parent, &first, &last);
	row->moved_from = core_reference_text(p, core_org_code(c, v->parent, last));
	row->moved_from_name = core_reference_text(p, core_org_name(c, v->parent, last));
	row->day = last + 1;
	for (uint32_t i = 0; i < n; i++)
		if (row->succession == SUCCESSION_NONE || edges[i].org == parent) {
			row->succession = edges[i].kind;
			row->basis = core_reference_text(p, edges[i].basis);
		}
}

static void
org_put(const struct core *c, org_t org, day_t day, struct reference_page *p)
{
	struct org_row *row = core_reference_row(p);
	const struct org_version *v = orgs_version(c->orgs, org, day);

	if (row == NULL)
		return;
	const day_t on = day > v->valid_to ? v->valid_to
	    : day < v->valid_from          ? v->valid_from
					   : day;
	const org_t parent = orgs_parent(c->orgs, org, on);
	*row = (struct org_row){.code = core_reference_text(p, v->code),
	    .name = core_reference_text(p, v->name),
	    .full_name = core_reference_text(p, v->full_name),
	    .kind = v->kind,
	    .parent = core_reference_text(p, parent == 0 ? "" : core_org_code(c, parent, on)),
	    .valid_from = v->valid_from,
	    .valid_to = v->valid_to,
	    .basis = "",
	    .moved_from = "",
	    .moved_from_name = ""};
	if (v->parent != 0 && parent != v->parent &&
	    (v->kind == ORG_BODY || v->kind == ORG_FACILITY))
		core_reference_moved(c, v, parent, row, p);
}

static bool
orgs_rows(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err)
{
	const day_t day = s->to < s->today ? s->to : s->today;
	struct err why = {.code = ERR_OK};
	org_t *found = NULL;
	const uint32_t n = q->search[0] != '\0'
	    ? orgs_search(c->orgs, q->search, day, &found, &why)
	    : orgs_subtree(c->orgs, s->org, s->period.from, s->to, &found, &why);

	if (why.code != ERR_OK)
		return err_set(err, why.code, "%s", why.text);
	for (uint32_t i = 0; i < n; i++)
		if (core_reference_is_under(c, s, found[i], day))
			org_put(c, found[i], day, p);
	free(found);
	return true;
}

/* ---- installs */

/* Invitations that are over are no longer anybody's: only those that still enrol are listed. */
static void
installs_rows(const struct core *c, const struct scope *s, struct reference_page *p)
{
	for (uint32_t i = 0; i < keyring_count(c->keyring); i++) {
		struct keyring_item item;
		char fingerprint[KEYS_FINGERPRINT_MAX] = "";

		if (!keyring_at(c->keyring, i, &item) || item.used ||
		    (item.info.state == KEY_INVITED && item.info.not_after_ms < s->now_ms) ||
		    !(item.info.org == 0 || core_reference_is_under(c, s, item.info.org, s->today)))
			continue;
		struct install_row *row = core_reference_row(p);
		if (row == NULL)
			continue;
		if (item.info.state != KEY_INVITED)
			keys_fingerprint(item.info.sign_key, item.info.curve_key, fingerprint);
		*row = (struct install_row){
		    .org = core_reference_text(p, core_org_code(c, item.info.org, s->today)),
		    .org_name = core_reference_text(p, core_org_name(c, item.info.org, s->today)),
		    .role = item.info.role,
		    .state = item.info.state,
		    .label = core_reference_text(p, item.label),
		    .at_ms = item.at_ms,
		    .fingerprint = core_reference_text(p, fingerprint),
		    .pending = item.info.pending};
		memcpy(row->sign_key, item.info.sign_key, WIRE_KEY_BYTES);
		memcpy(row->invitation, item.invitation, WIRE_INVITATION_BYTES);
	}
}

/* ---- organisations that a plan expects and that have not reported */

static bool
silent_rows(const struct core *c, const struct scope *s, struct reference_page *p, struct err *err)
{
	struct rollup campaign = {.orgs = NULL};
	struct scope of = *s;
	struct expected_list list;

	/* A draft is listed with the plan, but nobody owes what it says. */
	of.drafts = false;
	if (s->campaign != 0)
		of.rollup = &campaign;
	const bool ok = (s->campaign == 0 || campaign_rollup(c, s, &campaign, err)) &&
	    answer_expected(c, &of, &list, err);
	rollup_free(&campaign);
	if (!ok)
		return false;
	for (uint32_t i = 0; i < list.n; i++)
		if (list.at[i].silent)
			org_put(c, list.at[i].org, s->to, p);
	answer_expected_free(&list);
	return true;
}

static bool
rows_of(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct reference_page *p, struct err *err)
{
	switch (q->kind) {
	case REFERENCE_ORGS:
		return orgs_rows(c, s, q, p, err);
	case REFERENCE_DRIVES:
		return reference_drives(c, s, q, p, err);
	case REFERENCE_TARGETS:
		return reference_targets(c, s, p, err);
	case REFERENCE_INSTALLS:
		installs_rows(c, s, p);
		return true;
	case REFERENCE_REPORTS:
		return reference_reports(c, s, q, p, err);
	case REFERENCE_ROUNDS:
		reference_rounds(c, s, p);
		return true;
	case REFERENCE_SILENT:
		return silent_rows(c, s, p, err);
	case REFERENCE_POPULATIONS:
		reference_populations(c, s, p);
		return true;
	case REFERENCE_ORG_HISTORY:
		return reference_org_history(c, s, q, p, err);
	case REFERENCE_HISTORY:
		return reference_history(c, s, q, p, err);
	case REFERENCE_REVIEW:
		return reference_queue(c, s, q, p, err);
	case REFERENCE_LOCKS:
		return reference_locks(c, s, p, err);
	case REFERENCE_TEXTS:
		return reference_texts(c, s, q, p, err);
	default:
		reference_campaigns(c, p);
		return true;
	}
}

static void
reference_fill(const struct core *c, const struct reference_request *q,
    const struct reference_page *p, struct reference *ret)
{
	*ret = (struct reference){.kind = q->kind,
	    .as_of_batch = c->n,
	    .arena = p->w.arena,
	    .next_page = p->seen > p->from && p->seen - p->from > p->n ? q->page + 1 : 0};
	switch (q->kind) {
	case REFERENCE_ORGS:
	case REFERENCE_ORG_HISTORY:
	case REFERENCE_SILENT:
		ret->orgs = (const void *)p->rows;
		ret->orgs_n = p->n;
		break;
	case REFERENCE_DRIVES:
		ret->drives = (const void *)p->rows;
		ret->drives_n = p->n;
		break;
	case REFERENCE_TARGETS:
		ret->targets = (const void *)p->rows;
		ret->targets_n = p->n;
		break;
	case REFERENCE_INSTALLS:
		ret->installs = (const void *)p->rows;
		ret->installs_n = p->n;
		break;
	case REFERENCE_LOCKS:
		ret->locks = (const void *)p->rows;
		ret->locks_n = p->n;
		break;
	case REFERENCE_TEXTS:
		ret->texts = (const void *)p->rows;
		ret->texts_n = p->n;
		break;
	case REFERENCE_REPORTS:
	case REFERENCE_HISTORY:
	case REFERENCE_REVIEW:
		ret->reports = (const void *)p->rows;
		ret->reports_n = p->n;
		break;
	case REFERENCE_ROUNDS:
		ret->rounds = (const void *)p->rows;
		ret->rounds_n = p->n;
		break;
	case REFERENCE_POPULATIONS:
		ret->populations = (const void *)p->rows;
		ret->populations_n = p->n;
		break;
	default:
		ret->campaigns = (const void *)p->rows;
		ret->campaigns_n = p->n;
		break;
	}
}

bool
core_reference(const struct core *c, const struct key_info *who, const struct reference_request *q,
    int64_t now_ms, struct reference *ret, struct err *err)
{
	const struct reference_kind_of_row *row = row_of(q->kind);
	struct scope s = {.drafts = true};
	struct reference_page p;

	if (row == NULL)
		return err_set(err, ERR_MALFORMED, "reference %u", (unsigned)q->kind);
	if (!answer_scope(c, who, q->org, q->period, now_ms, &s, err) ||
	    !page_begin(&p, q->page, row, err))
		return false;
	if (!rows_of(c, &s, q, &p, err) || !answer_ok(&p.w, err)) {
		answer_drop(&p.w);
		return false;
	}
	reference_fill(c, q, &p, ret);
	return true;
}

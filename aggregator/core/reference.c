/* Reference data for offices: organisations, drives, targets, installs, reports, campaigns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/answer.h"
#include "rules/catalogue.h"
#include "wire/keys.h"

/* A page of rows of any kind: taken in order, those before and after the page only counted. */
struct page {
	struct answer w;
	uint32_t from;
	uint32_t seen;
	uint32_t n;
	uint32_t max;
	size_t row_bytes;
	uint8_t *rows;
};

#define REFERENCE_PAGE 500u

static bool
page_begin(struct page *p, uint32_t number, size_t row_bytes, struct err *err)
{
	*p = (struct page){.from = number > 100000u ? UINT32_MAX : number * REFERENCE_PAGE,
	    .max = REFERENCE_PAGE,
	    .row_bytes = row_bytes};
	if (!answer_begin(&p->w, err))
		return false;
	p->rows = answer_take(&p->w, p->max, row_bytes);
	return true;
}

/* Room for one more row of this page; NULL: it belongs to another page. */
static void *
page_row(struct page *p)
{
	const uint32_t i = p->seen++;

	if (p->w.failed || i < p->from || p->n == p->max)
		return NULL;
	return p->rows + p->row_bytes * p->n++;
}

static const char *
text(struct page *p, const char *s)
{
	return answer_text(&p->w, s == NULL ? "" : s);
}

static struct strings
texts(struct page *p, const struct strings *list)
{
	const char **at = answer_take(&p->w, list->n, sizeof(*at));

	for (uint32_t i = 0; at != NULL && i < list->n; i++)
		at[i] = text(p, list->at[i]);
	return (struct strings){.at = at, .n = at == NULL ? 0 : list->n};
}

static bool
is_under(const struct core *c, const struct scope *s, org_t org, day_t day)
{
	return orgs_is_above(c->orgs, s->org, org, day) || orgs_may_read(c->orgs, s->org, org);
}

/* ---- organisations */

static bool
orgs_rows(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct page *p, struct err *err)
{
	const day_t day = s->to < s->today ? s->to : s->today;
	struct err why = {.code = ERR_OK};
	org_t *found = NULL;
	const uint32_t n = q->search[0] != '\0'
	    ? orgs_search(c->orgs, q->search, day, &found, &why)
	    : orgs_subtree(c->orgs, s->org, s->period.from, s->to, &found, &why);

	if (why.code != ERR_OK)
		return err_set(err, why.code, "%s", why.text);
	for (uint32_t i = 0; i < n; i++) {
		struct org_row *row = is_under(c, s, found[i], day) ? page_row(p) : NULL;
		const struct org_version *v = orgs_version(c->orgs, found[i], day);

		if (row == NULL)
			continue;
		*row = (struct org_row){.code = text(p, v->code),
		    .name = text(p, v->name),
		    .full_name = text(p, v->full_name),
		    .kind = v->kind,
		    .parent = text(p, v->parent == 0 ? "" : core_org_code(c, v->parent, day)),
		    .valid_from = v->valid_from,
		    .valid_to = v->valid_to};
	}
	free(found);
	return true;
}

/* ---- drives */

static void
drive_fill(const struct core *c, const struct drive *d, const struct subject *x, day_t day,
    struct page *p, struct drive_row *row)
{
	struct target_answer t = {.has = false};

	plan_target_of_drive(c->plan, d->key, &t);
	*row = (struct drive_row){.drive = text(p, d->key),
	    .state = d->state,
	    .from = d->from,
	    .to = d->to,
	    .org_name = text(p, core_org_name(c, d->org, day)),
	    .name = text(p, d->s.name),
	    .venue = text(p, d->s.venue),
	    .plan = text(p, d->s.plan),
	    .has_target = t.has,
	    .target_units = t.units,
	    .campaigns = texts(p, &d->s.campaigns),
	    .planned = d->planned};
	if (x == NULL)
		return;
	row->reported = x->state == SUBJECT_FINAL;
	row->interim = x->state == SUBJECT_INTERIM;
	row->report = x->name;
	row->batch = x->batch;
	row->from = x->from;
	row->to = x->to;
	for (uint32_t i = 0; x->posted_n > 0 && i < x->posted[0].n; i++)
		if (x->posted[0].ind[i] == IND_BLOOD_UNITS)
			row->units = x->posted[0].val[i];
}

static const struct subject *
drive_result(const struct core *c, const char *drive)
{
	char key[SUBJECT_KEY_MAX + 1];

	(void)snprintf(key, sizeof(key), "R/%s/%u", drive, (unsigned)WITNESS_ORGANISER);
	const struct subject *x = subjects_find(&c->subjects, key);
	return x != NULL && x->state != SUBJECT_FINAL && x->state != SUBJECT_INTERIM ? NULL : x;
}

static bool
drives_rows(
    const struct core *c, const struct scope *s, const struct reference_request *q, struct page *p)
{
	for (uint32_t i = 0; i < plan_drive_count(c->plan); i++) {
		const struct drive *d = plan_drive_at(c->plan, i);
		const struct subject *x = drive_result(c, d->key);
		const day_t day = x == NULL ? d->to : x->to;

		if (q->search[0] != '\0' ? strcmp(d->key, q->search) != 0
					 : day < s->period.from || day > s->to)
			continue;
		struct drive_row *row = is_under(c, s, d->org, day) ? page_row(p) : NULL;
		if (row != NULL)
			drive_fill(c, d, x, day, p, row);
	}
	return true;
}

/* ---- targets */

static bool
targets_rows(const struct core *c, const struct scope *s, struct page *p)
{
	for (uint32_t i = 0; i < plan_target_count(c->plan); i++) {
		const struct target_line *line = plan_target(c->plan, i);
		const struct target *t = &line->t;

		if (line->withdrawn || t->to < s->period.from || t->from > s->period.to ||
		    !is_under(c, s, line->org, t->to))
			continue;
		struct target_row *row = page_row(p);
		if (row == NULL)
			continue;
		*row = (struct target_row){.target = *t,
		    .org_name = text(p, core_org_name(c, line->org, t->to)),
		    .name = line->name};
		row->target.org = text(p, t->org);
		row->target.drive = text(p, t->drive);
		row->target.sector = text(p, t->sector);
		row->target.campaign = text(p, t->campaign);
		row->target.plan = text(p, t->plan);
	}
	return true;
}

/* ---- installs */

static bool
installs_rows(const struct core *c, const struct scope *s, struct page *p)
{
	for (uint32_t i = 0; i < keyring_count(c->keyring); i++) {
		struct keyring_item item;
		char fingerprint[KEYS_FINGERPRINT_MAX] = "";

		if (!keyring_at(c->keyring, i, &item) || item.used ||
		    !(item.info.org == 0 || is_under(c, s, item.info.org, s->today)))
			continue;
		struct install_row *row = page_row(p);
		if (row == NULL)
			continue;
		if (item.info.state != KEY_INVITED)
			keys_fingerprint(item.info.sign_key, item.info.curve_key, fingerprint);
		*row =
		    (struct install_row){.org = text(p, core_org_code(c, item.info.org, s->today)),
			.org_name = text(p, core_org_name(c, item.info.org, s->today)),
			.role = item.info.role,
			.state = item.info.state,
			.label = text(p, item.label),
			.at_ms = item.at_ms,
			.fingerprint = text(p, fingerprint),
			.pending = item.info.pending};
		memcpy(row->sign_key, item.info.sign_key, WIRE_KEY_BYTES);
		memcpy(row->invitation, item.invitation, WIRE_INVITATION_BYTES);
	}
	return true;
}

/* ---- reports: what stands for a subject now */

static bool
report_fill(const struct core *c, const struct subject *x, struct page *p, struct report_row *row,
    struct err *err)
{
	struct submission *s = NULL;

	*row = (struct report_row){.name = x->name,
	    .kind = x->kind,
	    .action = ACTION_FIRST,
	    .batch = x->batch,
	    .at_ms = x->at_ms,
	    .subject = text(p, subjects_key(&c->subjects, x->no)),
	    .by_org = text(p, core_org_code(c, x->by_org, x->to)),
	    .current = true};
	if (!submission_decode(x->content, x->content_len, &s, err))
		return false;
	const struct result *r = &s->reports[0].u.result;
	struct share *executing = answer_take(&p->w, r->executing_n, sizeof(*executing));
	uint32_t *ind = answer_take(&p->w, r->counts.n, sizeof(*ind));
	int64_t *val = answer_take(&p->w, r->counts.n, sizeof(*val));
	if (executing != NULL && ind != NULL && val != NULL) {
		for (uint32_t i = 0; i < r->executing_n; i++)
			executing[i] = (struct share){
			    .org = text(p, r->executing[i].org), .units = r->executing[i].units};
		memcpy(ind, r->counts.ind, r->counts.n * sizeof(*ind));
		memcpy(val, r->counts.val, r->counts.n * sizeof(*val));
		row->result = *r;
		row->result.drive = text(p, r->drive);
		row->result.collection.org = text(p, r->collection.org);
		row->result.sector = text(p, r->sector);
		row->result.campaigns = texts(p, &r->campaigns);
		row->result.place = text(p, r->place);
		row->result.executing = executing;
		row->result.facility = text(p, r->facility);
		row->result.note = text(p, r->note);
		row->result.counts = (struct counts){.ind = ind, .val = val, .n = r->counts.n};
	}
	submission_free(s);
	return true;
}

static bool
reports_rows(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct page *p, struct err *err)
{
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);
		const char *key = subjects_key(&c->subjects, no);

		if (x->kind != KIND_RESULT ||
		    (x->state != SUBJECT_FINAL && x->state != SUBJECT_INTERIM))
			continue;
		/* A search names a subject ("R/909/2022-05-08/1/1") or a drive. */
		if (q->search[0] != '\0' ? strncmp(key + 2, q->search, strlen(q->search)) != 0 &&
			    strcmp(key, q->search) != 0
					 : x->to < s->period.from || x->to > s->to)
			continue;
		struct report_row *row = is_under(c, s, x->org, x->to) ? page_row(p) : NULL;
		if (row != NULL && !report_fill(c, x, p, row, err))
			return false;
	}
	return true;
}

/* ---- campaigns */

static bool
campaigns_rows(const struct core *c, struct page *p)
{
	for (int32_t i = 1; i <= plan_campaign_count(c->plan); i++) {
		struct campaign_entry *row = page_row(p);

		if (row == NULL)
			continue;
		struct period period;
		char words[WIRE_CODE_BYTES_MAX + 16];
		(void)snprintf(words, sizeof(words), "campaign:%s", plan_campaign_code(c->plan, i));
		const bool dated =
		    plan_period(c->plan, c->orgs, orgs_root(c->orgs), words, 0, &period, NULL);
		*row = (struct campaign_entry){.code = text(p, plan_campaign_code(c->plan, i)),
		    .name = text(p, plan_campaign_name(c->plan, i)),
		    .from = dated ? period.from : 0,
		    .to = dated ? period.to : 0,
		    .org = ""};
	}
	return true;
}

static size_t
row_bytes_of(enum reference_kind kind)
{
	static const size_t bytes[REFERENCE_COUNT_] = {[REFERENCE_ORGS] = sizeof(struct org_row),
	    [REFERENCE_DRIVES] = sizeof(struct drive_row),
	    [REFERENCE_TARGETS] = sizeof(struct target_row),
	    [REFERENCE_INSTALLS] = sizeof(struct install_row),
	    [REFERENCE_REPORTS] = sizeof(struct report_row),
	    [REFERENCE_CAMPAIGNS] = sizeof(struct campaign_entry)};

	return kind < REFERENCE_COUNT_ ? bytes[kind] : 0;
}

static bool
rows_of(const struct core *c, const struct scope *s, const struct reference_request *q,
    struct page *p, struct err *err)
{
	switch (q->kind) {
	case REFERENCE_ORGS:
		return orgs_rows(c, s, q, p, err);
	case REFERENCE_DRIVES:
		return drives_rows(c, s, q, p);
	case REFERENCE_TARGETS:
		return targets_rows(c, s, p);
	case REFERENCE_INSTALLS:
		return installs_rows(c, s, p);
	case REFERENCE_REPORTS:
		return reports_rows(c, s, q, p, err);
	default:
		return campaigns_rows(c, p);
	}
}

static void
reference_fill(const struct core *c, const struct reference_request *q, const struct page *p,
    struct reference *ret)
{
	*ret = (struct reference){.kind = q->kind,
	    .as_of_batch = c->n,
	    .arena = p->w.arena,
	    .next_page = p->seen > p->from && p->seen - p->from > p->n ? q->page + 1 : 0};
	switch (q->kind) {
	case REFERENCE_ORGS:
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
	case REFERENCE_REPORTS:
		ret->reports = (const void *)p->rows;
		ret->reports_n = p->n;
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
	const size_t row_bytes = row_bytes_of(q->kind);
	struct scope s = {.drafts = true};
	struct page p;

	if (row_bytes == 0)
		return err_set(err, ERR_MALFORMED, "reference %u", (unsigned)q->kind);
	if (!answer_scope(c, who, q->org, q->period, now_ms, &s, err) ||
	    !page_begin(&p, q->page, row_bytes, err))
		return false;
	if (!rows_of(c, &s, q, &p, err) || !answer_ok(&p.w, err)) {
		answer_drop(&p.w);
		return false;
	}
	reference_fill(c, q, &p, ret);
	return true;
}

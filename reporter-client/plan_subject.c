#include "plan_subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/lang.h"
#include "base/text.h"

/* An organisation that a row is of. */
struct member {
	char code[WIRE_CODE_BYTES_MAX + 1];
	const char *text; /* as the file writes it; lent */
	bool stated;      /* as whose plan the rows are: a body's parent, a round's organisation */
	bool unknown;     /* to the registry, as far as it was asked */
};
struct members {
	struct member *at; /* owned; by code, each once */
	size_t n;
};

/* ---- what the file says */

static void
member_put(struct members *m, const char *text, bool stated)
{
	struct member *put = &m->at[m->n];

	*put = (struct member){.text = text, .stated = stated};
	(void)snprintf(
	    put->code, sizeof(put->code), "%.*s", (int)strcspn(text, "@/"), text); /* or a drive */
	m->n += put->code[0] != '\0';
}

static const char *
text_of(const struct member *m)
{
	return strchr(m->text, '/') != NULL ? m->code : m->text;
}

static int
by_code(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	const int order = strcmp(x->code, y->code);

	return order != 0 ? order : (int)y->stated - (int)x->stated;
}

static struct member *
member_of(const struct members *m, const char *code)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int order = strcmp(m->at[mid].code, code);

		if (order == 0)
			return &m->at[mid];
		*(order < 0 ? &low : &high) = order < 0 ? mid + 1 : mid;
	}
	return NULL;
}

static void
members_once(struct members *m)
{
	size_t kept = 0;

	if (m->n > 1)
		qsort(m->at, m->n, sizeof(*m->at), by_code);
	for (size_t i = 0; i < m->n; i++)
		if (kept == 0 || strcmp(m->at[kept - 1].code, m->at[i].code) != 0)
			m->at[kept++] = m->at[i];
	m->n = kept;
}

static bool
is_entry(const struct report *r, enum registry_kind kind)
{
	return r->kind == KIND_REGISTRY && r->u.registry.kind == kind;
}

/* Bodies that the file gives: the registry may not have them yet, and their parent is a member. */
static void
bodies_drop(struct members *m, const struct import_set *set)
{
	size_t kept = 0;

	for (size_t i = 0; i < set->reports_n; i++) {
		struct member *body = is_entry(&set->reports[i], REGISTRY_ORG)
		    ? member_of(m, set->reports[i].u.registry.u.org.code)
		    : NULL;

		if (body != NULL && !body->stated)
			body->unknown = true;
	}
	for (size_t i = 0; i < m->n; i++)
		if (!m->at[i].unknown)
			m->at[kept++] = m->at[i];
	m->n = kept;
}

/* Of drives alone the campaign says whose they are. */
static bool
has_targets(const struct import_set *set)
{
	for (size_t i = 0; i < set->reports_n; i++)
		if (set->reports[i].kind == KIND_TARGET)
			return true;
	return false;
}

static bool
members_make(const struct import_set *set, struct members *ret, struct err *err)
{
	const bool by_campaign = !has_targets(set);

	*ret = (struct members){.at = calloc(set->reports_n + 1, sizeof(*ret->at))};
	if (ret->at == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	for (size_t i = 0; i < set->reports_n; i++) {
		const struct report *r = &set->reports[i];

		if (is_entry(r, REGISTRY_ORG))
			member_put(ret, r->u.registry.u.org.parent, true);
		else if (is_entry(r, REGISTRY_ROUND))
			member_put(ret, r->u.registry.u.round.org, true);
		else if (by_campaign && is_entry(r, REGISTRY_CAMPAIGN))
			member_put(ret, r->u.registry.u.campaign.org, true);
		else if (r->kind == KIND_TARGET)
			member_put(ret, r->u.target.org, false);
		else if (r->kind == KIND_SCHEDULE)
			member_put(ret, r->u.schedule.drive, false);
	}
	members_once(ret);
	bodies_drop(ret, set);
	return true;
}

bool
plan_subject_span(const struct import_set *set, day_t *ret_from, day_t *ret_to)
{
	day_t from = DAY_MAX, to = DAY_MIN;

	for (size_t i = 0; i < set->reports_n; i++) {
		const struct report *r = &set->reports[i];
		const bool is_target = r->kind == KIND_TARGET;
		const day_t first = is_target ? r->u.target.from : r->u.schedule.from;
		const day_t last = is_target ? r->u.target.to : r->u.schedule.to;

		if (!is_target && r->kind != KIND_SCHEDULE)
			continue;
		from = first < from ? first : from;
		to = last > to ? last : to;
	}
	if (to < from)
		return false;
	*ret_from = from;
	*ret_to = to;
	return true;
}

/* ---- what the rows themselves name */

/* "91" of "91.VINPEARL" and "91.DUK": nothing longer begins all codes. */
static void
common_place(const struct members *m, char ret[WIRE_CODE_BYTES_MAX + 1])
{
	(void)text_copy(ret, WIRE_CODE_BYTES_MAX + 1, m->at[0].code);
	for (size_t i = 1; i < m->n && ret[0] != '\0';) {
		const size_t len = strlen(ret);
		char *dot = strrchr(ret, '.');

		if (strncmp(m->at[i].code, ret, len) == 0 &&
		    (m->at[i].code[len] == '\0' || m->at[i].code[len] == '.'))
			i++;
		else
			*(dot != NULL ? dot : ret) = '\0';
	}
}

static bool
by_rows(const struct members *m, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	const struct member *stated = NULL;
	bool one = true;

	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].stated) {
			one = stated == NULL;
			stated = stated == NULL ? &m->at[i] : stated;
		}
	if (stated != NULL && one)
		return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, text_of(stated));
	common_place(m, ret);
	return ret[0] != '\0' ||
	    err_set(err, ERR_USAGE, "%s",
		TR("không rõ tệp là kế hoạch của nơi nào: thêm --org MÃ",
		    "whose plan the file is cannot be told: add --org CODE"));
}

/* ---- what the registry says of them */

struct search {
	struct members *m;
	const struct plan_subject_registry *registry;
	unsigned asks;
	char at[WIRE_CODE_BYTES_MAX + 1], above[WIRE_CODE_BYTES_MAX + 1]; /* candidate, parent */
};
enum answer { KNOWN, NOT_KNOWN, NO_ANSWER };

static enum answer
look(struct search *s, const char *org, const struct org_row **ret, size_t *ret_n)
{
	struct err why = {.code = ERR_OK};

	if (s->registry == NULL || s->asks++ == PLAN_SUBJECT_ASKS_MAX)
		return NO_ANSWER;
	if (s->registry->below(s->registry->cookie, org, ret, ret_n, &why) && *ret_n > 0)
		return KNOWN;
	return why.code == ERR_ORG_UNKNOWN || why.code == ERR_ORG_NOT_VALID ? NOT_KNOWN : NO_ANSWER;
}

static bool
has(const struct org_row *rows, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].code, code) == 0)
			return true;
	return false;
}

/* The first member that is neither at the candidate, nor below it, nor unknown; NULL: none. */
static enum answer
outside(struct search *s, const struct member **ret)
{
	const struct org_row *rows = NULL;
	size_t n = 0;
	const struct member *at = member_of(s->m, s->at);
	const enum answer answer = look(s, at != NULL ? text_of(at) : s->at, &rows, &n);

	*ret = NULL;
	if (answer != KNOWN)
		return answer;
	(void)text_copy(s->above, sizeof(s->above), rows[0].parent);
	for (size_t i = 0; i < s->m->n && *ret == NULL; i++)
		if (!s->m->at[i].unknown && strcmp(s->m->at[i].code, s->at) != 0 &&
		    !has(rows, n, s->m->at[i].code))
			*ret = &s->m->at[i];
	return KNOWN;
}

/* From the candidate up to the first that no known member is outside of. */
static enum answer
climb(struct search *s)
{
	const struct member *left = NULL;
	enum answer answer = outside(s, &left);

	while (answer == KNOWN && left != NULL) {
		const struct org_row *rows = NULL;
		size_t n = 0;

		answer = look(s, text_of(left), &rows, &n);
		if (answer == NO_ANSWER)
			break;
		member_of(s->m, left->code)->unknown = answer == NOT_KNOWN;
		if (answer == KNOWN && s->above[0] == '\0')
			return NO_ANSWER;
		if (answer == KNOWN)
			(void)text_copy(s->at, sizeof(s->at), s->above);
		answer = outside(s, &left);
	}
	return answer;
}

static bool
by_registry(struct search *s, char ret[WIRE_CODE_BYTES_MAX + 1])
{
	for (size_t i = 0; i < s->m->n; i++) {
		enum answer answer;
		const struct member *at;

		(void)text_copy(s->at, sizeof(s->at), s->m->at[i].code);
		answer = climb(s);
		at = member_of(s->m, s->at);
		if (answer == KNOWN)
			return text_copy(
			    ret, WIRE_CODE_BYTES_MAX + 1, at != NULL ? text_of(at) : s->at);
		if (answer == NO_ANSWER)
			return false;
		s->m->at[i].unknown = true;
	}
	return false;
}

bool
plan_subject_find(const struct import_set *set, const struct plan_subject_registry *registry,
    char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	struct members m;
	struct search s = {.m = &m, .registry = registry};
	bool ok = members_make(set, &m, err);

	ret[0] = '\0';
	if (ok && m.n == 1)
		ok = text_copy(ret, WIRE_CODE_BYTES_MAX + 1, text_of(&m.at[0])) ||
		    err_set(err, ERR_LIMIT, "%s", m.at[0].text);
	else if (ok && m.n > 1)
		ok = by_registry(&s, ret) || by_rows(&m, ret, err);
	free(m.at);
	return ok;
}

/* ---- of the aggregator */

struct asked {
	struct ask *ask;
	struct reference_request q;
	struct ask_reference answer;
};

static bool
below(void *cookie, const char *org, const struct org_row **ret, size_t *ret_n, struct err *err)
{
	struct asked *a = cookie;

	a->q.org = org;
	ask_reference_free(&a->answer);
	a->answer = (struct ask_reference){.arenas_n = 0};
	if (!ask_reference(a->ask, &a->q, &a->answer, err))
		return false;
	*ret = a->answer.all.orgs;
	*ret_n = a->answer.all.orgs_n;
	return true;
}

bool
plan_subject_ask(struct cli *cli, const struct import_set *set, char ret[WIRE_CODE_BYTES_MAX + 1],
    struct err *err)
{
	char period[2 * DAY_TEXT_MAX + 4] = "", first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];
	struct asked a = {.q = {.kind = REFERENCE_ORGS,
			      .period = period,
			      .search = "",
			      .as_of_batch = cli->as_of_batch}};
	const struct plan_subject_registry registry = {.below = below, .cookie = &a};
	day_t from = 0, to = 0;
	bool asks, ok;

	if (plan_subject_span(set, &from, &to))
		(void)snprintf(period, sizeof(period), "%.10s..%.10s", day_iso(from, first),
		    day_iso(to, last));
	asks = cli_profile(cli, NULL) && ask_open(&cli->profile, &a.ask, NULL);
	ok = plan_subject_find(set, asks ? &registry : NULL, ret, err);
	ask_reference_free(&a.answer);
	ask_close(a.ask);
	return ok;
}

void
plan_subject_neighbours(
    struct cli *cli, const struct import_set *set, char ret[WIRE_CODE_BYTES_MAX + 1])
{
	bool drives_only = true;

	for (size_t i = 0; i < set->reports_n; i++)
		drives_only = drives_only && set->reports[i].kind == KIND_SCHEDULE;
	if (drives_only || !plan_subject_ask(cli, set, ret, NULL))
		ret[0] = '\0';
}

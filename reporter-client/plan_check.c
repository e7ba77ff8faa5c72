#include "plan_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"

#define ARENA_FIRST ((size_t)64 * 1024)
#define ARENA_MAX ((size_t)256 << 20)
#define TEXT_MAX 512

bool
plan_check_init(struct plan_check *c, struct err *err)
{
	*c =
	    (struct plan_check){.arena = arena_make(ARENA_FIRST, ARENA_MAX), .org = "", .name = ""};
	return c->arena != NULL || err_set(err, ERR_MEMORY, "plan check");
}

void
plan_check_free(struct plan_check *c)
{
	arena_free(c->arena);
	free(c->lines);
	free(c->drives);
	free(c->orgs);
	free(c->populations);
	free(c->findings);
	free(c->totals);
	free(c->sectors);
	free(c->words);
	*c = (struct plan_check){.arena = NULL};
}

const char *
plan_check_text(struct plan_check *c, const char *text)
{
	const size_t len = strlen(text);
	char *copy = arena_take(c->arena, len + 1);

	c->text_lost = c->text_lost || copy == NULL;
	return copy == NULL ? "" : memcpy(copy, text, len + 1);
}

bool
plan_check_find(
    struct plan_check *c, const struct plan_finding *f, struct err *err, const char *fmt, ...)
{
	char text[TEXT_MAX];
	va_list args;

	if (c->findings_n == PLAN_FINDINGS_MAX)
		return err_set(err, ERR_LIMIT, "%u", PLAN_FINDINGS_MAX);
	if (c->findings_n == c->findings_cap) {
		const size_t cap = c->findings_cap == 0 ? 32 : c->findings_cap * 2;
		void *grown = reallocarray(c->findings, cap, sizeof(*c->findings));

		if (grown == NULL)
			return err_set(err, ERR_MEMORY, "plan check");
		c->findings = grown;
		c->findings_cap = cap;
	}
	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	c->findings[c->findings_n] = *f;
	c->findings[c->findings_n].text = plan_check_text(c, text);
	if (c->findings[c->findings_n].name == NULL)
		c->findings[c->findings_n].name = plan_check_name_of(c, f->org);
	c->findings_n++;
	return true;
}

/* ---- looking up */

static int
line_order(const void *a, const void *b)
{
	const struct plan_check_line *x = a, *y = b;
	const int by_org = strcmp(x->t.org, y->t.org);

	if (by_org != 0)
		return by_org;
	if (x->t.from != y->t.from)
		return x->t.from < y->t.from ? -1 : 1;
	if (x->t.to != y->t.to)
		return x->t.to > y->t.to ? -1 : 1;
	if (x->t.assigned != y->t.assigned)
		return x->t.assigned < y->t.assigned ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static int
org_order(const void *a, const void *b)
{
	const struct plan_check_org *x = a, *y = b;
	const int by_parent = strcmp(x->parent, y->parent);

	return by_parent != 0 ? by_parent : strcmp(x->code, y->code);
}

const struct plan_check_org *
plan_check_org_of(const struct plan_check *c, const char *code)
{
	for (size_t i = 0; i < c->orgs_n; i++)
		if (strcmp(c->orgs[i].code, code) == 0)
			return &c->orgs[i];
	return NULL;
}

const char *
plan_check_name_of(const struct plan_check *c, const char *code)
{
	const struct plan_check_org *o = plan_check_org_of(c, code);

	return o != NULL && o->name[0] != '\0' ? o->name : code;
}

const struct plan_check_line *
plan_check_lines_of(const struct plan_check *c, const char *org, size_t *ret_n)
{
	size_t low = 0, high = c->lines_n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (strcmp(c->lines[mid].t.org, org) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (*ret_n = 0; low + *ret_n < c->lines_n; ++*ret_n)
		if (strcmp(c->lines[low + *ret_n].t.org, org) != 0)
			break;
	return &c->lines[low];
}

const struct plan_check_org *
plan_check_children(const struct plan_check *c, const char *org, size_t *ret_n)
{
	size_t low = 0, high = c->orgs_n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (strcmp(c->orgs[mid].parent, org) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (*ret_n = 0; low + *ret_n < c->orgs_n; ++*ret_n)
		if (strcmp(c->orgs[low + *ret_n].parent, org) != 0)
			break;
	return &c->orgs[low];
}

bool
plan_check_is_inside(const struct plan_check *c, const struct plan_check_line *l)
{
	return l->t.measure == MEASURE_UNITS && !l->is_cancelled && l->t.from >= c->from &&
	    l->t.to <= c->to;
}

/* ---- what the file or the registry did not say */

static int
code_order(const void *a, const void *b)
{
	const struct plan_check_org *x = a, *y = b;

	return strcmp(x->code, y->code);
}

/*
 * A body stands under the place whose code begins its own; any other unknown one under the plan's.
 */
static bool
org_guess(struct plan_check *c, const char *code, struct err *err)
{
	const char *dot = strrchr(code, '.');
	char parent[WIRE_CODE_BYTES_MAX + 1];
	void *grown = reallocarray(c->orgs, c->orgs_n + 1, sizeof(*c->orgs));

	if (grown == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	c->orgs = grown;
	(void)snprintf(parent, sizeof(parent), "%.*s",
	    dot != NULL ? (int)(dot - code) : (int)strlen(c->org), dot != NULL ? code : c->org);
	c->orgs[c->orgs_n++] = (struct plan_check_org){.code = code,
	    .name = code,
	    .parent = strcmp(code, c->org) == 0 ? "" : plan_check_text(c, parent),
	    .kind = dot != NULL ? ORG_BODY : ORG_NONE};
	return true;
}

/* Its lines are in the sums as the file says, so that what is wrong is the code or the registry. */
static bool
org_unknown(struct plan_check *c, const struct target *t, struct err *err)
{
	char day[DAY_TEXT_MAX];
	size_t n = 0;
	const struct plan_check_line *l = plan_check_lines_of(c, t->org, &n);

	return plan_check_find(c,
	    &(const struct plan_finding){
		.severity = PLAN_WARNING, .code = "ORG_UNKNOWN", .org = t->org, .line = l->line},
	    err,
	    TR("mã %s không có dưới %s trong danh bạ ngày %s: %zu dòng của mã này vẫn nằm trong các tổng",
		"code %s is not below %s in the registry of %s: its lines, %zu, are in the sums all the "
		"same"),
	    t->org, c->org, day_people(c->to, day), n);
}

/* Lines and organisations are sorted by code. */
static bool
orgs_complete(struct plan_check *c, struct err *err)
{
	const size_t known = c->orgs_n;

	for (size_t i = 0; i < c->lines_n; i++) {
		const struct plan_check_org wanted = {.code = c->lines[i].t.org};

		if ((i > 0 && strcmp(c->lines[i - 1].t.org, wanted.code) == 0) ||
		    (known > 0 &&
			bsearch(&wanted, c->orgs, known, sizeof(*c->orgs), code_order) != NULL))
			continue;
		if (!org_guess(c, wanted.code, err) ||
		    (c->knows_registry && !org_unknown(c, &c->lines[i].t, err)))
			return false;
	}
	return true;
}

static int
finding_order(const void *a, const void *b)
{
	const struct plan_finding *x = a, *y = b;

	if (x->severity != y->severity)
		return x->severity < y->severity ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->code, y->code) != 0 ? strcmp(x->code, y->code) : strcmp(x->org, y->org);
}

/* They are checked like what was issued, and do not count beside it. */
static bool
draft_find(struct plan_check *c, struct err *err)
{
	const struct plan_finding finding = {.severity = PLAN_INFO, .code = "DRAFT", .org = c->org};
	size_t drafts = 0;

	for (size_t i = 0; i < c->lines_n; i++)
		drafts += c->lines[i].t.draft;
	if (drafts == 0)
		return true;
	if (drafts == c->lines_n)
		return plan_check_find(c, &finding, err, "%s",
		    TR("dự thảo: chỉ tính khi hỏi với --drafts",
			"a draft: it counts only where --drafts asks"));
	return plan_check_find(c, &finding, err,
	    TR("%zu dòng dự thảo được kiểm và cộng ở đây; summary chỉ tính khi hỏi với --drafts",
		"%zu draft lines are checked and summed here; summary counts them only with --drafts"),
	    drafts);
}

/* Lines of cancelled drives, an organisation at a time: lines stand in the order of those. */
static bool
cancelled_find(struct plan_check *c, struct err *err)
{
	char number[NUM_TEXT_MAX];
	bool ok = true;

	for (size_t i = 0; ok && i < c->lines_n;) {
		struct plan_finding f = {
		    .severity = PLAN_INFO, .code = "CANCELLED", .org = c->lines[i].t.org};
		size_t drives = 0;

		for (; i < c->lines_n && strcmp(c->lines[i].t.org, f.org) == 0; i++) {
			const struct plan_check_line *l = &c->lines[i];

			if (!l->is_cancelled || l->t.measure != MEASURE_UNITS ||
			    l->t.from < c->from || l->t.to > c->to)
				continue;
			drives++;
			if (!num_add(f.computed, l->t.value, &f.computed))
				return err_set(err, ERR_COUNT_OVERFLOW, "%s", f.org);
		}
		f.name = plan_check_name_of(c, f.org);
		if (drives > 0)
			ok = plan_check_find(c, &f, err,
			    TR("%zu buổi đã hủy, chỉ tiêu %s, không cộng vào chỉ tiêu của nơi này",
				"%zu cancelled, of %s units: not among the organisation's targets"),
			    drives, num_people(f.computed, number));
	}
	return ok;
}

bool
plan_check_run(struct plan_check *c, struct err *err)
{
	if (!plan_check_sectors(c, err))
		return false;
	if (c->lines_n > 1)
		qsort(c->lines, c->lines_n, sizeof(*c->lines), line_order);
	if (c->orgs_n > 1)
		qsort(c->orgs, c->orgs_n, sizeof(*c->orgs), code_order);
	if (!orgs_complete(c, err))
		return false;
	if (c->orgs_n > 1)
		qsort(c->orgs, c->orgs_n, sizeof(*c->orgs), org_order);
	c->name = plan_check_name_of(c, c->org);
	if (!plan_check_cells(c, err) || !plan_check_sums(c, err) || !plan_check_shares(c, err) ||
	    !plan_check_outliers(c, err) || !plan_check_missing(c, err) ||
	    !plan_check_twice(c, err) || !plan_check_measured(c, err) || !cancelled_find(c, err) ||
	    !plan_check_unsummed(c, err) || !draft_find(c, err))
		return false;
	if (c->findings_n > 1)
		qsort(c->findings, c->findings_n, sizeof(*c->findings), finding_order);
	return !c->text_lost || err_set(err, ERR_MEMORY, "plan check");
}

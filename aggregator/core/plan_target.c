/* Target lines: what a report says about one, and which one it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "core/plan_impl.h"
#include "wire/submission.h"

#define SUBJECT_BYTES_MAX 512

struct plan_line *
plan_line_at(const UT_array *lines, uint32_t i)
{
	return ((struct plan_line **)(void *)lines->d)[i];
}

void
plan_lines_free(struct plan *p)
{
	HASH_CLEAR(hh, p->by_subject);
	hash_index_free(&p->lines_of_drives);
	for (uint32_t i = 0; i < utarray_len(&p->lines); i++) {
		struct plan_line *line = plan_line_at(&p->lines, i);

		free(line->block);
		free(line);
	}
	array_free(&p->lines);
}

static bool
refuse(struct err *err, const struct target *t, const char *why)
{
	return err_set(
	    err, ERR_PLAN, "%s%s%s: %s", t->org, t->drive[0] != '\0' ? " " : "", t->drive, why);
}

/* The measure's words of the sector and campaign stand as numbers: an alias is the same line. */
static void
subject_text(const struct plan *p, org_t org, const struct target *t, char ret[SUBJECT_BYTES_MAX])
{
	(void)snprintf(ret, SUBJECT_BYTES_MAX, "%d|%d|%d|%d|%d|%d|%d|%s|%s", (int)org, (int)t->from,
	    (int)t->to, (int)plan_sector_number(p, t->sector),
	    (int)plan_campaign_number(p, t->campaign), (int)t->measure, (int)t->assigned, t->drive,
	    t->plan);
}

static struct plan_line *
line_of_subject(const struct plan *p, const char *subject)
{
	struct plan_line *found = NULL;

	HASH_FIND_STR(p->by_subject, subject, found);
	return found;
}

/*
 * The next line of a drive, which may be one that no result has made yet; NULL: no more.  ${*place}
 * is 0 before the first.
 */
static const struct plan_line *
next_of_drive(const struct plan *p, org_t org, const char *drive, uint32_t *place)
{
	const uint32_t hash = hash_index_text(drive);
	uint32_t no;

	while ((no = hash_index_next(&p->lines_of_drives, hash, place)) != 0) {
		const struct plan_line *line = plan_line_at(&p->lines, no - 1);

		if (line->pub.org == org && strcmp(line->pub.t.drive, drive) == 0)
			return line;
	}
	return NULL;
}

static bool
amount_is_sound(const struct target *t, struct err *err)
{
	if (t->measure <= MEASURE_NONE || t->measure >= MEASURE_COUNT_)
		return refuse(err, t, TR("thiếu loại chỉ tiêu", "the measure is missing"));
	if (t->qualifier <= QUALIFIER_NONE || t->qualifier >= QUALIFIER_COUNT_)
		return refuse(err, t, TR("thiếu mức của chỉ tiêu", "the qualifier is missing"));
	if (t->value < 0 || t->value > WIRE_VALUE_MAX)
		return refuse(err, t, TR("chỉ tiêu ngoài giới hạn", "the target is out of range"));
	if (t->qualifier == QUALIFIER_RANGE && t->value_max < t->value)
		return refuse(
		    err, t, TR("khoảng chỉ tiêu ngược", "the range is the wrong way round"));
	return true;
}

static bool
line_is_sound(const struct plan *p, org_t org, const struct target *t, struct err *err)
{
	const struct plan_drive *drive = NULL;

	if (!amount_is_sound(t, err))
		return false;
	if (t->from < DAY_MIN || t->to > DAY_MAX || t->from > t->to)
		return refuse(err, t, TR("khoảng ngày không hợp lệ", "the span is not allowed"));
	if (!plan_sector_check(p, t->sector, ERR_PLAN, err))
		return false;
	if (t->campaign[0] != '\0' && plan_campaign_number(p, t->campaign) == 0)
		return refuse(err, t,
		    TR("chiến dịch chưa có trong danh bạ", "the campaign is not registered"));
	if (t->drive[0] == '\0')
		return true;
	drive = plan_drive_of(p, t->drive);
	if (drive == NULL)
		return err_set(err, ERR_DRIVE_UNKNOWN, "%s", t->drive);
	if (drive->d.org != org)
		return refuse(err, t,
		    TR("buổi này tính cho nơi khác", "the drive is another organisation's"));
	return true;
}

static bool
amount_is(const struct target *a, const struct target *b)
{
	return a->qualifier == b->qualifier && a->value == b->value &&
	    (a->qualifier != QUALIFIER_RANGE || a->value_max == b->value_max) &&
	    a->draft == b->draft;
}

/*
 * What the document says beside the amount counts for nothing, but a file that says it otherwise is
 * another.
 */
static bool
content_is(const struct target *a, const struct target *b)
{
	return amount_is(a, b) && a->stated_share == b->stated_share;
}

/* Without those of drives, each of which is its drive's. */
static uint32_t
own_lines(const struct plan *p, org_t org)
{
	const struct plan_org *of = plan_org_of(p, org);
	uint32_t n = 0;

	for (uint32_t i = 0; of != NULL && i < utarray_len(&of->lines); i++)
		n += plan_line_at(&of->lines, i)->pub.t.drive[0] == '\0';
	return n;
}

/* A line more, of the organisation or of one drive of it. */
static bool
has_room(const struct plan *p, org_t org, const struct target *t, struct err *err)
{
	uint32_t n = 0, place = 0;

	if (t->drive[0] == '\0')
		return own_lines(p, org) < PLAN_LINES_OF_ORG_MAX ||
		    err_set(err, ERR_LIMIT,
			TR("một nơi có tối đa %d dòng chỉ tiêu",
			    "one organisation has at most %d target lines"),
			PLAN_LINES_OF_ORG_MAX);
	while (next_of_drive(p, org, t->drive, &place) != NULL)
		n++;
	return n < PLAN_LINES_OF_DRIVE_MAX ||
	    err_set(err, ERR_LIMIT,
		TR("một buổi có tối đa %d dòng chỉ tiêu", "one drive has at most %d target lines"),
		PLAN_LINES_OF_DRIVE_MAX);
}

static bool
check_first(const struct plan *p, org_t org, const struct target *t, struct name *ret_existing,
    struct err *err)
{
	char subject[SUBJECT_BYTES_MAX];
	const struct plan_line *line;

	if (!line_is_sound(p, org, t, err))
		return false;
	if (utarray_len(&p->lines) >= PLAN_LINES_MAX)
		return err_set(err, ERR_LIMIT, "%d target lines", PLAN_LINES_MAX);
	subject_text(p, org, t, subject);
	line = line_of_subject(p, subject);
	if (line == NULL && !has_room(p, org, t, err))
		return false;
	if (line == NULL || line->pub.withdrawn)
		return true;
	*ret_existing = line->pub.name;
	return err_set(err, content_is(&line->pub.t, t) ? ERR_ALREADY : ERR_REVISION_CONFLICT,
	    "%s %s", t->org, t->drive);
}

bool
plan_check_target(const struct plan *p, org_t org, const struct report *r,
    struct name *ret_existing, struct err *err)
{
	const struct target *t = &r->u.target;
	char subject[SUBJECT_BYTES_MAX];
	const struct plan_said *said;

	if (r->action == ACTION_FIRST)
		return check_first(p, org, t, ret_existing, err);
	said = plan_said_of(p, &r->replaces);
	if (said == NULL || said->line == NULL)
		return err_set(err, ERR_BASE_UNKNOWN, "%s", t->org);
	if (!plan_name_is(&said->line->pub.name, &r->replaces)) {
		*ret_existing = said->line->pub.name;
		return err_set(err, ERR_BASE_STALE, "%s", t->org);
	}
	if (said->line->pub.org != org)
		return refuse(err, t,
		    TR("bản sửa hay rút nói về nơi khác",
			"the correction or withdrawal is of another organisation"));
	if (r->action == ACTION_WITHDRAWAL)
		return !said->line->pub.withdrawn || err_set(err, ERR_ALREADY, "%s", t->org);
	if (!line_is_sound(p, org, t, err))
		return false;
	subject_text(p, org, t, subject);
	if (strcmp(subject, said->line->subject) != 0)
		return refuse(err, t,
		    TR("bản sửa nói về dòng khác: rút dòng cũ rồi nhập dòng mới",
			"the correction is of another line: withdraw the old one, enter the new one"));
	return true;
}

/* Take over what ${t} says, strings copied. */
static bool
line_fill(struct plan_line *line, const struct target *t, struct err *err)
{
	const size_t size = strlen(t->org) + strlen(t->drive) + strlen(t->sector) +
	    strlen(t->campaign) + strlen(t->plan) + 5;
	char *block = malloc(size);
	char *at = block;

	if (block == NULL)
		return err_set(err, ERR_MEMORY, "a target line");
	line->pub.t = *t;
	line->pub.t.org = plan_text_put(&at, t->org);
	line->pub.t.drive = plan_text_put(&at, t->drive);
	line->pub.t.sector = plan_text_put(&at, t->sector);
	line->pub.t.campaign = plan_text_put(&at, t->campaign);
	line->pub.t.plan = plan_text_put(&at, t->plan);
	free(line->block);
	line->block = block;
	return true;
}

static struct plan_line *
line_make(struct plan *p, org_t org, const struct target *t, struct err *err)
{
	struct plan_org *of = plan_org_make(p, org, err);
	struct drive_key key = {.day = 0};
	char subject[SUBJECT_BYTES_MAX];
	struct plan_line *line;

	if (of == NULL || (t->drive[0] != '\0' && !drive_key_parse(t->drive, &key, err)))
		return NULL;
	subject_text(p, org, t, subject);
	line = line_of_subject(p, subject);
	if (line != NULL)
		return line;
	line = calloc(1, sizeof(*line) + strlen(subject) + 1);
	if (line == NULL) {
		(void)err_set(err, ERR_MEMORY, "a target line");
		return NULL;
	}
	memcpy(line->subject, subject, strlen(subject) + 1);
	line->pub.org = org;
	line->sector = plan_sector_number(p, t->sector);
	line->campaign = plan_campaign_number(p, t->campaign);
	line->drive_day = key.day;
	if (!line_fill(line, t, err) || !array_push(&p->lines, &line, err)) {
		free(line->block);
		free(line);
		return NULL;
	}
	HASH_ADD_STR(p->by_subject, subject, line);
	if (t->drive[0] != '\0' &&
	    !hash_index_put(
		&p->lines_of_drives, hash_index_text(t->drive), utarray_len(&p->lines), err))
		return NULL;
	return array_push(&of->lines, &line, err) ? line : NULL;
}

/* ${err} says why not: the report was not one that plan_check_target() lets through. */
static struct plan_line *
line_meant(struct plan *p, org_t org, const struct report *r, struct err *err)
{
	const struct plan_said *said;

	if (r->action == ACTION_FIRST)
		return line_make(p, org, &r->u.target, err);
	said = plan_said_of(p, &r->replaces);
	if (said != NULL && said->line != NULL)
		return said->line;
	(void)err_set(err, ERR_BASE_UNKNOWN, "%s", r->u.target.org);
	return NULL;
}

/* What a line said before stands beside what it says now. */
static void
revise(struct plan_line *line, const struct target *t)
{
	struct target_line *pub = &line->pub;

	if (amount_is(&pub->t, t))
		return;
	pub->revision++;
	pub->previous = pub->t.value;
	pub->previous_max = pub->t.value_max;
}

bool
plan_put_target(
    struct plan *p, org_t org, const struct report *r, const struct name *name, struct err *err)
{
	struct plan_line *line = line_meant(p, org, r, err);
	struct plan_drive *drive;

	const bool is_known = line != NULL && line->order != 0;
	if (line == NULL || !plan_say(p, name, line, NULL, err))
		return false;
	line->pub.name = *name;
	line->pub.withdrawn = r->action == ACTION_WITHDRAWAL;
	line->order = ++p->order;
	if (is_known && !line->pub.withdrawn)
		revise(line, &r->u.target);
	if (!line->pub.withdrawn && !line_fill(line, &r->u.target, err))
		return false;
	drive = plan_drive_of(p, line->pub.t.drive);
	if (drive != NULL)
		drive->d.draft = drive->is_draft || plan_drive_has_draft(p, &drive->d);
	return true;
}

uint32_t
plan_target_count(const struct plan *p)
{
	return utarray_len(&p->lines);
}

const struct target_line *
plan_target(const struct plan *p, uint32_t i)
{
	return &plan_line_at(&p->lines, i)->pub;
}

const struct target_line *
plan_target_said(const struct plan *p, const struct name *name)
{
	const struct plan_said *said = plan_said_of(p, name);

	return said != NULL && said->line != NULL ? &said->line->pub : NULL;
}

const struct target_line *
plan_target_at(const struct plan *p, org_t org, uint32_t i)
{
	const struct plan_org *of = plan_org_of(p, org);

	return of != NULL && i < utarray_len(&of->lines) ? &plan_line_at(&of->lines, i)->pub : NULL;
}

bool
plan_drive_has_draft(const struct plan *p, const struct drive *d)
{
	const struct plan_line *line;
	uint32_t place = 0;

	while ((line = next_of_drive(p, d->org, d->key, &place)) != NULL)
		if (!line->pub.withdrawn && line->pub.t.draft)
			return true;
	return false;
}

int
plan_line_order(const struct plan_line *a, const struct plan_line *b)
{
	const struct target *x = &a->pub.t, *y = &b->pub.t;

	if (x->draft != y->draft)
		return x->draft ? 1 : -1;
	if (x->assigned != y->assigned)
		return x->assigned == ASSIGNED_ABOVE ? -1 : y->assigned == ASSIGNED_ABOVE ? 1 : 0;
	return (a->order < b->order) - (a->order > b->order);
}

struct target_answer
plan_line_answer(const struct target *t)
{
	return (struct target_answer){.has = true,
	    .units = t->value,
	    .units_max = t->qualifier == QUALIFIER_RANGE ? t->value_max : 0,
	    .qualifier = t->qualifier,
	    .own = true,
	    .draft = t->draft,
	    .self = t->assigned == ASSIGNED_SELF};
}

static void
first_of(const struct plan_line **best, const struct plan_line *line)
{
	if (*best == NULL || plan_line_order(line, *best) < 0)
		*best = line;
}

bool
plan_target_of_drive(const struct plan *p, const char *drive, struct target_answer *ret)
{
	const struct plan_drive *d = plan_drive_of(p, drive);
	const struct plan_line *best = NULL, *self = NULL, *line;
	uint32_t place = 0;

	*ret = (struct target_answer){.has = false};
	while (d != NULL && (line = next_of_drive(p, d->d.org, drive, &place)) != NULL) {
		if (line->pub.withdrawn || line->pub.t.measure != MEASURE_UNITS)
			continue;
		first_of(&best, line);
		if (line->pub.t.assigned == ASSIGNED_SELF)
			first_of(&self, line);
	}
	if (best == NULL)
		return false;
	*ret = plan_line_answer(&best->pub.t);
	if (self == NULL || ret->self)
		return true;
	ret->has_self = true;
	ret->self_units = self->pub.t.value;
	ret->self_qualifier = self->pub.t.qualifier;
	ret->self_max = plan_line_answer(&self->pub.t).units_max;
	return true;
}

/* Schedules: what a report says about a planned drive. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "core/plan_impl.h"
#include "wire/submission.h"

static bool
refuse(struct err *err, const struct schedule *s, const char *why)
{
	return err_set(err, ERR_PLAN, "%s: %s", s->drive, why);
}

static bool
strings_are(const struct strings *a, const struct strings *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		if (strcmp(a->at[i], b->at[i]) != 0)
			return false;
	return true;
}

static bool
schedule_is(const struct schedule *a, const struct schedule *b)
{
	return a->state == b->state && a->from == b->from && a->to == b->to &&
	    a->number == b->number && strcmp(a->place, b->place) == 0 &&
	    strcmp(a->venue, b->venue) == 0 && strcmp(a->occasion, b->occasion) == 0 &&
	    strcmp(a->plan, b->plan) == 0 && strcmp(a->sector, b->sector) == 0 &&
	    strcmp(a->name, b->name) == 0 && strings_are(&a->campaigns, &b->campaigns) &&
	    strings_are(&a->directing, &b->directing) &&
	    strings_are(&a->coordinating, &b->coordinating) &&
	    strings_are(&a->executing, &b->executing) &&
	    strings_are(&a->facilities, &b->facilities);
}

static bool
schedule_is_sound(const struct plan *p, const struct schedule *s, struct err *err)
{
	struct drive_key key;

	if (!drive_key_parse(s->drive, &key, err))
		return false;
	if (s->state <= DRIVE_NONE || s->state >= DRIVE_COUNT_)
		return refuse(err, s, TR("thiếu trạng thái", "the state is missing"));
	if (s->from < DAY_MIN || s->to > DAY_MAX || s->from > s->to)
		return refuse(err, s, TR("khoảng ngày không hợp lệ", "the span is not allowed"));
	if (!plan_sector_check(p, s->sector, ERR_PLAN, err))
		return false;
	for (uint32_t i = 0; i < s->campaigns.n; i++)
		if (plan_campaign_number(p, s->campaigns.at[i]) == 0)
			return refuse(err, s,
			    TR("chiến dịch chưa có trong danh bạ",
				"the campaign is not registered"));
	return true;
}

static bool
check_first(const struct plan *p, org_t org, const struct schedule *s, struct name *ret_existing,
    struct err *err)
{
	const struct plan_drive *d;

	if (!schedule_is_sound(p, s, err))
		return false;
	d = plan_drive_of(p, s->drive);
	if (d == NULL || !d->d.planned) {
		if (d != NULL && d->d.org != org)
			return refuse(err, s,
			    TR("buổi này tính cho nơi khác",
				"the drive is another organisation's"));
		return true;
	}
	*ret_existing = d->d.name;
	return err_set(
	    err, schedule_is(&d->d.s, s) ? ERR_ALREADY : ERR_REVISION_CONFLICT, "%s", s->drive);
}

bool
plan_check_schedule(const struct plan *p, org_t org, const struct report *r,
    struct name *ret_existing, struct err *err)
{
	const struct schedule *s = &r->u.schedule;
	const struct plan_said *said;

	if (r->action == ACTION_FIRST)
		return check_first(p, org, s, ret_existing, err);
	said = plan_said_of(p, &r->replaces);
	if (said == NULL || said->drive == NULL)
		return err_set(err, ERR_BASE_UNKNOWN, "%s", s->drive);
	if (!plan_name_is(&said->drive->d.name, &r->replaces)) {
		*ret_existing = said->drive->d.name;
		return err_set(err, ERR_BASE_STALE, "%s", s->drive);
	}
	if (strcmp(said->drive->d.key, s->drive) != 0)
		return refuse(err, s,
		    TR("bản sửa hay rút nói về buổi khác",
			"the correction or withdrawal is of another drive"));
	if (r->action == ACTION_WITHDRAWAL)
		return said->drive->d.planned || err_set(err, ERR_ALREADY, "%s", s->drive);
	return schedule_is_sound(p, s, err);
}

/* ---- a schedule's strings in one block: lists first, for their alignment */

static size_t
strings_size(const struct strings *s)
{
	size_t size = s->n * sizeof(*s->at);

	for (uint32_t i = 0; i < s->n; i++)
		size += strlen(s->at[i]) + 1;
	return size;
}

static struct strings
strings_put(const char ***lists, char **at, const struct strings *s)
{
	const char **list = *lists;

	for (uint32_t i = 0; i < s->n; i++)
		list[i] = plan_text_put(at, s->at[i]);
	*lists += s->n;
	return (struct strings){.at = list, .n = s->n};
}

static bool
schedule_copy(const struct schedule *s, struct schedule *ret, void **ret_block, struct err *err)
{
	const size_t lists_n = (size_t)s->campaigns.n + s->directing.n + s->coordinating.n +
	    s->executing.n + s->facilities.n;
	const size_t size = strings_size(&s->campaigns) + strings_size(&s->directing) +
	    strings_size(&s->coordinating) + strings_size(&s->executing) +
	    strings_size(&s->facilities) + strlen(s->drive) + strlen(s->place) + strlen(s->venue) +
	    strlen(s->occasion) + strlen(s->plan) + strlen(s->sector) + strlen(s->name) + 7;
	void *block = malloc(size);
	const char **lists = block;
	char *at = block;

	if (block == NULL)
		return err_set(err, ERR_MEMORY, "a schedule");
	at += lists_n * sizeof(*lists);
	*ret = *s;
	ret->campaigns = strings_put(&lists, &at, &s->campaigns);
	ret->directing = strings_put(&lists, &at, &s->directing);
	ret->coordinating = strings_put(&lists, &at, &s->coordinating);
	ret->executing = strings_put(&lists, &at, &s->executing);
	ret->facilities = strings_put(&lists, &at, &s->facilities);
	ret->drive = plan_text_put(&at, s->drive);
	ret->place = plan_text_put(&at, s->place);
	ret->venue = plan_text_put(&at, s->venue);
	ret->occasion = plan_text_put(&at, s->occasion);
	ret->plan = plan_text_put(&at, s->plan);
	ret->sector = plan_text_put(&at, s->sector);
	ret->name = plan_text_put(&at, s->name);
	*ret_block = block;
	return true;
}

static bool
schedule_take(struct plan_drive *d, const struct schedule *s, struct err *err)
{
	void *block = NULL;
	struct schedule copy;

	if (!schedule_copy(s, &copy, &block, err))
		return false;
	free(d->block);
	d->block = block;
	d->d.s = copy;
	d->d.planned = true;
	d->d.state = s->state;
	d->d.from = s->from;
	d->d.to = s->to;
	d->is_draft = s->state == DRIVE_DRAFT;
	return true;
}

/* Who asks for them compares again. */
static bool
moved_note(struct plan *p, struct plan_drive *d, struct err *err)
{
	if (d->is_moved || d->d.to == d->d.planned_day)
		return true;
	d->is_moved = true;
	return array_push(&p->moved, &d, err);
}

/* Without its schedule a drive that was held stays, outside the plan. */
static void
schedule_drop(struct plan_drive *d)
{
	free(d->block);
	d->block = NULL;
	d->d.s = plan_no_schedule;
	d->d.planned = false;
	d->d.state = d->d.subject != 0 ? DRIVE_HELD : DRIVE_CANCELLED;
	d->is_draft = false;
}

/* ${err} says why not: the report was not one that plan_check_schedule() lets through. */
static struct plan_drive *
drive_meant(struct plan *p, org_t org, const struct report *r, struct err *err)
{
	const struct schedule *s = &r->u.schedule;
	const struct plan_said *said = plan_said_of(p, &r->replaces);
	struct drive like = {.org = org, .state = s->state, .from = s->from, .to = s->to};
	struct plan_drive *d;
	struct drive_key key;

	if (r->action != ACTION_FIRST) {
		if (said == NULL || said->drive == NULL)
			(void)err_set(err, ERR_BASE_UNKNOWN, "%s", s->drive);
		return said != NULL ? said->drive : NULL;
	}
	d = plan_drive_of(p, s->drive);
	if (d != NULL)
		return d;
	if (!drive_key_parse(s->drive, &key, err))
		return NULL;
	(void)text_copy(like.key, sizeof(like.key), s->drive);
	like.planned_day = key.day;
	like.s = plan_no_schedule;
	return plan_drive_put(p, &like, err);
}

/* NOLINTBEGIN(readability-function-size): the report, its name, what it made */
bool
plan_put_schedule(struct plan *p, org_t org, const struct report *r, const struct name *name,
    struct drive **ret, struct err *err)
{
	struct plan_drive *d = drive_meant(p, org, r, err);

	if (d == NULL || !plan_say(p, name, NULL, d, err))
		return false;
	d->d.name = *name;
	plan_planned_drop(p, d);
	if (r->action == ACTION_WITHDRAWAL)
		schedule_drop(d);
	else if (!schedule_take(d, &r->u.schedule, err) || !moved_note(p, d, err))
		return false;
	if (!plan_planned_put(p, d, err))
		return false;
	d->d.draft = d->is_draft || plan_drive_has_draft(p, &d->d);
	*ret = &d->d;
	return true;
}
/* NOLINTEND(readability-function-size) */

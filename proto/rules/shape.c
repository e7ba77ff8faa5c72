#include "rules/shape.h"

#include <string.h>

#include "base/day.h"
#include "base/lang.h"
#include "rules/catalogue.h"
#include "rules/period.h"
#include "rules/shape_entry.h"
#include "rules/shape_part.h"
#include "rules/shape_registry.h"

static bool
drive_span(day_t from, day_t to, struct err *err)
{
	if (!shape_part_span(from, to, err))
		return false;
	if (to - from >= SHAPE_DRIVE_DAYS_MAX)
		return err_set(err, ERR_COLLECTION_SPAN,
		    TR("một buổi kéo dài tối đa %d ngày", "a drive lasts at most %d days"),
		    SHAPE_DRIVE_DAYS_MAX);
	return true;
}

static bool
same_plan_year(day_t a, day_t b)
{
	day_t from;
	day_t to;

	(void)period_plan_year_of(a, PLAN_YEAR_DEFAULT, &from, &to);
	return b >= from && b <= to;
}

static bool
collection_check(const struct result *s, struct err *err)
{
	const struct collection *c = &s->collection;

	if (!shape_part_org(c->org, TR("mã nơi được tính chỉ tiêu", "the credited organisation"),
		ERR_SUBJECT_MISSING, err) ||
	    !shape_part_one_of(
		c->kind, COLLECTION_COUNT_, TR("loại đợt thu", "the kind of collection"), err) ||
	    !shape_part_span(c->from, c->to, err))
		return false;
	if (c->kind == COLLECTION_CARRIED_IN && !same_plan_year(c->from, c->to))
		return err_set(err, ERR_COLLECTION_SPAN, "%s",
		    TR("số cộng dồn nằm trong một năm kế hoạch (01/12 đến 30/11)",
			"a carried-in total lies in one plan year (1 December to 30 November)"));
	if (c->kind != COLLECTION_CARRIED_IN && day_month(c->from) != day_month(c->to))
		return err_set(err, ERR_COLLECTION_SPAN, "%s",
		    TR("đợt thu nằm trong một tháng", "a collection lies in one calendar month"));
	if (s->held_from != c->from || s->held_to != c->to)
		return err_set(err, ERR_COLLECTION_SPAN, "%s",
		    TR("ngày tổ chức khác ngày của đợt thu",
			"the days held differ from the collection's"));
	return true;
}

static bool
subject_check(const struct result *s, struct err *err)
{
	const bool has_drive = s->drive[0] != '\0';
	const bool has_collection = s->collection.org[0] != '\0';

	if (!has_drive && !has_collection)
		return err_set(err, ERR_SUBJECT_MISSING, "%s",
		    TR("không có buổi hiến máu hoặc đợt thu", "neither a drive nor a collection"));
	if (has_drive && has_collection)
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("vừa có buổi vừa có đợt thu", "both a drive and a collection"));
	if (has_collection && s->make_drive)
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("đợt thu không tạo buổi", "a collection makes no drive"));
	if (has_collection && s->day != 0)
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("đợt thu không báo từng ngày", "a collection is not reported by day"));
	if (has_collection)
		return collection_check(s, err);
	if (s->day != 0 && (s->held_from != s->day || s->held_to != s->day))
		return err_set(err, ERR_COLLECTION_SPAN, "%s",
		    TR("ngày tổ chức khác ngày được báo",
			"the days held differ from the day reported"));
	return shape_part_drive(s->drive, err) && drive_span(s->held_from, s->held_to, err);
}

static bool
executing_check(const struct result *s, struct err *err)
{
	if (s->executing_n > WIRE_LIST_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("nhiều hơn %d nơi thực hiện", "more than %d executing bodies"),
		    WIRE_LIST_MAX);
	for (uint32_t i = 0; i < s->executing_n; i++) {
		const struct share *share = &s->executing[i];

		if (!shape_part_org(share->org, TR("mã nơi thực hiện", "the executing body"),
			ERR_MALFORMED, err))
			return false;
		if (share->units < 0)
			return err_set(err, ERR_COUNT_NEGATIVE, "%s", share->org);
		if (share->units > WIRE_VALUE_MAX)
			return err_set(err, ERR_COUNT_OVERFLOW, "%s", share->org);
		for (uint32_t j = 0; j < i; j++)
			if (strcmp(share->org, s->executing[j].org) == 0)
				return err_set(err, ERR_MALFORMED,
				    TR("nơi thực hiện %s ghi hai lần", "%s executes twice"),
				    share->org);
	}
	return true;
}

static bool
result_check(const struct result *s, struct err *err)
{
	if (!subject_check(s, err) ||
	    !shape_part_one_of(
		s->stage, STAGE_COUNT_, TR("tạm tính hay chính thức", "the stage"), err) ||
	    !shape_part_one_of(s->witness, WITNESS_COUNT_, TR("ai đếm", "the witness"), err) ||
	    !shape_part_one_of(s->source, SOURCE_COUNT_, TR("nguồn số liệu", "the source"), err))
		return false;
	return shape_part_codes(&s->campaigns, false, TR("mã chiến dịch", "campaign"), err) &&
	    shape_part_org_or_none(
		s->place, TR("mã xã, phường nơi tổ chức", "the place"), ERR_MALFORMED, err) &&
	    shape_part_org_or_none(
		s->facility, TR("mã nơi tiếp nhận máu", "the facility"), ERR_MALFORMED, err) &&
	    executing_check(s, err) && shape_part_counts(&s->counts, 0, IND_ACTIVITY_FIRST, err);
}

static bool
schedule_check(const struct schedule *s, struct err *err)
{
	if (!shape_part_drive(s->drive, err) || !drive_span(s->from, s->to, err) ||
	    !shape_part_one_of(
		s->state, DRIVE_COUNT_, TR("tình trạng buổi", "the drive's state"), err))
		return false;
	return shape_part_org_or_none(
		   s->place, TR("mã xã, phường nơi tổ chức", "the place"), ERR_MALFORMED, err) &&
	    shape_part_codes(&s->campaigns, false, TR("mã chiến dịch", "campaign"), err) &&
	    shape_part_codes(&s->directing, true, TR("nơi chỉ đạo", "directing"), err) &&
	    shape_part_codes(&s->coordinating, true, TR("nơi phối hợp", "coordinating"), err) &&
	    shape_part_codes(&s->executing, true, TR("nơi thực hiện", "executing"), err) &&
	    shape_part_codes(&s->facilities, true, TR("nơi tiếp nhận máu", "facility"), err);
}

static bool
registration_check(const struct registration *g, struct err *err)
{
	return shape_part_drive(g->drive, err) &&
	    shape_part_day(g->as_of, TR("ngày của số đăng ký", "the day of the count"), err) &&
	    shape_part_counts(&g->counts, IND_REGISTERED, IND_REGISTERED + 1, err);
}

static bool
activity_check(const struct activity *a, struct err *err)
{
	if (!shape_part_org(a->org, TR("mã nơi báo cáo", "the organisation's code"),
		ERR_SUBJECT_MISSING, err) ||
	    !shape_part_span(a->from, a->to, err))
		return false;
	if (a->to - a->from >= SHAPE_ACTIVITY_DAYS_MAX)
		return err_set(err, ERR_COLLECTION_SPAN, "%s",
		    TR("kỳ hoạt động dài hơn một năm", "an activity's span is longer than a year"));
	return shape_part_counts(&a->counts, IND_ACTIVITY_FIRST, IND_SYSTEM_FIRST, err);
}

static bool
body_check(const struct report *r, struct err *err)
{
	switch (r->kind) {
	case KIND_RESULT:
		return result_check(&r->u.result, err);
	case KIND_SCHEDULE:
		return schedule_check(&r->u.schedule, err);
	case KIND_REGISTRATION:
		return registration_check(&r->u.registration, err);
	case KIND_ACTIVITY:
		return activity_check(&r->u.activity, err);
	case KIND_TARGET:
		return shape_entry_target(&r->u.target, err);
	case KIND_REVIEW:
		return shape_entry_review(&r->u.review, err);
	case KIND_LOCK:
		return shape_entry_lock(&r->u.lock, err);
	case KIND_TEXT:
		return shape_entry_text(&r->u.text, err);
	case KIND_KEY:
		return shape_entry_key(&r->u.key, err);
	case KIND_REGISTRY:
		return shape_registry_check(&r->u.registry, err);
	case KIND_NONE:
	case KIND_COUNT_:
	default:
		return err_set(
		    err, ERR_KIND_UNSUPPORTED, TR("loại %u", "kind %u"), (unsigned)r->kind);
	}
}

bool
shape_check(const struct report *r, struct err *err)
{
	if (r->kind == KIND_NONE || r->kind >= KIND_COUNT_)
		return err_set(
		    err, ERR_KIND_UNSUPPORTED, TR("loại %u", "kind %u"), (unsigned)r->kind);
	if (!shape_part_one_of(r->action, ACTION_COUNT_, TR("việc cần làm", "the action"), err))
		return false;
	if ((r->replaces.seq != 0) != (r->action != ACTION_FIRST))
		return err_set(err, ERR_MALFORMED, "%s",
		    r->action == ACTION_FIRST
			? TR("bản đầu tiên không thay bản nào", "a first report replaces none")
			: TR("không nêu bản được thay", "the replaced report is not named"));
	if (r->action == ACTION_WITHDRAWAL)
		return shape_part_text(
		    r->reason, TR("lý do rút", "the reason to withdraw"), ERR_NOTE_MISSING, err);
	return body_check(r, err);
}

static const struct counts *
counts_of(const struct report *r)
{
	if (r->kind == KIND_RESULT)
		return &r->u.result.counts;
	if (r->kind == KIND_REGISTRATION)
		return &r->u.registration.counts;
	return r->kind == KIND_ACTIVITY ? &r->u.activity.counts : NULL;
}

bool
shape_count(const struct report *r, uint32_t ind, int64_t *ret)
{
	const struct counts *c = counts_of(r);

	return c != NULL && counts_get(c, ind, ret);
}

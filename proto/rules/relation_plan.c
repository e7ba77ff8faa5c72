/* What is odd of a result for its size, or beside plan or registry: said with the next step. */
#include "base/day.h"
#include "base/lang.h"
#include "base/num.h"
#include "rules/catalogue.h"
#include "rules/relation.h"
#include "rules/shape.h"
#include "rules/slot.h"
#include "wire/submission.h"

#define UNITS_A_DAY_MAX 10000 /* beyond the largest festivals of the country */
#define TARGET_TIMES_MAX 10   /* a zero too many */
#define FAR_UNITS_MIN 300     /* a small drive may well be ten times what was hoped */

/* The drive's result as a whole, and the plan has the drive. */
static bool
is_of_plan(const struct report *r, const struct relation_sink *sink)
{
	return sink->on.planned && r->kind == KIND_RESULT && r->u.result.drive[0] != '\0';
}

void
relation_old_day(const struct report *r, struct relation_sink *sink)
{
	const struct result *v = &r->u.result;
	char now[DAY_TEXT_MAX], old[DAY_TEXT_MAX];
	struct drive_key key;

	if (!is_of_plan(r, sink) || !drive_key_parse(v->drive, &key, NULL))
		return;
	if (slot_is_open(sink->on.state, sink->on.from, key.day) && v->held_from == key.day)
		relation_add(sink,
		    TR("kế hoạch ghi buổi này đã hoãn, chưa có ngày mới: ghi ngày tổ chức thật, hoặc ghi chú vì sao "
		       "là %s",
			"the plan has this drive postponed, with no new day: say when it was held, or note why "
			"it is %s"),
		    day_people(v->held_from, old));
	if (v->day != 0 || sink->on.from == key.day || v->held_from == sink->on.from)
		return;
	if (v->held_from == key.day ||
	    (sink->on.from > sink->on.today && v->held_to < sink->on.from))
		relation_add(sink,
		    TR("kế hoạch đã đổi buổi này sang %s: bỏ --date để lấy ngày ấy, hoặc ghi chú vì sao là %s",
			"the plan moved this drive to %s: leave --date out for that day, or note why it is %s"),
		    day_people(sink->on.from, now), day_people(v->held_from, old));
}

/* The days over which it was collected. */
static int64_t
days_of(const struct result *v)
{
	return (int64_t)v->held_to - v->held_from + 1;
}

void
relation_far(const struct report *r, struct relation_sink *sink)
{
	static const uint32_t heads[] = {IND_BLOOD_UNITS, IND_DONATED, IND_ATTENDED};
	char count[NUM_TEXT_MAX], most[NUM_TEXT_MAX];
	int64_t n = 0;

	if (r->kind != KIND_RESULT)
		return;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		const int64_t max = days_of(&r->u.result) * UNITS_A_DAY_MAX;

		if (!shape_count(r, heads[i], &n) || n <= max)
			continue;
		relation_add(sink,
		    TR("%s, nhiều hơn %s trong ngần ấy ngày: xem lại số, hoặc ghi chú",
			"%s, more than %s in so many days: look at the number again, or add a note"),
		    num_people(n, count), num_people(max, most));
		return;
	}
	if (is_of_plan(r, sink) && sink->on.target > 0 && shape_count(r, IND_BLOOD_UNITS, &n) &&
	    n > FAR_UNITS_MIN && (n - 1) / TARGET_TIMES_MAX >= sink->on.target)
		relation_add(sink,
		    TR("%s đơn vị máu, hơn 10 lần chỉ tiêu %s của buổi: xem lại số, hoặc ghi chú",
			"%s blood units, more than ten times the drive's target of %s: look at the number "
			"again, or add a note"),
		    num_people(n, count), num_people(sink->on.target, most));
}

void
relation_cancelled(const struct report *r, struct relation_sink *sink)
{
	if (is_of_plan(r, sink) && sink->on.state == DRIVE_CANCELLED)
		relation_add(sink,
		    TR("kế hoạch ghi buổi này đã hủy; nếu vẫn tổ chức: giothong drive change %s --state "
		       "planned, hoặc ghi chú",
			"the plan has this drive as cancelled; if it was held all the same: giothong drive "
			"change %s --state planned, or add a note"),
		    r->u.result.drive);
}

void
relation_communes(const struct report *r, struct relation_sink *sink)
{
	char said[NUM_TEXT_MAX], there[NUM_TEXT_MAX];
	int64_t n = 0;

	if (r->kind != KIND_ACTIVITY || sink->on.communes <= 0)
		return;
	if (shape_count(r, IND_COMMUNES, &n)
		? n != sink->on.communes
		: shape_count(r, IND_COMMITTEES, &n) && n > sink->on.communes)
		relation_add(sink,
		    TR("%s xã, phường, danh bạ có %s vào ngày cuối: xem lại số, hoặc ghi chú",
			"%s communes, where the registry has %s on the last day: look at the number "
			"again, or add a note"),
		    num_people(n, said), num_people(sink->on.communes, there));
}

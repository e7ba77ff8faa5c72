#include "rules/relation.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "rules/period.h"
#include "rules/shape.h"
#include "wire/submission.h"

#define PERCENT_E4 10000               /* one percent as num_percent() counts */
#define YIELD_LOW_E4 (55 * PERCENT_E4) /* of those who attended, who gave */
#define YIELD_HIGH_E4 (95 * PERCENT_E4)
#define YIELD_ATTENDED_MIN 20 /* fewer people say nothing of a share */
#define TYPED_MIN 100         /* the same for blood groups */
#define RH_NEGATIVE_MAX_E4 PERCENT_E4
#define ML_TOLERANCE_E4 (2 * PERCENT_E4) /* bags are filled by weight */
#define ML_MEAN_MIN 250
#define ML_MEAN_MAX 500
#define PLANNED_DAYS_MAX 180 /* a drive moved further is more likely a wrong year */

void
relation_add(struct relation_sink *sink, const char *fmt, ...)
{
	char text[sizeof(sink->like.text) * 2];
	va_list ap;

	if (sink->n == RULES_FINDINGS_MAX)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	sink->at[sink->n] = sink->like;
	(void)text_copy(sink->at[sink->n].text, sizeof(sink->like.text), text);
	sink->n++;
}

static const char *
name_of(uint32_t ind)
{
	const struct indicator *i = catalogue_by_ind(ind);

	return TR(i->vi, i->en);
}

/* ${less} may not exceed ${more}, where both are reported. */
static void
expect_order(const struct report *r, uint32_t less, uint32_t more, struct relation_sink *sink)
{
	char less_text[NUM_TEXT_MAX];
	char more_text[NUM_TEXT_MAX];
	int64_t a;
	int64_t b;

	if (shape_count(r, less, &a) && shape_count(r, more, &b) && a > b)
		relation_add(sink, TR("%s %s lớn hơn %s %s", "%s %s exceeds %s %s"), name_of(less),
		    num_people(a, less_text), name_of(more), num_people(b, more_text));
}

void
relation_funnel(const struct report *r, struct relation_sink *sink)
{
	int64_t examined, deferred, left, donated;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];

	expect_order(r, IND_EXAMINED, IND_ATTENDED, sink);
	if (!shape_count(r, IND_EXAMINED, &examined)) {
		expect_order(r, IND_DONATED, IND_ATTENDED, sink);
		return;
	}
	if (shape_count(r, IND_DEFERRED, &deferred) && shape_count(r, IND_LEFT, &left) &&
	    shape_count(r, IND_DONATED, &donated)) {
		if (examined != deferred + left + donated)
			relation_add(sink,
			    TR("được khám %s, nhưng hoãn + bỏ về + hiến = %s",
				"examined %s, but deferred + left + donated = %s"),
			    num_people(examined, a), num_people(deferred + left + donated, b));
		return;
	}
	expect_order(r, IND_DONATED, IND_EXAMINED, sink);
}

void
relation_walk_ins(const struct report *r, struct relation_sink *sink)
{
	int64_t registered, attended;
	int64_t walk_ins = 0;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];

	(void)shape_count(r, IND_WALK_INS, &walk_ins);
	if (shape_count(r, IND_REGISTERED, &registered) &&
	    shape_count(r, IND_ATTENDED, &attended) && attended > registered + walk_ins)
		relation_add(sink,
		    TR("tham gia %s, nhưng đăng ký và đến không đăng ký chỉ có %s",
			"attended %s, but registered and walk-ins are only %s"),
		    num_people(attended, a), num_people(registered + walk_ins, b));
}

void
relation_ml(const struct report *r, struct relation_sink *sink)
{
	int64_t units, ml;
	int64_t of[4] = {0};
	int64_t other_ml = 0;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];

	if (!shape_count(r, IND_BLOOD_UNITS, &units) || !shape_count(r, IND_VOLUME_ML, &ml))
		return;
	for (uint32_t i = 0; i < ARRAY_LEN(of); i++)
		(void)shape_count(r, IND_UNITS_250 + i, &of[i]);
	if (of[0] + of[1] + of[2] + of[3] != units ||
	    (of[3] > 0 && !shape_count(r, IND_VOLUME_OTHER_ML, &other_ml)))
		return;
	const int64_t sum = 250 * of[0] + 350 * of[1] + 450 * of[2] + other_ml;

	if (llabs(ml - sum) * 100 * PERCENT_E4 > sum * ML_TOLERANCE_E4)
		relation_add(sink,
		    TR("tổng thể tích %s ml, nhưng theo từng loại túi là %s ml",
			"the volume is %s ml, but %s ml by size of bag"),
		    num_people(ml, a), num_people(sum, b));
}

void
relation_ml_mean(const struct report *r, struct relation_sink *sink)
{
	int64_t units, ml;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];

	if (shape_count(r, IND_BLOOD_UNITS, &units) && shape_count(r, IND_VOLUME_ML, &ml) &&
	    (ml < ML_MEAN_MIN * units || ml > ML_MEAN_MAX * units))
		relation_add(sink,
		    TR("%s ml cho %s đơn vị: mỗi đơn vị thường từ 250 đến 500 ml",
			"%s ml in %s units: a unit usually holds 250 to 500 ml"),
		    num_people(ml, a), num_people(units, b));
}

void
relation_blood_groups(const struct report *r, struct relation_sink *sink)
{
	/* Wide bands round the country's shares (about 21, 30, 43 and 6 percent). */
	static const struct {
		uint32_t ind;
		int64_t low, high; /* percent */
	} bands[] = {{IND_GROUP_A, 10, 33}, {IND_GROUP_B, 18, 42}, {IND_GROUP_O, 30, 57},
	    {IND_GROUP_AB, 0, 14}};
	int64_t of[ARRAY_LEN(bands)];
	int64_t typed = 0;
	int64_t positive, negative, share;
	char a[NUM_TEXT_MAX];

	for (size_t i = 0; i < ARRAY_LEN(bands); i++) {
		if (!shape_count(r, bands[i].ind, &of[i]))
			typed = INT64_MIN / 2;
		else
			typed += of[i];
	}
	for (size_t i = 0; typed >= TYPED_MIN && i < ARRAY_LEN(bands); i++)
		if (of[i] * 100 < bands[i].low * typed || of[i] * 100 > bands[i].high * typed)
			relation_add(sink,
			    TR("%s chiếm %s%%: thường từ %d%% đến %d%%",
				"%s is %s%%: usually %d%% to %d%%"),
			    name_of(bands[i].ind), num_percent_people(of[i], typed, a),
			    (int)bands[i].low, (int)bands[i].high);
	if (shape_count(r, IND_RH_POSITIVE, &positive) &&
	    shape_count(r, IND_RH_NEGATIVE, &negative) && positive + negative >= TYPED_MIN &&
	    num_percent(negative, positive + negative, &share) && share > RH_NEGATIVE_MAX_E4)
		relation_add(sink,
		    TR("Rh âm chiếm %s%%: thường dưới 0,1%%",
			"Rh negative is %s%%: usually below 0.1%%"),
		    num_percent_people(negative, positive + negative, a));
}

void
relation_rare(const struct report *r, struct relation_sink *sink)
{
	expect_order(r, IND_RARE_DONORS, IND_RESERVE_DONORS, sink);
}

void
relation_committees(const struct report *r, struct relation_sink *sink)
{
	expect_order(r, IND_COMMITTEES, IND_COMMUNES, sink);
}

void
relation_executing(const struct report *r, struct relation_sink *sink)
{
	int64_t sum = 0;
	int64_t units;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];

	if (r->kind != KIND_RESULT)
		return;
	for (uint32_t i = 0; i < r->u.result.executing_n; i++)
		sum += r->u.result.executing[i].units;
	if (sum == 0) /* bodies are named, the units are not split */
		return;
	if (!shape_count(r, IND_BLOOD_UNITS, &units))
		relation_add(sink,
		    TR("chia %s đơn vị cho các nơi thực hiện, nhưng không ghi tổng số",
			"%s units are split among executing bodies, but the total is not given"),
		    num_people(sum, a));
	else if (sum != units)
		relation_add(sink,
		    TR("các nơi thực hiện cộng lại %s đơn vị, tổng là %s",
			"executing bodies add up to %s units, the total is %s"),
		    num_people(sum, a), num_people(units, b));
}

void
relation_yield(const struct report *r, struct relation_sink *sink)
{
	int64_t attended, share, more;
	int64_t gave = 0;
	bool known = shape_count(r, IND_DONATED, &gave);
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];
	char c[NUM_TEXT_MAX];

	if (!known) { /* one visit gives one product */
		known = shape_count(r, IND_BLOOD_UNITS, &gave);
		for (uint32_t ind = IND_PLATELETS; ind <= IND_PLASMA; ind++)
			if (shape_count(r, ind, &more))
				gave += more;
	}
	if (!known || !shape_count(r, IND_ATTENDED, &attended) || attended < YIELD_ATTENDED_MIN ||
	    gave > attended) /* more is not of this rule */
		return;
	if (num_percent(gave, attended, &share) && (share < YIELD_LOW_E4 || share > YIELD_HIGH_E4))
		relation_add(sink,
		    TR("tham gia %s, hiến được %s (%s%%): thường từ 55%% đến 95%%",
			"attended %s, gave %s (%s%%): usually 55%% to 95%%"),
		    num_people(attended, a), num_people(gave, b),
		    num_percent_people(gave, attended, c));
}

void
relation_future(const struct report *r, struct relation_sink *sink)
{
	char words[DAY_TEXT_MAX];
	day_t last;

	if (r->kind == KIND_RESULT)
		last = r->u.result.held_to;
	else if (r->kind == KIND_REGISTRATION)
		last = r->u.registration.as_of;
	else if (r->kind == KIND_ACTIVITY)
		last = r->u.activity.to;
	else
		return;
	if (last > sink->on.today)
		relation_add(
		    sink, TR("%s chưa tới", "%s has not come yet"), day_words(last, words));
}

/* When the drive of ${r} was planned and when it is (to be) held. */
static bool
drive_days(const struct report *r, day_t *ret_planned, day_t *ret_first, day_t *ret_last)
{
	const bool is_result = r->kind == KIND_RESULT && r->u.result.drive[0] != '\0';
	struct drive_key key;

	if (!is_result && r->kind != KIND_SCHEDULE)
		return false;
	if (!drive_key_parse(is_result ? r->u.result.drive : r->u.schedule.drive, &key, NULL))
		return false;
	*ret_planned = key.day;
	*ret_first = is_result ? r->u.result.held_from : r->u.schedule.from;
	*ret_last = is_result ? r->u.result.held_to : r->u.schedule.to;
	return true;
}

void
relation_plan_year(const struct report *r, struct relation_sink *sink)
{
	day_t planned, first, last, from, to;

	if (!drive_days(r, &planned, &first, &last))
		return;
	const int planned_year = period_plan_year_of(planned, PLAN_YEAR_DEFAULT, &from, &to);
	const int year = period_plan_year_of(last, PLAN_YEAR_DEFAULT, &from, &to);

	if (year != planned_year)
		relation_add(sink,
		    TR("dự kiến trong năm kế hoạch %d, tổ chức trong năm %d: tính cho năm %d",
			"planned in plan year %d, held in %d: it counts for %d"),
		    planned_year, year, year);
}

void
relation_planned_day(const struct report *r, struct relation_sink *sink)
{
	char planned_words[DAY_TEXT_MAX];
	char first_words[DAY_TEXT_MAX];
	day_t planned, first, last;

	if (drive_days(r, &planned, &first, &last) && abs(first - planned) > PLANNED_DAYS_MAX)
		relation_add(sink,
		    TR("tổ chức %s, dự kiến %s: cách nhau quá %d ngày",
			"held on %s, planned for %s: more than %d days apart"),
		    day_words(first, first_words), day_words(planned, planned_words),
		    PLANNED_DAYS_MAX);
}

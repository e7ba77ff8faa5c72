#include "rules/derived.h"

#include <string.h>

#include "base/attrs.h"
#include "base/num.h"

#define TERMS_MAX 4
#define WHOLE_E4 1000000 /* 100 percent */

/* Beside the indicators: what a total says of itself. */
enum of {
	OF_TARGET = 30001,
	OF_TOWARDS, /* units that are measured against the target */
	OF_GAVE, /* who gave, by the donors or by what they gave: the larger is nearer the truth */
	OF_POPULATION,
	OF_PLANNED,
	OF_HELD,
	OF_REPORTED,
	OF_LATE
};

/* What becomes of a quotient or difference. */
enum keep {
	KEEP,
	KEEP_PART,     /* unknown when beyond the whole */
	KEEP_OVER,     /* what is above 100 percent, unknown when nothing is */
	KEEP_POSITIVE, /* at least 0 */
	KEEP_AT_MOST   /* at most 100 percent */
};

struct term {
	uint32_t of; /* 0: no more */
	int factor;
};
struct formula {
	struct term part[TERMS_MAX];
	struct term whole[TERMS_MAX]; /* none: the part alone */
	enum keep keep;
};

/* X(id, code, rollup, unit, keep, part, whole, "formula", "tiếng Việt", "English") */
/* clang-format off */
#define T(...) {__VA_ARGS__}
#define DERIVED(X) \
	X("L1", "percent_of_target", RATIO, PERCENT, KEEP, T({OF_TOWARDS, 1}), T({OF_TARGET, 1}), \
		"(blood_units - outside_units) / target_units", "Đạt chỉ tiêu", "Percent of the target") \
	X("L2", "percent_over_target", RATIO, PERCENT, KEEP_OVER, T({OF_TOWARDS, 1}), T({OF_TARGET, 1}), \
		"percent_of_target - 100", "Vượt chỉ tiêu", "Percent over the target") \
	X("L3", "missing_units", ADDITIVE, COUNT, KEEP_POSITIVE, T({OF_TARGET, 1}, {OF_TOWARDS, -1}), T({0, 0}), \
		"target_units - (blood_units - outside_units)", "Còn thiếu", "Missing to the target") \
	X("L4", "yield_percent", RATIO, PERCENT, KEEP_PART, T({OF_GAVE, 1}), T({IND_ATTENDED, 1}), \
		"donated / attended", "Tỷ lệ hiến được", "Of those who attended, gave") \
	X("L5", "deferral_percent", RATIO, PERCENT, KEEP_PART, T({IND_DEFERRED, 1}), T({IND_EXAMINED, 1}), \
		"deferred / examined", "Tỷ lệ hoãn", "Of those examined, deferred") \
	X("L6", "show_up_percent", RATIO, PERCENT, KEEP, T({IND_ATTENDED, 1}), T({IND_REGISTERED, 1}), \
		"attended / registered", "Tỷ lệ đến so với đăng ký", "Attended of registered") \
	X("L7", "repeat_percent", RATIO, PERCENT, KEEP_PART, T({IND_DONORS_REPEAT, 1}), \
		T({IND_DONORS_FIRST, 1}, {IND_DONORS_REPEAT, 1}), \
		"donors_repeat / (donors_first + donors_repeat)", "Tỷ lệ nhắc lại", "Repeat donors") \
	X("L8", "population_percent", RATIO, SHARE, KEEP_PART, T({OF_GAVE, 1}), T({OF_POPULATION, 1}), \
		"donated / population", "So với dân số", "Of the population") \
	X("L9", "units_per_drive", RATIO, RATE, KEEP, T({IND_BLOOD_UNITS, 1}), T({OF_HELD, 1}), \
		"blood_units / drives_held", "Đơn vị máu mỗi buổi", "Units a drive") \
	X("L10", "ml_per_unit", RATIO, RATE, KEEP, T({IND_VOLUME_ML, 1}), T({IND_BLOOD_UNITS, 1}), \
		"volume_ml / blood_units", "Thể tích mỗi đơn vị (ml)", "Volume of a unit (ml)") \
	X("L11", "on_time_percent", RATIO, PERCENT, KEEP_PART, T({OF_REPORTED, 1}, {OF_LATE, -1}), \
		T({OF_REPORTED, 1}), \
		"(drives_reported - drives_late) / drives_reported", "Báo cáo đúng hạn", "Reported in time") \
	X("L12", "reported_percent", COVERAGE, PERCENT, KEEP_AT_MOST, T({OF_REPORTED, 1}), T({OF_PLANNED, 1}), \
		"drives_reported / drives_planned", "Buổi đã báo cáo", "Drives reported of planned") \
	X("L13", "large_bags_percent", RATIO, PERCENT, KEEP_PART, T({IND_UNITS_350, 1}, {IND_UNITS_450, 1}), \
		T({IND_UNITS_250, 1}, {IND_UNITS_350, 1}, {IND_UNITS_450, 1}, {IND_UNITS_OTHER, 1}), \
		"(units_350 + units_450) / (units_250 + units_350 + units_450 + units_other)", \
		"Tỷ lệ túi 350 và 450 ml", "Bags of 350 and 450 ml") \
	X("L14", "committees_percent", COVERAGE, PERCENT, KEEP_PART, T({IND_COMMITTEES, 1}), T({IND_COMMUNES, 1}), \
		"committees / communes", "Xã, phường đã có Ban chỉ đạo", "Communes with a committee")
/* clang-format on */

#define ROW(id, code, rollup, unit, keep, part, whole, formula, vi, en) \
	{(id), (code), (vi), (en), (formula), ROLLUP_##rollup, DERIVED_##unit},
#define FORMULA(id, code, rollup, unit, keep, part, whole, formula, vi, en) {part, whole, (keep)},

static const struct derived rows[] = {DERIVED(ROW)};
static const struct formula formulas[] = {DERIVED(FORMULA)};

static bool
gave_of(const struct counts *c, int64_t *ret)
{
	int64_t donated = 0, units = 0, more = 0;
	const bool has_donated = counts_get(c, IND_DONATED, &donated);
	const bool has_units = counts_get(c, IND_BLOOD_UNITS, &units);

	for (uint32_t ind = IND_PLATELETS; ind <= IND_PLASMA; ind++)
		if (counts_get(c, ind, &more) && !num_add(units, more, &units))
			return false;
	*ret = donated > units ? donated : units;
	return has_donated || has_units;
}

static bool
value_of(const struct derived_sums *s, uint32_t of, int64_t *ret)
{
	switch (of) {
	case OF_TARGET:
		*ret = s->target;
		return s->has_target;
	case OF_TOWARDS:
		*ret = 0;
		if (!counts_get(s->counts, IND_BLOOD_UNITS, ret) && s->outside >= 0)
			return false;
		*ret -= s->outside;
		return true;
	case OF_GAVE:
		return gave_of(s->counts, ret);
	case OF_POPULATION:
		*ret = s->population;
		return s->population > 0;
	case OF_PLANNED:
		*ret = s->drives_planned;
		return true;
	case OF_HELD:
		*ret = s->drives_held;
		return true;
	case OF_REPORTED:
		*ret = s->drives_reported;
		return true;
	case OF_LATE:
		*ret = s->drives_late;
		return true;
	default:
		return counts_get(s->counts, of, ret);
	}
}

/* A size that was not reported had no bag, once another one was: only of the bags' sizes. */
static bool
is_bag_size(uint32_t of)
{
	return of >= IND_UNITS_250 && of <= IND_UNITS_OTHER;
}

static bool
sum_of(const struct derived_sums *s, const struct term terms[TERMS_MAX], int64_t *ret)
{
	bool any = false;

	*ret = 0;
	for (size_t i = 0; i < TERMS_MAX && terms[i].of != 0; i++) {
		int64_t value = 0;

		if (!value_of(s, terms[i].of, &value)) {
			if (!is_bag_size(terms[i].of))
				return false;
			continue;
		}
		any = true;
		if (!num_mul(value, terms[i].factor, &value) || !num_add(*ret, value, ret))
			return false;
	}
	return any;
}

static bool
kept(enum keep keep, int64_t *value)
{
	switch (keep) {
	case KEEP_PART:
		return *value <= WHOLE_E4;
	case KEEP_OVER:
		*value -= WHOLE_E4;
		return *value > 0;
	case KEEP_POSITIVE:
		*value = *value > 0 ? *value : 0;
		return true;
	case KEEP_AT_MOST:
		*value = *value < WHOLE_E4 ? *value : WHOLE_E4;
		return true;
	case KEEP:
	default:
		return true;
	}
}

bool
derived_value(const struct derived *d, const struct derived_sums *s, int64_t *ret)
{
	const struct formula *f = &formulas[d - rows];
	int64_t part = 0, whole = 0, value = 0;

	if (!sum_of(s, f->part, &part))
		return false;
	if (f->whole[0].of == 0) {
		value = part;
	} else {
		if (!sum_of(s, f->whole, &whole))
			return false;
		/* A rate is a hundredth of the percent. */
		if (d->unit == DERIVED_RATE && !num_mul(whole, 100, &whole))
			return false;
		if (!num_percent(part, whole, &value))
			return false;
	}
	if (!kept(f->keep, &value))
		return false;
	*ret = value;
	return true;
}

const struct derived *
derived_all(size_t *ret_n)
{
	*ret_n = ARRAY_LEN(rows);
	return rows;
}

const struct derived *
derived_by_code(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].code, code) == 0 || strcmp(rows[i].id, code) == 0)
			return &rows[i];
	return NULL;
}

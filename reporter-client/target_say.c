#include "target_say.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "words.h"

#define E2 10000 /* hundredths of a percent in one */

bool
target_say_is_rate(enum measure measure)
{
	return measure == MEASURE_POPULATION_RATE || measure == MEASURE_STAFF_RATE ||
	    measure == MEASURE_COVERAGE;
}

const char *
target_say_amount(const struct target *t, int64_t value, char buf[TARGET_SAY_MAX])
{
	char number[NUM_TEXT_MAX];

	if (t->measure == MEASURE_POPULATION_RATE)
		(void)snprintf(buf, TARGET_SAY_MAX, "%s%%", num_share_people(value, E2, number));
	else if (target_say_is_rate(t->measure))
		(void)snprintf(buf, TARGET_SAY_MAX, "%s%%", num_percent_people(value, E2, number));
	else
		(void)snprintf(buf, TARGET_SAY_MAX, "%s", num_people(value, number));
	return buf;
}

const char *
target_say_value(const struct target *t, char buf[TARGET_SAY_MAX])
{
	char from[TARGET_SAY_MAX], to[TARGET_SAY_MAX];

	(void)target_say_amount(t, t->value, from);
	if (t->qualifier == QUALIFIER_RANGE)
		(void)snprintf(buf, TARGET_SAY_MAX, "%.64s–%.64s", from,
		    target_say_amount(t, t->value_max, to));
	else if (t->qualifier == QUALIFIER_MINIMUM)
		(void)snprintf(buf, TARGET_SAY_MAX, "%.64s %.64s",
		    words_text(WORDS_QUALIFIER, t->qualifier), from);
	else
		(void)snprintf(buf, TARGET_SAY_MAX, "%.64s", from);
	return buf;
}

/* ---- how what was done stands to it */

enum standing { BELOW, REACHED, WITHIN, OVER, STANDING_COUNT };

static enum standing
standing_of(const struct target *t, int64_t done)
{
	if (done < t->value)
		return BELOW;
	if (t->qualifier == QUALIFIER_RANGE)
		return done <= t->value_max ? WITHIN : OVER;
	return done == t->value ? REACHED : OVER;
}

const char *
target_say_standing(const struct target *t, int64_t done)
{
	static const char *const names[STANDING_COUNT] = {
	    [BELOW] = "below", [REACHED] = "reached", [WITHIN] = "within", [OVER] = "over"};

	return names[standing_of(t, done)];
}

enum rest { NO_REST, MISSING, EXCESS, ABOVE_MAXIMUM, THE_RANGE };

/* What is said of a standing: the percent with what it is of, then the rest with its number. */
static const struct phrase {
	bool percent;
	const char *of_vi, *of_en;
	const char *rest_vi, *rest_en, *after_en;
	enum rest rest;
} phrases[QUALIFIER_COUNT_][STANDING_COUNT] = {
    [QUALIFIER_EXACT] = {[BELOW] = {true, "", "", "còn thiếu ", "", " missing", MISSING},
	[REACHED] = {true, "", "", "", "", "", NO_REST},
	[OVER] = {true, "", "", "vượt ", "", " over", EXCESS}},
    [QUALIFIER_MINIMUM] = {[BELOW] = {true, " mức tối thiểu", " of the minimum", "còn thiếu ", "",
			       " missing", MISSING},
	[REACHED] = {true, " mức tối thiểu", " of the minimum", "", "", "", NO_REST},
	[OVER] = {true, " mức tối thiểu", " of the minimum", "vượt ", "", " over", EXCESS}},
    [QUALIFIER_RANGE] = {[BELOW] = {true, " mức tối thiểu", " of the minimum", "còn thiếu ", "",
			     " missing", MISSING},
	[WITHIN] = {false, "", "", "trong khoảng ", "within ", "", THE_RANGE},
	[OVER] = {false, "", "", "vượt mức tối đa ", "above the maximum by ", "", ABOVE_MAXIMUM}},
};

/* An excess that as a percent would be nothing is said as a number. */
static void
rest_text(const struct target *t, int64_t done, enum rest rest, const char *unit,
    char buf[2 * TARGET_SAY_MAX])
{
	char a[TARGET_SAY_MAX], b[TARGET_SAY_MAX];

	if (rest == EXCESS && num_percent_over_people(done, t->value, a)) {
		(void)snprintf(buf, 2 * TARGET_SAY_MAX, "%.64s%%", a);
	} else if (rest == THE_RANGE) {
		(void)snprintf(buf, 2 * TARGET_SAY_MAX, "%.64s–%.64s",
		    target_say_amount(t, t->value, a), target_say_amount(t, t->value_max, b));
	} else {
		const int64_t gap = rest == MISSING ? t->value - done
		    : rest == ABOVE_MAXIMUM         ? done - t->value_max
						    : done - t->value;

		(void)snprintf(
		    buf, 2 * TARGET_SAY_MAX, "%.64s%.40s", target_say_amount(t, gap, a), unit);
	}
}

/* "đạt 95% chỉ tiêu tối thiểu 300". */
static void
percent_put(const struct target *t, int64_t done, const struct phrase *what,
    const struct target_say_how *how, struct buf *out)
{
	char number[NUM_TEXT_MAX], value[TARGET_SAY_MAX];
	const bool is_range = t->qualifier == QUALIFIER_RANGE;

	buf_printf(out, "%s%s%%", TR("đạt ", ""), num_percent_people(done, t->value, number));
	if (!how->named)
		buf_str(out, TR(what->of_vi, what->of_en));
	else if (is_range)
		buf_printf(out, TR("%s của khoảng %s", "%s of the range %s"),
		    TR(what->of_vi, what->of_en), target_say_value(t, value));
	else
		buf_printf(
		    out, TR(" chỉ tiêu %s", " of the target %s"), target_say_value(t, value));
}

const char *
target_say_reached(const struct target *t, int64_t done, const struct target_say_how *how,
    char buf[2 * TARGET_SAY_MAX])
{
	const enum qualifier qualifier =
	    t->qualifier == QUALIFIER_NONE ? QUALIFIER_EXACT : t->qualifier;
	const struct phrase *what = &phrases[qualifier][standing_of(t, done)];
	struct buf out = {.max = 2 * TARGET_SAY_MAX};
	char rest[2 * TARGET_SAY_MAX];

	if (t->value <= 0 || done < 0) {
		(void)snprintf(buf, 2 * TARGET_SAY_MAX, "–");
		return buf;
	}
	if (what->percent)
		percent_put(t, done, what, how, &out);
	if (what->rest != NO_REST) {
		rest_text(t, done, what->rest, how->unit, rest);
		buf_printf(&out, "%s%s%s%s", what->percent ? ", " : "",
		    TR(what->rest_vi, what->rest_en), rest, TR("", what->after_en));
	}
	(void)text_copy(buf, 2 * TARGET_SAY_MAX, buf_text(&out));
	buf_free(&out);
	return buf;
}

const char *
target_say_done(const struct target_row *row, char buf[TARGET_SAY_MAX])
{
	const struct target *t = &row->target;
	static const struct target_say_how plain = {.unit = ""};
	char done[TARGET_SAY_MAX], more[NUM_TEXT_MAX], words[2 * TARGET_SAY_MAX];

	if (!row->has_done)
		return NULL;
	(void)target_say_amount(t, row->done, done);
	if (target_say_is_rate(t->measure) && row->whole > 0)
		(void)snprintf(buf, TARGET_SAY_MAX, TR("%.64s của %s", "%.64s of %s"), done,
		    num_people(row->whole, more));
	else if (t->value > 0 && t->qualifier == QUALIFIER_RANGE)
		(void)snprintf(buf, TARGET_SAY_MAX, "%.48s (%.100s)", done,
		    target_say_reached(t, row->done, &plain, words));
	else if (t->value > 0)
		(void)snprintf(buf, TARGET_SAY_MAX, "%.64s (%s%%)", done,
		    num_percent_people(row->done, t->value, more));
	else
		(void)snprintf(buf, TARGET_SAY_MAX, "%.64s", done);
	return buf;
}

const char *
target_say_whole(const struct target_row *row, char buf[3 * TARGET_SAY_MAX])
{
	char value[TARGET_SAY_MAX], done[TARGET_SAY_MAX];
	const char *so_far = target_say_done(row, done);

	(void)snprintf(buf, 3 * TARGET_SAY_MAX, TR("%.120s: %s, đã đạt %s", "%.120s: %s, done %s"),
	    words_text(WORDS_MEASURE, row->target.measure), target_say_value(&row->target, value),
	    so_far != NULL ? so_far : "–");
	return buf;
}

#include "target_say.h"

#include <stdio.h>

#include "base/lang.h"
#include "base/num.h"
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

	if (target_say_is_rate(t->measure))
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

const char *
target_say_done(const struct target_row *row, char buf[TARGET_SAY_MAX])
{
	const struct target *t = &row->target;
	char done[TARGET_SAY_MAX], more[NUM_TEXT_MAX];

	if (!row->has_done)
		return NULL;
	(void)target_say_amount(t, row->done, done);
	if (target_say_is_rate(t->measure) && row->whole > 0)
		(void)snprintf(buf, TARGET_SAY_MAX, TR("%.64s của %s", "%.64s of %s"), done,
		    num_people(row->whole, more));
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

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/attrs.h"
#include "rules/derived.h"

#define PAIRS_MAX 8

struct pair {
	uint32_t ind;
	int64_t val;
};

/* What enters, and what comes out; a sample without a value is unknown. */
struct derived_sample {
	const char *id;
	struct pair counts[PAIRS_MAX];
	struct derived_sums sums; /* without counts */
	bool known;
	int64_t value;
};

static const struct derived_sample samples[] = {
    {"L1", {{20, 365}}, {.has_target = true, .target = 350}, true, 1042857},
    {"L1", {{20, 365}}, {.has_target = true, .target = 250, .outside = 40}, true, 1300000},
    {"L1", {{20, 365}}, {.has_target = false}, false, 0},
    {"L1", {{2, 365}}, {.has_target = true, .target = 350}, false, 0},
    {"L2", {{20, 325}}, {.has_target = true, .target = 250}, true, 300000},
    {"L2", {{20, 250}}, {.has_target = true, .target = 250}, false, 0},
    {"L3", {{20, 325}}, {.has_target = true, .target = 550}, true, 225},
    {"L3", {{20, 600}}, {.has_target = true, .target = 550}, true, 0},
    {"L3", {{20, 600}}, {.has_target = false}, false, 0},
    /* 61,1%: the units say who gave; the donors do where they are more. */
    {"L4", {{2, 532}, {20, 325}}, {0}, true, 610902},
    {"L4", {{2, 100}, {6, 80}, {20, 78}}, {0}, true, 800000},
    {"L4", {{2, 100}, {20, 70}, {25, 5}}, {0}, true, 750000},
    {"L4", {{20, 325}}, {0}, false, 0},
    {"L4", {{2, 100}, {20, 325}}, {0}, false, 0},
    {"L5", {{3, 100}, {4, 13}}, {0}, true, 130000},
    {"L5", {{3, 100}}, {0}, false, 0},
    {"L6", {{1, 300}, {2, 330}}, {0}, true, 1100000},
    {"L6", {{2, 330}}, {0}, false, 0},
    {"L7", {{60, 20}, {61, 80}}, {0}, true, 800000},
    {"L7", {{6, 100}, {61, 80}}, {0}, false, 0},
    {"L8", {{20, 174}}, {.population = 10000}, true, 17400},
    {"L8", {{20, 174}}, {0}, false, 0},
    {"L9", {{20, 264}}, {.drives_held = 2}, true, 1320000},
    {"L9", {{20, 264}}, {0}, false, 0},
    {"L10", {{20, 193}, {27, 67550}}, {0}, true, 3500000},
    {"L10", {{20, 193}}, {0}, false, 0},
    {"L11", {{20, 1}}, {.drives_reported = 4, .drives_late = 1}, true, 750000},
    {"L11", {{20, 1}}, {0}, false, 0},
    {"L12", {{20, 1}}, {.drives_planned = 4, .drives_reported = 3}, true, 750000},
    {"L12", {{20, 1}}, {.drives_planned = 4, .drives_reported = 5}, true, 1000000},
    {"L12", {{20, 1}}, {0}, false, 0},
    {"L13", {{21, 86}, {22, 215}, {24, 2}}, {0}, true, 709571},
    {"L13", {{20, 303}}, {0}, false, 0},
    {"L14", {{1100, 13}, {1101, 13}}, {0}, true, 1000000},
    {"L14", {{1100, 10}, {1101, 13}}, {0}, true, 769231},
    {"L14", {{1100, 14}, {1101, 13}}, {0}, false, 0},
};

static bool
value_of(const struct derived_sample *sample, int64_t *ret)
{
	uint32_t ind[PAIRS_MAX];
	int64_t val[PAIRS_MAX];
	struct counts counts = {.ind = ind, .val = val};
	struct derived_sums sums = sample->sums;

	while (counts.n < PAIRS_MAX && sample->counts[counts.n].ind != 0) {
		ind[counts.n] = sample->counts[counts.n].ind;
		val[counts.n] = sample->counts[counts.n].val;
		counts.n++;
	}
	sums.counts = &counts;
	assert_non_null(derived_by_code(sample->id));
	return derived_value(derived_by_code(sample->id), &sums, ret);
}

static void
every_formula_has_a_value_and_a_case_in_which_it_is_unknown(void **state)
{
	size_t n = 0;
	const struct derived *all = derived_all(&n);

	(void)state;
	assert_int_equal(n, 14);
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		int64_t value = 77;
		const bool known = value_of(&samples[i], &value);

		if (known != samples[i].known || (known && value != samples[i].value))
			fail_msg("sample %zu of %s: %lld", i, samples[i].id, (long long)value);
		assert_true(known || value == 77);
	}
	for (size_t i = 0; i < n; i++) {
		bool has[2] = {false};

		for (size_t k = 0; k < ARRAY_LEN(samples); k++)
			if (strcmp(samples[k].id, all[i].id) == 0)
				has[samples[k].known] = true;
		if (!has[0] || !has[1])
			fail_msg("%s lacks a sample", all[i].id);
	}
}

/* Two places of 100% and 50% are not 75% together, but what their sums make. */
static void
a_ratio_of_a_total_is_that_of_its_sums(void **state)
{
	const struct derived_sample small = {"L4", {{2, 10}, {6, 10}}, {0}, true, 0};
	const struct derived_sample large = {"L4", {{2, 990}, {6, 495}}, {0}, true, 0};
	const struct derived_sample both = {"L4", {{2, 1000}, {6, 505}}, {0}, true, 0};
	int64_t a = 0, b = 0, total = 0;

	(void)state;
	assert_true(value_of(&small, &a) && value_of(&large, &b) && value_of(&both, &total));
	assert_int_equal(total, 505000);
	assert_int_not_equal(total, (a + b) / 2);
}

/* V21: đạt = 100 + vượt. */
static void
what_is_over_is_what_is_reached_less_a_hundred(void **state)
{
	(void)state;
	for (int64_t units = 240; units < 600; units += 7) {
		const struct derived_sums of = {.has_target = true, .target = 250};
		const struct derived_sample reached = {"L1", {{20, units}}, of, true, 0};
		const struct derived_sample over = {"L2", {{20, units}}, of, true, 0};
		int64_t a = 0, b = 0;

		assert_true(value_of(&reached, &a));
		assert_int_equal(value_of(&over, &b), units > 250);
		assert_true(units <= 250 || a == b + 1000000);
	}
}

static void
codes_are_those_of_no_count(void **state)
{
	size_t n = 0;
	const struct derived *all = derived_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_null(catalogue_by_code(all[i].code));
		assert_ptr_equal(derived_by_code(all[i].code), &all[i]);
		assert_true(
		    all[i].vi[0] != '\0' && all[i].en[0] != '\0' && all[i].formula[0] != '\0');
	}
	assert_null(derived_by_code("L15"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_formula_has_a_value_and_a_case_in_which_it_is_unknown),
	    cmocka_unit_test(a_ratio_of_a_total_is_that_of_its_sums),
	    cmocka_unit_test(what_is_over_is_what_is_reached_less_a_hundred),
	    cmocka_unit_test(codes_are_those_of_no_count),
	};

	return cmocka_run_group_tests_name("derived", tests, NULL, NULL);
}

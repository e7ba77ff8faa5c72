#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "wire/limits.h"

static void
numbers_rise_and_stay_below_the_systems(void **state)
{
	size_t n;
	const struct indicator *rows = catalogue_all(&n);

	(void)state;
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		assert_true(rows[i].ind > 0 && rows[i].ind < IND_SYSTEM_FIRST);
		assert_true(rows[i].ind <= INT16_MAX && rows[i].ind <= WIRE_IND_MAX);
		if (i > 0)
			assert_true(rows[i - 1].ind < rows[i].ind);
		assert_ptr_equal(catalogue_by_ind(rows[i].ind), &rows[i]);
		assert_true(catalogue_is_reportable(rows[i].ind));
	}
}

/* A full sheet of one kind must fit one report. */
static void
every_indicator_of_a_kind_fits_one_report(void **state)
{
	size_t n;
	size_t results = 0;
	const struct indicator *rows = catalogue_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		results += rows[i].ind < IND_ACTIVITY_FIRST;
	assert_true(results <= WIRE_PAIRS_MAX);
	assert_true(n - results <= WIRE_PAIRS_MAX);
}

static void
codes_are_words_of_their_own(void **state)
{
	size_t n;
	const struct indicator *rows = catalogue_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(strspn(rows[i].code, "abcdefghijklmnopqrstuvwxyz0123456789_"),
		    strlen(rows[i].code));
		assert_ptr_equal(catalogue_by_code(rows[i].code), &rows[i]);
	}
	assert_null(catalogue_by_code("blood"));
	assert_null(catalogue_by_ind(9));
}

/* Every name that a header may bear leads to its own row, so no two rows share one. */
static void
every_name_finds_its_row(void **state)
{
	size_t n;
	const struct indicator *rows = catalogue_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const char *at = rows[i].aliases;

		assert_ptr_equal(catalogue_by_header(rows[i].code), &rows[i]);
		assert_true(
		    rows[i].option == NULL || catalogue_by_header(rows[i].option) == &rows[i]);
		assert_ptr_equal(catalogue_by_header(rows[i].vi), &rows[i]);
		assert_ptr_equal(catalogue_by_header(rows[i].en), &rows[i]);
		while (*at != '\0') {
			const size_t len = strcspn(at, "|");
			char alias[80] = "";
			char *folded;

			assert_true(len > 0 && len < sizeof(alias));
			memcpy(alias, at, len);
			folded = text_fold(alias, NULL);
			assert_string_equal(folded, alias);
			free(folded);
			assert_ptr_equal(catalogue_by_header(alias), &rows[i]);
			at += len + (at[len] == '|');
		}
	}
}

static void
headers_match_as_people_write_them(void **state)
{
	(void)state;
	assert_int_equal(catalogue_by_header("Đơn vị máu")->ind, IND_BLOOD_UNITS);
	assert_int_equal(catalogue_by_header("ĐƠN VỊ MÁU ")->ind, IND_BLOOD_UNITS);
	assert_int_equal(catalogue_by_header("don vi mau")->ind, IND_BLOOD_UNITS);
	assert_int_equal(catalogue_by_header("blood_units")->ind, IND_BLOOD_UNITS);
	assert_int_equal(catalogue_by_header("units")->ind, IND_BLOOD_UNITS);
	assert_int_equal(catalogue_by_header("Số lượt tham gia")->ind, IND_ATTENDED);
	assert_int_equal(catalogue_by_header("units-350")->ind, IND_UNITS_350);
	assert_int_equal(catalogue_by_header("Khối CNVC")->ind, 91);
	assert_int_equal(catalogue_by_header("Khối CBCNVC")->ind, 91);
	assert_null(catalogue_by_header("Ghi chú"));
	assert_null(catalogue_by_header(""));
	assert_null(catalogue_by_header(" – "));
	assert_null(catalogue_by_header("\xff"));
}

static void
the_systems_rows_are_known_but_not_reportable(void **state)
{
	(void)state;
	for (uint32_t ind = IND_SYS_REPORTS; ind <= IND_SYS_DRIVES_DRAFT; ind++) {
		assert_non_null(catalogue_by_ind(ind));
		assert_false(catalogue_is_reportable(ind));
	}
	assert_string_equal(catalogue_by_code("drives_late")->code, "drives_late");
	assert_null(catalogue_by_header("drives_late"));
}

static void
stock_and_additive_are_as_the_domain_says(void **state)
{
	(void)state;
	assert_int_equal(catalogue_by_ind(IND_BLOOD_UNITS)->rollup, ROLLUP_ADDITIVE);
	assert_int_equal(catalogue_by_ind(IND_RESERVE_DONORS)->rollup, ROLLUP_STOCK);
	assert_int_equal(catalogue_by_ind(IND_RARE_DONORS)->rollup, ROLLUP_STOCK);
	assert_int_equal(catalogue_by_ind(IND_COMMITTEES)->rollup, ROLLUP_STOCK);
	assert_int_equal(catalogue_by_code("callouts")->rollup, ROLLUP_ADDITIVE);
	assert_int_equal(catalogue_by_code("leaflets")->rollup, ROLLUP_ADDITIVE);
	assert_int_equal(catalogue_by_code("award_province_merit_group")->rollup, ROLLUP_ADDITIVE);
}

/* Numbers are wire values: a change here is a change of stored reports. */
static void
numbers_that_are_in_use_do_not_move(void **state)
{
	static const struct {
		const char *code;
		uint32_t ind;
	} fixed[] = {{"registered", 1}, {"attended", 2}, {"donated", 6}, {"blood_units", 20},
	    {"units_450", 23}, {"volume_other_ml", 29}, {"donors_age_18_24", 50},
	    {"donors_sector_unknown", 101}, {"deferred_other", 151}, {"reserve_donors", 1000},
	    {"committees", 1100}, {"talks", 1211}, {"award_province_merit_group", 1300},
	    {"award_local_praise_person", 1326}, {"award_health_medal_family", 1397},
	    {"money_spent", 1503}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		assert_int_equal(catalogue_by_code(fixed[i].code)->ind, fixed[i].ind);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_rise_and_stay_below_the_systems),
	    cmocka_unit_test(every_indicator_of_a_kind_fits_one_report),
	    cmocka_unit_test(codes_are_words_of_their_own),
	    cmocka_unit_test(every_name_finds_its_row),
	    cmocka_unit_test(headers_match_as_people_write_them),
	    cmocka_unit_test(the_systems_rows_are_known_but_not_reportable),
	    cmocka_unit_test(stock_and_additive_are_as_the_domain_says),
	    cmocka_unit_test(numbers_that_are_in_use_do_not_move),
	};

	return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}

/* A ledger recomputed, beside what the aggregator says: every figure that is printed counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/verify_audit.h"
#include "rules/catalogue.h"

static const uint32_t ind[] = {IND_ATTENDED, IND_BLOOD_UNITS};
static const int64_t val[] = {120, 100};
static const int64_t other[] = {121, 100};
static const struct row row = {
    .org = "91", .counts = {.ind = ind, .val = val, .n = 2}, .reports = 1};

static struct rows
rows(void)
{
	struct rows r = {.as_of_batch = 7, .epoch = 1, .rows = &row, .rows_n = 1, .total = row};

	r.total.has_target = true;
	r.total.target_units = 500;
	return r;
}

static void
the_same_answer_holds(void **state)
{
	const struct rows own = rows();

	(void)state;
	assert_true(verify_audit_holds(&own, &own));
}

static void
any_figure_of_the_total_that_differs_does_not_hold(void **state)
{
	const struct rows own = rows();

	(void)state;
	for (int i = 0; i < 7; i++) {
		struct rows said = rows();

		switch (i) {
		case 0:
			said.total.counts.val = other;
			break;
		case 1:
			said.total.reports++;
			break;
		case 2:
			said.total.interim_units++;
			break;
		case 3:
			said.total.returned_units++;
			break;
		case 4:
			said.total.target_units++;
			break;
		case 5:
			said.total.has_target = false;
			break;
		default:
			said.root.at[0] ^= 1;
			break;
		}
		assert_false(verify_audit_holds(&own, &said));
		/* Of a long list the total is compared, too. */
		struct rows page = own;
		page.next_page = 1;
		assert_false(verify_audit_holds(&page, &said));
	}
}

static void
a_row_that_differs_does_not_hold(void **state)
{
	const struct rows own = rows();
	struct rows said = rows();
	struct row changed = row;

	(void)state;
	changed.counts.val = other;
	said.rows = &changed;
	assert_false(verify_audit_holds(&own, &said));
	said.rows_n = 0;
	assert_false(verify_audit_holds(&own, &said));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_answer_holds),
	    cmocka_unit_test(any_figure_of_the_total_that_differs_does_not_hold),
	    cmocka_unit_test(a_row_that_differs_does_not_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

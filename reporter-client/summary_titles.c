#include "summary_titles.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "summary_calc.h"

/* The batch and its root, so that a file can be held against the ledger. */
static void
properties_put(struct table *t, const struct rows *r)
{
	char text[2 * WIRE_HASH_BYTES + 1];

	table_batch(t, r->as_of_batch);
	for (size_t i = 0; i < WIRE_HASH_BYTES; i++)
		(void)snprintf(text + 2 * i, 3, "%02x", r->root.at[i]);
	table_property(t, "root", text);
	table_property(t, "org", r->org);
	table_property(t, "period", r->period.text);
}

static void
titles_put(struct table *t, const struct rows *r)
{
	struct buf line = {.max = 1024};
	char period[SUMMARY_CALC_TEXT_MAX], basis[SUMMARY_CALC_TEXT_MAX];

	buf_printf(&line, "%s · %s · %s", r->org_name, summary_calc_period(&r->period, period),
	    summary_calc_basis(r, basis));
	table_title(t, buf_text(&line));
	buf_free(&line);
}

static void
unsplit_put(struct table *t, int64_t units, const char *what)
{
	char text[SUMMARY_CALC_TEXT_MAX], number[NUM_TEXT_MAX];

	if (units == 0)
		return;
	(void)snprintf(text, sizeof(text), "%s: %s %s", what, num_people(units, number),
	    TR("đơn vị", "units"));
	table_title(t, text);
}

static void
compared_put(struct table *t, const struct summary_compare *compare)
{
	char text[2 * SUMMARY_CALC_TEXT_MAX], period[SUMMARY_CALC_TEXT_MAX];

	if (compare == NULL)
		return;
	(void)snprintf(text, sizeof(text), TR("So với cùng kỳ: %s", "Compared with %s"),
	    summary_calc_period(&compare->period, period));
	table_title(t, text);
	unsplit_put(t, compare->total.unsplit.inside,
	    TR("Kỳ trước chưa tách theo ngày (số mang sang, có ngày trước kỳ ấy), đã tính",
		"Before, not split by day (carried in, with days before that period), counted"));
	unsplit_put(t, compare->total.unsplit.outside,
	    TR("Kỳ trước chưa tách theo ngày (số mang sang, đến sau kỳ ấy mới hết), chưa tính",
		"Before, not split by day (carried in, ends after that period), not counted"));
}

void
summary_titles_put(struct table *t, const struct rows *r, const struct summary_compare *compare)
{
	titles_put(t, r);
	properties_put(t, r);
	compared_put(t, compare);
}

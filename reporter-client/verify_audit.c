#include "verify_audit.h"

#include <string.h>

#include "rules/catalogue.h"
#include "verify_report.h"

void
verify_audit_facts(
    const struct rows *own, const struct rows *said, struct verify_fact ret[VERIFY_FACTS])
{
	const struct row *a = &own->total;
	const struct row *b = &said->total;
	const struct verify_fact facts[VERIFY_FACTS] = {
	    {"blood_units", "Đơn vị máu", "Blood units", counts_value(&a->counts, IND_BLOOD_UNITS),
		counts_value(&b->counts, IND_BLOOD_UNITS)},
	    {"reports", "Báo cáo", "Reports", a->reports, b->reports},
	    {"interim_units", "Tạm tính", "Interim", a->interim_units, b->interim_units},
	    {"returned_units", "Trả lại", "Returned", a->returned_units, b->returned_units},
	    {"target_units", "Chỉ tiêu", "Target", a->has_target ? a->target_units : 0,
		b->has_target ? b->target_units : 0},
	};

	memcpy(ret, facts, sizeof(facts));
}

/* Row by row: each place's counts as the ledger has them. */
static bool
are_same_rows(const struct rows *a, const struct rows *b)
{
	if (a->rows_n != b->rows_n)
		return false;
	for (uint32_t i = 0; i < a->rows_n; i++)
		if (strcmp(a->rows[i].org, b->rows[i].org) != 0 ||
		    !counts_equal(&a->rows[i].counts, &b->rows[i].counts))
			return false;
	return true;
}

bool
verify_audit_holds(const struct rows *own, const struct rows *said)
{
	struct verify_fact facts[VERIFY_FACTS];

	verify_audit_facts(own, said, facts);
	for (size_t i = 0; i < VERIFY_FACTS; i++)
		if (facts[i].own != facts[i].said)
			return false;
	if (own->epoch == said->epoch && own->as_of_batch == said->as_of_batch &&
	    memcmp(&own->root, &said->root, sizeof(own->root)) != 0)
		return false;
	return own->total.has_target == said->total.has_target &&
	    counts_equal(&own->total.counts, &said->total.counts) &&
	    /* A page holds the children of any organisation but the longest lists. */
	    (own->next_page != 0 || are_same_rows(own, said));
}

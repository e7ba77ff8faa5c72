#include "verify_taken.h"

#include <string.h>

#include "base/lang.h"
#include "verify_list.h"

static bool
is_result_of(const struct report *r, const struct report_row *row, enum witness witness)
{
	const bool is_collector = r->u.result.witness == WITNESS_COLLECTOR;

	return r->kind == KIND_RESULT && r->action != ACTION_WITHDRAWAL &&
	    is_collector == (witness == WITNESS_COLLECTOR) &&
	    strcmp(r->u.result.drive, row->result.drive) == 0 && row->result.drive[0] != '\0';
}

/* The organiser's that was replaced; NULL: there is none to be seen, or it was taken, too. */
static bool
organiser_get(struct verify_grounds *g, const struct report_row *row, const struct result **ret,
    struct err *err)
{
	struct verify_entry e;
	struct err why = {0};

	*ret = NULL;
	if (row->replaces.seq == 0)
		return true;
	if (!verify_grounds_entry(g, &row->replaces, &e, &why))
		return why.code == ERR_FORBIDDEN || err_set(err, why.code, "%s", why.text);
	if (is_result_of(e.r, row, WITNESS_ORGANISER))
		*ret = &e.r->u.result;
	return true;
}

/* Each of the collector's counts stands in the row; what else does is the organiser's. */
static bool
counts_check(const struct counts *row, const struct counts *theirs, const struct counts *mine,
    bool ret_shown[WIRE_PAIRS_MAX])
{
	uint32_t met = 0;

	for (uint32_t i = 0; i < row->n && i < WIRE_PAIRS_MAX; i++) {
		int64_t shown = 0;
		const bool is_theirs = counts_get(theirs, row->ind[i], &shown);

		ret_shown[i] = is_theirs || (mine != NULL && counts_get(mine, row->ind[i], &shown));
		if (ret_shown[i] ? shown != row->val[i] : mine != NULL)
			return false;
		met += is_theirs ? 1 : 0;
	}
	return met == theirs->n;
}

bool
verify_taken(struct verify_grounds *g, const struct report_row *row, const struct name *collector,
    bool ret_shown[WIRE_PAIRS_MAX], struct err *err)
{
	const struct result *mine = NULL;
	struct verify_entry e;
	day_t day = row->result.held_to;

	memset(ret_shown, 0, WIRE_PAIRS_MAX * sizeof(*ret_shown));
	if (!verify_grounds_entry(g, collector, &e, err) ||
	    !verify_grounds_key(g, e.sign_key, e.batch, err) || !organiser_get(g, row, &mine, err))
		return false;
	if (is_result_of(e.r, row, WITNESS_COLLECTOR) &&
	    (verify_list_day(&e.r->u.result) == day || mine == NULL ||
		verify_list_day(mine) == day) &&
	    counts_check(&row->result.counts, &e.r->u.result.counts,
		mine == NULL ? NULL : &mine->counts, ret_shown))
		return true;
	return err_set(err, ERR_SIGNATURE, "%s",
	    TR("bản của nơi tiếp nhận máu nói khác", "the collector's report says something else"));
}

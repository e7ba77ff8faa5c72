#include "verify_row.h"

#include <string.h>

#include "base/lang.h"
#include "outcome.h"
#include "verify_report.h"

/* ---- in the ledger */

static bool
stored_check(const struct cli *cli, const struct outbox_row *row, struct blob receipt,
    struct verify_row *ret, struct err *err)
{
	struct verify_report v = {.s = NULL};
	struct keys keys = {0};
	struct evidence e = {.receipt = receipt, .body = {.at = row->body, .len = row->body_len}};

	if (!profile_keys(&cli->profile, &keys, err))
		return false;
	memcpy(e.signature, row->signature, WIRE_SIGNATURE_BYTES);
	memcpy(e.sign_key, keys.sign_public, WIRE_KEY_BYTES);
	keys_wipe(&keys);
	if (!verify_report(&e, &cli->profile, &v, err))
		return false;
	*ret = (struct verify_row){.row = row->id,
	    .summary = row->summary,
	    .stored = true,
	    .batch = v.receipt->row.n,
	    .epoch = v.receipt->row.epoch,
	    .at_ms = v.receipt->row.at_ms};
	for (uint32_t i = 0; i < v.receipt->verdicts_n; i++)
		ret->refused_n += !receipt_accepts(v.receipt->verdicts[i].code);
	verify_report_free(&v);
	return true;
}

/* ---- not in the ledger */

struct telling {
	struct outbox *box;
	struct verify_row *to;
};

/* The first verdict that says why, a refusal before what was there already. */
static bool
verdict_take(void *cookie, size_t index, const struct verdict *v, struct err *err)
{
	struct telling *t = cookie;
	struct verify_row *to = t->to;

	(void)index;
	if (to->why.code == ERR_OK || (to->why.code == ERR_ALREADY && v->code != ERR_ALREADY))
		(void)err_set(&to->why, v->code, "%s", v->detail != NULL ? v->detail : "");
	if (v->code != ERR_ALREADY || v->existing.seq == 0 || to->same_row != 0)
		return true;
	return outbox_rows_find(t->box, v->existing.stream, v->existing.seq, &to->same_row, err);
}

static bool
unstored_tell(const struct cli *cli, const struct outbox_row *row, struct blob receipt,
    struct verify_row *ret, struct err *err)
{
	struct outbox_row told = *row;
	const struct outbox_rows one = {.at = &told, .n = 1};
	struct telling t = {.box = cli->outbox, .to = ret};
	struct outcome o;

	*ret = (struct verify_row){
	    .row = row->id, .summary = row->summary, .same_row = row->replaced_by};
	told.state = OUTBOX_REFUSED;
	told.receipt = receipt.at;
	told.receipt_len = receipt.len;
	return outcome_read(&one, verdict_take, &t, &o, err);
}

static bool
is_stored(struct blob receipt, bool *ret, struct err *err)
{
	struct receipt *r = NULL;

	if (!receipt_decode(receipt.at, receipt.len, &r, err))
		return false;
	*ret = r->stored;
	receipt_free(r);
	return true;
}

bool
verify_row(const struct cli *cli, const struct outbox_row *row, struct blob receipt,
    struct verify_row *ret, struct err *err)
{
	/* What the outbox itself took for stored has to prove it. */
	bool stored = receipt.at == row->receipt && row->state == OUTBOX_DELIVERED;

	if (receipt.at == NULL && row->state != OUTBOX_REFUSED && row->state != OUTBOX_PARKED)
		return err_set(err, ERR_NOT_FOUND,
		    TR("dòng %lld chưa có biên nhận", "row %lld has no receipt yet"),
		    (long long)row->id);
	if (receipt.at != NULL && !stored && !is_stored(receipt, &stored, err))
		return false;
	return (stored ? stored_check : unstored_tell)(cli, row, receipt, ret, err);
}

const struct verify_row *
verify_row_refused(const struct verify_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!rows[i].stored && rows[i].why.code != ERR_ALREADY)
			return &rows[i];
	return NULL;
}

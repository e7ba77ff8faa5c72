#include "outbox_verdicts.h"

#include <stdlib.h>

#include "base/text.h"

static enum err_code
code_of(const struct outbox_row *row, const struct receipt *receipt, uint32_t i,
    const char **ret_detail)
{
	*ret_detail = "";
	if (receipt == NULL) {
		*ret_detail = row->detail;
		return row->code != ERR_OK ? row->code : ERR_BUG;
	}
	if (receipt->code != ERR_OK || i >= receipt->verdicts_n) {
		*ret_detail = receipt->detail != NULL ? receipt->detail : "";
		return receipt->code != ERR_OK ? receipt->code : ERR_BUG;
	}
	if (receipt->verdicts[i].detail != NULL)
		*ret_detail = receipt->verdicts[i].detail;
	return receipt->verdicts[i].code;
}

/* Report ${i} got ${code}. */
static void
verdict_take(
    struct outbox_verdicts *v, uint32_t i, enum err_code code, const struct verdict *verdict)
{
	v->retry = v->retry || err_is_retry(code);
	if (receipt_accepts(code)) {
		v->accepted_n++;
		v->bases[i].fate = OUTBOX_KEEP;
	} else if (code == ERR_ALREADY && verdict != NULL && verdict->existing.seq != 0) {
		v->bases[i].fate = OUTBOX_RENAME;
		v->bases[i].name = verdict->existing;
	} else {
		v->bases[i].fate = OUTBOX_PARK;
		v->refused_idx[v->refused_n] = i;
		v->refused[v->refused_n++] = v->s->reports[i];
	}
}

bool
outbox_verdicts_read(const struct outbox_row *row, const struct receipt *receipt,
    struct outbox_verdicts *ret, struct err *err)
{
	struct outbox_verdicts *v = ret;

	*v = (struct outbox_verdicts){0};
	if (!submission_decode(row->body, row->body_len, &v->s, err))
		return false;
	v->refused = calloc(v->s->reports_n, sizeof(*v->refused));
	if (v->refused == NULL)
		return err_set(err, ERR_MEMORY, "outbox");
	for (uint32_t i = 0; i < v->s->reports_n; i++) {
		const char *detail;
		const enum err_code code = code_of(row, receipt, i, &detail);
		const struct verdict *verdict = NULL;

		if (receipt != NULL && i < receipt->verdicts_n)
			verdict = &receipt->verdicts[i];
		if (code != ERR_OK && v->code == ERR_OK) {
			v->code = code;
			(void)text_copy(v->detail, sizeof(v->detail), detail);
		}
		verdict_take(v, i, code, verdict);
	}
	return true;
}

bool
outbox_verdicts_of(const struct outbox_row *row, struct outbox_verdicts *ret, struct err *err)
{
	struct receipt *receipt = NULL;
	bool ok;

	*ret = (struct outbox_verdicts){0};
	if (row->receipt != NULL && !receipt_decode(row->receipt, row->receipt_len, &receipt, err))
		return false;
	ok = outbox_verdicts_read(row, receipt, ret, err);
	receipt_free(receipt);
	return ok;
}

void
outbox_verdicts_keep_retry(struct outbox_verdicts *v, const struct receipt *receipt)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < v->refused_n; k++) {
		const uint32_t i = v->refused_idx[k];

		if (i >= receipt->verdicts_n || !err_is_retry(receipt->verdicts[i].code))
			continue;
		v->refused[n] = v->refused[k];
		v->refused_idx[n++] = i;
	}
	v->refused_n = n;
}

void
outbox_verdicts_rename(struct outbox_verdicts *v, const struct outbox_issued *to)
{
	for (uint32_t k = 0; k < v->refused_n; k++)
		v->bases[v->refused_idx[k]] = outbox_issue_base(to, k);
}

void
outbox_verdicts_free(struct outbox_verdicts *v)
{
	if (v == NULL)
		return;
	free(v->refused);
	submission_free(v->s);
	*v = (struct outbox_verdicts){0};
}

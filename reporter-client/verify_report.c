#include "verify_report.h"

#include "base/lang.h"
#include "heads.h"
#include "server_keys.h"

/* ${p} NULL: by ${server_sign}. */
static bool
report_check(const struct evidence *e, const struct profile *p, const uint8_t *server_sign,
    struct verify_report *ret, struct err *err)
{
	struct verify_report r = {.s = NULL};

	if (!submission_verify(e->body.at, e->body.len, e->signature, e->sign_key))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("chữ ký của nơi gửi không đúng", "the office's signature is wrong"));
	if (!receipt_decode(e->receipt.at, e->receipt.len, &r.receipt, err))
		return false;
	if (p != NULL)
		server_sign = server_keys_sign(p, r.receipt->head.batch);
	if (!r.receipt->stored)
		(void)err_set(err, ERR_SIGNATURE, "%s",
		    TR("biên nhận nói là không ghi", "the receipt says that it is not stored"));
	else if (receipt_verify(
		     r.receipt, e->body.at, e->body.len, e->signature, server_sign, err) &&
	    submission_decode(e->body.at, e->body.len, &r.s, err)) {
		*ret = r;
		return true;
	}
	verify_report_free(&r);
	return false;
}

bool
verify_report_by(const struct evidence *e, const uint8_t server_sign[WIRE_KEY_BYTES],
    struct verify_report *ret, struct err *err)
{
	return report_check(e, NULL, server_sign, ret, err);
}

bool
verify_report(
    const struct evidence *e, const struct profile *p, struct verify_report *ret, struct err *err)
{
	if (!report_check(e, p, NULL, ret, err))
		return false;
	if (verify_report_head(p, &ret->receipt->head, err))
		return true;
	verify_report_free(ret);
	return false;
}

bool
verify_report_head(const struct profile *p, const struct signed_head *head, struct err *err)
{
	struct heads seen = {0};
	char path[OS_PATH_MAX];

	return profile_path(p, PROFILE_HEADS, path, err) && heads_load(path, &seen, err) &&
	    heads_stand(&seen, err) && heads_agree(&seen, head, false, err);
}

void
verify_report_free(struct verify_report *r)
{
	receipt_free(r->receipt);
	submission_free(r->s);
	*r = (struct verify_report){.s = NULL};
}

bool
verify_report_is_accepted(const struct verify_report *r, uint32_t idx)
{
	return idx < r->s->reports_n && idx < r->receipt->verdicts_n &&
	    r->receipt->verdicts[idx].code == ERR_OK;
}

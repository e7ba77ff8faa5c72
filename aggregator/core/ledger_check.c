#include "core/ledger_check.h"

#include <string.h>

#include "base/lang.h"

/* Might ${key} sign then?  An enrolment is signed by the key that it brings. */
static bool
signer_is_known(const struct core *c, const struct stored_submission *s, const struct submission *d)
{
	const struct report *r = &d->reports[0];
	struct key_info k;

	if (core_key_by_sign(c, s->sign_key, &k))
		return k.state == KEY_ACTIVE && !k.pending;
	return d->reports_n == 1 && r->kind == KIND_KEY && r->u.key.state == KEY_ACTIVE &&
	    memcmp(r->u.key.sign_key, s->sign_key, WIRE_KEY_BYTES) == 0;
}

/* ${kept}: beside its bytes it has what the database finds it by. */
static bool
submission_check(
    const struct core *c, uint64_t n, const struct stored_submission *s, bool kept, struct err *err)
{
	struct submission *d = NULL;
	bool known, same_seq;

	if (!submission_verify(s->body, s->body_len, s->signature, s->sign_key))
		return err_set(err, ERR_SIGNATURE,
		    TR("lần ghi %llu, bản gửi %u: chữ ký của nơi gửi không đúng",
			"batch %llu, submission %u: the sender's signature is wrong"),
		    (unsigned long long)n, s->ord);
	if (!submission_decode(s->body, s->body_len, &d, err))
		return false;
	known = signer_is_known(c, s, d);
	same_seq = !kept || s->seq == d->seq;
	submission_free(d);
	if (known && !same_seq)
		return err_set(err, ERR_DAMAGED,
		    TR("bảng submission, lần ghi %llu, bản gửi %u: không như bản đã ký: cột seq",
			"table submission, batch %llu, submission %u: not as the signed bytes say: "
			"column seq"),
		    (unsigned long long)n, s->ord);
	return known ||
	    err_set(err, ERR_SIGNATURE,
		TR("lần ghi %llu, bản gửi %u: khóa đã ký không được phép lúc đó",
		    "batch %llu, submission %u: the key that signed was not allowed to then"),
		(unsigned long long)n, s->ord);
}

/* What the database keeps for receipts is what the batch, which holds, gives. */
static bool
proofs_check(const struct stored_batch *b, struct err *err)
{
	const struct hash row = receipt_row_hash(&b->row);
	struct hash root;

	if (b->leaves == NULL || b->path == NULL)
		return true;
	root = merkle_root(b->leaves, b->submissions_n);
	if (memcmp(&root, &b->row.leaf_root, sizeof(root)) != 0)
		return err_set(err, ERR_SIGNATURE,
		    TR("lần ghi %llu: lá lưu cho biên nhận không phải lá của các bản gửi",
			"batch %llu: the leaves kept for receipts are not those of its submissions"),
		    (unsigned long long)b->row.n);
	return merkle_path_holds(&row, b->row.n - 1, b->row.n, b->path, &b->head) ||
	    err_set(err, ERR_SIGNATURE,
		TR("lần ghi %llu: đường dẫn lưu cho biên nhận không đến đầu chuỗi",
		    "batch %llu: the path kept for receipts does not lead to its head"),
		(unsigned long long)b->row.n);
}

bool
ledger_check(struct core *c, const struct stored_batch *b, struct err *err)
{
	struct signed_head head = {.realm = b->row.realm,
	    .epoch = b->row.epoch,
	    .batch = b->row.n,
	    .at_ms = b->row.at_ms,
	    .head = b->head};

	memcpy(head.signature, b->signature, WIRE_SIGNATURE_BYTES);
	if (!receipt_verify_head(&head, core_server_sign(c, b->row.n)))
		return err_set(err, ERR_SIGNATURE,
		    TR("lần ghi %llu: chữ ký của máy chủ không đúng",
			"batch %llu: the server's signature is wrong"),
		    (unsigned long long)b->row.n);
	for (uint32_t i = 0; i < b->submissions_n; i++)
		if (!submission_check(c, b->row.n, &b->submissions[i], b->leaves != NULL, err))
			return false;
	return core_replay(c, b, REPLAY_ALL, err) && proofs_check(b, err);
}

#include "courier_send.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "hello.h"
#include "server_keys.h"
#include "wire/receipt.h"
#include "wire/submission.h"

struct run {
	struct profile profile; /* learns of the aggregator's next keys */
	const struct courier_file *file;
	struct endpoint *endpoint;
	struct endpoint_message msg;
	uint64_t correlation;
	uint8_t stream[WIRE_STREAM_BYTES]; /* of the newest Hello */
	bool greeted;
	struct buf receipts; /* one after another */
	size_t *ends;        /* where each ends */
	struct courier_result result;
};

/* The answer to the newest correlation. */
static bool
answer_wait(struct run *r, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + COURIER_WAIT_MS;
	bool got = true;

	while (got) {
		const uint64_t now_ms = clock_mono_ms();
		const int wait_ms = now_ms < until_ms ? (int)(until_ms - now_ms) : 0;

		if (!endpoint_receive(r->endpoint, wait_ms, -1, &r->msg, &got, err))
			return false;
		if (got && r->msg.header.correlation == r->correlation)
			return true;
	}
	if (endpoint_is_refused(r->endpoint))
		return err_set(err, ERR_KEY_UNKNOWN, "%s", r->profile.intake);
	return err_set(err, ERR_AWAY,
	    TR("%s không trả lời trong %d giây", "%s did not answer within %d seconds"),
	    r->profile.intake, COURIER_WAIT_MS / 1000);
}

/*
 * The aggregator says no more: it is the key of the office whose rows these are, unless this
 * machine's own rows are refused too.
 */
static void
revoked_tell(struct err *ret)
{
	(void)err_set(ret, ERR_KEY_REVOKED, "%s",
	    TR("khóa của máy đã lập tệp này (hay của chính máy này, nếu dòng của nó cũng bị từ chối)",
		"the key of the machine that made this file (or of this one, if its own rows are refused too)"));
	(void)err_next(ret,
	    TR("không gửi hộ được nữa: nơi bị thu hồi kích hoạt lại (giothong enrol PHIẾU --profile TÊN-MỚI) và "
	       "nhập lại các dòng ấy",
		"it cannot be carried any more: its office enrols again (giothong enrol SLIP --profile NEW) and "
		"enters those rows again"));
}

static bool
refused_tell(struct run *r, struct err *err)
{
	(void)hello_refused(&r->msg.body, err);
	if (err->code == ERR_KEY_REVOKED)
		revoked_tell(err);
	return false;
}

static bool
greet(struct run *r, const uint8_t stream[WIRE_STREAM_BYTES], struct err *err)
{
	const struct hello_from from = {.stream = stream, .sign_key = r->file->sign_key};
	struct hello_ok ok = {0};

	if (r->greeted && memcmp(r->stream, stream, sizeof(r->stream)) == 0)
		return true;
	if (!hello_send(r->endpoint, &from, ++r->correlation, err) || !answer_wait(r, err))
		return false;
	if (r->msg.header.type == FRAME_ERROR)
		return refused_tell(r, err);
	if (r->msg.header.type != FRAME_HELLO_OK)
		return err_set(err, ERR_MALFORMED, "%s", r->profile.intake);
	if (!hello_take(&r->profile, &r->msg.body, &ok, err))
		return false;
	query_free(&ok.arena);
	if (!hello_takes_reports(&r->profile, &ok, err))
		return false;
	memcpy(r->stream, stream, sizeof(r->stream));
	r->greeted = true;
	return ok.window > 0 || err_set(err, ERR_PAUSED, "%s", r->profile.intake);
}

/* It counts as refused, and the first says why. */
static void
refuse(struct run *r, enum err_code code, const char *text)
{
	if (r->result.refused++ > 0)
		return;
	if (code == ERR_KEY_REVOKED)
		revoked_tell(&r->result.why);
	else
		(void)err_set(&r->result.why, code, "%s", text);
}

/* What the verdicts of an answer without a batch say. */
static void
verdicts_refuse(struct run *r, const struct receipt *receipt, const struct err *otherwise)
{
	for (uint32_t i = 0; i < receipt->verdicts_n; i++)
		if (receipt->verdicts[i].code != ERR_OK) {
			refuse(r, receipt->verdicts[i].code, receipt->verdicts[i].detail);
			return;
		}
	if (receipt->code != ERR_OK)
		refuse(r, receipt->code, receipt->detail);
	else
		refuse(r, otherwise->code, otherwise->text);
}

/* What came for a row; a refusal of it alone is counted, one of the connection ends the run. */
static bool
answer_take(struct run *r, const struct buf *body, const uint8_t *signature, struct err *err)
{
	struct receipt *receipt = NULL;
	struct err why = {0};

	if (r->msg.header.type == FRAME_ERROR) {
		(void)hello_refused(&r->msg.body, &why);
		if (err_is_retry(why.code) || why.code == ERR_KEY_REVOKED)
			return err_set(err, why.code, "%s", why.text);
		refuse(r, why.code, why.text);
		return true;
	}
	if (r->msg.header.type != FRAME_RECEIPT ||
	    !receipt_decode(r->msg.body.at, r->msg.body.len, &receipt, &why)) {
		refuse(r, ERR_MALFORMED, why.text);
		return true;
	}
	if (receipt_verify(receipt, body->at, body->len, signature,
		server_keys_sign(&r->profile, receipt->head.batch), &why)) {
		buf_put(&r->receipts, r->msg.body.at, r->msg.body.len);
		r->ends[r->result.stored++] = r->receipts.len;
	} else {
		verdicts_refuse(r, receipt, &why);
	}
	receipt_free(receipt);
	return buf_ok(&r->receipts) || err_set(err, ERR_MEMORY, "courier");
}

static bool
row_send(struct run *r, const struct courier_frame *frame, struct err *err)
{
	const uint8_t *signature = frame->bytes;
	struct submission *s = NULL;
	struct buf body = {0};
	bool ok = false;

	buf_put(&body, frame->bytes + WIRE_SIGNATURE_BYTES, frame->len - WIRE_SIGNATURE_BYTES);
	if (!buf_ok(&body)) {
		(void)err_set(err, ERR_MEMORY, "courier");
		goto out;
	}
	if (!submission_verify(body.at, body.len, signature, r->file->sign_key)) {
		(void)err_set(err, ERR_SIGNATURE, "%s",
		    TR("một dòng trong tệp không đúng chữ ký",
			"a row of the file is not signed right"));
		goto out;
	}
	if (!submission_decode(body.at, body.len, &s, err) || !greet(r, s->stream, err) ||
	    !endpoint_send(r->endpoint, FRAME_SUBMISSION, ++r->correlation, &body, signature, err))
		goto out;
	r->result.sent++;
	ok = answer_wait(r, err) && answer_take(r, &body, signature, err);
out:
	submission_free(s);
	buf_free(&body);
	return ok;
}

static bool
receipts_write(const struct run *r, const char *path, struct err *err)
{
	struct courier_frame *frames;
	size_t from = 0;
	bool ok;

	if (r->result.stored == 0)
		return true;
	frames = calloc(r->result.stored, sizeof(*frames));
	if (frames == NULL)
		return err_set(err, ERR_MEMORY, "courier");
	for (uint32_t i = 0; i < r->result.stored; i++) {
		frames[i] = (struct courier_frame){
		    .bytes = r->receipts.at + from, .len = r->ends[i] - from};
		from = r->ends[i];
	}
	ok = courier_write_receipts(r->file->sign_key, frames, r->result.stored, path, err);
	free(frames);
	return ok;
}

bool
courier_send(const struct profile *p, const struct courier_file *f, const char *receipts_path,
    struct courier_result *ret, struct err *err)
{
	struct run r = {.profile = *p, .file = f, .receipts = {.max = COURIER_FILE_MAX}};
	struct keys keys = {0};
	struct err why = {0};
	bool ok = false;

	*ret = r.result;
	r.ends = calloc(f->frames_n + 1, sizeof(*r.ends));
	if (r.ends == NULL)
		return err_set(err, ERR_MEMORY, "courier");
	if (profile_keys(p, &keys, err) && hello_open(p, &keys, &r.endpoint, err)) {
		ok = true;
		for (size_t i = 0; ok && i < f->frames_n; i++)
			ok = row_send(&r, &f->frames[i], err);
		if (!receipts_write(&r, receipts_path, &why))
			ok = err_set(err, why.code, "%s", why.text);
	}
	*ret = r.result;
	endpoint_close(r.endpoint);
	keys_wipe(&keys);
	buf_free(&r.msg.body);
	buf_free(&r.receipts);
	free(r.ends);
	return ok;
}

#include "hello.h"

#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "server_keys.h"
#include "wire/receipt.h"

#define HELLO_ONCE 1 /* the only correlation of hello_once() */

bool
hello_open(const struct profile *p, const struct keys *keys, struct endpoint **ret, struct err *err)
{
	const struct server_door door = server_keys_door(p, false);
	const struct endpoint_config config = {
	    .address = door.address,
	    .server_key = door.curve_key,
	    .public_key = keys->curve_public,
	    .secret_key = keys->curve_secret,
	};

	return endpoint_open(&config, ret, err);
}

bool
hello_send(struct endpoint *e, const struct hello_from *from, uint64_t correlation, struct err *err)
{
	struct hello hello = {
	    .version_min = WIRE_VERSION,
	    .version_max = WIRE_VERSION,
	    .program = "giothong " GH_VERSION,
	    .clock_ms = clock_unix_ms(),
	};
	struct buf body = {0};
	bool ok;

	memcpy(hello.stream, from->stream, sizeof(hello.stream));
	memcpy(hello.sign_key, from->sign_key, sizeof(hello.sign_key));
	if (from->seen != NULL) {
		hello.seen_epoch = from->seen->epoch;
		hello.seen_batch = from->seen->batch;
	}
	ok = query_encode_hello(&hello, &body, err) &&
	    endpoint_send(e, FRAME_HELLO, correlation, &body, NULL, err);
	buf_free(&body);
	return ok;
}

static bool
answer_check(struct profile *p, const struct hello_ok *ok, struct err *err)
{
	if (ok->version != WIRE_VERSION)
		return err_set(err, ERR_VERSION,
		    TR("máy chủ chọn phiên bản %u", "the aggregator chose version %u"),
		    ok->version);
	if (!server_keys_take(p, ok, err))
		return false;
	if ((ok->head.batch > 0 &&
		!receipt_verify_head(&ok->head, server_keys_sign(p, ok->head.batch))) ||
	    (ok->seen.batch > 0 &&
		!receipt_verify_head(&ok->seen, server_keys_sign(p, ok->seen.batch))))
		return err_set(err, ERR_SIGNATURE, "%s",
		    TR("mã kiểm tra của máy chủ không đúng chữ ký",
			"the signature on the aggregator's head is wrong"));
	return true;
}

bool
hello_take(struct profile *p, const struct buf *body, struct hello_ok *ret, struct err *err)
{
	struct hello_ok ok = {0};

	if (!query_decode_hello_ok(body->at, body->len, &ok, err))
		return false;
	if (!answer_check(p, &ok, err)) {
		query_free(&ok.arena);
		return false;
	}
	*ret = ok;
	return true;
}

bool
hello_takes_reports(const struct profile *p, const struct hello_ok *ok, struct err *err)
{
	return ok->reports_max > 0 ||
	    err_set(err, ERR_DOOR, "%s", server_keys_newest_door(p, false).address);
}

bool
hello_refused(const struct buf *body, struct err *err)
{
	struct wire_error e = {0};

	if (!query_decode_wire_error(body->at, body->len, &e, err))
		return false;
	(void)err_set(err, e.code == ERR_OK ? ERR_BUG : e.code, "%s", e.detail);
	query_free(&e.arena);
	return false;
}

static bool
answer_wait(
    struct endpoint *e, struct profile *p, int wait_ms, struct hello_ok *ret, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + (uint64_t)wait_ms;
	struct endpoint_message msg = {0};
	bool ok = false;
	bool got = true;

	while (got) {
		const uint64_t now_ms = clock_mono_ms();

		if (!endpoint_receive(
			e, now_ms < until_ms ? (int)(until_ms - now_ms) : 0, -1, &msg, &got, err))
			goto out;
		if (!got && endpoint_is_refused(e)) {
			(void)err_set(
			    err, ERR_KEY_UNKNOWN, "%s", server_keys_newest_door(p, false).address);
		} else if (!got) {
			(void)err_set(err, ERR_AWAY,
			    TR("%s không trả lời trong %d ms", "%s did not answer within %d ms"),
			    server_keys_newest_door(p, false).address, wait_ms);
		} else if (msg.header.correlation != HELLO_ONCE) {
			continue;
		} else if (msg.header.type == FRAME_HELLO_OK) {
			ok = hello_take(p, &msg.body, ret, err);
			if (ok && !hello_takes_reports(p, ret, err)) {
				query_free(&ret->arena);
				ok = false;
			}
			break;
		} else if (msg.header.type == FRAME_ERROR) {
			(void)hello_refused(&msg.body, err);
			break;
		}
	}
out:
	buf_free(&msg.body);
	return ok;
}

bool
hello_once(struct profile *p, const struct hello_from *from, int wait_ms, struct hello_ok *ret,
    struct err *err)
{
	struct endpoint *e = NULL;
	struct keys keys = {0};
	bool ok = false;

	if (profile_keys(p, &keys, err) && hello_open(p, &keys, &e, err) &&
	    hello_send(e, from, HELLO_ONCE, err))
		ok = answer_wait(e, p, wait_ms, ret, err);
	endpoint_close(e);
	keys_wipe(&keys);
	return ok;
}

#include "app_handovers.h"

#include <string.h>

#include "app_receipt.h"

struct reading {
	struct app_handovers *h;
	const struct core_server_keys *keys;
	uint32_t found;
};

/* Handover ${s->asked}: its receipt, then its body, in one piece of memory. */
static bool
handover_found(void *arg, const struct stored_receipt *s, struct err *err)
{
	struct reading *at = arg;
	struct buf *bytes = &at->h->bytes[s->asked];
	struct evidence *e = &at->h->at[s->asked];
	const struct stored_submission *sub = &s->submission;
	struct verdict codes[WIRE_REPORTS_MAX];
	struct receipt receipt;
	size_t receipt_len;

	buf_clear(bytes);
	if (!app_receipt_again(s, &at->keys->at[s->asked + 1].name, codes, &receipt, err) ||
	    !receipt_encode(&receipt, bytes, err))
		return false;
	receipt_len = bytes->len;
	buf_put(bytes, sub->body, sub->body_len);
	if (!buf_ok(bytes))
		return err_set(err, ERR_MEMORY, "handovers");
	*e = (struct evidence){.receipt = {.at = bytes->at, .len = receipt_len},
	    .body = {.at = bytes->at + receipt_len, .len = sub->body_len}};
	memcpy(e->signature, sub->signature, WIRE_SIGNATURE_BYTES);
	memcpy(e->sign_key, sub->sign_key, WIRE_KEY_BYTES);
	at->found++;
	return true;
}

bool
app_handovers_read(
    struct reader *r, const struct core *core, struct app_handovers *ret, struct err *err)
{
	const struct core_server_keys *k = core_server_keys(core);
	struct reading at = {.h = ret, .keys = k};
	struct stored_name names[WIRE_HANDOVERS_MAX];
	const struct stored_names asked = {.at = names, .n = k->n - 1};

	app_handovers_free(ret);
	for (uint32_t i = 0; i < asked.n; i++)
		names[i] = (struct stored_name){
		    .stream_no = core_stream_no(core, k->at[i + 1].name.stream),
		    .seq = k->at[i + 1].name.seq};
	if (asked.n > 0 && !reader_stored(r, &asked, handover_found, &at, err)) {
		app_handovers_free(ret);
		return false;
	}
	if (at.found != asked.n) {
		app_handovers_free(ret);
		return err_set(err, ERR_BUG, "%u of %u handovers", at.found, asked.n);
	}
	ret->n = asked.n;
	return true;
}

void
app_handovers_free(struct app_handovers *h)
{
	for (uint32_t i = 0; i < WIRE_HANDOVERS_MAX; i++)
		buf_free(&h->bytes[i]);
	h->n = 0;
}

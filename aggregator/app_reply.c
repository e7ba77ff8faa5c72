#include "app_reply.h"

enum router_sent
app_reply_body(
    struct app *a, const struct app_asker *to, enum frame_type type, const struct buf *body)
{
	const struct router_peer peer = {.id = to->peer, .door = (enum router_door)to->door};
	const struct frame_header h = {
	    .version = WIRE_VERSION, .type = type, .correlation = to->correlation};

	return router_send(a->router, &peer, &h, body->at, body->len);
}

enum router_sent
app_reply_out(struct app *a, const struct app_asker *to, enum frame_type type)
{
	const enum router_sent sent = app_reply_body(a, to, type, &a->out);

	buf_clear(&a->out);
	return sent;
}

void
app_reply_error(struct app *a, const struct app_asker *to, enum err_code code, const char *detail)
{
	const struct wire_error e = {.code = code, .detail = detail};
	struct err ignored = {0};

	buf_clear(&a->out);
	if (query_encode_wire_error(&e, &a->out, &ignored))
		(void)app_reply_out(a, to, FRAME_ERROR);
	buf_clear(&a->out);
}

void
app_reply_err(struct app *a, const struct app_asker *to, const struct err *why)
{
	app_reply_error(a, to, why->code, why->text);
}

void
app_reply_receipt(struct app *a, const struct app_asker *to, const struct receipt *r)
{
	struct err err = {0};

	buf_clear(&a->out);
	if (receipt_encode(r, &a->out, &err))
		(void)app_reply_out(a, to, FRAME_RECEIPT);
	else
		app_reply_err(a, to, &err);
}

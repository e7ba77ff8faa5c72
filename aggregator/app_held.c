#include <string.h>

#include "app_ledger_state.h"

bool
app_held_put(struct app_ledger *l, struct app_item *item, int32_t stream_no)
{
	if (l->held_n == APP_LEDGER_HELD_MAX)
		return false;
	l->held[l->held_n++] = (struct app_held_item){.item = item, .stream_no = stream_no};
	return true;
}

static bool
is_same_bytes(const struct app_item *item, const struct stored_submission *s)
{
	return s->body_len == item->p.body_len && memcmp(s->body, item->p.body, s->body_len) == 0 &&
	    memcmp(s->signature, item->p.signature, WIRE_SIGNATURE_BYTES) == 0;
}

static bool
held_found(void *arg, const struct stored_receipt *s, struct err *err)
{
	struct app_ledger *l = arg;
	struct app_held_item *h = &l->held[s->asked];
	struct verdict codes[WIRE_REPORTS_MAX];
	struct receipt r;

	if (s->row.n > writer_clean_n(l->writer)) {
		l->needs_ground = true;
		h->again = true;
		return true;
	}
	if (is_same_bytes(h->item, &s->submission)) {
		struct name name = {.seq = h->item->p.s->seq};

		memcpy(name.stream, h->item->p.s->stream, WIRE_STREAM_BYTES);
		if (!app_receipt_again(s, &name, codes, &r, err))
			return false;
	} else {
		app_receipt_code(h->item, ERR_KEY_REUSE, "", &r);
	}
	l->config.answer(l->config.arg, h->item, &r);
	return true;
}

static void
held_end(struct app_ledger *l)
{
	struct app_queue again = {0};

	for (uint32_t i = 0; i < l->held_n; i++) {
		if (l->held[i].again)
			app_queue_push(&again, l->held[i].item);
		else
			app_item_free(l->held[i].item);
	}
	l->held_n = 0;
	app_queue_prepend(&l->queue, &again);
}

void
app_held_again(struct app_ledger *l)
{
	for (uint32_t i = 0; i < l->held_n; i++)
		l->held[i].again = true;
	held_end(l);
}

void
app_held_answer(struct app_ledger *l, uint64_t now_ms)
{
	struct stored_name names[APP_LEDGER_HELD_MAX];
	const struct stored_names asked = {.at = names, .n = l->held_n};
	struct err err = {0};

	if (l->held_n == 0)
		return;
	if (l->is_silent) {
		app_held_again(l);
		return;
	}
	for (uint32_t i = 0; i < l->held_n; i++)
		names[i] = (struct stored_name){
		    .stream_no = l->held[i].stream_no, .seq = l->held[i].item->p.s->seq};
	if (!reader_stored(l->reader, &asked, held_found, l, &err) && err.code == ERR_DB_AWAY)
		app_ledger_read_failed(l, now_ms, &err);
	held_end(l);
}

#include "app_intake.h"

#include <string.h>

#include "app_query.h"
#include "app_reply.h"
#include "app_requests.h"
#include "base/clock.h"
#include "base/failpoint.h"
#include "base/lang.h"

#define CLOCK_EVERY 16 /* messages between two looks at the clock */

bool
app_intake_is_open(const struct app *a)
{
	return !a->is_stopping && app_ledger_keys(a->ledger) != NULL &&
	    !app_ledger_is_full(a->ledger) && !app_requests_is_full(a->requests) &&
	    app_ledger_waiting(a->ledger) + app_verifier_waiting(a->verifier) < a->settings->queue;
}

bool
app_intake_who(struct app *a, const struct app_asker *to, const uint8_t *curve_key, bool once,
    struct key_info *ret)
{
	if (!core_key_by_curve(app_ledger_keys(a->ledger), curve_key, ret)) {
		app_reply_error(a, to, ERR_KEY_UNKNOWN, "");
		return false;
	}
	if (ret->state == KEY_REVOKED) {
		app_reply_error(a, to, ERR_KEY_REVOKED, "");
		return false;
	}
	if ((ret->state == KEY_INVITED) != once) {
		app_reply_error(a, to, once ? ERR_KEY_ENTRY : ERR_INVITATION,
		    once ? TR("máy này đã kích hoạt", "this machine is enrolled")
			 : TR("khóa của phiếu mời chỉ dùng để kích hoạt",
			       "an invitation's key may only enrol"));
		return false;
	}
	return true;
}

static void
signer_add(struct app_item *i, const uint8_t *key)
{
	memcpy(i->signer[i->signers_n++], key, WIRE_KEY_BYTES);
}

/* The connection's own key, or that of the office whose submissions it carries. */
static void
signers_of(const struct app *a, const struct key_info *who, struct app_item *i)
{
	const uint8_t *carried = app_carried_get(&a->carried, i->asker.peer);

	signer_add(i, who->sign_key);
	if (carried != NULL)
		signer_add(i, carried);
}

/* An enrolment is one KEY entry, signed by the key that it brings. */
static bool
signers_of_enrolment(const uint8_t *once_key, struct app_item *i)
{
	const struct report *r = &i->s->reports[0];

	if (i->s->reports_n != 1 || r->kind != KIND_KEY || r->u.key.state != KEY_ACTIVE)
		return false;
	i->p.enrol = true;
	memcpy(i->p.once_key, once_key, WIRE_KEY_BYTES);
	signer_add(i, r->u.key.sign_key);
	return true;
}

/* It is checked: into the queue, or back with the reason. */
static void
item_take(struct app *a, struct app_item *i)
{
	FAILPOINT("verified");
	if (!i->is_signed)
		app_reply_error(a, &i->asker, ERR_SIGNATURE, "");
	else if (app_ledger_put(a->ledger, i))
		return;
	else
		app_reply_error(a, &i->asker, ERR_PAUSED, "");
	app_item_free(i);
}

/* While nothing else is under way this thread has nothing better to do. */
static void
item_check(struct app *a, struct app_item *i)
{
	if (app_verifier_waiting(a->verifier) > 0 || app_ledger_core(a->ledger) == NULL ||
	    app_ledger_waiting(a->ledger) > 0) {
		app_verifier_put(a->verifier, i);
		return;
	}
	i->is_signed = app_verifier_check(i);
	item_take(a, i);
}

static void
submission_take(
    struct app *a, const struct app_asker *to, const struct router_message *m, bool enrol)
{
	struct key_info who;
	struct app_item *i = NULL;
	struct err err = {0};
	uint64_t away_since_ms;

	if (!app_intake_who(a, to, m->curve_key, enrol, &who))
		return;
	if (!app_ledger_is_connected(a->ledger, &away_since_ms) &&
	    a->now_ms - away_since_ms > APP_AWAY_MS) {
		app_reply_error(a, to, ERR_PAUSED, "");
		return;
	}
	if (!app_quota_submission(a->quota, who.org, a->now_ms, &err)) {
		app_reply_err(a, to, &err);
		return;
	}
	if (m->signature == NULL) {
		app_reply_error(
		    a, to, ERR_MALFORMED, TR("thiếu chữ ký", "the signature is missing"));
		return;
	}
	if (!app_item_new(m->body, m->body_len, &i, &err)) {
		app_reply_err(a, to, &err);
		return;
	}
	FAILPOINT("decoded");
	i->asker = *to;
	memcpy(i->p.signature, m->signature, WIRE_SIGNATURE_BYTES);
	if (!enrol) {
		signers_of(a, &who, i);
	} else if (!signers_of_enrolment(m->curve_key, i)) {
		app_reply_error(a, to, ERR_KEY_ENTRY, "");
		app_item_free(i);
		return;
	}
	item_check(a, i);
}

static void
message_take(struct app *a, const struct router_message *m)
{
	const struct app_asker to = {
	    .correlation = m->refused == ERR_OK ? m->header.correlation : 0,
	    .peer = m->peer.id,
	    .door = m->peer.door};
	struct key_info who;

	FAILPOINT("received");
	if (m->refused != ERR_OK) {
		app_reply_error(a, &to, m->refused, "");
		return;
	}
	switch (m->header.type) {
	case FRAME_SUBMISSION:
	case FRAME_ENROL:
		submission_take(a, &to, m, m->header.type == FRAME_ENROL);
		break;
	case FRAME_HELLO:
	case FRAME_STATUS:
	case FRAME_REFERENCE:
	case FRAME_PROOF:
	case FRAME_EVIDENCE:
	case FRAME_GROUNDS:
		if (app_intake_who(a, &to, m->curve_key, false, &who))
			app_query_put(a, &to, m);
		break;
	default:
		app_reply_error(a, &to, ERR_DOOR,
		    TR("cổng này chỉ nhận báo cáo; hỏi ở cổng kia",
			"this door takes reports; ask at the other one"));
		break;
	}
}

static void
checked_take(struct app *a)
{
	struct app_queue checked;

	app_verifier_take(a->verifier, &checked);
	while (checked.first != NULL)
		item_take(a, app_queue_pop(&checked));
}

void
app_intake_drain(struct app *a)
{
	const uint64_t until_us = clock_mono_us() + APP_TURN_US;
	struct router_message m;

	for (uint32_t n = 1; app_intake_is_open(a); n++) {
		const enum router_got got = router_receive(a->router, ROUTER_INTAKE, &m);

		if (got == ROUTER_NOTHING)
			break;
		if (got == ROUTER_MESSAGE)
			message_take(a, &m);
		if (n % CLOCK_EVERY == 0 && clock_mono_us() >= until_us)
			break;
	}
	checked_take(a);
}

#include "enrol.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/text.h"
#include "hello.h"
#include "outbox_answer.h"
#include "outbox_rows.h"
#include "sender.h"
#include "server_keys.h"
#include "wire/receipt.h"

#define REALM_FIRST 1 /* an invitation names no realm */
#define CORRELATION 1 /* the only one of the connection */
#define HELLO_WAIT_MS 5000
#define ROWS_MAX 64 /* invitations that one profile tries */

struct run {
	const struct enrol_request *request;
	const struct invitation *invitation;
	struct profile profile;
	struct keys keys;
	struct outbox *box;
	struct outbox_rows row; /* the one that carries the KEY report */
	bool earlier;           /* an earlier invitation brought the keys: this one is not used */
	bool dead; /* the invitation is refused, and this machine's keys are nobody's */
};

static void
profile_fill(struct run *r)
{
	const struct invitation *inv = r->invitation;
	struct profile *p = &r->profile;
	char host[OS_HOSTNAME_MAX];

	(void)text_copy(p->intake, sizeof(p->intake), inv->intake);
	(void)text_copy(p->query, sizeof(p->query), inv->query);
	memcpy(p->server_curve, inv->server_curve, sizeof(p->server_curve));
	memcpy(p->server_sign, inv->server_sign, sizeof(p->server_sign));
	(void)text_copy(p->org, sizeof(p->org), inv->org);
	p->role = inv->role;
	p->realm = REALM_FIRST;
	if (r->request->label != NULL)
		(void)text_copy(p->label, sizeof(p->label), r->request->label);
	else if (os_hostname(host, NULL))
		(void)text_copy(p->label, sizeof(p->label), host);
}

/* The folder, its settings and keys: made once, found again by a second run. */
static bool
profile_prepare(struct run *r, struct err *err)
{
	struct profile *p = &r->profile;
	struct profile there;
	struct err why = {0};
	char path[OS_PATH_MAX];

	if (r->request->profile != NULL &&
	    !text_copy(p->name, sizeof(p->name), r->request->profile))
		return err_set(err, ERR_LIMIT, "--profile");
	if (r->request->profile == NULL)
		profile_name_from(r->invitation->org, p->name);
	profile_fill(r);
	if (profile_open_unfinished(p->name, &there, &why)) {
		if (strcmp(there.org, p->org) != 0 || there.role != p->role ||
		    memcmp(there.server_sign, p->server_sign, sizeof(p->server_sign)) != 0)
			return err_set(err, ERR_DUPLICATE,
			    TR("hồ sơ %s là của nơi khác (%s): thêm --profile TÊN-KHÁC",
				"profile %s is another office's (%s): add --profile OTHER-NAME"),
			    p->name, there.org);
		p->enrolled = there.enrolled;
		p->server = there.server;
		if (r->request->label == NULL)
			(void)text_copy(p->label, sizeof(p->label), there.label);
	} else if (why.code != ERR_NOT_FOUND) {
		return err_set(err, why.code, "%s", why.text);
	}
	if (!profile_create(p, err) || !profile_path(p, PROFILE_KEYS, path, err))
		return false;
	if (!os_file_exists(path)) {
		keys_make(&r->keys);
		if (!keys_save(path, &r->keys, err))
			return false;
	}
	return profile_keys(p, &r->keys, err) && profile_save(p, err);
}

static void
report_fill(const struct run *r, struct report *ret)
{
	const struct invitation *inv = r->invitation;
	struct key_entry *key = &ret->u.key;

	*ret = (struct report){.kind = KIND_KEY, .action = ACTION_FIRST, .reason = ""};
	*key = (struct key_entry){.state = KEY_ACTIVE,
	    .org = inv->org,
	    .role = inv->role,
	    .label = r->profile.label,
	    .reason = ""};
	memcpy(key->invitation, inv->id, sizeof(key->invitation));
	memcpy(key->once_key, inv->once_public, sizeof(key->once_key));
	memcpy(key->secret, inv->secret, sizeof(key->secret));
	memcpy(key->curve_key, r->keys.curve_public, sizeof(key->curve_key));
	memcpy(key->sign_key, r->keys.sign_public, sizeof(key->sign_key));
}

/* ${inv} NULL: of any invitation. */
static bool
row_is_key(const struct outbox_row *row, const struct invitation *inv)
{
	struct submission *s = NULL;
	bool same = false;

	if (submission_decode(row->body, row->body_len, &s, NULL))
		same = s->reports_n == 1 && s->reports[0].kind == KIND_KEY &&
		    (inv == NULL ||
			memcmp(s->reports[0].u.key.invitation, inv->id, sizeof(inv->id)) == 0);
	submission_free(s);
	return same;
}

/* The row of this invitation from an earlier run; *${ret} 0: none. */
static bool
row_find(struct run *r, int64_t *ret, struct err *err)
{
	const struct outbox_filter filter = {.bodies = true, .limit = ROWS_MAX};
	struct outbox_rows rows = {0};

	*ret = 0;
	if (!outbox_rows_list(r->box, &filter, &rows, err))
		return false;
	for (size_t i = 0; i < rows.n; i++) {
		if (row_is_key(&rows.at[i], r->invitation))
			*ret = rows.at[i].id;
	}
	outbox_rows_free(&rows);
	return true;
}

static bool
row_prepare(struct run *r, struct err *err)
{
	struct report report;
	const struct outbox_draft draft = {
	    .reports = &report,
	    .reports_n = 1,
	    .keys = &r->keys,
	    .realm = REALM_FIRST,
	    .now_ms = clock_unix_ms(),
	    .summary = TR("kích hoạt máy này", "enrolment of this machine"),
	};
	struct outbox_saved saved;
	char path[OS_PATH_MAX];
	int64_t id = 0;

	if (!profile_path(&r->profile, PROFILE_OUTBOX, path, err) ||
	    !outbox_open(path, &r->box, err) || !row_find(r, &id, err))
		return false;
	if (id == 0) {
		report_fill(r, &report);
		if (!outbox_save(r->box, &draft, &saved, err))
			return false;
		id = saved.first_id;
	}
	return outbox_rows_get(r->box, id, &r->row, err);
}

static bool
receipt_take(struct run *r, const struct buf *body, struct err *err)
{
	const struct outbox_row *row = &r->row.at[0];
	struct outbox_answer answer = {.id = row->id,
	    .bytes = body->at,
	    .bytes_len = body->len,
	    .keys = &r->keys,
	    .now_ms = clock_unix_ms()};
	enum outbox_state state;
	struct receipt *receipt = NULL;
	bool ok = false;

	if (!receipt_decode(body->at, body->len, &receipt, err))
		return false;
	if (!receipt->stored) {
		const struct verdict *v = receipt->verdicts_n > 0 ? &receipt->verdicts[0] : NULL;

		(void)err_set(err,
		    receipt->code != ERR_OK ? receipt->code
			: v != NULL         ? v->code
					    : ERR_BUG,
		    "%s",
		    receipt->code != ERR_OK ? receipt->detail
			: v != NULL         ? v->detail
					    : "");
		goto out;
	}
	if (!receipt_verify(receipt, row->body, row->body_len, row->signature,
		server_keys_sign(&r->profile, receipt->head.batch), err))
		goto out;
	if (receipt->verdicts[0].code != ERR_OK) {
		(void)err_set(err, receipt->verdicts[0].code, "%s", receipt->verdicts[0].detail);
		goto out;
	}
	answer.receipt = receipt;
	ok = outbox_answer_receipt(r->box, &answer, &state, err);
out:
	receipt_free(receipt);
	return ok;
}

static bool
answer_wait(struct run *r, struct endpoint *e, struct err *err)
{
	const uint64_t until_ms = clock_mono_ms() + ENROL_WAIT_MS;
	struct endpoint_message msg = {0};
	bool got = true;
	bool ok = false;

	while (got) {
		const uint64_t now_ms = clock_mono_ms();

		if (!endpoint_receive(
			e, now_ms < until_ms ? (int)(until_ms - now_ms) : 0, -1, &msg, &got, err))
			goto out;
		if (got && msg.header.type == FRAME_RECEIPT) {
			ok = receipt_take(r, &msg.body, err);
			goto out;
		}
		if (got && msg.header.type == FRAME_ERROR) {
			(void)hello_refused(&msg.body, err);
			goto out;
		}
	}
	if (endpoint_is_refused(e))
		(void)err_set(err, ERR_INVITATION, "%s", "");
	else
		(void)err_set(err, ERR_AWAY,
		    TR("%s không trả lời trong %d giây; đã giữ khóa, chạy lại lệnh này",
			"%s did not answer within %d seconds; the keys are kept, run this again"),
		    r->profile.intake, ENROL_WAIT_MS / 1000);
out:
	buf_free(&msg.body);
	return ok;
}

/* Over the invitation's one-time key, which may do nothing but this. */
static bool
send_once(struct run *r, struct err *err)
{
	const struct outbox_row *row = &r->row.at[0];
	const struct server_door door = server_keys_door(&r->profile, false);
	const struct endpoint_config config = {
	    .address = door.address,
	    .server_key = door.curve_key,
	    .public_key = r->invitation->once_public,
	    .secret_key = r->invitation->once_secret,
	};
	struct endpoint *e = NULL;
	struct buf body = {0};
	bool ok = false;

	buf_put(&body, row->body, row->body_len);
	if (endpoint_open(&config, &e, err) &&
	    endpoint_send(e, FRAME_ENROL, CORRELATION, &body, row->signature, err))
		ok = answer_wait(r, e, err);
	endpoint_close(e);
	buf_free(&body);
	return ok;
}

enum own { OWN_DELIVERED, OWN_EARLIER, OWN_AWAY, OWN_REFUSED, OWN_UNKNOWN };

/* Of the rows with a receipt: is there any, and is one of them a KEY report that was taken? */
struct receipted {
	bool any;
	bool key;
};

static bool
receipted_find(const struct run *r, struct receipted *ret, struct err *err)
{
	const struct outbox_filter filter = {
	    .states = 1U << OUTBOX_DELIVERED, .bodies = true, .limit = ROWS_MAX};
	struct outbox_rows rows = {0};

	*ret = (struct receipted){.any = false};
	if (!outbox_rows_list(r->box, &filter, &rows, err))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		ret->key |= rows.at[i].refused_n == 0 && row_is_key(&rows.at[i], NULL);
	ret->any = rows.n > 0;
	outbox_rows_free(&rows);
	return true;
}

/*
 * The invitation is not accepted: perhaps because an earlier run used it, or another one, and never
 * heard so. Then this machine's own keys are known, and the rows get their receipts in the ordinary
 * way.  Only when the aggregator says that it does not know the keys, and never took a row of
 * theirs, are they nobody's.
 */
static bool
send_own(struct run *r, enum own *ret, struct err *err)
{
	const struct sender_options options = {.wait_ms = HELLO_WAIT_MS, .stop_fd = -1};
	struct sender_result result = {0};
	struct outbox_rows rows = {0};
	struct receipted receipted;

	if (!sender_run(&r->profile, r->box, &options, &result, err) ||
	    !receipted_find(r, &receipted, err) ||
	    !outbox_rows_get(r->box, r->row.at[0].id, &rows, err))
		return false;
	const bool waits = rows.at[0].state == OUTBOX_SAVED || rows.at[0].state == OUTBOX_SENT;
	const enum err_code link = result.link.code;

	if (rows.at[0].state == OUTBOX_DELIVERED && rows.at[0].refused_n == 0)
		*ret = OWN_DELIVERED;
	else if (link == ERR_OK && receipted.key)
		*ret = OWN_EARLIER;
	else if (waits && (link == ERR_OK || err_is_retry(link)))
		*ret = OWN_AWAY;
	else
		*ret = link == ERR_KEY_UNKNOWN && !receipted.any ? OWN_UNKNOWN : OWN_REFUSED;
	outbox_rows_free(&rows);
	return true;
}

/* Refusals that may only mean that an earlier run got through. */
static bool
may_be_used_by_us(enum err_code code)
{
	return code == ERR_INVITATION || code == ERR_KEY_ENTRY || code == ERR_KEY_UNKNOWN ||
	    code == ERR_KEY_REVOKED || code == ERR_ALREADY;
}

/*
 * The receipt is signed with a key that the invitation does not name: the aggregator may have
 * changed it since. This machine's own key may ask; then the same row gets its receipt again.
 */
static bool
send_renewed(struct run *r, struct err *why)
{
	const struct hello_from from = {
	    .stream = r->row.at[0].stream, .sign_key = r->keys.sign_public};
	const uint32_t known = server_keys_count(&r->profile);
	struct hello_ok ok = {0};
	struct err ignored;

	if (!hello_once(&r->profile, &from, HELLO_WAIT_MS, &ok, &ignored))
		return false;
	query_free(&ok.arena);
	return server_keys_count(&r->profile) > known && send_once(r, why);
}

static bool
deliver(struct run *r, struct err *err)
{
	struct err why = {0};
	const struct err refused = {.code = ERR_INVITATION};
	enum own own = OWN_AWAY;

	if (r->row.at[0].state == OUTBOX_DELIVERED || send_once(r, &why) ||
	    (why.code == ERR_SIGNATURE && send_renewed(r, &why)))
		return true;
	if (may_be_used_by_us(why.code)) {
		if (!send_own(r, &own, err))
			return false;
		if (own == OWN_DELIVERED)
			return true;
		if (own == OWN_AWAY)
			return err_set(err, ERR_AWAY, "%s", r->profile.intake);
		/* This row has no future: another invitation makes another one. */
		if (!outbox_answer_error(r->box, r->row.at[0].id, &refused, 0, err))
			return false;
		r->earlier = own == OWN_EARLIER;
		r->dead = own == OWN_UNKNOWN && !r->profile.enrolled;
		if (r->earlier)
			return true;
	}
	*err = why;
	if (own == OWN_REFUSED)
		(void)err_next(err,
		    TR("khóa của hồ sơ này không dùng được nữa: thêm --profile TÊN-MỚI; phiếu chưa dùng vẫn còn tốt",
			"this profile's keys are of no use any more: add --profile NEW; an unused slip is still good"));
	return false;
}

/* What only the aggregator knows; silence changes nothing. */
static void
hello_ask(struct run *r, struct enrol_result *ret)
{
	const struct hello_from from = {
	    .stream = r->row.at[0].stream, .sign_key = r->keys.sign_public};
	struct hello_ok ok = {0};
	struct err why = {0};

	ret->pending = r->profile.role != ROLE_REPORTER && r->profile.role != ROLE_WATCHER;
	if (hello_once(&r->profile, &from, HELLO_WAIT_MS, &ok, &why)) {
		ret->pending = ok.pending;
		(void)text_copy(ret->org_name, sizeof(ret->org_name), ok.org_name);
		query_free(&ok.arena);
	} else if (why.code == ERR_PENDING) {
		ret->pending = true;
	}
}

/*
 * The first profile of a machine is the one in use.  A later one leaves that as it is, in writing:
 * with two of them the only one is no answer any more.
 */
static bool
current_keep(const struct profile *p, const char *before, struct err *err)
{
	if (before[0] == '\0')
		return profile_use(p->name, err);
	return getenv("GIOTHONG_PROFILE") != NULL || profile_use(before, err);
}

bool
enrol_run(const struct enrol_request *request, struct enrol_result *ret, struct err *err)
{
	struct run r = {.request = request, .invitation = request->invitation};
	struct enrol_result result = {0};
	char before[PROFILE_NAME_MAX + 1];
	bool ok = false;

	if (!profile_current(before, err) || !profile_prepare(&r, err) || !row_prepare(&r, err))
		goto out;
	result.again = r.profile.enrolled && r.row.at[0].state == OUTBOX_DELIVERED;
	if (!deliver(&r, err))
		goto out;
	result.again = result.again || r.earlier;
	result.unused = r.earlier;
	r.profile.enrolled = true;
	if (!profile_save(&r.profile, err) || !current_keep(&r.profile, before, err))
		goto out;
	hello_ask(&r, &result);
	result.profile = r.profile;
	keys_fingerprint(r.keys.sign_public, r.keys.curve_public, result.fingerprint);
	*ret = result;
	ok = true;
out:
	outbox_rows_free(&r.row);
	outbox_close(r.box);
	keys_wipe(&r.keys);
	if (r.dead) /* nothing but a key that no one knows and a row that no one takes */
		os_tree_remove(r.profile.folder);
	return ok;
}

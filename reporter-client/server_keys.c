#include "server_keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"
#include "verify_report.h"
#include "wire/server_key.h"

static bool
is_same(const uint8_t *a, const uint8_t *b)
{
	return memcmp(a, b, WIRE_KEY_BYTES) == 0;
}

uint32_t
server_keys_count(const struct profile *p)
{
	return p->server.n == 0 ? 1 : p->server.n;
}

const uint8_t *
server_keys_newest(const struct profile *p)
{
	return p->server.n == 0 ? p->server_sign : p->server.at[p->server.n - 1].sign_key;
}

const uint8_t *
server_keys_sign(const struct profile *p, uint64_t n)
{
	for (uint32_t i = 0; i + 1 < p->server.n; i++)
		if (n <= p->server.at[i].last_batch)
			return p->server.at[i].sign_key;
	return server_keys_newest(p);
}

/* ---- what is said, checked */

static bool
does_not_lead(struct err *err)
{
	return err_set(err, ERR_SIGNATURE, "%s",
	    TR("khóa mới của máy chủ không do khóa đã biết báo trước",
		"the server's new key was not announced by the one that is known"));
}

/* One handover: ${from} is the key before, whose last batch it tells; ${ret} the next. */
static bool
handover_check(const struct profile *p, const struct evidence *e, struct server_key *from,
    struct server_key *ret, struct err *err)
{
	struct verify_report v = {.s = NULL};
	const struct key_entry *k = NULL;
	bool holds;

	if (!verify_report_by(e, from->sign_key, &v, err))
		return false;
	holds = v.s->reports_n == 1 && verify_report_is_accepted(&v, 0) &&
	    v.s->reports[0].kind == KIND_KEY && v.receipt->head.realm == p->realm;
	if (holds) {
		k = &v.s->reports[0].u.key;
		holds = server_key_holds(k, p->realm) && is_same(k->old_sign_key, from->sign_key);
	}
	if (holds) {
		from->last_batch = v.receipt->row.n;
		*ret = (struct server_key){.last_batch = 0};
		memcpy(ret->sign_key, k->sign_key, WIRE_KEY_BYTES);
		memcpy(ret->curve_key, k->curve_key, WIRE_KEY_BYTES);
		holds = text_copy(ret->intake, sizeof(ret->intake), k->intake) &&
		    text_copy(ret->query, sizeof(ret->query), k->query);
	}
	verify_report_free(&v);
	return holds || does_not_lead(err);
}

/*
 * The key that the first handover begins with: its entry names it, and the check shows that it is
 * true.
 */
static bool
first_of(const struct evidence *e, struct server_key *ret, struct err *err)
{
	struct submission *s = NULL;
	bool ok;

	if (!submission_decode(e->body.at, e->body.len, &s, err))
		return false;
	ok = s->reports_n == 1 && s->reports[0].kind == KIND_KEY;
	if (ok)
		memcpy(ret->sign_key, s->reports[0].u.key.old_sign_key, WIRE_KEY_BYTES);
	submission_free(s);
	return ok || does_not_lead(err);
}

/* The profile's own key stands in the chain, with the addresses that its invitation gave. */
static bool
own_fill(const struct profile *p, struct server_keys *keys)
{
	for (uint32_t i = 0; i < keys->n; i++) {
		struct server_key *k = &keys->at[i];

		if (!is_same(k->sign_key, p->server_sign))
			continue;
		memcpy(k->curve_key, p->server_curve, WIRE_KEY_BYTES);
		return text_copy(k->intake, sizeof(k->intake), p->intake) &&
		    text_copy(k->query, sizeof(k->query), p->query);
	}
	return false;
}

static bool
has_key(const struct server_keys *keys, const uint8_t *sign_key)
{
	for (uint32_t i = 0; i < keys->n; i++)
		if (is_same(keys->at[i].sign_key, sign_key))
			return true;
	return false;
}

static bool
chain_check(
    const struct profile *p, const struct hello_ok *ok, struct server_keys *ret, struct err *err)
{
	struct server_keys *k = ret;

	*k = (struct server_keys){.old_doors_until_ms = ok->old_doors_until_ms};
	if (ok->handovers_n == 0)
		return is_same(ok->server_sign_key, server_keys_newest(p)) || does_not_lead(err);
	if (!first_of(&ok->handovers[0], &k->at[0], err))
		return false;
	for (uint32_t i = 0; i < ok->handovers_n; i++) {
		if (!handover_check(p, &ok->handovers[i], &k->at[i], &k->at[i + 1], err))
			return false;
		if (i > 0 && k->at[i].last_batch <= k->at[i - 1].last_batch)
			return does_not_lead(err);
	}
	k->n = ok->handovers_n + 1;
	/* What was known stays known: one who took an old key's secret cannot lead another way. */
	return (own_fill(p, k) && has_key(k, server_keys_newest(p)) &&
		   is_same(ok->server_sign_key, k->at[k->n - 1].sign_key)) ||
	    does_not_lead(err);
}

/* ---- kept */

static bool
save(const struct profile *p, const struct hello_ok *ok, struct err *err)
{
	struct hello_ok kept = {.version = ok->version,
	    .realm = p->realm,
	    .org = "",
	    .org_name = "",
	    .note = "",
	    .handovers = ok->handovers,
	    .handovers_n = ok->handovers_n,
	    .old_doors_until_ms = ok->old_doors_until_ms};
	struct buf bytes = {.max = WIRE_REPLY_BYTES_MAX};
	char path[OS_PATH_MAX];
	bool done;

	memcpy(kept.server_sign_key, ok->server_sign_key, WIRE_KEY_BYTES);
	done = profile_path(p, PROFILE_HANDOVERS, path, err) &&
	    query_encode_hello_ok(&kept, &bytes, err) &&
	    os_file_write_private(path, bytes.at, bytes.len, err);
	buf_free(&bytes);
	return done;
}

bool
server_keys_take(struct profile *p, const struct hello_ok *ok, struct err *err)
{
	struct server_keys keys;
	bool is_news;

	if (!chain_check(p, ok, &keys, err))
		return false;
	is_news = keys.n != p->server.n ||
	    keys.old_doors_until_ms != p->server.old_doors_until_ms ||
	    memcmp(keys.at, p->server.at, sizeof(keys.at)) != 0;
	if (is_news && !save(p, ok, err))
		return false;
	p->server = keys;
	return true;
}

static bool
notice_decode(const char *path, const struct buf *bytes, struct hello_ok *ret, struct err *err)
{
	struct err why = {0};

	if (query_decode_hello_ok(bytes->at, bytes->len, ret, &why))
		return true;
	(void)err_set(
	    err, ERR_INVALID, TR("%s: không phải tệp thông báo", "%s: not a notice file"), path);
	return err_next(err,
	    TR("xin người vận hành tệp do giothong-aggregator rotate notice ghi ra",
		"ask the operator for the file that giothong-aggregator rotate notice writes"));
}

static bool
file_take(struct profile *p, const char *path, bool *ret_news, struct err *err)
{
	struct buf bytes = {.at = NULL};
	struct hello_ok ok = {.version = 0};
	struct server_keys keys;
	bool done = false;

	*ret_news = false;
	if (os_file_read(path, WIRE_REPLY_BYTES_MAX, &bytes, err) &&
	    notice_decode(path, &bytes, &ok, err) && chain_check(p, &ok, &keys, err)) {
		*ret_news = keys.n > server_keys_count(p);
		done = !*ret_news || save(p, &ok, err);
		if (done && *ret_news)
			p->server = keys;
	}
	query_free(&ok.arena);
	buf_free(&bytes);
	return done;
}

bool
server_keys_renew(struct profile *p, const char *path, struct err *err)
{
	bool news = false;

	return file_take(p, path, &news, err) &&
	    (news ||
		err_set(err, ERR_NOTHING, "%s",
		    TR("máy này đã biết các khóa đó", "this machine knows those keys already")));
}

void
server_keys_load(struct profile *p)
{
	char path[OS_PATH_MAX];
	struct buf bytes = {.at = NULL};
	struct hello_ok ok = {.version = 0};
	struct server_keys keys;
	struct err ignored;

	p->server = (struct server_keys){.n = 0};
	if (profile_path(p, PROFILE_HANDOVERS, path, &ignored) &&
	    os_file_read(path, WIRE_REPLY_BYTES_MAX, &bytes, &ignored) &&
	    query_decode_hello_ok(bytes.at, bytes.len, &ok, &ignored) &&
	    chain_check(p, &ok, &keys, &ignored))
		p->server = keys;
	query_free(&ok.arena);
	buf_free(&bytes);
}

/* ---- doors */

static struct server_door
door_of(const struct server_key *k, bool query, bool is_old)
{
	return (struct server_door){
	    .address = query ? k->query : k->intake, .curve_key = k->curve_key, .is_old = is_old};
}

struct server_door
server_keys_newest_door(const struct profile *p, bool query)
{
	if (p->server.n == 0)
		return (struct server_door){
		    .address = query ? p->query : p->intake, .curve_key = p->server_curve};
	return door_of(&p->server.at[p->server.n - 1], query, false);
}

struct server_door
server_keys_door(const struct profile *p, bool query)
{
	const struct server_door newest = server_keys_newest_door(p, query);
	const struct server_key *old;
	struct err ignored;

	if (p->server.n < 2 || p->server.old_doors_until_ms <= clock_unix_ms())
		return newest;
	old = &p->server.at[p->server.n - 2];
	if (old->intake[0] == '\0' ||
	    profile_address_reach(newest.address, SERVER_KEYS_REACH_MS, &ignored))
		return newest;
	return door_of(old, query, true);
}

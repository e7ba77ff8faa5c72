/*
 * The server's next keys: made, brought in, the old doors closed, and told to those who were away.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "app_db.h"
#include "app_handovers.h"
#include "app_profile.h"
#include "app_state.h"
#include "app_submit.h"
#include "base/clock.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "net/router.h"
#include "wire/server_key.h"

#define DAYS_DEFAULT 30
#define DAYS_MAX 3650
#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

enum { OPTION_PROFILE_DIR, OPTION_DAYS, OPTION_FILE, OPTIONS };
static const struct cmd_option options[OPTIONS] = {
    [OPTION_PROFILE_DIR] = {"profile-dir", "DIR",
	"thư mục hồ sơ của người vận hành; mặc định: operator trong --state",
	"the operator's profile folder; default: operator below --state"},
    [OPTION_DAYS] = {"days", "N", "start: cổng cũ còn mở N ngày (30)",
	"start: the old doors stay open for N days (30)"},
    [OPTION_FILE] = {"file", "FILE", "notice: tệp ghi ra", "notice: the file to write"},
};

struct rotate {
	struct cmd *c;
	const char *value[OPTIONS];
	struct app_db db;
	struct app_keys server;
	struct keys operator;
	struct app_submit *submit;
	const struct core_server_keys *known;
};

static bool
ledger_open(struct rotate *r, struct err *err)
{
	if (!app_submit_open(&r->c->settings, &r->server, r->db.conninfo, &r->submit, err))
		return false;
	r->known = core_server_keys(app_submit_core(r->submit));
	return true;
}

static const struct core_server_key *
newest(const struct rotate *r)
{
	return &r->known->at[r->known->n - 1];
}

static bool
is_prepared(const struct rotate *r, uint32_t *ret)
{
	return app_keys_find(&r->server, newest(r)->sign_key, ret) && ++*ret < r->server.n;
}

/* ---- prepare: the next keys on this disk; nobody hears of them yet */

static bool
prepare(struct rotate *r, struct err *err)
{
	uint32_t next = 0;

	if (is_prepared(r, &next))
		return true;
	if (!app_state_keys_next(r->c->settings.state, &r->server, err))
		return false;
	app_submit_close(r->submit);
	r->submit = NULL;
	return ledger_open(r, err);
}

/* ---- start and close: entries of the ledger */

static bool
entry_send(struct rotate *r, const struct key_entry *k, struct err *err)
{
	const struct report report = {
	    .kind = KIND_KEY, .action = ACTION_FIRST, .reason = "", .u = {.key = *k}};

	return app_submit_one(r->submit,
	    &(struct app_submit_what){.reports = &report, .n = 1, .keys = &r->operator}, err);
}

static struct key_entry
entry_of(const uint8_t sign_key[WIRE_KEY_BYTES], int64_t until_ms)
{
	struct key_entry k = {.state = KEY_SERVER,
	    .org = "",
	    .label = "",
	    .reason = "",
	    .intake = "",
	    .query = "",
	    .not_after_ms = until_ms};

	memcpy(k.sign_key, sign_key, WIRE_KEY_BYTES);
	return k;
}

static bool
days_of(const struct rotate *r, int64_t *ret, struct err *err)
{
	const char *text = r->value[OPTION_DAYS];

	*ret = DAYS_DEFAULT;
	return text == NULL || (num_parse_count(text, ret, err) && *ret >= 1 && *ret <= DAYS_MAX) ||
	    err_set(err, ERR_USAGE, "--days %s: 1..%d", text, DAYS_MAX);
}

/* One change of keys after the other: the doors of the last one are those of the next. */
static bool
is_over(const struct rotate *r, struct err *err)
{
	if (newest(r)->old_until_ms <= clock_unix_ms())
		return true;
	(void)err_set(err, ERR_KEY_ENTRY, "%s",
	    TR("lần đổi khóa trước chưa xong: cổng cũ còn mở",
		"the rotation before is not over: its old doors are open"));
	return err_next(err,
	    TR("chờ cổng cũ đóng, hoặc đóng ngay: giothong-aggregator rotate close",
		"wait until they close, or close them: giothong-aggregator rotate close"));
}

static bool
start(struct rotate *r, struct err *err)
{
	const unsigned door = r->known->n % ROUTER_PAIRS * ROUTER_PAIR;
	char intake[WIRE_ADDRESS_BYTES_MAX + 1];
	char query[WIRE_ADDRESS_BYTES_MAX + 1];
	const struct app_settings *s = &r->c->settings;
	struct key_entry k;
	uint32_t next = 0;
	int64_t days = 0;

	if (!days_of(r, &days, err) || !is_over(r, err) ||
	    !app_profile_address(s, door, intake, sizeof(intake), err) ||
	    !app_profile_address(s, door + 1, query, sizeof(query), err) || !prepare(r, err))
		return false;
	if (!is_prepared(r, &next))
		return err_set(err, ERR_BUG, "the next keys");
	k = entry_of(r->server.at[next].sign_public, clock_unix_ms() + days * DAY_MS);
	k.intake = intake;
	k.query = query;
	memcpy(k.curve_key, r->server.at[next].curve_public, WIRE_KEY_BYTES);
	memcpy(k.old_sign_key, newest(r)->sign_key, WIRE_KEY_BYTES);
	server_key_sign(&k, s->realm, r->server.at[next].sign_secret);
	return entry_send(r, &k, err);
}

static bool
close_old(struct rotate *r, struct err *err)
{
	const int64_t now_ms = clock_unix_ms();
	struct key_entry k;

	if (newest(r)->old_until_ms <= now_ms)
		return err_set(
		    err, ERR_NOTHING, "%s", TR("không có cổng cũ nào mở", "no old doors are open"));
	k = entry_of(newest(r)->sign_key, now_ms);
	return entry_send(r, &k, err);
}

/* ---- notice: what HelloOk tells, as a file */

static bool
notice(struct rotate *r, struct err *err)
{
	struct app_handovers told = {.n = 0};
	struct hello_ok ok = {.version = WIRE_VERSION,
	    .realm = r->c->settings.realm,
	    .org = "",
	    .org_name = "",
	    .note = ""};
	struct buf bytes = {.max = WIRE_REPLY_BYTES_MAX};
	uint32_t next = 0;
	bool done;

	if (r->value[OPTION_FILE] == NULL)
		return err_set(
		    err, ERR_USAGE, "%s", TR("thiếu --file TỆP", "--file FILE is missing"));
	if (is_prepared(r, &next))
		return err_set(err, ERR_NOTHING,
			   TR("sổ cái chưa biết server.keys.%u: chưa đổi sang khóa ấy, hoặc đã mất khi "
			      "khôi phục",
			       "the ledger does not know server.keys.%u: that change was not begun, or "
			       "a restore lost it"),
			   next + 1) ||
		    err_next(err,
			TR("đổi sang khóa ấy: giothong-aggregator rotate start",
			    "begin it: giothong-aggregator rotate start"));
	if (r->known->n == 1)
		return err_set(err, ERR_NOTHING, "%s",
		    TR("sổ cái không có lần đổi khóa nào", "the ledger has no change of keys"));
	memcpy(ok.server_sign_key, newest(r)->sign_key, WIRE_KEY_BYTES);
	done = app_handovers_read(
	    app_submit_reader(r->submit), app_submit_core(r->submit), &told, err);
	ok.handovers = told.at;
	ok.handovers_n = told.n;
	done = done && query_encode_hello_ok(&ok, &bytes, err) &&
	    os_file_write_private(r->value[OPTION_FILE], bytes.at, bytes.len, err);
	buf_free(&bytes);
	app_handovers_free(&told);
	return done;
}

static bool
status(struct rotate *r, struct err *err)
{
	(void)r;
	(void)err;
	return true;
}

/* ---- what is told after each of them */

static void
hex_of(const uint8_t key[WIRE_KEY_BYTES], char ret[2 * WIRE_KEY_BYTES + 1])
{
	for (size_t i = 0; i < WIRE_KEY_BYTES; i++)
		(void)snprintf(ret + 2 * i, 3, "%02x", key[i]);
}

static json_t *
key_json(const struct rotate *r, uint32_t i)
{
	const struct core_server_key *k = &r->known->at[i];
	const bool is_newest = i + 1 == r->known->n;
	char sign_key[2 * WIRE_KEY_BYTES + 1];
	uint32_t ignored;
	json_t *o;

	hex_of(k->sign_key, sign_key);
	o = json_pack("{s:I,s:s,s:I,s:b}", "number", (json_int_t)i + 1, "sign_key", sign_key,
	    "from_batch", (json_int_t)k->batch + 1, "here",
	    app_keys_find(&r->server, k->sign_key, &ignored));
	if (o != NULL && !is_newest)
		(void)json_object_set_new(
		    o, "to_batch", json_integer((json_int_t)r->known->at[i + 1].batch));
	return o;
}

static void
print_json(const struct rotate *r, int64_t until_ms)
{
	json_t *keys = json_array();
	json_t *root;
	uint32_t ignored = 0;
	char *text;

	for (uint32_t i = 0; i < r->known->n; i++)
		(void)json_array_append_new(keys, key_json(r, i));
	root = json_pack("{s:b,s:b,s:o}", "two_keys", until_ms != 0, "prepared",
	    is_prepared(r, &ignored), "keys", keys);
	if (root != NULL && until_ms != 0)
		(void)json_object_set_new(root, "old_doors_until_ms", json_integer(until_ms));
	text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(2));
	(void)puts(text == NULL ? "{}" : text);
	free(text);
	json_decref(root);
}

static void
print_people(const struct rotate *r, int64_t until_ms)
{
	char from[NUM_TEXT_MAX];
	char day[DAY_TEXT_MAX];
	uint32_t ignored = 0;

	for (uint32_t i = 0; i < r->known->n; i++)
		(void)printf(TR("khóa %u: ký từ lần ghi số %s\n", "key %u: signs from batch %s\n"),
		    i + 1, num_people((int64_t)r->known->at[i].batch + 1, from));
	if (is_prepared(r, &ignored))
		(void)printf(
		    TR("khóa %u: đã làm sẵn, chưa dùng\n", "key %u: made, and not in use yet\n"),
		    r->known->n + 1);
	if (until_ms != 0)
		(void)printf(TR("cổng của khóa %u mở đến %s; đóng sớm hơn: "
				"giothong-aggregator rotate close\n",
				 "the doors of key %u are open until %s; to close them earlier: "
				 "giothong-aggregator rotate close\n"),
		    r->known->n - 1, day_people(day_from_unix_ms(until_ms), day));
}

struct word {
	const char *name;
	bool (*run)(struct rotate *r, struct err *err);
	bool needs_operator;
};
static const struct word words[] = {
    {"status", status, false},
    {"prepare", prepare, false},
    {"start", start, true},
    {"close", close_old, true},
    {"notice", notice, false},
};

static const struct word *
word_find(const char *name, struct err *err)
{
	for (size_t i = 0; name != NULL && i < ARRAY_LEN(words); i++)
		if (strcmp(name, words[i].name) == 0)
			return &words[i];
	(void)err_set(err, ERR_USAGE, "%s",
	    "giothong-aggregator rotate status | prepare | start | close | notice");
	return NULL;
}

static bool
rotate(struct rotate *r, const struct word *w, struct err *err)
{
	const struct app_settings *s = &r->c->settings;
	char profile[OS_PATH_MAX];
	int64_t until_ms;
	bool ok;

	ok = app_db_find(s, err) && app_state_keys(s->state, false, &r->server, err) &&
	    (!w->needs_operator ||
		(app_profile_dir(s, r->value[OPTION_PROFILE_DIR], profile, err) &&
		    app_profile_keys(profile, false, &r->operator, err))) &&
	    app_db_open(s, &r->db, err) && ledger_open(r, err) && w->run(r, err);
	if (ok) {
		r->known = core_server_keys(app_submit_core(r->submit));
		until_ms = newest(r)->old_until_ms > clock_unix_ms() ? newest(r)->old_until_ms : 0;
		if (r->c->json)
			print_json(r, until_ms);
		else
			print_people(r, until_ms);
	}
	app_submit_close(r->submit);
	app_db_close(&r->db);
	app_keys_wipe(&r->server);
	keys_wipe(&r->operator);
	return ok;
}

int
cmd_rotate(struct cmd *c)
{
	static struct rotate r;
	const struct word *w = NULL;
	const char *word = NULL;
	struct err err = {0};
	bool ok;

	r.c = c;
	ok = cmd_options(c, &(struct cmd_options){options, OPTIONS}, r.value, &word, &err) &&
	    (w = word_find(word, &err)) != NULL && rotate(&r, w, &err);
	return ok ? 0 : cmd_fail(c, &err);
}

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app_db.h"
#include "app_state.h"
#include "audit/ledger_file.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "db/reader.h"

static bool
batch_put(void *arg, const struct stored_batch *b, struct err *err)
{
	return ledger_file_put(arg, b, err);
}

static bool export(
    const struct cmd *c, struct reader *r, const char *path, uint64_t to, struct err *err)
{
	struct ledger_file_head head = {.realm = c->settings.realm, .to = to};
	const struct reader_range range = {.from = 1, .to = to};
	struct ledger_file *f = NULL;
	struct app_keys server = {.n = 0};
	bool ok;

	if (!app_state_keys(c->settings.state, false, &server, err))
		return false;
	memcpy(head.server_sign, server.at[0].sign_public, WIRE_KEY_BYTES);
	app_keys_wipe(&server);
	if (!ledger_file_create(path, &head, &f, err))
		return false;
	ok = reader_batches(r, &range, batch_put, f, err) && ledger_file_sync(f, err);
	ledger_file_close(f);
	if (!ok)
		(void)unlink(path); /* half a ledger proves nothing */
	return ok;
}

static bool
to_parse(const char *text, uint64_t newest, uint64_t *ret, struct err *err)
{
	int64_t n = 0;

	*ret = newest;
	if (text == NULL)
		return true;
	if (!num_parse_count(text, &n, err))
		return false;
	if (n < 1 || (uint64_t)n > newest)
		return err_set(err, ERR_BATCH_UNKNOWN, "--to %s", text);
	*ret = (uint64_t)n;
	return true;
}

int
cmd_export(struct cmd *c)
{
	static const struct cmd_option rows[] = {
	    {"to", "N", "đến lần ghi số N (mới nhất)", "up to batch N (the newest)"}};
	const struct cmd_options o = {rows, ARRAY_LEN(rows)};
	const char *values[ARRAY_LEN(rows)] = {NULL};
	const char *path = NULL;
	struct signed_head newest = {0};
	struct app_db db = {0};
	struct reader *r = NULL;
	struct err err = {0};
	uint64_t to = 0;
	bool ok;

	if (!cmd_options(c, &o, values, &path, &err))
		return cmd_fail(c, &err);
	if (path == NULL) {
		(void)err_set(&err, ERR_USAGE, "%s",
		    TR("thiếu tệp: giothong-aggregator export TỆP",
			"the file is missing: giothong-aggregator export FILE"));
		return cmd_fail(c, &err);
	}
	ok = app_db_find(&c->settings, &err) && app_db_open(&c->settings, &db, &err) &&
	    reader_open(db.conninfo, c->settings.realm, &r, &err) &&
	    reader_newest(r, &newest, &err) && to_parse(values[0], newest.batch, &to, &err) &&
	    export(c, r, path, to, &err);
	reader_close(r);
	app_db_close(&db);
	if (!ok)
		return cmd_fail(c, &err);
	if (c->json)
		(void)printf("{\"to\": %" PRIu64 "}\n", to);
	else
		(void)printf(
		    TR("đã ghi %" PRIu64 " lần ghi vào %s\n", "%" PRIu64 " batches are in %s\n"),
		    to, path);
	return 0;
}

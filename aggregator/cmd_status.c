#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "app_db.h"
#include "app_state.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "db/reader.h"

struct status_view {
	struct signed_head head;
	struct reader_facts facts;
	bool is_served;
	char intake[256];
	char query[256];
};

static bool
look(struct cmd *c, struct status_view *ret, struct err *err)
{
	struct app_db db = {0};
	struct reader *r = NULL;
	bool ok;

	ok = app_db_find(&c->settings, err) && app_db_open(&c->settings, &db, err) &&
	    reader_open(db.conninfo, c->settings.realm, &r, err) &&
	    reader_newest(r, &ret->head, err) && reader_facts(r, &ret->facts, err);
	ret->is_served = app_state_is_served(c->settings.state);
	if (!app_state_endpoint(c->settings.state, "intake", ret->intake, sizeof(ret->intake)))
		ret->intake[0] = '\0';
	if (!app_state_endpoint(c->settings.state, "query", ret->query, sizeof(ret->query)))
		ret->query[0] = '\0';
	reader_close(r);
	app_db_close(&db);
	return ok;
}

static void
hex_of(const struct hash *h, char ret[2 * WIRE_HASH_BYTES + 1])
{
	for (size_t i = 0; i < WIRE_HASH_BYTES; i++)
		(void)snprintf(ret + 2 * i, 3, "%02x", h->at[i]);
}

static void
print_json(const struct status_view *v)
{
	char head[2 * WIRE_HASH_BYTES + 1];

	hex_of(&v->head.head, head);
	(void)cmd_json(json_pack(
	    "{s:b,s:s,s:s,s:I,s:I,s:I,s:s,s:I,s:I,s:I,s:I,s:I,s:s,s:b,s:b,s:s,s:b}", "serving",
	    v->is_served, "intake", v->intake, "query", v->query, "realm",
	    (json_int_t)v->head.realm, "epoch", (json_int_t)v->head.epoch, "batch",
	    (json_int_t)v->head.batch, "head", head, "at_ms", (json_int_t)v->head.at_ms, "reports",
	    (json_int_t)v->facts.reports, "submissions", (json_int_t)v->facts.submissions,
	    "checkpoint", (json_int_t)v->facts.checkpoint_batch, "database_bytes",
	    (json_int_t)v->facts.database_bytes, "postgresql", v->facts.server_version, "fsync",
	    v->facts.fsync, "full_page_writes", v->facts.full_page_writes, "synchronous_commit",
	    v->facts.synchronous_commit, "data_checksums", v->facts.data_checksums));
}

static void
print_count(const char *name, uint64_t n)
{
	char text[NUM_TEXT_MAX];

	(void)printf("  %s %s\n", name, num_people((int64_t)n, text));
}

static void
print_people(const struct status_view *v)
{
	char head[2 * WIRE_HASH_BYTES + 1];

	hex_of(&v->head.head, head);
	if (v->is_served)
		(void)printf(
		    TR("đang phục vụ: nhận %s, hỏi %s\n", "serving: intake %s, query %s\n"),
		    v->intake, v->query);
	else
		(void)puts(TR("máy chủ không chạy", "the server is not running"));
	print_count(TR("lần ghi số     ", "batch          "), v->head.batch);
	print_count(TR("thời kỳ        ", "epoch          "), v->head.epoch);
	(void)printf("  %s %s\n", TR("mã kiểm tra    ", "head           "), head);
	print_count(TR("bản gửi        ", "submissions    "), v->facts.submissions);
	print_count(TR("báo cáo        ", "reports        "), v->facts.reports);
	print_count(TR("bảng dẫn xuất  ", "checkpoint     "), v->facts.checkpoint_batch);
	(void)printf("  PostgreSQL      %s, %" PRIu64 " MiB%s\n", v->facts.server_version,
	    v->facts.database_bytes >> 20,
	    v->facts.data_checksums ? TR(", có kiểm tra trang", ", with page checksums") : "");
	if (!v->facts.fsync || !v->facts.full_page_writes)
		(void)puts(
		    TR("  CHÚ Ý: fsync hoặc full_page_writes đang tắt: mất điện là mất số liệu",
			"  WARNING: fsync or full_page_writes is off: a power cut loses data"));
}

int
cmd_status(struct cmd *c)
{
	static struct status_view v;
	struct err err = {0};

	if (!cmd_options(c, NULL, NULL, NULL, &err) || !look(c, &v, &err))
		return cmd_fail(c, &err);
	if (c->json)
		print_json(&v);
	else
		print_people(&v);
	return 0;
}

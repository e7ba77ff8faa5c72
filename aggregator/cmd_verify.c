#include <inttypes.h>
#include <stdio.h>

#include "app_db.h"
#include "app_state.h"
#include "app_verify.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"

static void
line(const char *what, uint64_t n, const char *with)
{
	char text[NUM_TEXT_MAX];

	(void)printf("  %s %s: %s ✓\n", num_people((int64_t)n, text), what, with);
}

/* Each view beside the nation's total: what it has, and what is nobody's there. */
static void
print_views(const struct core_views *v)
{
	static const struct {
		enum view view;
		const char *vi, *en;
	} names[] = {{VIEW_SECTOR, "khối", "sectors"}, {VIEW_CAMPAIGN, "chiến dịch", "campaigns"},
	    {VIEW_EXECUTING, "nơi thực hiện", "executing bodies"}};
	char a[NUM_TEXT_MAX], b[NUM_TEXT_MAX];

	(void)printf(TR("  %s đơn vị máu của cả nước (V25), cộng theo nơi được tính ✓\n",
			 "  %s blood units of the nation (V25), by credited organisation ✓\n"),
	    num_people(v->units[VIEW_CREDITED], a));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		(void)printf(
		    TR("    theo %s: %s, không ghi %s ✓\n", "    by %s: %s, not stated %s ✓\n"),
		    TR(names[i].vi, names[i].en), num_people(v->units[names[i].view], a),
		    num_people(v->rest[names[i].view], b));
}

static void
print_people(const struct app_verified *v)
{
	char text[NUM_TEXT_MAX];

	(void)printf(TR("đã tính lại đến lần ghi số %s:\n", "recomputed up to batch %s:\n"),
	    num_people((int64_t)v->head.batch, text));
	line(TR("lần ghi", "batches"), v->batches,
	    TR("lá, đường dẫn, gốc, đầu chuỗi và chữ ký máy chủ",
		"leaves, paths, roots, heads and their signatures"));
	line(TR("bản gửi", "submissions"), v->submissions,
	    TR("chữ ký nơi gửi, khóa được phép lúc đó",
		"sender's signature, by a key allowed then"));
	line(TR("báo cáo", "reports"), v->reports,
	    TR("đọc lại từ bản đã ký", "read from signed bytes"));
	line(TR("dòng của bảng report", "rows of report"), v->postings,
	    TR("cộng lại bằng số của sổ cái", "sum to what the ledger says"));
	line(TR("ô số liệu", "cells"), v->cells,
	    TR("bằng tổng các dòng report", "equal the sum of those rows"));
	print_views(&v->views);
	if (v->checkpoint_batch != 0) {
		line(TR("tổng theo tháng", "totals by month"), v->totals,
		    TR("bằng số của sổ cái lúc ghi", "equal what the ledger said at their batch"));
		line(TR("là lần ghi của bảng dẫn xuất", "is the batch of the derived tables"),
		    v->checkpoint_batch,
		    TR("cộng phần sau nó thì bằng số tính lại",
			"with what follows it they equal the recomputation"));
	} else {
		(void)puts(TR("  chưa có bảng dẫn xuất", "  there are no derived tables yet"));
	}
	if (v->kept_ahead != 0) {
		(void)printf(
		    TR("  đầu chuỗi mà máy chủ giữ mới hơn: lần ghi số %s không có ở đây; làm "
		       "tiếp: giothong-aggregator recover\n",
			"  the head that the server kept is newer: batch %s is not here; "
			"next: giothong-aggregator recover\n"),
		    num_people((int64_t)v->kept_ahead, text));
		return;
	}
	(void)puts(v->has_kept_head
		? TR("  đầu chuỗi mà máy chủ giữ: có trong sổ cái ✓",
		      "  the head that the server kept: in the ledger ✓")
		: TR("  máy chủ chưa giữ đầu chuỗi nào", "  the server has kept no head yet"));
}

static void
print_json(const struct app_verified *v)
{
	(void)printf("{\"ok\": true, \"epoch\": %u, \"batch\": %" PRIu64 ", \"batches\": %" PRIu64
		     ", \"submissions\": %" PRIu64 ", \"reports\": %" PRIu64
		     ", \"report_rows\": %" PRIu64 ", \"cells\": %" PRIu64 ", \"totals\": %" PRIu64
		     ", \"values\": %" PRIu64 ", \"checkpoint\": %" PRIu64
		     ", \"kept_head\": %s, \"kept_ahead\": %" PRIu64 ", \"blood_units\": %" PRId64
		     ", \"not_stated\": {\"sector\": %" PRId64 ", \"campaign\": %" PRId64
		     ", \"executing\": %" PRId64 "}}\n",
	    v->head.epoch, v->head.batch, v->batches, v->submissions, v->reports, v->postings,
	    v->cells, v->totals, v->values, v->checkpoint_batch,
	    v->has_kept_head ? "true" : "false", v->kept_ahead, v->views.units[VIEW_CREDITED],
	    v->views.rest[VIEW_SECTOR], v->views.rest[VIEW_CAMPAIGN],
	    v->views.rest[VIEW_EXECUTING]);
}

int
cmd_verify(struct cmd *c)
{
	struct app_db db = {0};
	struct app_keys server = {.n = 0};
	struct app_verified v = {0};
	struct err err = {0};
	bool ok;

	ok = cmd_options(c, NULL, NULL, NULL, &err) && app_db_find(&c->settings, &err) &&
	    app_state_keys(c->settings.state, false, &server, &err) &&
	    app_db_open(&c->settings, &db, &err) &&
	    app_verify(&c->settings, &server, db.conninfo, &v, &err);
	app_db_close(&db);
	app_keys_wipe(&server);
	if (!ok)
		return cmd_fail(c, &err);
	if (c->json)
		print_json(&v);
	else
		print_people(&v);
	return 0;
}

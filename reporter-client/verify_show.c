#include "verify_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "verify_audit.h"

/* A heading for people only: programs get the table. */
static bool
is_for_people(const struct cli *cli)
{
	return !cli->json && !cli->csv && cli->output == NULL;
}

#define SAID_MAX (ERR_TEXT_MAX + 200)

/* What became of it, in a line. */
static const char *
row_said(const struct verify_row *r, char buf[SAID_MAX])
{
	const char *why = err_sentence(r->why.code);

	if (r->stored && r->refused_n > 0)
		(void)snprintf(buf, SAID_MAX,
		    TR("trong sổ cái, trừ %u báo cáo bị từ chối",
			"in the ledger, but for %u refused reports"),
		    r->refused_n);
	else if (r->stored)
		(void)snprintf(buf, SAID_MAX, "%s", TR("trong sổ cái", "in the ledger"));
	else if (r->same_row != 0)
		(void)snprintf(buf, SAID_MAX,
		    TR("không ghi: %s; xem dòng %" PRId64, "not entered: %s; see row %" PRId64),
		    why, r->same_row);
	else
		(void)snprintf(buf, SAID_MAX, TR("không ghi: %s%s%s", "not entered: %s%s%s"), why,
		    r->why.text[0] != '\0' ? ": " : "", r->why.text);
	return buf;
}

static void
row_put(struct table *t, const struct verify_row *r)
{
	char said[SAID_MAX];

	table_number(t, r->row);
	table_text(t, r->summary);
	table_text(t, row_said(r, said));
	if (r->stored) {
		table_number(t, (int64_t)r->batch);
		table_number(t, r->epoch);
		table_number(t, r->at_ms);
		table_number(t, 1);
		table_absent(t);
	} else {
		for (int i = 0; i < 4; i++)
			table_absent(t);
		table_text(t, err_name(r->why.code));
	}
	if (r->same_row != 0)
		table_number(t, r->same_row);
	else
		table_absent(t);
}

bool
verify_show_receipts(struct cli *cli, const struct verify_row *lines, size_t n, struct err *err)
{
	const struct table_column columns[] = {
	    {"row", TR("Dòng", "Row"), TABLE_COUNT},
	    {"summary", TR("Nội dung", "What"), TABLE_TEXT},
	    {"said", TR("Kết quả", "Outcome"), TABLE_TEXT},
	    {"batch", TR("Lần ghi số", "Batch"), TABLE_COUNT},
	    {"epoch", NULL, TABLE_COUNT},
	    {"at", TR("Lúc ghi", "At"), TABLE_TIME},
	    {"holds", TR("Biên nhận đúng", "Receipt holds"), TABLE_BOOL},
	    {"code", NULL, TABLE_TEXT},
	    {"same_row", NULL, TABLE_COUNT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	size_t stored = 0;
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "verify");
	for (size_t i = 0; i < n; i++) {
		row_put(t, &lines[i]);
		stored += lines[i].stored;
	}
	ok = cli_print(cli, t, "receipts", err);
	table_free(t);
	if (!ok || !is_for_people(cli))
		return ok;
	if (stored > 0)
		(void)puts(TR(
		    "Chữ ký của máy chủ, đường dẫn tới gốc và nội dung đã ký đều đúng: các báo cáo này ở "
		    "trong sổ cái.",
		    "The server's signature, the path to the root and the signed bytes all hold: these "
		    "reports are in the ledger."));
	if (stored < n)
		(void)puts(TR("Dòng “không ghi” không có gì để chứng minh: máy chủ chỉ nói vì sao.",
		    "Of a row not entered there is nothing to prove: the server only says why."));
	return true;
}

/* ---- a total */

/* For programs: whether it is proven, and what of it the server alone says. */
static void
facts_put(struct table *t, const struct verify_total *v)
{
	table_fact(t, "proven", TABLE_BOOL, verify_total_verdict(v) == ERR_OK);
	table_fact(t, "entries_untold", TABLE_BOOL, v->entries_untold);
	table_fact(t, "org_untold", TABLE_BOOL, v->org_untold);
	table_fact(t, "period_untold", TABLE_BOOL, v->period_untold);
	table_fact(t, "reports_hidden", TABLE_COUNT, v->hidden);
	table_fact(t, "admissions_untold", TABLE_COUNT, v->admitted);
	table_fact(t, "taken_untold", TABLE_COUNT, v->taken_untold);
	table_fact(t, "activities_untold", TABLE_COUNT, v->activities);
}

static bool
list_print(struct cli *cli, const struct verify_total *v, struct err *err)
{
	const struct table_column columns[] = {
	    {"subject", TR("Báo cáo", "Report"), TABLE_KEY},
	    {"by", TR("Nơi gửi", "By"), TABLE_TEXT},
	    {"batch", TR("Lần ghi số", "Batch"), TABLE_COUNT},
	    {"ord", NULL, TABLE_COUNT},
	    {"blood_units", TR("Đơn vị máu", "Blood units"), TABLE_COUNT},
	    {"sign_key", NULL, TABLE_KEY},
	    {"office", TR("Khóa của", "Key of"), TABLE_KEY},
	    {"genuine", TR("Đã kiểm tra", "Checked"), TABLE_BOOL},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	char key[2 * WIRE_KEY_BYTES + 1];
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "verify");
	for (uint32_t i = 0; i < v->lines_n; i++) {
		const struct verify_line *line = &v->lines[i];
		const struct report_row *row = &v->rows.all.reports[line->row];

		table_text(t, row->subject);
		table_text(t, row->by_org);
		table_number(t, (int64_t)row->batch);
		table_number(t, line->ord);
		table_counted(t, &row->result.counts, IND_BLOOD_UNITS);
		for (size_t k = 0; k < WIRE_KEY_BYTES; k++)
			(void)snprintf(key + 2 * k, 3, "%02x", line->sign_key[k]);
		table_text(t, line->hidden ? NULL : key);
		table_text(t, line->office[0] == '\0' ? NULL : line->office);
		table_number(t, line->hidden ? 0 : 1);
	}
	table_batch(t, v->rows.all.as_of_batch);
	facts_put(t, v);
	ok = cli_print(cli, t, "reports", err);
	table_free(t);
	return ok;
}

static bool
sums_print(struct cli *cli, const struct verify_total *v, struct err *err)
{
	const struct table_column columns[] = {
	    {"indicator", NULL, TABLE_KEY},
	    {"name", TR("Chỉ số", "Indicator"), TABLE_TEXT},
	    {"sum", TR("Cộng lại từ bản đã ký", "Sum of signed reports"), TABLE_COUNT},
	    {"hidden", TR("Theo lời máy chủ", "As the server says"), TABLE_COUNT},
	    {"said", TR("Con số tổng", "The total"), TABLE_COUNT},
	    {"holds", TR("Khớp", "Agrees"), TABLE_BOOL},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "verify");
	for (uint32_t i = 0; i < v->sums_n; i++) {
		const struct verify_sum *s = &v->sums[i];
		const struct indicator *ind = catalogue_by_ind(s->ind);

		table_text(t, ind == NULL ? NULL : ind->code);
		table_text(t, ind == NULL ? NULL : TR(ind->vi, ind->en));
		table_number(t, s->proven);
		if (v->hidden > 0 || v->taken_untold > 0)
			table_number(t, s->hidden);
		else
			table_absent(t);
		table_number(t, s->said);
		table_number(t, s->proven + s->hidden == s->said);
	}
	table_batch(t, v->total.all.as_of_batch);
	facts_put(t, v);
	ok = cli_print(cli, t, "sums", err);
	table_free(t);
	return ok;
}

static void
checked_say(const struct verify_total *v)
{
	const struct rows *r = &v->total.all;
	char period[SUMMARY_CALC_TEXT_MAX];

	(void)printf(TR("%s · %s · lần ghi số %" PRIu64 "\n", "%s · %s · batch %" PRIu64 "\n"),
	    r->org_name, summary_calc_period(&r->period, period), r->as_of_batch);
	(void)printf(
	    TR("%u báo cáo trong %u bản gửi: chữ ký nơi gửi, biên nhận và đường dẫn tới gốc "
	       "đều đúng\n",
		"%u reports in %u submissions: the offices' signatures, the receipts and the "
		"paths to the root hold\n"),
	    v->lines_n - v->hidden, v->submissions);
	if (!v->entries_untold)
		(void)printf(
		    TR("%u bản gửi mục KEY và REGISTRY: khóa ký là của nơi gửi lúc đó, và nơi ấy được báo cáo "
		       "cho chỗ thuộc con số này\n",
			"%u submissions of KEY and REGISTRY entries: each key was its office's then, and the "
			"office may report for a place under this total\n"),
		    v->entries);
}

static void
days_say(const struct period_row *p)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	(void)printf(TR("Theo lời máy chủ: kỳ này là từ %s đến %s\n",
			 "As the server says: the period is from %s to %s\n"),
	    day_people(p->from, from), day_people(p->to, to));
}

/* What of it the server alone says. */
static void
untold_say(const struct verify_total *v)
{
	const struct rows *r = &v->total.all;

	if (v->org_untold)
		(void)printf(TR("Theo lời máy chủ: tên đã hỏi là %s, mã %s\n",
				 "As the server says: the name asked for is %s, code %s\n"),
		    r->org_name, r->org);
	if (v->period_untold)
		days_say(&r->period);
	if (v->hidden > 0)
		(void)printf(
		    TR("Theo lời máy chủ: %u báo cáo do nơi khác gửi thay, máy này không "
		       "được xem bản ký\n",
			"As the server says: %u reports that others sent, and this machine "
			"may not see what they signed\n"),
		    v->hidden);
	if (v->admitted > 0)
		(void)printf(TR("Theo lời máy chủ: %u báo cáo đến sau khi khóa sổ đã được nhận "
				"vào\n",
				 "As the server says: %u reports that came after a lock were "
				 "admitted\n"),
		    v->admitted);
	if (v->taken_untold > 0)
		(void)printf(
		    TR("Theo lời máy chủ: trong %u báo cáo lấy theo nơi tiếp nhận máu, con số "
		       "mà nơi ấy không đếm\n",
			"As the server says: of %u reports taken from the collector, what "
			"it did not count\n"),
		    v->taken_untold);
	if (v->activities > 0)
		(void)printf(TR("Không cộng lại ở đây: %u chỉ số của hoạt động (xem --full)\n",
				 "Not added up here: %u indicators of activities (see --full)\n"),
		    v->activities);
	if (v->entries_untold)
		(void)puts(TR(
		    "Chưa chứng minh: máy chủ không cho xem mục KEY và REGISTRY phía sau, nên khóa "
		    "đã ký là của ai chỉ --full mới biết.",
		    "Not proven: the server does not show the KEY and REGISTRY entries behind, so whose the "
		    "keys are, only --full tells."));
}

bool
verify_show_total(struct cli *cli, const struct verify_total *v, bool list, struct err *err)
{
	if (list)
		return list_print(cli, v, err);
	if (is_for_people(cli))
		checked_say(v);
	if (!sums_print(cli, v, err))
		return false;
	if (!is_for_people(cli))
		return true;
	untold_say(v);
	if (verify_total_verdict(v) == ERR_OK)
		(void)puts(TR(
		    "Có thật và có trong tổng. Không thiếu báo cáo nào: chỉ sổ cái đầy đủ chứng minh được "
		    "(--full).",
		    "Genuine, and in the total.  That none is left out, only the whole ledger proves (--full)."));
	return true;
}

/* ---- the whole ledger */

static void
fact_put(struct table *t, const struct verify_fact *f, bool was_said)
{
	table_text(t, f->key);
	table_text(t, TR(f->vi, f->en));
	table_number(t, f->own);
	if (was_said) {
		table_number(t, f->said);
		table_number(t, f->own == f->said);
	} else {
		table_absent(t);
		table_absent(t);
	}
}

/* Up to where the file goes: a ledger that ends early holds as far as it goes. */
static void
audit_end_say(const struct verify_audit *a, const char *root)
{
	const struct audit_seen *seen = a->seen;
	char period[SUMMARY_CALC_TEXT_MAX];

	(void)printf(TR("%" PRIu64 " lần ghi, %" PRIu64 " bản gửi, %" PRIu64
			" báo cáo: mọi chữ ký, lá, gốc và đầu chuỗi đều đúng\n",
			 "%" PRIu64 " batches, %" PRIu64 " submissions, %" PRIu64
			 " reports: every signature, leaf, root and head holds\n"),
	    seen->batches, seen->submissions, seen->reports);
	(void)printf(TR("Tệp có đến lần ghi số %" PRIu64 " (kỳ %u), gốc %s\n",
			 "The file goes up to batch %" PRIu64 " (epoch %u), root %s\n"),
	    seen->head.batch, seen->head.epoch, root);
	(void)printf("%s · %s\n", a->own->org_name, summary_calc_period(&a->own->period, period));
}

static void
audit_facts_put(struct table *t, const struct verify_audit *a, const char *root)
{
	const struct audit_seen *seen = a->seen;

	table_fact(t, "epoch", TABLE_COUNT, seen->head.epoch);
	table_fact(t, "batch", TABLE_COUNT, (int64_t)seen->head.batch);
	table_fact_text(t, "root", root);
	table_fact_text(t, "org", a->own->org);
	table_fact_text(t, "period", a->own->period.text);
	table_fact(t, "batches", TABLE_COUNT, (int64_t)seen->batches);
	table_fact(t, "submissions", TABLE_COUNT, (int64_t)seen->submissions);
	table_fact(t, "reports", TABLE_COUNT, (int64_t)seen->reports);
	table_fact(t, "ends_early", TABLE_BOOL, a->newest > seen->head.batch);
	if (a->newest != 0)
		table_fact(t, "newest_known", TABLE_COUNT, (int64_t)a->newest);
}

bool
verify_show_audit(struct cli *cli, const struct verify_audit *a, struct err *err)
{
	const struct table_column columns[] = {
	    {"fact", NULL, TABLE_KEY},
	    {"name", TR("Con số", "Figure"), TABLE_TEXT},
	    {"own", TR("Tính lại từ sổ cái", "Recomputed"), TABLE_COUNT},
	    {"said", TR("Máy chủ nói", "The server says"), TABLE_COUNT},
	    {"holds", TR("Khớp", "Agrees"), TABLE_BOOL},
	};
	char root[2 * WIRE_HASH_BYTES + 1];
	struct verify_fact facts[VERIFY_FACTS];
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "verify");
	for (size_t i = 0; i < WIRE_HASH_BYTES; i++)
		(void)snprintf(root + 2 * i, 3, "%02x", a->seen->head.head.at[i]);
	if (is_for_people(cli))
		audit_end_say(a, root);
	verify_audit_facts(a->own, a->said == NULL ? a->own : a->said, facts);
	for (size_t i = 0; i < VERIFY_FACTS; i++)
		fact_put(t, &facts[i], a->said != NULL);
	audit_facts_put(t, a, root);
	ok = cli_print(cli, t, "facts", err);
	table_free(t);
	return ok;
}

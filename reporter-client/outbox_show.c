#include "outbox_show.h"

#include <inttypes.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "wire/receipt.h"
#include "wire/submission.h"

const char *
outbox_show_name(const struct outbox_row *row, char buf[OUTBOX_SHOW_NAME_MAX])
{
	size_t at = 0;

	for (size_t i = 0; i < sizeof(row->stream); i++)
		at += (size_t)snprintf(buf + at, OUTBOX_SHOW_NAME_MAX - at, "%02x", row->stream[i]);
	(void)snprintf(buf + at, OUTBOX_SHOW_NAME_MAX - at, "/%" PRIu64, row->seq);
	return buf;
}

static void
state_say(const struct outbox_row *row, char buf[OUTBOX_SHOW_STATE_MAX])
{
	const size_t size = OUTBOX_SHOW_STATE_MAX;
	const char *state = outbox_state_text(row->state);

	if (row->state == OUTBOX_DELIVERED && row->refused_n > 0)
		(void)snprintf(buf, size, TR("đã nhận %u/%u: %s", "delivered %u/%u: %s"),
		    row->reports_n - row->refused_n, row->reports_n, err_sentence(row->code));
	else if (row->replaced_by != 0)
		(void)snprintf(buf, size,
		    TR("đã gửi lại: dòng %" PRId64, "sent again: row %" PRId64), row->replaced_by);
	else if (row->state == OUTBOX_REFUSED && row->code == ERR_ALREADY)
		(void)snprintf(buf, size, "%s", err_sentence(row->code));
	else if (row->waits_for != 0)
		(void)snprintf(buf, size, TR("%s; chờ dòng %" PRId64, "%s; waits for row %" PRId64),
		    state, row->waits_for);
	else if (row->code != ERR_OK)
		(void)snprintf(buf, size, "%s: %s", state, err_sentence(row->code));
	else
		(void)snprintf(buf, size, "%s", state);
}

const char *
outbox_show_state(const struct outbox_row *row, char buf[OUTBOX_SHOW_STATE_MAX])
{
	state_say(row, buf);
	const size_t len = strlen(buf);
	if (row->dismissed_at_ms != 0)
		(void)text_copy(
		    buf + len, OUTBOX_SHOW_STATE_MAX - len, TR("; đã xem", "; dismissed"));
	return buf;
}

static const char *
code_name(enum err_code code)
{
	return code == ERR_OK ? NULL : err_name(code);
}

static void
id_or_absent(struct table *t, int64_t id)
{
	if (id != 0)
		table_number(t, id);
	else
		table_absent(t);
}

static void
row_put(struct table *t, const struct outbox_row *row)
{
	char state[OUTBOX_SHOW_STATE_MAX];
	char name[OUTBOX_SHOW_NAME_MAX];

	table_number(t, row->id);
	table_number(t, row->saved_at_ms);
	table_text(t, row->summary);
	table_text(t, outbox_show_state(row, state));
	id_or_absent(t, (int64_t)row->batch);
	table_text(t, outbox_state_name(row->state));
	table_text(t, code_name(row->code));
	table_text(t, row->detail[0] != '\0' ? row->detail : NULL);
	table_text(t, outbox_show_name(row, name));
	table_number(t, row->reports_n);
	table_number(t, row->refused_n);
	table_number(t, row->delivered_at_ms);
	id_or_absent(t, row->dismissed_at_ms);
	table_number(t, row->tries);
	id_or_absent(t, row->waits_for);
	id_or_absent(t, row->replaced_by);
}

bool
outbox_show_list(struct cli *cli, const struct outbox_rows *rows, struct err *err)
{
	const struct table_column columns[] = {
	    {"id", TR("Dòng", "Row"), TABLE_COUNT},
	    {"saved_at", TR("Lúc lưu", "Saved"), TABLE_TIME},
	    {"summary", TR("Nội dung", "What"), TABLE_TEXT},
	    {"state_text", TR("Tình trạng", "State"), TABLE_TEXT},
	    {"batch", TR("Lần ghi số", "Batch"), TABLE_COUNT},
	    {"state", NULL, TABLE_TEXT},
	    {"code", NULL, TABLE_TEXT},
	    {"detail", NULL, TABLE_TEXT},
	    {"name", NULL, TABLE_TEXT},
	    {"reports", NULL, TABLE_COUNT},
	    {"refused", NULL, TABLE_COUNT},
	    {"delivered_at", NULL, TABLE_TIME},
	    {"dismissed_at", NULL, TABLE_TIME},
	    {"tries", NULL, TABLE_COUNT},
	    {"waits_for", NULL, TABLE_COUNT},
	    {"replaced_by", NULL, TABLE_COUNT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "outbox");
	for (size_t i = 0; i < rows->n; i++)
		row_put(t, &rows->at[i]);
	ok = cli_print(cli, t, "rows", err);
	table_free(t);
	return ok;
}

static const char *
kind_name(enum report_kind kind)
{
	static const char *const names[KIND_COUNT_] = {"", "result", "schedule", "registration",
	    "activity", "target", "review", "lock", "text", "key", "registry"};

	return (size_t)kind < ARRAY_LEN(names) ? names[kind] : "";
}

/* What a report is about, as far as one word says it. */
static const char *
subject_of(const struct report *r)
{
	switch (r->kind) {
	case KIND_RESULT:
		return r->u.result.drive[0] != '\0' ? r->u.result.drive
						    : r->u.result.collection.org;
	case KIND_SCHEDULE:
		return r->u.schedule.drive;
	case KIND_REGISTRATION:
		return r->u.registration.drive;
	case KIND_ACTIVITY:
		return r->u.activity.org;
	case KIND_TARGET:
		return r->u.target.drive[0] != '\0' ? r->u.target.drive : r->u.target.org;
	case KIND_LOCK:
		return r->u.lock.org;
	case KIND_TEXT:
		return r->u.text.org;
	case KIND_KEY:
		return r->u.key.org;
	case KIND_REVIEW:
	case KIND_REGISTRY:
	case KIND_NONE:
	case KIND_COUNT_:
		break;
	}
	return "";
}

static void
report_put(struct table *t, const struct report *r, uint32_t idx, const struct verdict *verdict)
{
	table_number(t, (int64_t)idx);
	table_text(t, kind_name(r->kind));
	table_text(t, subject_of(r));
	table_text(t, verdict == NULL ? NULL : err_name(verdict->code));
	table_text(t, verdict == NULL ? NULL : err_sentence(verdict->code));
	table_text(t, verdict == NULL || verdict->detail[0] == '\0' ? NULL : verdict->detail);
}

/* What the lines above the table say, for programs. */
static void
delivery_put(struct table *t, const struct outbox_row *row)
{
	char name[OUTBOX_SHOW_NAME_MAX];

	table_text(t, outbox_state_name(row->state));
	table_text(t, outbox_show_name(row, name));
	id_or_absent(t, (int64_t)row->batch);
	id_or_absent(t, row->epoch);
}

static void
head_note(const struct cli *cli, const struct outbox_row *row)
{
	char state[OUTBOX_SHOW_STATE_MAX];
	char name[OUTBOX_SHOW_NAME_MAX];

	if (cli->json || cli->csv || cli->output != NULL)
		return;
	(void)printf("%s\n%s\n", row->summary, outbox_show_state(row, state));
	if (row->detail[0] != '\0')
		(void)printf("%s\n", row->detail);
	(void)printf("%s\n", outbox_show_name(row, name));
	if (row->batch != 0)
		(void)printf(TR("Biên nhận: lần ghi số %" PRIu64 ", kỳ %u\n",
				 "Receipt: batch %" PRIu64 ", epoch %u\n"),
		    row->batch, row->epoch);
}

bool
outbox_show_row(struct cli *cli, const struct outbox_row *row, struct err *err)
{
	const struct table_column columns[] = {
	    {"idx", TR("Số", "No"), TABLE_COUNT},
	    {"kind", TR("Loại", "Kind"), TABLE_TEXT},
	    {"subject", TR("Về", "About"), TABLE_TEXT},
	    {"verdict", NULL, TABLE_TEXT},
	    {"verdict_text", TR("Kết quả", "Verdict"), TABLE_TEXT},
	    {"detail", TR("Chi tiết", "Detail"), TABLE_TEXT},
	    {"state", NULL, TABLE_TEXT},
	    {"name", NULL, TABLE_TEXT},
	    {"batch", NULL, TABLE_COUNT},
	    {"epoch", NULL, TABLE_COUNT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	struct submission *s = NULL;
	struct receipt *r = NULL;
	bool ok = false;

	if (t == NULL) {
		(void)err_set(err, ERR_MEMORY, "outbox");
		goto out;
	}
	if (!submission_decode(row->body, row->body_len, &s, err) ||
	    (row->receipt != NULL && !receipt_decode(row->receipt, row->receipt_len, &r, err)))
		goto out;
	for (uint32_t i = 0; i < s->reports_n; i++) {
		report_put(
		    t, &s->reports[i], i, r != NULL && i < r->verdicts_n ? &r->verdicts[i] : NULL);
		delivery_put(t, row);
	}
	head_note(cli, row);
	ok = cli_print(cli, t, "reports", err);
out:
	receipt_free(r);
	submission_free(s);
	table_free(t);
	return ok;
}

#include "outbox.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "outbox_db.h"
#include "outbox_issue.h"
#include "outbox_verdicts.h"

const char *
outbox_state_name(enum outbox_state state)
{
	static const char *const names[] = {
	    [OUTBOX_SAVED] = "saved",
	    [OUTBOX_SENT] = "sent",
	    [OUTBOX_DELIVERED] = "delivered",
	    [OUTBOX_REFUSED] = "refused",
	    [OUTBOX_PARKED] = "parked",
	};

	return (size_t)state < ARRAY_LEN(names) ? names[state] : "";
}

const char *
outbox_state_text(enum outbox_state state)
{
	switch (state) {
	case OUTBOX_SAVED:
		return TR("đã lưu, chưa gửi", "saved, not sent");
	case OUTBOX_SENT:
		return TR("đã gửi, chờ biên nhận", "sent, waits for its receipt");
	case OUTBOX_DELIVERED:
		return TR("đã nhận, có biên nhận", "delivered, with receipt");
	case OUTBOX_REFUSED:
		return TR("không nhận", "refused");
	case OUTBOX_PARKED:
		return TR("gác lại, chờ người xem", "parked, waits for a person");
	case OUTBOX_STATE_COUNT_:
		break;
	}
	return "";
}

/* The stream is made with the file.  Looked at again inside: two programs may start at once. */
static bool
stream_ensure(struct outbox *box, struct err *err)
{
	bool there = false;
	bool ok = false;

	if (!outbox_issue_has_stream(box, &there, err))
		return false;
	if (there)
		return true;
	if (!outbox_db_begin(box, err) || !outbox_issue_has_stream(box, &there, err))
		goto out;
	if (!there && !outbox_issue_stream(box, 0, err))
		goto out;
	ok = outbox_db_commit(box, err);
out:
	outbox_db_rollback(box);
	return ok;
}

bool
outbox_open(const char *path, struct outbox **ret, struct err *err)
{
	struct outbox *box = NULL;

	if (!outbox_db_open(path, &box, err))
		return false;
	if (!stream_ensure(box, err)) {
		outbox_db_close(box);
		return false;
	}
	*ret = box;
	return true;
}

void
outbox_close(struct outbox *box)
{
	outbox_db_close(box);
}

/* The draft's line, cut at a character, with the part's number from the second part on. */
static void
summary_make(const char *text, size_t part, char ret[OUTBOX_SUMMARY_MAX + 1])
{
	char line[OUTBOX_SUMMARY_MAX - 31];

	(void)text_copy(line, sizeof(line), text);
	if (part == 0)
		(void)snprintf(ret, OUTBOX_SUMMARY_MAX + 1, "%s", line);
	else
		(void)snprintf(ret, OUTBOX_SUMMARY_MAX + 1, TR("%s (phần %zu)", "%s (part %zu)"),
		    line, part + 1);
}

/* Rows for all of ${draft->reports}, as few as the limits allow. */
static bool
rows_issue(
    struct outbox *box, const struct outbox_draft *draft, struct outbox_saved *ret, struct err *err)
{
	char summary[OUTBOX_SUMMARY_MAX + 1];
	struct outbox_issue how = {.keys = draft->keys,
	    .realm = draft->realm,
	    .now_ms = draft->now_ms,
	    .summary = summary};
	uint32_t size = WIRE_REPORTS_MAX;
	size_t part = 0;
	size_t at = 0;

	while (at < draft->reports_n) {
		const size_t left = draft->reports_n - at;
		const uint32_t n = left < size ? (uint32_t)left : size;
		struct outbox_issued issued;
		struct err why = {0};

		how.reports = draft->reports + at;
		how.reports_n = n;
		summary_make(draft->summary, part, summary);
		if (outbox_issue_row(box, &how, &issued, &why)) {
			if (part++ == 0) {
				ret->first_id = issued.id;
				ret->seq = issued.seq;
				memcpy(ret->stream, issued.stream, sizeof(ret->stream));
			}
			ret->last_id = issued.id;
			at += n;
		} else if (why.code == ERR_LIMIT && n > 1) {
			size = n / 2; /* too many bytes for one submission */
		} else {
			return err_set(err, why.code, "%s", why.text);
		}
	}
	return true;
}

static bool
draft_check(const struct outbox_draft *draft, struct err *err)
{
	if (draft->reports_n == 0 || draft->reports_n > OUTBOX_SAVE_REPORTS_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("một lần lưu từ 1 đến %d báo cáo", "1 to %d reports are saved at once"),
		    OUTBOX_SAVE_REPORTS_MAX);
	return true;
}

bool
outbox_save(
    struct outbox *box, const struct outbox_draft *draft, struct outbox_saved *ret, struct err *err)
{
	struct outbox_saved saved = {0};
	bool ok = false;

	if (!draft_check(draft, err) || !outbox_db_begin(box, err))
		return false;
	if (!rows_issue(box, draft, &saved, err) || !outbox_db_commit(box, err))
		goto out;
	*ret = saved;
	ok = true;
out:
	outbox_db_rollback(box);
	return ok;
}

static bool
retry_check(const struct outbox_row *row, struct err *err)
{
	if (row->replaced_by != 0)
		return err_set(err, ERR_INVALID,
		    TR("dòng %lld đã được gửi lại thành dòng %lld",
			"row %lld was sent again as row %lld"),
		    (long long)row->id, (long long)row->replaced_by);
	if (row->state == OUTBOX_SAVED || row->state == OUTBOX_SENT)
		return err_set(err, ERR_INVALID,
		    TR("dòng %lld còn chờ gửi, không cần gửi lại",
			"row %lld still waits, there is no need to send it again"),
		    (long long)row->id);
	return true;
}

/* Say the refused reports of ${row} again, and put right what waited for them. */
static bool
row_retry(struct outbox *box, const struct outbox_row *row, const struct outbox_draft *draft,
    struct outbox_saved *ret, struct err *err)
{
	struct outbox_issue how = {.keys = draft->keys, .now_ms = draft->now_ms};
	struct outbox_draft again = *draft;
	struct outbox_issued issued = {0};
	struct outbox_verdicts v = {0};
	bool ok = false;

	if (!outbox_verdicts_of(row, &v, err))
		goto out;
	if (v.refused_n == 0) {
		err_set(err, ERR_INVALID,
		    TR("dòng %lld không có phần nào bị từ chối", "nothing of row %lld was refused"),
		    (long long)row->id);
		goto out;
	}
	if (again.reports_n == 0) {
		again.reports = v.refused;
		again.reports_n = v.refused_n;
	}
	again.realm = v.s->realm;
	if (again.summary == NULL)
		again.summary = row->summary;
	if (!draft_check(&again, err) || !rows_issue(box, &again, ret, err) ||
	    !outbox_issue_replaced(box, row->id, ret->first_id, row->code, err))
		goto out;
	/* Mended reports stand for the refused ones when there are as many, in the same order. */
	if (ret->first_id == ret->last_id && again.reports_n == v.refused_n) {
		issued.id = ret->first_id;
		issued.seq = ret->seq;
		memcpy(issued.stream, ret->stream, sizeof(issued.stream));
		outbox_verdicts_rename(&v, &issued);
		if (!outbox_issue_follow(box, &how, row, v.bases, err))
			goto out;
	}
	ok = true;
out:
	outbox_verdicts_free(&v);
	return ok;
}

bool
outbox_retry(struct outbox *box, int64_t id, const struct outbox_draft *draft,
    struct outbox_saved *ret, struct err *err)
{
	struct outbox_saved saved = {0};
	struct outbox_rows rows = {0};
	bool ok = false;

	if (!outbox_db_begin(box, err))
		return false;
	if (!outbox_rows_get(box, id, &rows, err) || !retry_check(&rows.at[0], err) ||
	    !row_retry(box, &rows.at[0], draft, &saved, err) || !outbox_db_commit(box, err))
		goto out;
	*ret = saved;
	ok = true;
out:
	outbox_db_rollback(box);
	outbox_rows_free(&rows);
	return ok;
}

bool
outbox_dismiss(struct outbox *box, int64_t id, int64_t now_ms, struct err *err)
{
	struct outbox_rows rows = {0};
	struct outbox_query q;

	if (!outbox_rows_get(box, id, &rows, err))
		return false;
	const enum outbox_state state = rows.at[0].state;
	outbox_rows_free(&rows);
	if (state != OUTBOX_REFUSED && state != OUTBOX_PARKED)
		return err_set(err, ERR_INVALID,
		    TR("dòng %lld không bị từ chối: %s", "row %lld is not refused: %s"),
		    (long long)id, outbox_state_text(state));
	if (!outbox_db_query(box, outbox_sql_entry_dismiss, &q, err))
		return false;
	outbox_db_int(&q, id);
	outbox_db_int(&q, now_ms > 0 ? now_ms : 1);
	return outbox_db_run(&q, err);
}

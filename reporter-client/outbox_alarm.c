#include "outbox_alarm.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "outbox_db.h"

static bool
alarm_is_newest(struct outbox *box, const struct err *what, bool *ret, struct err *err)
{
	struct outbox_query q;
	bool row = false;

	if (!outbox_db_query(box, outbox_sql_alarm_newest, &q, err) ||
	    !outbox_db_step(&q, &row, err))
		return false;
	*ret = row && sqlite3_column_int64(q.stmt, 0) == (int64_t)what->code &&
	    strcmp((const char *)sqlite3_column_text(q.stmt, 1), what->text) == 0;
	outbox_db_end(&q);
	return true;
}

bool
outbox_alarm_add(struct outbox *box, const struct err *what, int64_t now_ms, struct err *err)
{
	struct outbox_query q;
	bool again = false;
	bool ok = false;

	if (!outbox_db_begin(box, err) || !alarm_is_newest(box, what, &again, err))
		goto out;
	if (!again) {
		if (!outbox_db_query(box, outbox_sql_alarm_add, &q, err))
			goto out;
		outbox_db_int(&q, now_ms);
		outbox_db_int(&q, (int64_t)what->code);
		outbox_db_text(&q, what->text);
		if (!outbox_db_run(&q, err) ||
		    !outbox_db_query(box, outbox_sql_alarm_trim, &q, err))
			goto out;
		outbox_db_int(&q, OUTBOX_ALARMS_MAX);
		if (!outbox_db_run(&q, err))
			goto out;
	}
	ok = outbox_db_commit(box, err);
out:
	outbox_db_rollback(box);
	return ok;
}

bool
outbox_alarm_list(
    struct outbox *box, bool unseen_only, struct outbox_alarm **ret, size_t *ret_n, struct err *err)
{
	struct outbox_alarm *alarms = calloc(OUTBOX_ALARMS_MAX, sizeof(*alarms));
	struct outbox_query q;
	bool row = true;
	size_t n = 0;

	if (alarms == NULL)
		return err_set(err, ERR_MEMORY, "outbox");
	if (!outbox_db_query(box, outbox_sql_alarm_list, &q, err))
		goto fail;
	outbox_db_int(&q, unseen_only);
	outbox_db_int(&q, OUTBOX_ALARMS_MAX);
	while (n < OUTBOX_ALARMS_MAX) {
		struct outbox_alarm *a = &alarms[n];

		if (!outbox_db_step(&q, &row, err))
			goto fail;
		if (!row)
			break;
		a->at_ms = sqlite3_column_int64(q.stmt, 0);
		if (!err_from_number((uint32_t)sqlite3_column_int64(q.stmt, 1), &a->code))
			a->code = ERR_BUG;
		(void)text_copy(
		    a->detail, sizeof(a->detail), (const char *)sqlite3_column_text(q.stmt, 2));
		a->seen = sqlite3_column_int(q.stmt, 3) != 0;
		n++;
	}
	outbox_db_end(&q);
	*ret = alarms;
	*ret_n = n;
	return true;
fail:
	free(alarms);
	return false;
}

bool
outbox_alarm_seen(struct outbox *box, struct err *err)
{
	return outbox_db_do(box, outbox_sql_alarm_seen, err);
}

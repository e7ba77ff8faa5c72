/* outbox_fixture - a fresh outbox a test, and what fills and answers it. */
#ifndef GH_TEST_OUTBOX_FIXTURE_H
#define GH_TEST_OUTBOX_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/outbox_alarm.h"
#include "client/outbox_answer.h"
#include "client/outbox_rows.h"
#include "support/sample.h"
#include "wire/receipt.h"

#define T0 INT64_C(1660000000000)

struct fixture {
	int64_t later_ms; /* than T0 + 1000: the aggregator\'s clock at the next receipt */
	char path[64];
	struct keys keys;
	struct outbox *box;
};

static inline int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct err err = {0};
	int fd;

	assert_non_null(f);
	(void)snprintf(f->path, sizeof(f->path), "/tmp/gh-outbox-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	assert_true(keys_init(&err));
	keys_make(&f->keys);
	assert_true(outbox_open(f->path, &f->box, &err));
	*state = f;
	return 0;
}

static inline int
teardown(void **state)
{
	struct fixture *f = *state;

	outbox_close(f->box);
	(void)unlink(f->path);
	free(f);
	return 0;
}

static inline struct outbox_saved
save_n(struct fixture *f, const struct report *reports, size_t n)
{
	const struct outbox_draft draft = {.reports = reports,
	    .reports_n = n,
	    .keys = &f->keys,
	    .realm = 1,
	    .now_ms = T0,
	    .summary = "An Minh 365 đơn vị"};
	struct outbox_saved saved;
	struct err err = {0};

	if (!outbox_save(f->box, &draft, &saved, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	return saved;
}

/* One result; with ${base}, a correction of its report ${idx}. */
static inline struct outbox_saved
save_one(struct fixture *f, const struct outbox_saved *base, uint32_t idx)
{
	struct sample s;

	sample_make(&s, KIND_RESULT);
	if (base != NULL) {
		s.r.action = ACTION_CORRECTION;
		s.r.reason = "đếm lại";
		s.r.replaces.seq = base->seq;
		s.r.replaces.idx = idx;
		memcpy(s.r.replaces.stream, base->stream, sizeof(base->stream));
	}
	return save_n(f, &s.r, 1);
}

static inline struct outbox_rows
rows_of(struct fixture *f, struct outbox_filter filter)
{
	struct outbox_rows rows;
	struct err err = {0};

	if (!outbox_rows_list(f->box, &filter, &rows, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	return rows;
}

static inline struct outbox_rows
row_of(struct fixture *f, int64_t id)
{
	struct outbox_rows rows;
	struct err err = {0};

	if (!outbox_rows_get(f->box, id, &rows, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	return rows;
}

static inline size_t
sendable_n(struct fixture *f, int64_t now_ms)
{
	struct outbox_rows rows =
	    rows_of(f, (struct outbox_filter){.sendable = true, .now_ms = now_ms});
	const size_t n = rows.n;

	outbox_rows_free(&rows);
	return n;
}

/* An answer without proof: the caller of outbox_answer_receipt() has verified it. */
static inline enum outbox_state
answer(struct fixture *f, int64_t id, bool stored, const struct verdict *verdicts, uint32_t n)
{
	struct outbox_rows rows = row_of(f, id);
	struct receipt r = {.seq = rows.at[0].seq,
	    .stored = stored,
	    .verdicts = verdicts,
	    .verdicts_n = n,
	    .row = {.realm = 1, .epoch = 1, .n = 7, .at_ms = T0 + 1000 + f->later_ms},
	    .head = {.realm = 1, .epoch = 1, .batch = 7},
	    .detail = ""};
	struct buf bytes = {0};
	struct err err = {0};
	struct outbox_answer a = {.id = id,
	    .receipt = &r,
	    .keys = &f->keys,
	    .now_ms = T0 + 1000,
	    .retry_at_ms = T0 + 60000};
	enum outbox_state state = OUTBOX_STATE_COUNT_;

	memcpy(r.stream, rows.at[0].stream, sizeof(r.stream));
	assert_true(receipt_encode(&r, &bytes, &err));
	a.bytes = bytes.at;
	a.bytes_len = bytes.len;
	if (!outbox_answer_receipt(f->box, &a, &state, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
	buf_free(&bytes);
	outbox_rows_free(&rows);
	return state;
}

static inline enum outbox_state
accept(struct fixture *f, int64_t id)
{
	const struct verdict ok = {.code = ERR_OK, .detail = ""};

	return answer(f, id, true, &ok, 1);
}

#define OUTBOX_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif

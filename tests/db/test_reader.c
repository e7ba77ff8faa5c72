#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/clock.h"
#include "db/reader.h"
#include "db/writer.h"
#include "support/batchfix.h"
#include "support/pgfixture.h"

#define A 0xa1
#define BATCHES 6

/* What was written, kept to compare with what is read. */
struct ledger {
	struct pgfixture *pg;
	struct batchfix *batches[BATCHES + 1]; /* by number */
	struct reader *reader;
};

static void
fill(struct batchfix *f, uint64_t n)
{
	static const struct report review = {.kind = KIND_REVIEW,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.review = {.state = REVIEW_ACCEPTED, .reason = "đủ", .other_drive = ""}};

	/* 1 is an opening batch; 4 has what is not a result; the others differ in size. */
	if (n == 4)
		batchfix_reports(f, 9, n, &review, 1);
	else if (n > 1)
		for (uint64_t i = 0; i < n * 3; i++)
			batchfix_results(
			    f, 3, n * 100 + i, (uint32_t)(1 + i % 3), (uint32_t)(i % 4));
	if (n == 5)
		batchfix_refuse(f, 1, 1, ERR_SUMS_DISAGREE);
}

static int
ledger_make(void **state)
{
	static struct ledger ledger;
	struct writer_config config = {.realm = 1};
	struct writer *w = NULL;
	struct err err = {0};

	if (pgfixture_fresh_db(state) != 0)
		return -1;
	ledger = (struct ledger){.pg = *state};
	config.conninfo = ledger.pg->conninfo;
	if (!writer_new(&config, &w, &err) ||
	    writer_finish(w, clock_mono_ms() + 20000) != WRITER_STILL)
		return -1;
	for (uint64_t n = 1; n <= BATCHES; n++) {
		ledger.batches[n] = batchfix_new(n, A);
		fill(ledger.batches[n], n);
		if (!writer_append(w, batchfix_batch(ledger.batches[n]), clock_mono_ms(), &err) ||
		    writer_finish(w, clock_mono_ms() + 20000) != WRITER_COMMITTED)
			return -1;
	}
	writer_free(w);
	if (!reader_open(ledger.pg->conninfo, 1, &ledger.reader, &err))
		return -1;
	*state = &ledger;
	return 0;
}

static int
ledger_drop(void **state)
{
	struct ledger *l = *state;

	for (uint64_t n = 1; n <= BATCHES; n++)
		batchfix_free(l->batches[n]);
	reader_close(l->reader);
	*state = l->pg;
	return pgfixture_drop_db(state);
}

static void
same_submission(const struct batch *b, uint32_t ord, const struct stored_submission *s)
{
	const struct pending *p = &b->pending[b->stored[ord]];
	const struct decided *d = &b->decided[b->stored[ord]];

	assert_int_equal(s->ord, ord);
	assert_int_equal(s->stream_no, d->stream_no);
	assert_int_equal(s->body_len, p->body_len);
	assert_memory_equal(s->body, p->body, p->body_len);
	assert_memory_equal(s->signature, p->signature, sizeof(s->signature));
	assert_memory_equal(s->sign_key, p->sign_key, sizeof(s->sign_key));
	assert_int_equal(s->verdicts_len, 2 * d->verdicts_n);
	for (uint32_t i = 0; i < d->verdicts_n; i++)
		assert_int_equal(
		    s->verdicts[2 * i] << 8 | s->verdicts[2 * i + 1], d->verdicts[i].code);
}

struct seen {
	struct ledger *ledger;
	uint64_t batches[32];
	uint32_t batches_n;
	uint64_t submissions;
	uint32_t stop_after; /* 0: never */
};

/* Field by field: what lies between them is nobody's. */
static void
same_row(const struct batch_row *a, const struct batch_row *b)
{
	assert_int_equal(a->realm, b->realm);
	assert_int_equal(a->epoch, b->epoch);
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->kinds, b->kinds);
	assert_int_equal(a->at_ms, b->at_ms);
	assert_int_equal(a->reports, b->reports);
	assert_memory_equal(a->writer, b->writer, sizeof(a->writer));
	assert_memory_equal(&a->leaf_root, &b->leaf_root, sizeof(a->leaf_root));
}

static bool
see_batch(void *arg, const struct stored_batch *s, struct err *err)
{
	struct seen *seen = arg;
	const struct batch *b = batchfix_batch(seen->ledger->batches[s->row.n]);

	same_row(&s->row, &b->row);
	assert_memory_equal(&s->head, &b->head.head, sizeof(s->head));
	assert_memory_equal(s->signature, b->head.signature, sizeof(s->signature));
	for (uint32_t i = 0; i < s->submissions_n; i++)
		same_submission(b, i, &s->submissions[i]);
	seen->batches[seen->batches_n++] = s->row.n;
	seen->submissions += s->submissions_n;
	if (seen->stop_after != 0 && seen->batches_n == seen->stop_after)
		return err_set(err, ERR_INTERRUPTED, "enough");
	return true;
}

static struct seen
read_range(struct ledger *l, const struct reader_range *range)
{
	struct seen seen = {.ledger = l};
	struct err err = {0};

	assert_true(reader_batches(l->reader, range, see_batch, &seen, &err));
	return seen;
}

static void
the_newest_head_is_read(void **state)
{
	struct ledger *l = *state;
	const struct batch *b = batchfix_batch(l->batches[BATCHES]);
	struct signed_head head = {0};
	struct err err = {0};
	bool found = true;

	assert_true(reader_newest(l->reader, &head, &err));
	assert_memory_equal(&head, &b->head, sizeof(head));
	assert_true(reader_head(l->reader, 2, &found, &head, &err));
	assert_true(found);
	assert_int_equal(head.batch, 2);
	assert_true(reader_head(l->reader, BATCHES + 1, &found, &head, &err));
	assert_false(found);
}

static void
an_empty_ledger_has_batch_0(void **state)
{
	struct ledger *l = *state;
	struct reader *other = NULL;
	struct signed_head head = {.batch = 7};
	struct err err = {0};

	/* Another realm of the same database. */
	assert_true(reader_open(l->pg->conninfo, 2, &other, &err));
	assert_true(reader_newest(other, &head, &err));
	assert_int_equal(head.batch, 0);
	reader_close(other);
}

static void
batches_come_back_byte_by_byte_and_in_order(void **state)
{
	const struct reader_range all = {.from = 1};
	const struct seen seen = read_range(*state, &all);

	assert_int_equal(seen.batches_n, BATCHES);
	for (uint32_t i = 0; i < BATCHES; i++)
		assert_int_equal(seen.batches[i], i + 1);
	assert_int_equal(seen.submissions, 6 + 9 + 1 + 15 + 18);
}

static void
a_range_is_kept_to(void **state)
{
	const struct reader_range some = {.from = 3, .to = 5};
	const struct reader_range none = {.from = BATCHES + 1};
	struct seen seen = read_range(*state, &some);

	assert_int_equal(seen.batches_n, 3);
	assert_int_equal(seen.batches[0], 3);
	assert_int_equal(seen.batches[2], 5);
	seen = read_range(*state, &none);
	assert_int_equal(seen.batches_n, 0);
}

static void
structure_is_read_without_results(void **state)
{
	const struct reader_range structure = {.from = 1, .to = 5, .kinds = 1U << KIND_REVIEW};
	const struct reader_range other = {.from = 1, .kinds = 1U << KIND_LOCK};
	struct seen seen = read_range(*state, &structure);

	assert_int_equal(seen.batches_n, 1);
	assert_int_equal(seen.batches[0], 4);
	assert_int_equal(seen.submissions, 1);
	seen = read_range(*state, &other);
	assert_int_equal(seen.batches_n, 0);
}

static void
rows_alone_have_no_submissions(void **state)
{
	const struct reader_range rows = {.from = 2, .to = 3, .rows_only = true};
	const struct seen seen = read_range(*state, &rows);

	assert_int_equal(seen.batches_n, 2);
	assert_int_equal(seen.submissions, 0);
}

static void
a_callback_that_refuses_ends_the_read(void **state)
{
	const struct reader_range all = {.from = 1};
	struct seen seen = {.ledger = *state, .stop_after = 2};
	struct err err = {0};

	assert_false(reader_batches(seen.ledger->reader, &all, see_batch, &seen, &err));
	assert_int_equal(err.code, ERR_INTERRUPTED);
	assert_int_equal(seen.batches_n, 2);
	(void)read_range(*state, &all);
}

struct receipts {
	struct ledger *ledger;
	const struct stored_name *names;
	uint32_t asked[8];
	uint32_t n;
};

static bool
see_receipt(void *arg, const struct stored_receipt *s, struct err *err)
{
	struct receipts *seen = arg;
	const struct batch *b = batchfix_batch(seen->ledger->batches[s->row.n]);

	(void)err;
	same_row(&s->row, &b->row);
	assert_memory_equal(&s->head, &b->head, sizeof(s->head));
	assert_int_equal(s->batch_path.n, b->batch_path.n);
	assert_memory_equal(s->batch_path.hash, b->batch_path.hash, 3 * sizeof(struct hash));
	assert_int_equal(s->leaves_n, b->leaves_n);
	assert_memory_equal(s->leaves, b->leaves, b->leaves_n * sizeof(struct hash));
	same_submission(b, s->submission.ord, &s->submission);
	assert_int_equal(
	    b->pending[b->stored[s->submission.ord]].s->seq, seen->names[s->asked].seq);
	seen->asked[seen->n++] = s->asked;
	return true;
}

static void
names_bring_all_that_a_receipt_is_made_of(void **state)
{
	const struct stored_name names[] = {
	    {3, 502}, {3, 201}, {3, 99}, {9, 4}, {3, 505}, {8, 201}, {3, 201}};
	const struct stored_names some = {names, 7}, none = {NULL, 0};
	struct receipts seen = {.ledger = *state, .names = names};
	struct err err = {0};

	assert_true(reader_stored(seen.ledger->reader, &some, see_receipt, &seen, &err));
	assert_int_equal(seen.n, 5);
	/* By batch; a name asked twice is answered twice. */
	assert_int_equal(seen.asked[0] + seen.asked[1], 1 + 6);
	assert_int_equal(seen.asked[2], 3);
	assert_int_equal(seen.asked[3], 0);
	assert_int_equal(seen.asked[4], 4);
	assert_true(reader_stored(seen.ledger->reader, &none, see_receipt, &seen, &err));
	assert_int_equal(seen.n, 5);
}

struct postings {
	struct ledger *ledger;
	uint64_t batch;
	uint32_t i;
	uint32_t n;
};

static bool
see_posting(void *arg, uint64_t batch, const struct posting *p, struct err *err)
{
	struct postings *seen = arg;
	const struct batch *b = batchfix_batch(seen->ledger->batches[batch]);
	const struct posting *want = NULL;

	(void)err;
	assert_true(batch >= seen->batch);
	seen->i = batch == seen->batch ? seen->i + 1 : 0;
	seen->batch = batch;
	seen->n++;
	want = &b->postings[seen->i];
	assert_int_equal(p->sub, want->sub);
	assert_int_equal(p->idx, want->idx);
	assert_int_equal(p->sign, want->sign);
	assert_int_equal(p->view, want->view);
	assert_int_equal(p->kind, want->kind);
	assert_int_equal(p->subject, want->subject);
	assert_int_equal(p->org, want->org);
	assert_int_equal(p->dim, want->dim);
	assert_int_equal(p->day, want->day);
	assert_int_equal(p->n, want->n);
	assert_memory_equal(p->ind, want->ind, p->n * sizeof(p->ind[0]));
	assert_memory_equal(p->val, want->val, p->n * sizeof(p->val[0]));
	return true;
}

static void
postings_after_a_batch_come_back(void **state)
{
	const struct reader_range some = {.from = 3, .to = 5}, beyond = {.from = BATCHES + 1};
	struct postings seen = {.ledger = *state};
	struct err err = {0};

	assert_true(reader_postings(seen.ledger->reader, &some, see_posting, &seen, &err));
	assert_int_equal(seen.n,
	    batchfix_batch(seen.ledger->batches[3])->postings_n +
		batchfix_batch(seen.ledger->batches[5])->postings_n);
	seen = (struct postings){.ledger = *state};
	assert_true(reader_postings(seen.ledger->reader, &beyond, see_posting, &seen, &err));
	assert_int_equal(seen.n, 0);
}

static void
facts_count_the_ledger(void **state)
{
	struct ledger *l = *state;
	struct reader_facts facts = {0};
	struct err err = {0};

	assert_true(reader_facts(l->reader, &facts, &err));
	assert_int_equal(facts.batches, BATCHES);
	assert_int_equal(facts.submissions, 49);
	assert_int_equal(
	    facts.reports, pgfixture_int(l->pg, "SELECT sum(reports) FROM giothong.batch"));
	assert_int_equal(facts.checkpoint_batch, 0);
	assert_false(facts.fsync);
	assert_true(facts.full_page_writes);
	assert_string_equal(facts.synchronous_commit, "on");
	assert_true(facts.server_version[0] >= '1');
}

static void
a_session_that_ended_is_made_again(void **state)
{
	struct ledger *l = *state;
	struct signed_head head = {0};
	struct err err = {0};
	const uint64_t until_ms = clock_mono_ms() + 20000;

	pgfixture_run(l->pg,
	    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
	    "'giothong-aggregator reader'");
	while (pgfixture_int(l->pg,
		   "SELECT count(*) FROM pg_stat_activity WHERE application_name = "
		   "'giothong-aggregator reader'") > 0)
		assert_true(clock_mono_ms() < until_ms);
	assert_true(reader_newest(l->reader, &head, &err));
	assert_int_equal(head.batch, BATCHES);
}

static bool
see_proofs(void *arg, const struct stored_batch *s, struct err *err)
{
	struct seen *seen = arg;
	const struct batch *b = batchfix_batch(seen->ledger->batches[s->row.n]);

	assert_non_null(s->path);
	assert_int_equal(s->path->n, b->batch_path.n);
	assert_memory_equal(
	    s->path->hash, b->batch_path.hash, b->batch_path.n * sizeof(struct hash));
	assert_int_equal(s->submissions_n, b->leaves_n);
	assert_memory_equal(s->leaves, b->leaves, b->leaves_n * sizeof(struct hash));
	return see_batch(arg, s, err);
}

static void
leaves_and_paths_come_when_they_are_asked_for(void **state)
{
	const struct reader_range all = {.from = 1, .proofs = true};
	struct seen seen = {.ledger = *state};
	struct err err = {0};

	assert_true(reader_batches(seen.ledger->reader, &all, see_proofs, &seen, &err));
	assert_int_equal(seen.batches_n, BATCHES);
}

static void
a_missing_submission_is_named_by_its_batch(void **state)
{
	struct ledger *l = *state;
	const struct reader_range all = {.from = 1};
	struct seen seen = {.ledger = l};
	struct err err = {0};

	pgfixture_run(l->pg, "DELETE FROM giothong.submission WHERE batch = 2 AND ord = 1");
	assert_false(reader_batches(l->reader, &all, see_batch, &seen, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	assert_non_null(strstr(err.text, " 2"));
	assert_int_equal(seen.batches_n, 1);
}

static void
a_missing_batch_is_named(void **state)
{
	struct ledger *l = *state;
	const struct reader_range all = {.from = 1};
	struct seen seen = {.ledger = l};
	struct err err = {0};

	pgfixture_run(l->pg,
	    "SET session_replication_role = replica; DELETE FROM giothong.batch WHERE n = 3");
	assert_false(reader_batches(l->reader, &all, see_batch, &seen, &err));
	assert_int_equal(err.code, ERR_SIGNATURE);
	assert_non_null(strstr(err.text, " 3"));
	assert_int_equal(seen.batches_n, 2);
}

#define LEDGER_TEST(f) cmocka_unit_test_setup_teardown(f, ledger_make, ledger_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    LEDGER_TEST(the_newest_head_is_read),
	    LEDGER_TEST(an_empty_ledger_has_batch_0),
	    LEDGER_TEST(batches_come_back_byte_by_byte_and_in_order),
	    LEDGER_TEST(a_range_is_kept_to),
	    LEDGER_TEST(structure_is_read_without_results),
	    LEDGER_TEST(rows_alone_have_no_submissions),
	    LEDGER_TEST(a_callback_that_refuses_ends_the_read),
	    LEDGER_TEST(names_bring_all_that_a_receipt_is_made_of),
	    LEDGER_TEST(postings_after_a_batch_come_back),
	    LEDGER_TEST(facts_count_the_ledger),
	    LEDGER_TEST(a_session_that_ended_is_made_again),
	    LEDGER_TEST(leaves_and_paths_come_when_they_are_asked_for),
	    LEDGER_TEST(a_missing_submission_is_named_by_its_batch),
	    LEDGER_TEST(a_missing_batch_is_named),
	};

	return cmocka_run_group_tests_name("reader", tests, pgfixture_start, pgfixture_stop);
}

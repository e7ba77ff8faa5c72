#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/wire_bytes.h"
#include "support/wire_fill.h"
#include "wire/codec.h"
#include "wire/query.h"
#include "wire/submission.h"

#define ARENA_BYTES ((size_t)1 << 20)

static const struct codec_message *const outermost[] = {&codec_report_submission,
    &codec_receipt_receipt, &codec_query_hello, &codec_query_hello_ok, &codec_query_summary_request,
    &codec_query_watch_request, &codec_query_rows, &codec_query_beat,
    &codec_query_reference_request, &codec_query_reference, &codec_query_status_request,
    &codec_query_status, &codec_query_proof_request, &codec_query_evidence, &codec_query_wire_error,
    &codec_query_grounds_request, &codec_query_grounds};

static void
assert_round_trip(const struct codec_message *m, struct wire_fill *f)
{
	const void *before = wire_fill_make(f, m);
	struct buf first = {0};
	struct buf second = {0};
	struct err err = {0};
	void *after = NULL;
	void *arena;

	if (!codec_encode(m, before, &first, &err) ||
	    !codec_decode(m, first.at, first.len, &after, &err))
		fail_msg("%s: %s", m->name, err.text);
	assert(after != NULL);
	if (wire_fill_difference(m, before, after) != NULL)
		fail_msg("%s", wire_fill_difference(m, before, after));
	assert_true(codec_check(m, after, &err));
	assert_true(codec_encode(m, after, &second, &err));
	if (first.len != second.len || memcmp(first.at, second.at, first.len) != 0)
		fail_msg("%s encodes differently the second time", m->name);
	memcpy(&arena, (const char *)after + m->arena_at, sizeof(arena));
	codec_free(arena);
	buf_free(&first);
	buf_free(&second);
}

static void
every_message_with_every_field_comes_back_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outermost); i++) {
		struct wire_fill f = {.arena = arena_make(ARENA_BYTES, ARENA_BYTES),
		    .next = 1,
		    .report_kind = KIND_RESULT,
		    .registry_kind = REGISTRY_ORG};

		assert_round_trip(outermost[i], &f);
		arena_free(f.arena);
	}
}

static void
every_kind_of_report_comes_back_the_same(void **state)
{
	(void)state;
	for (uint32_t kind = KIND_NONE; kind < KIND_COUNT_; kind++) {
		for (uint32_t registry = REGISTRY_NONE; registry < REGISTRY_COUNT_; registry++) {
			struct wire_fill f = {.arena = arena_make(ARENA_BYTES, ARENA_BYTES),
			    .next = kind * 1000 + registry,
			    .report_kind = kind,
			    .registry_kind = registry};

			assert_round_trip(&codec_report_submission, &f);
			arena_free(f.arena);
		}
	}
}

static void
an_empty_reply_comes_back_with_empty_strings(void **state)
{
	const struct rows rows = {.as_of_batch = 0};
	struct rows back;
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	assert_true(query_encode_rows(&rows, &b, &err));
	assert_int_equal(b.len, 0);
	assert_true(query_decode_rows(b.at, b.len, &back, &err));
	assert_string_equal(back.org, "");
	assert_string_equal(back.period.text, "");
	assert_string_equal(back.total.name, "");
	query_free(&back.arena);
	assert_null(back.arena);
	query_free(&back.arena);
	buf_free(&b);
}

/* The row for a field of the .proto; "val" goes with "ind". */
static const struct codec_field *
row_for(const struct codec_message *m, const char *name)
{
	const char *wanted = strcmp(name, "val") == 0 ? "ind" : name;

	for (size_t i = 0; i < m->fields_n; i++) {
		if (strcmp(m->fields[i].name, wanted) == 0)
			return &m->fields[i];
	}
	return NULL;
}

/* NOLINTBEGIN(misc-no-recursion): it follows the tables */
static void
assert_complete(const struct codec_message *m)
{
	size_t pairs = 0;

	assert_non_null(m->pb);
	for (unsigned i = 0; i < m->pb->n_fields; i++) {
		const ProtobufCFieldDescriptor *pb = &m->pb->fields[i];
		const struct codec_field *row = row_for(m, pb->name);
		const bool many = pb->label == PROTOBUF_C_LABEL_REPEATED;

		if (row == NULL) {
			fail_msg("%s.%s is in the .proto and in no table", m->pb->name, pb->name);
			return;
		}
		if (strcmp(pb->name, "val") == 0) {
			pairs++;
			continue;
		}
		assert_int_equal(row->pb_at, many ? pb->quantifier_offset : pb->offset);
		if (row->of != NULL) {
			assert_ptr_equal(row->of->pb, pb->descriptor);
			assert_complete(row->of);
		}
	}
	assert_int_equal(m->fields_n + pairs, m->pb->n_fields);
}
/* NOLINTEND(misc-no-recursion) */

static void
every_field_of_the_proto_has_its_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outermost); i++)
		assert_complete(outermost[i]);
}

static void
bytes_cut_anywhere_are_refused_or_hold_the_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outermost); i++) {
		const struct codec_message *m = outermost[i];
		struct wire_fill f = {.arena = arena_make(ARENA_BYTES, ARENA_BYTES),
		    .next = i,
		    .report_kind = KIND_REGISTRY,
		    .registry_kind = REGISTRY_SECTOR};
		struct buf b = {0};
		struct err err = {0};

		assert_true(codec_encode(m, wire_fill_make(&f, m), &b, &err));
		for (size_t len = 0; len < b.len; len++) {
			uint8_t *exact = malloc(len + 1); /* what lies behind is not ours */
			void *ours = NULL;
			void *arena;

			assert_non_null(exact);
			memcpy(exact, b.at, len);
			if (codec_decode(m, exact, len, &ours, &err)) {
				assert_true(codec_check(m, ours, &err));
				memcpy(&arena, (const char *)ours + m->arena_at, sizeof(arena));
				codec_free(arena);
			} else {
				assert_true(err.code == ERR_MALFORMED || err.code == ERR_TEXT);
			}
			free(exact);
		}
		buf_free(&b);
		arena_free(f.arena);
	}
}

static void
a_message_beyond_its_length_is_refused_before_it_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outermost); i++) {
		const size_t len = outermost[i]->bytes_max + 1;
		uint8_t *bytes = calloc(1, len);
		struct err err = {0};
		void *ours = NULL;

		assert_non_null(bytes);
		assert_false(codec_decode(outermost[i], bytes, len, &ours, &err));
		assert_int_equal(err.code, ERR_LIMIT);
		assert_null(ours);
		free(bytes);
	}
}

static void
a_small_message_that_would_swell_is_refused(void **state)
{
	struct buf b = {0};
	struct err err = {0};
	struct rows rows;

	(void)state;
	/* Two bytes on the wire are a row of two hundred in memory. */
	while (b.len + 2 <= WIRE_REPLY_BYTES_MAX)
		wire_bytes_block(&b, 8, "", 0);
	assert_false(query_decode_rows(b.at, b.len, &rows, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&b);
}

static void
full_lists_of_the_smallest_items_are_legal(void **state)
{
	struct buf b = {0};
	struct err err = {0};
	struct reference reference;
	struct submission *s;

	(void)state;
	for (uint32_t list = 2; list <= 7; list++) {
		for (int i = 0; i < WIRE_ROWS_PAGE; i++)
			wire_bytes_block(&b, list, "", 0);
	}
	if (!query_decode_reference(b.at, b.len, &reference, &err))
		fail_msg("%s", err.text);
	assert_int_equal(reference.reports_n, WIRE_ROWS_PAGE);
	assert_string_equal(reference.reports[999].result.collection.org, "");
	query_free(&reference.arena);
	buf_clear(&b);
	wire_bytes_block(&b, 1, "0123456789abcdef", 16);
	wire_bytes_number(&b, 2, 1);
	for (int i = 0; i < WIRE_REPORTS_MAX; i++)
		wire_bytes_block(&b, 5, "", 0);
	assert_true(submission_decode(b.at, b.len, &s, &err));
	assert_int_equal(s->reports_n, WIRE_REPORTS_MAX);
	submission_free(s);
	buf_free(&b);
}

static void
deep_nonsense_does_not_reach_the_stack(void **state)
{
	struct buf b = {0};
	struct err err = {0};
	struct reference reference;
	void *ours = NULL;

	(void)state;
	for (int i = 0; i < 9000; i++) {
		struct buf outer = {0};

		wire_bytes_message(&outer, i % 2 == 0 ? 10 : 5, &b);
		b = outer;
		if (b.len > WIRE_BODY_BYTES_MAX - 8)
			break;
	}
	assert_false(codec_decode(&codec_report_submission, b.at, b.len, &ours, &err));
	if (query_decode_reference(b.at, b.len, &reference, &err))
		query_free(&reference.arena);
	buf_free(&b);
}

static void
a_failed_encoding_leaves_the_buffer_alone(void **state)
{
	char detail[WIRE_NOTE_BYTES_MAX + 2];
	const struct wire_error e = {.code = ERR_AWAY, .detail = detail};
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	memset(detail, 'x', sizeof(detail) - 1);
	detail[sizeof(detail) - 1] = '\0';
	buf_str(&b, "before");
	assert_false(query_encode_wire_error(&e, &b, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_non_null(strstr(err.text, "wire_error.detail"));
	assert_string_equal(buf_text(&b), "before");
	assert_true(buf_ok(&b));
	buf_free(&b);
}

static void
a_verdict_of_a_newer_server_keeps_its_number(void **state)
{
	struct buf b = {0};
	struct err err = {0};
	struct wire_error e;

	(void)state;
	wire_bytes_number(&b, 1, 65535);
	assert_true(query_decode_wire_error(b.at, b.len, &e, &err));
	assert_int_equal(e.code, 65535);
	query_free(&e.arena);
	buf_clear(&b);
	wire_bytes_number(&b, 1, 65536);
	assert_false(query_decode_wire_error(b.at, b.len, &e, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&b);
}

static void
an_interval_that_ends_before_it_begins_is_refused(void **state)
{
	const struct interval held[] = {{.from = 1, .to = 4}, {.from = 9, .to = 8}};
	const struct hello_ok ok = {.held = held, .held_n = 2};
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	assert_false(query_encode_hello_ok(&ok, &b, &err));
	assert_int_equal(err.code, ERR_MALFORMED);
	buf_free(&b);
}

static void
numbers_beyond_bigint_are_refused(void **state)
{
	const struct proof_request request = {.seq = (uint64_t)INT64_MAX + 1};
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	assert_false(query_encode_proof_request(&request, &b, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&b);
}

static void
fields_of_a_later_version_are_passed_over(void **state)
{
	struct buf b = {0};
	struct err err = {0};
	struct beat beat;

	(void)state;
	wire_bytes_number(&b, 1, 12);
	wire_bytes_number(&b, 900, 5);
	wire_bytes_text(&b, 901, "later");
	assert_true(query_decode_beat(b.at, b.len, &beat, &err));
	assert_int_equal(beat.as_of_batch, 12);
	query_free(&beat.arena);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_message_with_every_field_comes_back_the_same),
	    cmocka_unit_test(every_kind_of_report_comes_back_the_same),
	    cmocka_unit_test(an_empty_reply_comes_back_with_empty_strings),
	    cmocka_unit_test(every_field_of_the_proto_has_its_row),
	    cmocka_unit_test(bytes_cut_anywhere_are_refused_or_hold_the_bounds),
	    cmocka_unit_test(a_message_beyond_its_length_is_refused_before_it_is_read),
	    cmocka_unit_test(a_small_message_that_would_swell_is_refused),
	    cmocka_unit_test(full_lists_of_the_smallest_items_are_legal),
	    cmocka_unit_test(deep_nonsense_does_not_reach_the_stack),
	    cmocka_unit_test(a_failed_encoding_leaves_the_buffer_alone),
	    cmocka_unit_test(a_verdict_of_a_newer_server_keeps_its_number),
	    cmocka_unit_test(an_interval_that_ends_before_it_begins_is_refused),
	    cmocka_unit_test(numbers_beyond_bigint_are_refused),
	    cmocka_unit_test(fields_of_a_later_version_are_passed_over),
	};

	return cmocka_run_group_tests_name("wire_codec", tests, NULL, NULL);
}

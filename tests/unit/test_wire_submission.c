#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/wire_bytes.h"
#include "wire/submission.h"

static const uint8_t stream[WIRE_STREAM_BYTES] = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

/* A report with the fields given in ${content} under ${field}, alone in a submission. */
static void
body_of(struct buf *b, uint64_t kind, uint64_t action, uint32_t field, struct buf *content)
{
	struct buf report = {0};

	wire_bytes_block(b, 1, stream, sizeof(stream));
	wire_bytes_number(b, 2, 7);
	wire_bytes_number(&report, 1, kind);
	wire_bytes_number(&report, 2, action);
	if (content != NULL)
		wire_bytes_message(&report, field, content);
	wire_bytes_message(b, 5, &report);
}

/* Frees ${b}. */
static struct submission *
decode(struct buf *b)
{
	struct submission *s = NULL;
	struct err err = {0};

	if (!submission_decode(b->at, b->len, &s, &err))
		fail_msg("%s", err.text);
	assert_true(submission_fits_limits(s));
	buf_free(b);
	return s;
}

/* Frees ${b}. */
static void
assert_refused(struct buf *b, enum err_code code, const char *what)
{
	struct submission *s = NULL;
	struct err err = {0};

	assert_false(submission_decode(b->at, b->len, &s, &err));
	assert_int_equal(err.code, code);
	if (strstr(err.text, what) == NULL)
		fail_msg("\"%s\" does not name %s", err.text, what);
	assert_null(s);
	buf_free(b);
}

static void
packed(struct buf *b, uint32_t field, const uint64_t *v, size_t n)
{
	struct buf inner = {0};

	for (size_t i = 0; i < n; i++)
		wire_bytes_varint(&inner, v[i]);
	wire_bytes_message(b, field, &inner);
}

static void
result_of(struct buf *b, const uint64_t *ind, size_t ind_n, const uint64_t *val, size_t val_n)
{
	struct buf result = {0};

	packed(&result, 14, ind, ind_n);
	packed(&result, 15, val, val_n);
	body_of(b, KIND_RESULT, ACTION_FIRST, 10, &result);
}

static void
counts_that_are_no_pairs_in_order_are_refused(void **state)
{
	struct buf b = {0};

	(void)state;
	result_of(&b, (const uint64_t[]){1, 2}, 2, (const uint64_t[]){5}, 1);
	assert_refused(&b, ERR_MALFORMED, "result.ind");
	result_of(&b, (const uint64_t[]){1}, 1, (const uint64_t[]){5, 6}, 2);
	assert_refused(&b, ERR_MALFORMED, "result.ind");
	result_of(&b, (const uint64_t[]){2, 1}, 2, (const uint64_t[]){5, 6}, 2);
	assert_refused(&b, ERR_MALFORMED, "result.ind");
	result_of(&b, (const uint64_t[]){2, 2}, 2, (const uint64_t[]){5, 6}, 2);
	assert_refused(&b, ERR_MALFORMED, "result.ind");
	result_of(&b, (const uint64_t[]){WIRE_IND_MAX + 1}, 1, (const uint64_t[]){5}, 1);
	assert_refused(&b, ERR_LIMIT, "result.ind");
}

static void
negative_and_huge_counts_reach_the_decision(void **state)
{
	struct buf b = {0};
	struct submission *s;

	(void)state;
	result_of(&b, (const uint64_t[]){1, WIRE_IND_MAX}, 2,
	    (const uint64_t[]){UINT64_MAX, INT64_MAX}, 2);
	s = decode(&b);
	assert_int_equal(s->reports[0].u.result.counts.n, 2);
	assert_true(s->reports[0].u.result.counts.val[0] == -1);
	assert_true(s->reports[0].u.result.counts.val[1] == INT64_MAX);
	submission_free(s);
}

static void
pairs_are_bounded(void **state)
{
	uint64_t ind[WIRE_PAIRS_MAX + 1];
	uint64_t val[WIRE_PAIRS_MAX + 1];
	struct buf b = {0};
	struct submission *s;

	(void)state;
	for (size_t i = 0; i <= WIRE_PAIRS_MAX; i++) {
		ind[i] = 10 + i;
		val[i] = i * 1000;
	}
	result_of(&b, ind, WIRE_PAIRS_MAX, val, WIRE_PAIRS_MAX);
	s = decode(&b);
	assert_int_equal(s->reports[0].u.result.counts.n, WIRE_PAIRS_MAX);
	assert_int_equal(s->reports[0].u.result.counts.val[127], 127000);
	submission_free(s);
	result_of(&b, ind, WIRE_PAIRS_MAX + 1, val, WIRE_PAIRS_MAX + 1);
	assert_refused(&b, ERR_LIMIT, "result.ind");
}

static void
reports_of(struct buf *b, size_t n)
{
	wire_bytes_block(b, 1, stream, sizeof(stream));
	wire_bytes_number(b, 2, 1);
	for (size_t i = 0; i < n; i++) {
		struct buf report = {0};

		wire_bytes_number(&report, 1, KIND_LOCK);
		wire_bytes_number(&report, 2, ACTION_FIRST);
		wire_bytes_block(&report, 16, "", 0);
		wire_bytes_message(b, 5, &report);
	}
}

static void
reports_are_bounded_and_never_none(void **state)
{
	struct buf b = {0};
	struct submission *s;

	(void)state;
	reports_of(&b, WIRE_REPORTS_MAX);
	s = decode(&b);
	assert_int_equal(s->reports_n, WIRE_REPORTS_MAX);
	assert_string_equal(s->reports[255].u.lock.org, "");
	submission_free(s);
	reports_of(&b, WIRE_REPORTS_MAX + 1);
	assert_refused(&b, ERR_LIMIT, "submission.reports");
	reports_of(&b, 0);
	assert_refused(&b, ERR_MALFORMED, "");
}

static void
text_of(struct buf *b, const char *text, size_t len)
{
	struct buf entry = {0};

	wire_bytes_text(&entry, 1, "91");
	wire_bytes_block(&entry, 4, text, len);
	body_of(b, KIND_TEXT, ACTION_FIRST, 17, &entry);
}

static void
a_body_of_60_kib_passes_and_one_byte_more_does_not(void **state)
{
	struct buf b = {0};
	struct submission *s;
	struct err err = {0};
	uint8_t pad[WIRE_BODY_BYTES_MAX];

	(void)state;
	memset(pad, 0, sizeof(pad));
	reports_of(&b, 1);
	/* A field of a later version fills it up: a tag of 2 bytes, a length of 3. */
	wire_bytes_block(&b, 1000, pad, WIRE_BODY_BYTES_MAX - b.len - 5);
	assert_int_equal(b.len, WIRE_BODY_BYTES_MAX);
	assert_true(submission_decode(b.at, b.len, &s, &err));
	submission_free(s);
	buf_u8(&b, 0);
	assert_refused(&b, ERR_LIMIT, "61440");
}

static void
every_text_has_its_limit(void **state)
{
	static char text[WIRE_TEXT_BYTES_MAX + 2];
	struct buf b = {0};
	struct buf entry = {0};
	struct submission *s;

	(void)state;
	memset(text, 'a', sizeof(text));
	text_of(&b, text, WIRE_TEXT_BYTES_MAX);
	s = decode(&b);
	assert_int_equal(strlen(s->reports[0].u.text.text), WIRE_TEXT_BYTES_MAX);
	submission_free(s);
	text_of(&b, text, WIRE_TEXT_BYTES_MAX + 1);
	assert_refused(&b, ERR_LIMIT, "text.text");
	wire_bytes_block(&entry, 1, text, WIRE_CODE_BYTES_MAX + 1);
	body_of(&b, KIND_LOCK, ACTION_FIRST, 16, &entry);
	assert_refused(&b, ERR_LIMIT, "lock.org");
	for (size_t i = 0; i <= WIRE_LIST_MAX; i++)
		wire_bytes_text(&entry, 9, "HE2022");
	body_of(&b, KIND_RESULT, ACTION_FIRST, 10, &entry);
	assert_refused(&b, ERR_LIMIT, "result.campaigns");
	for (size_t i = 0; i <= WIRE_LIST_MAX; i++)
		wire_bytes_block(&entry, 11, "", 0);
	body_of(&b, KIND_RESULT, ACTION_FIRST, 10, &entry);
	assert_refused(&b, ERR_LIMIT, "result.executing");
}

static void
text_that_is_no_utf8_is_refused(void **state)
{
	static const char *const bad[] = {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xe1\xba",
	    "\xf4\x90\x80\x80", "bell\x07", "esc\x1b[2J", "\xc2\x9b", "del\x7f", "\r\n"};
	struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		text_of(&b, bad[i], strlen(bad[i]));
		assert_refused(&b, ERR_TEXT, "text.text");
	}
}

static void
text_is_nfc_after_decoding_and_keeps_its_lines(void **state)
{
	static const struct {
		const char *in;
		const char *out;
	} cases[] = {
	    {"Hu\u0323yện An Minh", "Hụyện An Minh"},
	    {"Ha\u0300 No\u0323\u0302i", "Hà Nội"},
	    {"Hà Nội\n\n  Ba Đình\t1", "Hà Nội\n\n  Ba Đình\t1"},
	    {"350 ml – “máu” 1.000\u20ab", "350 ml – “máu” 1.000\u20ab"},
	    {"\u212b", "\u00c5"},
	    {"e\u0302\u0301", "ế"},
	    {"\U0001f9b8", "\U0001f9b8"},
	};
	struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct submission *s;

		text_of(&b, cases[i].in, strlen(cases[i].in));
		s = decode(&b);
		assert_string_equal(s->reports[0].u.text.text, cases[i].out);
		submission_free(s);
	}
}

static void
text_that_grows_beyond_its_limit_when_normalised_is_refused(void **state)
{
	struct buf b = {0};
	struct buf lock = {0};
	struct buf org = {0};

	(void)state;
	for (int i = 0; i < WIRE_CODE_BYTES_MAX / 4; i++)
		buf_str(&org, "\U0001d160"); /* four bytes, twelve in NFC */
	wire_bytes_text(&lock, 1, buf_text(&org));
	body_of(&b, KIND_LOCK, ACTION_FIRST, 16, &lock);
	assert_refused(&b, ERR_LIMIT, "lock.org");
	buf_free(&org);
}

/* The text of ${c} and of ${after}, as it comes out of decoding; "" when it is refused. */
static void
decoded_text(uint32_t c, const char *after, char ret[32])
{
	char text[16] = {0};
	size_t n = 0;
	struct buf b = {0};
	struct submission *s = NULL;
	struct err err = {0};

	if (c < 0x800) {
		text[n++] = (char)(0xc0 | c >> 6);
	} else {
		text[n++] = (char)(0xe0 | c >> 12);
		text[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	}
	text[n++] = (char)(0x80 | (c & 0x3f));
	(void)snprintf(text + n, sizeof(text) - n, "%s", after);
	text_of(&b, text, strlen(text));
	(void)snprintf(ret, 32, "%s",
	    submission_decode(b.at, b.len, &s, &err) ? s->reports[0].u.text.text : "");
	submission_free(s);
	buf_free(&b);
}

static void
the_quick_look_at_a_character_agrees_with_the_tables(void **state)
{
	(void)state;
	for (uint32_t c = 0x80; c < 0x3000; c++) {
		char alone[32];
		char beside[32];

		decoded_text(c, "", alone);
		decoded_text(c, "\u0e01", beside); /* no mark, and only the tables know it */
		if (alone[0] == '\0') {
			assert_string_equal(beside, "");
			continue;
		}
		(void)strncat(alone, "\u0e01", sizeof(alone) - strlen(alone) - 1);
		assert_string_equal(alone, beside);
	}
}

static void
a_kind_of_a_later_version_is_kept_for_the_decision(void **state)
{
	static const uint64_t kinds[] = {KIND_NONE, KIND_COUNT_, 31, 32, 4711, INT32_MAX};
	struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct submission *s;

		body_of(&b, kinds[i], ACTION_FIRST, 0, NULL);
		s = decode(&b);
		assert_int_equal(s->reports[0].kind, kinds[i]);
		assert_string_equal(s->reports[0].u.result.drive, "");
		submission_free(s);
	}
}

static void
a_known_kind_needs_its_content_and_no_other(void **state)
{
	struct buf b = {0};
	struct buf content = {0};
	struct buf registry = {0};

	(void)state;
	for (uint64_t kind = KIND_RESULT; kind < KIND_COUNT_; kind++) {
		body_of(&b, kind, ACTION_FIRST, 0, NULL);
		assert_refused(&b, ERR_MALFORMED, "report.");
	}
	body_of(&b, KIND_RESULT, ACTION_FIRST, 11, &content);
	assert_refused(&b, ERR_MALFORMED, "report.");
	wire_bytes_number(&registry, 1, REGISTRY_SECTOR);
	wire_bytes_block(&registry, 2, "", 0);
	body_of(&b, KIND_REGISTRY, ACTION_FIRST, 19, &registry);
	assert_refused(&b, ERR_MALFORMED, "registry.");
}

static void
a_withdrawal_needs_no_content(void **state)
{
	struct buf b = {0};

	(void)state;
	for (uint64_t kind = KIND_RESULT; kind < KIND_COUNT_; kind++) {
		struct submission *s;
		struct buf again = {0};
		struct err err = {0};

		body_of(&b, kind, ACTION_WITHDRAWAL, 0, NULL);
		s = decode(&b);
		assert_int_equal(s->reports[0].kind, kind);
		if (kind == KIND_RESULT) {
			assert_string_equal(s->reports[0].u.result.collection.org, "");
			assert_string_equal(s->reports[0].u.result.note, "");
			assert_int_equal(s->reports[0].u.result.counts.n, 0);
		}
		if (kind == KIND_REGISTRY)
			assert_string_equal(s->reports[0].u.registry.u.org.code, "");
		assert_true(submission_encode(s, &again, &err));
		buf_free(&again);
		submission_free(s);
	}
}

static void
other_enums_out_of_range_are_refused(void **state)
{
	struct buf b = {0};
	struct buf content = {0};

	(void)state;
	body_of(&b, KIND_LOCK, ACTION_COUNT_, 16, &content);
	assert_refused(&b, ERR_MALFORMED, "report.action");
	wire_bytes_number(&content, 5, STAGE_COUNT_);
	body_of(&b, KIND_RESULT, ACTION_FIRST, 10, &content);
	assert_refused(&b, ERR_MALFORMED, "result.stage");
	wire_bytes_number(&content, 6, UINT64_MAX);
	body_of(&b, KIND_RESULT, ACTION_FIRST, 10, &content);
	assert_refused(&b, ERR_MALFORMED, "result.witness");
	wire_bytes_number(&content, 1, REGISTRY_COUNT_);
	body_of(&b, KIND_REGISTRY, ACTION_FIRST, 19, &content);
	assert_refused(&b, ERR_MALFORMED, "registry.kind");
}

static void
a_name_is_whole_or_absent(void **state)
{
	struct buf b = {0};
	struct buf review = {0};
	struct buf name = {0};
	struct submission *s;

	(void)state;
	wire_bytes_number(&name, 2, 9);
	wire_bytes_message(&review, 1, &name);
	body_of(&b, KIND_REVIEW, ACTION_FIRST, 15, &review);
	assert_refused(&b, ERR_MALFORMED, "name.stream");
	wire_bytes_block(&name, 1, stream, sizeof(stream));
	wire_bytes_message(&review, 1, &name);
	body_of(&b, KIND_REVIEW, ACTION_FIRST, 15, &review);
	assert_refused(&b, ERR_MALFORMED, "name.seq");
	wire_bytes_block(&name, 1, stream, sizeof(stream) - 1);
	wire_bytes_number(&name, 2, 9);
	wire_bytes_message(&review, 1, &name);
	body_of(&b, KIND_REVIEW, ACTION_FIRST, 15, &review);
	assert_refused(&b, ERR_MALFORMED, "name.stream");
	wire_bytes_number(&review, 2, REVIEW_ACCEPTED);
	body_of(&b, KIND_REVIEW, ACTION_FIRST, 15, &review);
	s = decode(&b);
	assert_int_equal(s->reports[0].u.review.report.seq, 0);
	submission_free(s);
}

static void
a_submission_without_its_own_name_is_refused(void **state)
{
	struct buf b = {0};
	struct buf report = {0};

	(void)state;
	wire_bytes_number(&report, 1, KIND_COUNT_);
	wire_bytes_number(&b, 2, 1);
	wire_bytes_block(&b, 5, report.at, report.len);
	assert_refused(&b, ERR_MALFORMED, "submission.stream");
	wire_bytes_block(&b, 1, stream, sizeof(stream));
	wire_bytes_message(&b, 5, &report);
	assert_refused(&b, ERR_MALFORMED, "submission.seq");
}

static void
encoding_refuses_what_decoding_would(void **state)
{
	const int64_t val[] = {1, 2};
	const uint32_t falling[] = {2, 1};
	struct report r = {.kind = KIND_RESULT, .action = ACTION_FIRST};
	const struct submission s = {.stream = {1}, .seq = 1, .reports = &r, .reports_n = 1};
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	assert_true(submission_fits_limits(&s));
	r.u.result.counts = (struct counts){.ind = falling, .val = val, .n = 2};
	assert_false(submission_encode(&s, &b, &err));
	assert_int_equal(err.code, ERR_MALFORMED);
	assert_false(submission_fits_limits(&s));
	r.u.result.counts.n = 0;
	r.u.result.note = "\xff";
	assert_false(submission_encode(&s, &b, &err));
	assert_int_equal(err.code, ERR_TEXT);
	r.u.result.note = "";
	r.u.result.stage = STAGE_COUNT_;
	assert_false(submission_encode(&s, &b, &err));
	assert_int_equal(err.code, ERR_MALFORMED);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

static void
the_same_report_encodes_alike_whatever_its_normal_form(void **state)
{
	const struct report composed = {.kind = KIND_TEXT, .u.text = {.text = "Hà Nội"}};
	const struct report decomposed = {
	    .kind = KIND_TEXT, .u.text = {.text = "Ha\u0300 No\u0323\u0302i"}};
	struct buf a = {0};
	struct buf b = {0};
	struct err err = {0};

	(void)state;
	assert_true(submission_encode_report(&composed, &a, &err));
	assert_true(submission_encode_report(&decomposed, &b, &err));
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.at, b.at, a.len);
	buf_free(&a);
	buf_free(&b);
}

static void
a_drive_key_is_read_and_written(void **state)
{
	static const char *const good[] = {
	    "909/2022-05-08/1", "91.VINPEARL/2022-05-02/12", "1/2024-02-29/999"};
	static const char *const bad[] = {"", "909", "909/", "/2022-05-08/1", "909/2022-05-08",
	    "909/2022-05-08/", "909/2022-05-08/0", "909/2022-05-08/01", "909/2022-05-08/1000",
	    "909/08-05-2022/1", "909/2022-5-8/1", "909/2022-05-08/1/", "909/2022-05-08/1 ",
	    "9 9/2022-05-08/1", "909/2022/05-08/1", "909/2022-05-08/x",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2022-05-08/1"};
	struct drive_key key;
	struct err err = {0};
	char text[WIRE_DRIVE_BYTES_MAX + 1];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		assert_true(drive_key_parse(good[i], &key, &err));
		drive_key_text(&key, text);
		assert_string_equal(text, good[i]);
	}
	assert_true(drive_key_parse(good[0], &key, &err));
	assert_string_equal(key.org, "909");
	assert_int_equal(key.day, 19120);
	assert_int_equal(key.ordinal, 1);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(drive_key_parse(bad[i], &key, &err));
		assert_int_equal(err.code, ERR_INVALID);
	}
	assert_false(drive_key_parse("909/2022-06-31/1", &key, &err));
	assert_int_equal(err.code, ERR_DATE);
	assert_non_null(strstr(err.text, "2022-06-31"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_that_are_no_pairs_in_order_are_refused),
	    cmocka_unit_test(negative_and_huge_counts_reach_the_decision),
	    cmocka_unit_test(pairs_are_bounded),
	    cmocka_unit_test(reports_are_bounded_and_never_none),
	    cmocka_unit_test(a_body_of_60_kib_passes_and_one_byte_more_does_not),
	    cmocka_unit_test(every_text_has_its_limit),
	    cmocka_unit_test(text_that_is_no_utf8_is_refused),
	    cmocka_unit_test(text_is_nfc_after_decoding_and_keeps_its_lines),
	    cmocka_unit_test(text_that_grows_beyond_its_limit_when_normalised_is_refused),
	    cmocka_unit_test(the_quick_look_at_a_character_agrees_with_the_tables),
	    cmocka_unit_test(a_kind_of_a_later_version_is_kept_for_the_decision),
	    cmocka_unit_test(a_known_kind_needs_its_content_and_no_other),
	    cmocka_unit_test(a_withdrawal_needs_no_content),
	    cmocka_unit_test(other_enums_out_of_range_are_refused),
	    cmocka_unit_test(a_name_is_whole_or_absent),
	    cmocka_unit_test(a_submission_without_its_own_name_is_refused),
	    cmocka_unit_test(encoding_refuses_what_decoding_would),
	    cmocka_unit_test(the_same_report_encodes_alike_whatever_its_normal_form),
	    cmocka_unit_test(a_drive_key_is_read_and_written),
	};

	return cmocka_run_group_tests_name("wire_submission", tests, NULL, NULL);
}

/* The version before, as the rows of faults play it (base/older.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/older.h"
#include "support/wire_newer.h"
#include "wire/codec.h"
#include "wire/query.h"

#define MESSAGES_MAX 128

static const ProtobufCMessageDescriptor *messages[MESSAGES_MAX];
static size_t messages_n;

/* ${m} and what is inside it, each once. */
static void
collect(const ProtobufCMessageDescriptor *m)
{
	for (size_t i = 0; i < messages_n; i++) {
		if (messages[i] == m)
			return;
	}
	assert_true(messages_n < MESSAGES_MAX);
	messages[messages_n++] = m;
	for (unsigned i = 0; i < m->n_fields; i++) {
		if (m->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
			collect(m->fields[i].descriptor);
	}
}

static int
setup(void **state)
{
	static const struct codec_message *const outermost[] = {&codec_report_submission,
	    &codec_receipt_receipt, &codec_query_hello, &codec_query_hello_ok,
	    &codec_query_summary_request, &codec_query_watch_request, &codec_query_rows,
	    &codec_query_beat, &codec_query_reference_request, &codec_query_reference,
	    &codec_query_status_request, &codec_query_status, &codec_query_proof_request,
	    &codec_query_evidence, &codec_query_wire_error, &codec_query_grounds_request,
	    &codec_query_grounds};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outermost); i++)
		collect(outermost[i]->pb);
	return 0;
}

static bool
is_there(const struct wire_newer *newer)
{
	for (size_t i = 0; i < messages_n; i++) {
		if (strcmp(messages[i]->short_name, newer->message) == 0)
			return protobuf_c_message_descriptor_get_field_by_name(
				   messages[i], newer->field) != NULL;
	}
	return false;
}

static void
the_list_of_newer_fields_has_every_field_that_the_version_before_lacked(void **state)
{
	size_t fields = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wire_newer); i++) {
		if (!is_there(&wire_newer[i]))
			fail_msg("no field %s.%s", wire_newer[i].message, wire_newer[i].field);
	}
	for (size_t i = 0; i < messages_n; i++)
		fields += messages[i]->n_fields;
	if (fields - ARRAY_LEN(wire_newer) != WIRE_OLDER_FIELDS)
		fail_msg("%zu fields, %zu of them newer; a new one is named in "
			 "tests/support/wire_newer.h",
		    fields, ARRAY_LEN(wire_newer));
}

static void
an_older_program_says_only_what_it_knew(void **state)
{
	const struct reference_request all = {.kind = REFERENCE_DRIVES,
	    .org = "91",
	    .period = "2022",
	    .search = "",
	    .page = 2,
	    .as_of_batch = 9};
	struct reference_request got = {0};
	struct buf bytes = {0};
	struct err err = {0};
	ProtobufCMessage *pb;

	(void)state;
	assert_true(query_encode_reference_request(&all, &bytes, &err));
	pb = protobuf_c_message_unpack(codec_query_reference_request.pb, NULL, bytes.len, bytes.at);
	assert_non_null(pb);
	older_wire(pb); /* not asked to be older */
	assert_int_equal(protobuf_c_message_get_packed_size(pb), bytes.len);
	assert_int_equal(setenv("GIOTHONG_OLDER", "1", 1), 0);
	older_wire(pb);
	assert_int_equal(older_migrations(), 1);
	assert_int_equal(unsetenv("GIOTHONG_OLDER"), 0);
	assert_int_equal(protobuf_c_message_pack(pb, bytes.at), bytes.len - 2);
	assert_true(query_decode_reference_request(bytes.at, bytes.len - 2, &got, &err));
	assert_int_equal(got.kind, REFERENCE_DRIVES);
	assert_int_equal(got.page, 2);
	assert_int_equal(got.as_of_batch, 0);
	query_free(&got.arena);
	protobuf_c_message_free_unpacked(pb, NULL);
	buf_free(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_list_of_newer_fields_has_every_field_that_the_version_before_lacked),
	    cmocka_unit_test(an_older_program_says_only_what_it_knew),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}

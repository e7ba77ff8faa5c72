#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/result_pack.h"

static const char *const campaigns[] = {"HE2022", "HANH-TRINH-DO"};
static const struct share executing[] = {{.org = "91.VINPEARL", .units = 12}, {.org = "909"}};
static const uint32_t ind[] = {1, 300, 70000};
static const int64_t val[] = {0, 365, 1000000000};

static struct result
sample(void)
{
	return (struct result){.drive = "909/2022-05-08/1",
	    .collection = {.org = "909", .from = -400, .to = 19000, .kind = COLLECTION_CARRIED_IN},
	    .held_from = 19120,
	    .held_to = 19121,
	    .stage = STAGE_INTERIM,
	    .witness = WITNESS_ORGANISER,
	    .source = SOURCE_PAPER,
	    .sector = "PHUONG",
	    .place = "31018",
	    .facility = "BV",
	    .note = "mưa to",
	    .campaigns = {.at = campaigns, .n = 2},
	    .executing = executing,
	    .executing_n = 2,
	    .counts = {.ind = ind, .val = val, .n = 3}};
}

static void
assert_same(const struct result *a, const struct result *b)
{
	assert_int_equal(a->collection.from, b->collection.from);
	assert_int_equal(a->collection.to, b->collection.to);
	assert_int_equal(a->collection.kind, b->collection.kind);
	assert_int_equal(a->held_from, b->held_from);
	assert_int_equal(a->held_to, b->held_to);
	assert_int_equal(a->stage, b->stage);
	assert_int_equal(a->witness, b->witness);
	assert_int_equal(a->source, b->source);
	assert_string_equal(a->collection.org, b->collection.org);
	assert_string_equal(a->sector, b->sector);
	assert_string_equal(a->place, b->place);
	assert_string_equal(a->facility, b->facility);
	assert_string_equal(a->note, b->note);
	assert_int_equal(a->campaigns.n, b->campaigns.n);
	for (uint32_t i = 0; i < a->campaigns.n; i++)
		assert_string_equal(a->campaigns.at[i], b->campaigns.at[i]);
	assert_int_equal(a->executing_n, b->executing_n);
	for (uint32_t i = 0; i < a->executing_n; i++) {
		assert_string_equal(a->executing[i].org, b->executing[i].org);
		assert_int_equal(a->executing[i].units, b->executing[i].units);
	}
	assert_int_equal(a->counts.n, b->counts.n);
	for (uint32_t i = 0; i < a->counts.n; i++) {
		assert_int_equal(a->counts.ind[i], b->counts.ind[i]);
		assert_int_equal(a->counts.val[i], b->counts.val[i]);
	}
}

static void
a_packed_result_reads_back_as_it_was(void **state)
{
	static uint8_t bytes[RESULT_PACK_BYTES_MAX];
	static struct result_unpacked back;
	const struct result r = sample();
	struct err err;
	const size_t len = result_pack(&r, bytes);

	(void)state;
	assert_true(len > 0);
	assert_true(result_pack_read(bytes, len, r.drive, &back, &err));
	assert_string_equal(back.r.drive, r.drive);
	assert_same(&back.r, &r);
}

static void
what_a_correction_adds_does_not_make_another_content(void **state)
{
	static uint8_t one[RESULT_PACK_BYTES_MAX], other[RESULT_PACK_BYTES_MAX];
	struct result r = sample();
	const size_t len = result_pack(&r, one);

	(void)state;
	r.make_drive = true;
	assert_int_equal(result_pack(&r, other), len);
	assert_memory_equal(one, other, len);
}

static void
any_field_changed_is_other_content(void **state)
{
	static uint8_t one[RESULT_PACK_BYTES_MAX], other[RESULT_PACK_BYTES_MAX];
	struct result changed[6];
	const struct result r = sample();
	const size_t len = result_pack(&r, one);

	(void)state;
	for (size_t i = 0; i < 6; i++)
		changed[i] = r;
	changed[0].held_to++;
	changed[1].note = "";
	changed[2].counts.n = 2;
	changed[3].executing_n = 1;
	changed[4].campaigns.n = 1;
	changed[5].source = SOURCE_OWN;
	for (size_t i = 0; i < 6; i++) {
		const size_t now = result_pack(&changed[i], other);

		assert_false(now == len && memcmp(one, other, len) == 0);
	}
}

static void
bytes_cut_anywhere_are_refused(void **state)
{
	static uint8_t bytes[RESULT_PACK_BYTES_MAX];
	static struct result_unpacked back;
	const struct result r = sample();
	const size_t len = result_pack(&r, bytes);
	struct err err;

	(void)state;
	for (size_t n = 0; n < len; n++) {
		assert_false(result_pack_read(bytes, n, "", &back, &err));
		assert_int_equal(err.code, ERR_INVALID);
	}
	bytes[len] = 0;
	assert_false(result_pack_read(bytes, len + 1, "", &back, &err));
}

static void
a_list_longer_than_the_wire_allows_is_not_packed(void **state)
{
	static uint8_t bytes[RESULT_PACK_BYTES_MAX];
	static char note[WIRE_NOTE_BYTES_MAX + 2];
	struct result r = sample();

	(void)state;
	memset(note, 'a', sizeof(note) - 1);
	r.note = note;
	assert_int_equal(result_pack(&r, bytes), 0);
	r = sample();
	r.counts.n = WIRE_PAIRS_MAX + 1;
	assert_int_equal(result_pack(&r, bytes), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_packed_result_reads_back_as_it_was),
	    cmocka_unit_test(what_a_correction_adds_does_not_make_another_content),
	    cmocka_unit_test(any_field_changed_is_other_content),
	    cmocka_unit_test(bytes_cut_anywhere_are_refused),
	    cmocka_unit_test(a_list_longer_than_the_wire_allows_is_not_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

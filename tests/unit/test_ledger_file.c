#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "audit/audit.h"
#include "audit/ledger_file.h"
#include "support/corefix.h"

static char folder[] = "/tmp/gh-ledger-XXXXXX";
static char path[sizeof(folder) + 16];

static struct stored_batch
batch_of(const struct corefix_batch *b)
{
	struct stored_batch s = {
	    .row = b->row, .head = b->head, .submissions = b->submissions, .submissions_n = b->n};

	memcpy(s.signature, b->signature, WIRE_SIGNATURE_BYTES);
	return s;
}

/* The ledger of a small country with one result, in a new file. */
static void
ledger_write(struct corefix *f)
{
	struct ledger_file_head head = {.realm = f->config.realm, .to = f->ledger_n};
	struct ledger_file *file = NULL;
	struct err err;

	memcpy(head.server_sign, f->config.server_sign_public, WIRE_KEY_BYTES);
	(void)unlink(path);
	assert_true(ledger_file_create(path, &head, &file, &err));
	for (uint32_t i = 0; i < f->ledger_n; i++) {
		const struct stored_batch b = batch_of(&f->ledger[i]);

		assert_true(ledger_file_put(file, &b, &err));
	}
	assert_true(ledger_file_sync(file, &err));
	ledger_file_close(file);
}

static bool
audits(const struct corefix *f, struct err *err)
{
	struct audit *a = NULL;
	const bool ok = audit_open(path, f->config.server_sign_public, NULL, NULL, &a, err);

	audit_close(a);
	return ok;
}

static int
setup(void **state)
{
	struct corefix *f;
	struct report r;

	if (mkdtemp(folder) == NULL || corefix_setup(state) != 0)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/ledger", folder);
	f = *state;
	r = corefix_result("909/2022-05-08/1", "2022-05-08", 402, 365);
	r.u.result.make_drive = true;
	return corefix_send(f, ACTOR_AN_MINH, &r, 1) == ERR_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)unlink(path);
	(void)rmdir(folder);
	return corefix_teardown(state);
}

static void
an_exported_ledger_gives_the_totals_of_the_core_that_wrote_it(void **state)
{
	struct corefix *f = *state;
	const struct summary_request q = {
	    .org = "VN", .period = "2022", .by = BY_CHILD, .basis = ""};
	struct audit *a = NULL;
	struct rows rows = {.rows = NULL};
	struct err err;

	ledger_write(f);
	assert_true(audit_open(path, f->config.server_sign_public, NULL, NULL, &a, &err));
	assert_int_equal(audit_seen(a)->batches, f->ledger_n);
	assert_memory_equal(&audit_seen(a)->head.head, &core_head(f->core)->head, WIRE_HASH_BYTES);
	assert_true(audit_summary(a, &q, f->now_ms, &rows, &err));
	assert_int_equal(rows.total.reports, 1);
	assert_int_equal(rows.as_of_batch, core_n(f->core));
	query_free(&rows.arena);
	audit_close(a);
}

static void
any_byte_changed_in_the_file_is_found(void **state)
{
	struct corefix *f = *state;
	struct err err;
	FILE *file;
	long size;

	ledger_write(f);
	file = fopen(path, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	for (long at = 0; at < size; at += 1 + size / 600) {
		int byte;

		assert_int_equal(fseek(file, at, SEEK_SET), 0);
		byte = fgetc(file);
		assert_int_equal(fseek(file, at, SEEK_SET), 0);
		assert_int_equal(fputc(byte ^ 0x10, file), byte ^ 0x10);
		assert_int_equal(fflush(file), 0);
		assert_false(audits(f, &err));
		assert_int_not_equal(err.code, ERR_BUG);
		assert_int_equal(fseek(file, at, SEEK_SET), 0);
		assert_int_equal(fputc(byte, file), byte);
		assert_int_equal(fflush(file), 0);
	}
	assert_int_equal(fclose(file), 0);
	assert_true(audits(f, &err));
}

static void
a_file_cut_anywhere_is_refused(void **state)
{
	struct corefix *f = *state;
	struct err err;
	FILE *file;
	long size;

	ledger_write(f);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	assert_int_equal(fclose(file), 0);
	for (long len = size - 1; len > 0; len -= 1 + size / 100) {
		assert_int_equal(truncate(path, len), 0);
		assert_false(audits(f, &err));
		assert_int_equal(err.code, ERR_INVALID);
	}
}

static void
another_servers_ledger_is_refused(void **state)
{
	struct corefix *f = *state;
	uint8_t other[WIRE_KEY_BYTES] = {7};
	struct audit *a = NULL;
	struct err err;

	ledger_write(f);
	assert_false(audit_open(path, other, NULL, NULL, &a, &err));
	assert_int_equal(err.code, ERR_INVALID);
}

static void
a_file_that_is_there_is_not_written_over(void **state)
{
	struct corefix *f = *state;
	const struct ledger_file_head head = {.realm = 1};
	struct ledger_file *file = NULL;
	struct err err;

	ledger_write(f);
	assert_false(ledger_file_create(path, &head, &file, &err));
	assert_int_equal(err.code, ERR_DUPLICATE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_exported_ledger_gives_the_totals_of_the_core_that_wrote_it),
	    cmocka_unit_test(any_byte_changed_in_the_file_is_found),
	    cmocka_unit_test(a_file_cut_anywhere_is_refused),
	    cmocka_unit_test(another_servers_ledger_is_refused),
	    cmocka_unit_test(a_file_that_is_there_is_not_written_over),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

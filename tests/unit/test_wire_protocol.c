/* The protocol's page says what the code does: bytes, codes and limits are compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app_past.h"
#include "app_requests.h"
#include "app_watch.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/os.h"
#include "core/state.h"
#include "rules/target.h"
#include "support/wire_golden.h"
#include "wire/limits.h"

#define PAGE GH_SOURCE_DIR "/proto/PROTOCOL.md"
#define PAGE_BYTES_MAX ((size_t)1 << 20)

static struct buf page;
static struct buf joined; /* without its line breaks: hex stands in several lines */

static int
setup(void **state)
{
	struct err err = {0};

	(void)state;
	if (!os_file_read(PAGE, PAGE_BYTES_MAX, &page, &err))
		return -1;
	for (size_t i = 0; i < page.len; i++) {
		if (page.at[i] != '\n')
			buf_u8(&joined, page.at[i]);
	}
	return buf_ok(&joined) ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	buf_free(&page);
	buf_free(&joined);
	return 0;
}

static void
the_page_shows_the_golden_bytes(void **state)
{
	static const char *const golden[] = {GOLDEN_CLIENT_PUBLIC, GOLDEN_SERVER_PUBLIC,
	    GOLDEN_CURVE_PUBLIC, GOLDEN_HEADER, GOLDEN_BODY, GOLDEN_SIGNATURE, GOLDEN_BODY_HASH,
	    GOLDEN_LEAF, GOLDEN_OTHER_LEAF, GOLDEN_LEAF_ROOT, GOLDEN_ROW, GOLDEN_LEFT_ROWS,
	    GOLDEN_HEAD, GOLDEN_HEAD_SIGNATURE, GOLDEN_RECEIPT, GOLDEN_FINGERPRINT,
	    GOLDEN_INVITATION};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
		if (strstr(buf_text(&joined), golden[i]) == NULL)
			fail_msg("%s is not on the page", golden[i]);
	}
}

static void
the_page_has_every_code_that_an_answer_may_carry(void **state)
{
	static const struct {
		const char *name;
		int number;
		bool again;
	} codes[] = {
#define CODE_ROW(name, number, exit, retry, vi, en, next_vi, next_en) {#name, (number), (retry)},
	    ERR_CODES(CODE_ROW)
#undef CODE_ROW
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		char row[80];

		if (codes[i].number < 100)
			continue;
		(void)snprintf(row, sizeof(row), "\n| %d | `%s` | %s |", codes[i].number,
		    codes[i].name, codes[i].again ? "yes" : "");
		if (strstr(buf_text(&page), row) == NULL)
			fail_msg("%s is not on the page", row + 1);
	}
}

struct limit {
	const char *name;
	long long value;
};
#define LIMIT(name) \
	{ \
#name, (long long)(name) \
	}

static void
page_has(const struct limit *limits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char row[80];

		(void)snprintf(
		    row, sizeof(row), "\n| `%s` | %lld |", limits[i].name, limits[i].value);
		if (strstr(buf_text(&page), row) == NULL)
			fail_msg("%s is not on the page", row + 1);
	}
}

static void
the_page_has_every_limit(void **state)
{
	static const struct limit limits[] = {LIMIT(WIRE_REQUEST_BYTES_MAX),
	    LIMIT(WIRE_REPLY_BYTES_MAX), LIMIT(WIRE_BODY_BYTES_MAX), LIMIT(WIRE_REPORTS_MAX),
	    LIMIT(WIRE_PAIRS_MAX), LIMIT(WIRE_IND_MAX), LIMIT(WIRE_VALUE_MAX), LIMIT(WIRE_LIST_MAX),
	    LIMIT(WIRE_CODE_BYTES_MAX), LIMIT(WIRE_DRIVE_BYTES_MAX), LIMIT(WIRE_NAME_BYTES_MAX),
	    LIMIT(WIRE_NOTE_BYTES_MAX), LIMIT(WIRE_TEXT_BYTES_MAX), LIMIT(WIRE_HELD_MAX),
	    LIMIT(WIRE_FORKS_MAX), LIMIT(WIRE_PATH_MAX), LIMIT(WIRE_ROWS_PAGE), LIMIT(WIRE_WINDOW),
	    LIMIT(WIRE_LEASE_MS), LIMIT(WIRE_BEAT_MS)};

	(void)state;
	page_has(limits, ARRAY_LEN(limits));
}

static void
the_page_has_what_one_owner_may_have(void **state)
{
	static const struct limit limits[] = {LIMIT(PLAN_OWNED_MAX), LIMIT(PLAN_LINES_OF_ORG_MAX),
	    LIMIT(PLAN_LINES_OF_DRIVE_MAX), LIMIT(TEXTS_OF_ORG_MAX), LIMIT(PLAN_DRIVES_OF_ORG_MAX),
	    LIMIT(LOCKS_OF_ORG_MAX), LIMIT(LOCKS_OPENED_OF_ORG_MAX), LIMIT(RESULT_DAYS_MAX),
	    LIMIT(KEYRING_INVITED_MAX), LIMIT(NAMES_STREAMS_OF_ORG_MAX), LIMIT(APP_WATCHES_OF_ONE),
	    LIMIT(APP_REQUESTS_OF_ONE), LIMIT(APP_PAST_OF_ONE), LIMIT(TARGET_NEST_MAX)};

	(void)state;
	page_has(limits, ARRAY_LEN(limits));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_page_shows_the_golden_bytes),
	    cmocka_unit_test(the_page_has_every_code_that_an_answer_may_carry),
	    cmocka_unit_test(the_page_has_every_limit),
	    cmocka_unit_test(the_page_has_what_one_owner_may_have),
	};

	return cmocka_run_group_tests_name("wire_protocol", tests, setup, teardown);
}

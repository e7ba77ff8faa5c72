/*
 * Any sheet is reports that may be saved and rows refused with words, as a plan, as results and as
 * activities; never a crash.
 */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "client/activity_csv.h"
#include "client/plan_csv.h"
#include "client/rejects.h"
#include "client/result_csv.h"
#include "fuzz.h"
#include "rules/rules.h"
#include "wire/submission.h"

#define TODAY 20780 /* 2026-11-22 */

/* Codes are codes; a name that is short enough is everybody's. */
static bool
find(void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	(void)cookie;
	(void)day;
	if (strlen(text) > WIRE_CODE_BYTES_MAX)
		return err_set(err, ERR_ORG_UNKNOWN, "%s", "?");
	return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, text[0] <= '9' ? text : "91.X");
}

static void
check(const struct sheet *s, struct import_set *set)
{
	struct buf out = {0};
	struct err err = {0};

	for (size_t i = 0; i < set->reports_n; i++) {
		assert(set->rows[i] < sheet_rows(s));
		assert(rules_accept(&set->reports[i], DAY_MAX, &err));
		buf_clear(&out);
		assert(submission_encode_report(&set->reports[i], &out, &err));
	}
	for (size_t i = 0; i < set->refused_n; i++) {
		assert(set->refused[i].row < sheet_rows(s));
		assert(set->refused[i].code != ERR_OK && set->refused[i].code != ERR_BUG);
	}
	buf_clear(&out);
	assert(rejects_text(s, set, &out, &err));
	assert(text_is_valid(buf_text(&out), out.len) || strchr(buf_text(&out), '\r') != NULL);
	buf_free(&out);
	import_set_free(set);
}

/*
 * A fuzzer gives each sheet to one of the three, which is three times as many sheets; a replay to
 * all.
 */
static bool
is_turn(size_t reader, size_t len)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	return len % 3 == reader;
#else
	(void)reader;
	(void)len;
	return true;
#endif
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct org_resolver resolver = {.find = find};
	const struct result_csv how = {.resolver = &resolver, .own_org = "909", .today = TODAY};
	struct sheet *s = NULL;
	struct import_set set;
	struct err err = {0};

	if (!sheet_parse_bytes(bytes, len, &s, &err))
		return 0;
	if (is_turn(0, len) && plan_csv_read(s, &resolver, &set, &err))
		check(s, &set);
	if (is_turn(1, len) && result_csv_read(s, &how, &set, &err))
		check(s, &set);
	if (is_turn(2, len) && activity_csv_read(s, &how, &set, &err))
		check(s, &set);
	sheet_free(s);
	return 0;
}

/* What people type: days, counts, periods and drive keys are read, or refused with words. */
#include <assert.h>
#include <string.h>

#include "base/day.h"
#include "base/num.h"
#include "fuzz.h"
#include "rules/period.h"
#include "wire/report.h"

#define TODAY 20780 /* 2026-11-22 */
#define TEXT_BYTES_MAX 255

static void
check_refusal(const struct err *err)
{
	assert(err->code != ERR_OK && err->code != ERR_BUG && err->text[0] != '\0');
}

static void
check_period(const char *text)
{
	struct period p;
	struct err err = {0};

	if (!period_parse(text, PLAN_YEAR_DEFAULT, TODAY, &p, &err)) {
		check_refusal(&err);
		return;
	}
	assert(period_kind_name(p.kind) != NULL);
	assert(p.from <= p.to);
	assert((p.kind == PERIOD_CAMPAIGN || p.kind == PERIOD_ROUND) == (p.code[0] != '\0'));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char text[TEXT_BYTES_MAX + 1];
	struct err err = {0};
	int64_t count;
	day_t day;

	if (len > TEXT_BYTES_MAX)
		return 0;
	memcpy(text, bytes, len);
	text[len] = '\0';
	check_period(text);
	if (day_parse(text, &day, &err))
		assert(day > DAY_OPEN_LEFT);
	else
		check_refusal(&err);
	err = (struct err){0};
	if (num_parse_count(text, &count, &err))
		assert(count >= 0);
	else
		check_refusal(&err);
	return 0;
}

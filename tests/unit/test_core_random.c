/*
 * Random reports against a shadow that is deliberately plain: one slot a drive with its current day and
 * units.  After every few steps the totals from the increments equal the shadow's sums, and the whole
 * state equals the replayed ledger's.  The seed is printed; GH_SEED repeats it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/core.h"
#include "rules/catalogue.h"
#include "support/corefix.h"

#define STEPS 1500
#define DRIVES 24
#define CHECK_EVERY 50

static const char *const orgs[] = {"909", "911", "91.VINPEARL", "91"};

struct slot {
	char drive[WIRE_DRIVE_BYTES_MAX + 1];
	const char *org;
	bool present;
	bool interim;
	day_t day;
	int64_t units;
	struct name name;
};

static uint64_t
draw(uint64_t *seed, uint64_t n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed % n;
}

static void
slots_fill(struct slot *slots)
{
	for (int i = 0; i < DRIVES; i++) {
		slots[i] = (struct slot){.org = orgs[i % 4]};
		(void)snprintf(slots[i].drive, sizeof(slots[i].drive), "%s/2022-%02d-%02d/1",
		    slots[i].org, 1 + i % 12, 1 + i);
	}
}

/* What the core is expected to say to a report of this slot, and the shadow's new content. */
static void
step(struct corefix *f, struct slot *s, uint64_t *seed)
{
	char iso[DAY_TEXT_MAX];
	const day_t day = corefix_day("2021-12-01") + (day_t)draw(seed, 365);
	const int64_t units = (int64_t)draw(seed, 400);
	struct report r = corefix_result(s->drive, day_iso(day, iso), units + 50, units);
	const bool settle = draw(seed, 5) != 0;
	enum err_code expected = ERR_OK;

	r.u.result.stage = draw(seed, 3) == 0 ? STAGE_INTERIM : STAGE_FINAL;
	switch (draw(seed, 3)) {
	case 0:
		if (s->present && !s->interim)
			expected = ERR_REVISION_CONFLICT;
		break;
	case 1:
		r.action = ACTION_CORRECTION;
		r.reason = "sửa";
		r.replaces = s->present ? s->name : (struct name){.seq = 900000};
		expected = s->present ? ERR_OK : ERR_BASE_UNKNOWN;
		break;
	default:
		r.action = ACTION_WITHDRAWAL;
		r.reason = "rút";
		r.replaces = s->present ? s->name : (struct name){.seq = 900000};
		expected = s->present ? ERR_OK : ERR_BASE_UNKNOWN;
		break;
	}
	const enum err_code code =
	    corefix_send_as(f, ACTOR_KIEN_GIANG, f->seq[ACTOR_KIEN_GIANG] + 1, &r, 1, settle);
	if (expected == ERR_REVISION_CONFLICT && code == ERR_ALREADY)
		return; /* drew the very content that is there */
	if (code != expected && code != ERR_ALREADY)
		fail_msg("%s: %s instead of %s", s->drive, err_name(code), err_name(expected));
	if (code != ERR_OK || !settle)
		return;
	f->seq[ACTOR_KIEN_GIANG]++;
	s->present = r.action != ACTION_WITHDRAWAL;
	s->interim = r.u.result.stage == STAGE_INTERIM;
	s->day = day;
	s->units = units;
	s->name = f->name;
}

static int64_t
shadow_sum(const struct slot *slots, const char *org, day_t from, day_t to)
{
	int64_t sum = -1;

	for (int i = 0; i < DRIVES; i++)
		if (slots[i].present && slots[i].day >= from && slots[i].day <= to &&
		    (strcmp(org, slots[i].org) == 0 || strcmp(org, "91") == 0 ||
			strcmp(org, "VN") == 0))
			sum = (sum < 0 ? 0 : sum) + slots[i].units;
	return sum;
}

static void
check(struct corefix *f, const struct slot *slots, uint64_t *seed)
{
	static const char *const asked[] = {"VN", "91", "909", "911", "91.VINPEARL"};
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	struct err err = {.code = ERR_OK};

	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		const day_t from = corefix_day("2021-12-01") + (day_t)draw(seed, 300);
		const day_t to =
		    from + (day_t)draw(seed, 364 - (uint64_t)(from - corefix_day("2021-12-01")));

		(void)snprintf(period, sizeof(period), "%s..%s", day_iso(from, a), day_iso(to, b));
		assert_int_equal(corefix_total(f, asked[i], period, IND_BLOOD_UNITS),
		    shadow_sum(slots, asked[i], from, to));
	}
	struct core *again = corefix_replay(f, f->ledger_n);
	if (!core_equal(f->core, again, &err))
		fail_msg("%s", err.text);
	core_free(again);
}

static void
increments_equal_the_shadow_and_the_replayed_ledger(void **state)
{
	struct corefix *f = *state;
	struct slot slots[DRIVES];
	const char *given = getenv("GH_SEED");
	uint64_t seed = given == NULL ? (uint64_t)time(NULL) : strtoull(given, NULL, 10);

	print_message("GH_SEED=%llu\n", (unsigned long long)seed);
	seed = seed * 2 + 1;
	slots_fill(slots);
	for (int i = 0; i < STEPS; i++) {
		step(f, &slots[draw(&seed, DRIVES)], &seed);
		if (i % CHECK_EVERY == 0)
			check(f, slots, &seed);
	}
	check(f, slots, &seed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(increments_equal_the_shadow_and_the_replayed_ledger,
		corefix_setup, corefix_teardown),
	};

	return cmocka_run_group_tests_name("core_random", tests, NULL, NULL);
}

#include "reference_show.h"

#include <stdio.h>

#include "base/lang.h"
#include "base/num.h"
#include "late_list.h"
#include "target_say.h"
#include "words.h"

#define E4_OF_E2 100 /* a table's percent is in 0.0001, a target's in 0.01 */

bool
reference_show_ask(struct cli *cli, enum reference_kind kind, const char *search,
    struct ask_reference *ret, struct err *err)
{
	const struct reference_request q = {.kind = kind,
	    .org = cli->org == NULL ? "" : cli->org,
	    .period = cli->period == NULL ? "" : cli->period,
	    .search = search == NULL ? "" : search,
	    .as_of_batch = cli->as_of_batch};
	struct ask *a = NULL;
	bool ok;

	if (!cli_profile(cli, err) || !ask_open(&cli->profile, &a, err))
		return false;
	ok = ask_reference(a, &q, ret, err);
	ask_close(a);
	return ok;
}

bool
reference_show_list(struct cli *cli, enum reference_kind kind,
    bool (*show)(struct cli *cli, const struct reference *r, struct err *err), struct err *err)
{
	struct ask_reference answer = {.arenas_n = 0};
	const bool ok =
	    reference_show_ask(cli, kind, NULL, &answer, err) && show(cli, &answer.all, err);

	ask_reference_free(&answer);
	return ok;
}

static const char *
or_absent(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

/* "350 → 400 (1)": what it was, what it is, how often it was changed. */
static const char *
revision_text(const struct target_row *row, char *buf, size_t size)
{
	const struct target *t = &row->target;
	char before[TARGET_SAY_MAX], now[TARGET_SAY_MAX];

	if (row->revision == 0)
		return NULL;
	(void)snprintf(buf, size, "%s → %s (%u)", target_say_amount(t, row->previous, before),
	    target_say_amount(t, t->value, now), row->revision);
	return buf;
}

static void
put_if(struct table *t, bool has, int64_t value)
{
	if (has)
		table_number(t, value);
	else
		table_absent(t);
}

static void
target_put(struct table *t, const struct target_row *row)
{
	const struct target *g = &row->target;
	char value[TARGET_SAY_MAX], before[3 * TARGET_SAY_MAX], done[TARGET_SAY_MAX];

	table_text(t, g->org);
	table_text(t, row->org_name);
	table_number(t, g->from);
	table_number(t, g->to);
	table_text(t, target_say_value(g, value));
	table_text(t, words_text(WORDS_MEASURE, g->measure));
	table_text(t, or_absent(g->drive));
	table_text(t, or_absent(g->sector));
	table_text(t, or_absent(g->campaign));
	table_text(t, or_absent(g->plan));
	table_text(t, words_text(WORDS_ASSIGNED, g->assigned));
	table_text(t, target_say_done(row, done));
	table_text(t, revision_text(row, before, sizeof(before)));
	table_text(t, g->draft ? TR("dự thảo", "draft") : "");
	table_number(t, g->value);
	if (g->qualifier == QUALIFIER_RANGE)
		table_number(t, g->value_max);
	else
		table_absent(t);
	table_text(t, words_name(WORDS_QUALIFIER, g->qualifier));
	table_text(t, words_name(WORDS_MEASURE, g->measure));
	table_text(t, words_name(WORDS_ASSIGNED, g->assigned));
	table_number(t, g->draft);
	put_if(t, row->has_done, row->done);
	put_if(t, row->whole > 0, row->whole);
	table_number(t, row->revision);
	put_if(t, row->revision > 0, row->previous);
	put_if(t, g->stated_share > 0, (int64_t)g->stated_share * E4_OF_E2);
}

/* Print, and give the table back.  NULL: no memory. */
static bool
finish(
    struct cli *cli, struct table *t, const struct reference *r, const char *name, struct err *err)
{
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "%s", name);
	table_batch(t, r->as_of_batch);
	ok = cli_print(cli, t, name, err);
	table_free(t);
	return ok;
}

/* In a spreadsheet a target is a number too; of a rate its words say more. */
static bool
has_numbers(const struct cli *cli, const struct reference *r)
{
	bool numbers = cli_is_office(cli);

	for (uint32_t i = 0; i < r->targets_n; i++)
		numbers = numbers && !target_say_is_rate(r->targets[i].target.measure);
	return numbers;
}

bool
reference_show_targets(struct cli *cli, const struct reference *r, struct err *err)
{
	const bool numbers = has_numbers(cli, r);
	const struct table_column columns[] = {
	    {"org", TR("Mã", "Code"), TABLE_KEY},
	    {"name", TR("Địa phương, cơ quan", "Organisation"), TABLE_TEXT},
	    {"from", TR("Từ", "From"), TABLE_DAY},
	    {"to", TR("Đến", "To"), TABLE_DAY},
	    {"value_text", TR("Chỉ tiêu", "Target"), TABLE_TEXT},
	    {"measure_text", TR("Đo bằng", "Measure"), TABLE_TEXT},
	    {"drive", TR("Buổi", "Drive"), TABLE_KEY},
	    {"sector", TR("Khối", "Sector"), TABLE_TEXT},
	    {"campaign", TR("Chiến dịch", "Campaign"), TABLE_TEXT},
	    {"plan", TR("Văn bản", "Plan"), TABLE_TEXT},
	    {"assigned_text", TR("Giao", "Set by"), TABLE_TEXT},
	    {"done_text", TR("Đã đạt", "Done"), TABLE_TEXT},
	    {"revision_text", TR("Đã sửa", "Revised"), TABLE_TEXT},
	    {"draft_text", TR("Dự thảo", "Draft"), TABLE_TEXT},
	    {"value", numbers ? TR("Chỉ tiêu (số)", "Target (number)") : NULL, TABLE_COUNT},
	    {"value_max", NULL, TABLE_COUNT},
	    {"qualifier", NULL, TABLE_TEXT},
	    {"measure", NULL, TABLE_TEXT},
	    {"assigned", NULL, TABLE_TEXT},
	    {"draft", NULL, TABLE_BOOL},
	    {"done", numbers ? TR("Đã đạt (số)", "Done (number)") : NULL, TABLE_COUNT},
	    {"whole", NULL, TABLE_COUNT},
	    {"revision", NULL, TABLE_COUNT},
	    {"previous", NULL, TABLE_COUNT},
	    {"stated_share", NULL, TABLE_PERCENT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));

	for (uint32_t i = 0; i < r->targets_n; i++)
		target_put(t, &r->targets[i]);
	return finish(cli, t, r, "targets", err);
}

/* ---- rounds */

bool
reference_show_rounds(struct cli *cli, const struct reference *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"code", TR("Mã", "Code"), TABLE_KEY},
	    {"name", TR("Kỳ báo cáo", "Round"), TABLE_TEXT},
	    {"org", TR("Nơi", "Organisation"), TABLE_KEY},
	    {"from", TR("Từ", "From"), TABLE_DAY},
	    {"cut_off", TR("Chốt số", "Cut-off"), TABLE_DAY},
	    {"due", TR("Hạn nộp", "Due"), TABLE_DAY},
	    {"addressee", TR("Nơi nhận", "To"), TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));

	for (uint32_t i = 0; i < r->rounds_n; i++) {
		const struct round_entry *e = &r->rounds[i];

		table_text(t, e->code);
		table_text(t, e->name);
		table_text(t, or_absent(e->org));
		table_number(t, e->from);
		table_number(t, e->cut_off);
		table_number(t, e->due);
		table_text(t, or_absent(e->addressee));
	}
	return finish(cli, t, r, "rounds", err);
}

/* ---- drives */

/* NULL: nothing yet. */
static const char *
drive_result(const struct drive_row *d, char *buf, size_t size)
{
	if (d->reported)
		return d->report.seq != 0 ? TR("đã báo cáo", "reported")
					  : TR("tính ở buổi khác", "is another drive");
	if (d->days_reported == 0)
		return d->interim ? TR("tạm tính", "interim") : NULL;
	(void)snprintf(buf, size, TR("mới có %u/%d ngày", "%u of %d days"), d->days_reported,
	    d->to - d->from + 1);
	return buf;
}

static const char *
drive_state(const struct drive_row *d)
{
	if (!d->planned)
		return TR("ngoài kế hoạch", "outside the plan");
	if (late_list_is_open(d))
		return TR("hoãn, chưa có ngày", "postponed, no new day");
	return words_text(WORDS_DRIVE_STATE, d->state);
}

/* Its count is of a day on which it was late; as of it, since no answer has when it came. */
static bool
is_registered_late(const struct drive_row *d)
{
	return d->has_registered && d->registered_day > d->from - LATE_REGISTRATION_DAYS;
}

static void
registered_put(struct table *t, const struct drive_row *d)
{
	char day[DAY_TEXT_MAX], text[128];

	(void)snprintf(text, sizeof(text), TR("sau hạn %s", "after the deadline, %s"),
	    day_people(d->from - LATE_REGISTRATION_DAYS, day));
	table_text(t, is_registered_late(d) ? text : NULL);
	put_if(t, d->has_registered, is_registered_late(d));
}

static void
drive_put(struct table *t, const struct drive_row *d)
{
	char text[64];
	const char *result = drive_result(d, text, sizeof(text));

	table_text(t, d->drive);
	table_text(t, d->org_name);
	table_number(t, d->from);
	table_number(t, d->to);
	table_text(t, drive_state(d));
	if (d->has_target)
		table_number(t, d->target_units);
	else
		table_absent(t);
	if (d->report.seq != 0)
		table_number(t, d->units);
	else
		table_absent(t);
	table_text(t, result);
	table_text(t, or_absent(d->name));
	table_text(t, or_absent(d->venue));
	table_text(t, or_absent(d->plan));
	table_text(t, d->campaigns.n > 0 ? d->campaigns.at[0] : NULL);
	table_text(t, words_name(WORDS_DRIVE_STATE, d->state));
	table_number(t, d->planned);
	table_number(t, d->reported);
	table_number(t, d->interim);
	table_text(t, d->org);
	put_if(t, d->planned, d->due);
	table_number(t, d->owed);
	table_number(t, d->late);
	put_if(t, d->has_registered, d->registered);
	put_if(t, d->has_registered, d->registered_day);
	registered_put(t, d);
	put_if(t, d->days_reported > 0, d->days_reported);
	table_text(t, or_absent(d->overlaps));
	put_if(t, d->counted_year != 0, d->counted_year);
	table_number(t, d->elsewhere);
	if (d->counted_year != 0)
		(void)snprintf(text, sizeof(text), "%u", d->counted_year);
	table_text(t, d->counted_year != 0 ? text : NULL);
}

static bool
any_other_year(const struct reference *r)
{
	for (uint32_t i = 0; i < r->drives_n; i++)
		if (r->drives[i].counted_year != 0)
			return true;
	return false;
}

static bool
any_overlap(const struct reference *r)
{
	for (uint32_t i = 0; i < r->drives_n; i++)
		if (r->drives[i].overlaps[0] != '\0')
			return true;
	return false;
}

static bool
any_registered(const struct reference *r)
{
	for (uint32_t i = 0; i < r->drives_n; i++)
		if (r->drives[i].has_registered)
			return true;
	return false;
}

static bool
any_registered_late(const struct reference *r)
{
	for (uint32_t i = 0; i < r->drives_n; i++)
		if (is_registered_late(&r->drives[i]))
			return true;
	return false;
}

bool
reference_show_drives(struct cli *cli, const struct reference *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"drive", TR("Mã buổi", "Drive"), TABLE_KEY},
	    {"org_name", TR("Nơi được tính", "Credited"), TABLE_TEXT},
	    {"from", TR("Ngày", "Day"), TABLE_DAY},
	    {"to", NULL, TABLE_DAY},
	    {"state_text", TR("Tình trạng", "State"), TABLE_TEXT},
	    {"target_units", TR("Chỉ tiêu", "Target"), TABLE_COUNT},
	    {"blood_units", TR("Đơn vị máu", "Blood units"), TABLE_COUNT},
	    {"result", TR("Kết quả", "Result"), TABLE_TEXT},
	    {"name", TR("Tên", "Name"), TABLE_TEXT},
	    {"venue", TR("Địa điểm", "Venue"), TABLE_TEXT},
	    {"plan", NULL, TABLE_TEXT},
	    {"campaign", NULL, TABLE_TEXT},
	    {"state", NULL, TABLE_TEXT},
	    {"planned", NULL, TABLE_BOOL},
	    {"reported", NULL, TABLE_BOOL},
	    {"interim", NULL, TABLE_BOOL},
	    {"org", NULL, TABLE_KEY},
	    {"due", NULL, TABLE_DAY},
	    {"owed", NULL, TABLE_BOOL},
	    {"late", NULL, TABLE_BOOL},
	    {"registered", any_registered(r) ? TR("Đăng ký", "Registered") : NULL, TABLE_COUNT},
	    {"registered_day", NULL, TABLE_DAY},
	    {"registered_text", any_registered_late(r) ? TR("Hạn đăng ký", "Registered by") : NULL,
		TABLE_TEXT},
	    {"registered_late", NULL, TABLE_BOOL},
	    {"days_reported", NULL, TABLE_COUNT},
	    {"overlaps", any_overlap(r) ? TR("Chồng chéo với", "Overlaps") : NULL, TABLE_TEXT},
	    {"counted_year", NULL, TABLE_COUNT},
	    {"elsewhere", NULL, TABLE_BOOL},
	    {"counted_year_text",
		any_other_year(r) ? TR("Tính vào năm kế hoạch", "Counts in the plan year") : NULL,
		TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));

	for (uint32_t i = 0; i < r->drives_n; i++)
		drive_put(t, &r->drives[i]);
	return finish(cli, t, r, "drives", err);
}

/* ---- organisations */

bool
reference_show_orgs(struct cli *cli, const struct reference *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"org", TR("Mã", "Code"), TABLE_KEY},
	    {"full_name", TR("Tên", "Name"), TABLE_TEXT},
	    {"kind_text", TR("Cấp", "Level"), TABLE_TEXT},
	    {"parent", TR("Cấp trên", "Parent"), TABLE_TEXT},
	    {"valid_from", TR("Từ", "From"), TABLE_DAY},
	    {"valid_to", TR("Đến", "To"), TABLE_DAY},
	    {"name", NULL, TABLE_TEXT},
	    {"kind", NULL, TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));

	for (uint32_t i = 0; i < r->orgs_n; i++) {
		const struct org_row *o = &r->orgs[i];

		table_text(t, o->code);
		table_text(t, o->full_name[0] != '\0' ? o->full_name : o->name);
		table_text(t, words_text(WORDS_ORG_KIND, o->kind));
		table_text(t, or_absent(o->parent));
		table_number(t, o->valid_from);
		table_number(t, o->valid_to);
		table_text(t, o->name);
		table_text(t, words_name(WORDS_ORG_KIND, o->kind));
	}
	return finish(cli, t, r, "orgs", err);
}

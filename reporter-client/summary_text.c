#include "summary_text.h"

#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "target_say.h"

void
summary_text_completeness(const struct row *row, struct buf *out)
{
	if (row->drives_planned > 0) {
		buf_printf(out, TR("%u/%u buổi đã báo cáo", "%u of %u drives reported"),
		    row->drives_reported, row->drives_planned);
		if (row->drives_missing > 0)
			buf_printf(out, TR(", thiếu %u", ", %u missing"), row->drives_missing);
		if (row->drives_late > 0)
			buf_printf(out, TR(", muộn %u", ", %u late"), row->drives_late);
	}
	if (row->drives_moved > 0)
		buf_printf(out,
		    TR("%s%u buổi chuyển sang năm kế hoạch khác",
			"%s%u moved to another plan year"),
		    row->drives_planned > 0 ? ", " : "", row->drives_moved);
	if (row->orgs_expected > 0)
		buf_printf(out,
		    TR("%s%u/%u nơi chưa báo cáo lần nào", "%s%u of %u have not reported at all"),
		    row->drives_planned > 0 || row->drives_moved > 0 ? "; " : "", row->orgs_silent,
		    row->orgs_expected);
}

/* "7.100 đơn vị máu, đạt 95,8% chỉ tiêu 7.411, còn thiếu 311". */
static void
counted_put(const struct row *row, struct buf *out)
{
	char units_text[NUM_TEXT_MAX], number[NUM_TEXT_MAX], percent[SUMMARY_CALC_TEXT_MAX];
	int64_t units = 0, e4 = 0;

	if (!summary_calc_count(row, IND_BLOOD_UNITS, &units)) {
		buf_printf(out, "%s", TR("chưa có số liệu", "nothing reported"));
		if (row->has_target)
			buf_printf(out, TR(", chỉ tiêu %s", ", target %s"),
			    num_people(row->target_units, number));
		return;
	}
	buf_printf(out, TR("%s đơn vị máu", "%s units"), num_people(units, units_text));
	if (!summary_calc_percent_e4(row, &e4))
		return;
	const int64_t counted = units - row->outside_units, rest = counted - row->target_units;

	buf_printf(out, TR(", đạt %s chỉ tiêu %s", ", %s of the target %s"),
	    summary_calc_percent_text(row, percent), num_people(row->target_units, number));
	if (rest > 0)
		buf_printf(out, TR(", vượt %s%%", ", %s%% over"),
		    num_percent_people(rest, row->target_units, number));
	else if (rest < 0)
		buf_printf(out, TR(", còn thiếu %s", ", %s missing"), num_people(-rest, number));
}

/*
 * "; trong đó tạm tính 120, ngoài chỉ tiêu 87; trả lại 30": what a number is not yet, or not
 * measured by.
 */
static void
aside_put(const struct row *row, struct buf *out)
{
	const struct {
		int64_t units;
		const char *before, *what;
	} all[] = {
	    {row->interim_units, TR("; trong đó ", "; of these "), TR("tạm tính", "interim")},
	    {row->outside_units, row->interim_units != 0 ? ", " : TR("; trong đó ", "; of these "),
		TR("ngoài chỉ tiêu", "outside the target")},
	    {row->unsplit.inside, "; ",
		TR("chưa tách theo ngày, đã tính:", "not split by day, counted:")},
	    {row->unsplit.outside, "; ",
		TR("chưa tách theo ngày, chưa tính:", "not split by day, not counted:")},
	    {row->returned_units, "; ", TR("trả lại, chưa tính:", "returned, not counted:")},
	    {row->after_lock_units, "; ",
		TR("đến sau khi khóa sổ, chưa tính:", "after the lock, not counted:")},
	};
	char number[NUM_TEXT_MAX];

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (all[i].units != 0)
			buf_printf(out, "%s%s %s", all[i].before, all[i].what,
			    num_people(all[i].units, number));
}

static void
units_put(const struct row *row, struct buf *out)
{
	counted_put(row, out);
	aside_put(row, out);
}

/* Of a drive its day and key, and how it stands where that is not told by its number. */
static void
drive_put(const struct row *row, struct buf *out)
{
	const bool is_drive =
	    strcmp(row->kind, "drive") == 0 || strcmp(row->kind, "unplanned") == 0;
	char day[DAY_TEXT_MAX];

	if (row->day <= DAY_OPEN_LEFT || row->day >= DAY_OPEN_RIGHT)
		return;
	(void)day_people(row->day, day);
	if (!is_drive)
		buf_printf(out, TR(", đến %s", ", up to %s"), day);
	else
		buf_printf(out, TR(", buổi %s (%s)", ", drive %s (%s)"), row->key, day);
	if (strcmp(row->state, "reported") != 0 && strcmp(row->state, "interim") != 0 &&
	    row->state[0] != '\0')
		buf_printf(out, ", %s", summary_calc_state(row->state));
}

void
summary_text_put(const struct rows *r, bool by_drive, struct buf *out)
{
	const uint32_t shown =
	    r->rows_n < SUMMARY_TEXT_ROWS_MAX ? r->rows_n : SUMMARY_TEXT_ROWS_MAX;
	char text[SUMMARY_CALC_TEXT_MAX], other[3 * TARGET_SAY_MAX];
	const size_t before = out->len;

	buf_printf(out, "%s, %s: ", r->org_name, summary_calc_period(&r->period, text));
	units_put(&r->total, out);
	buf_str(out, ".\n");
	const size_t at = out->len;
	summary_text_completeness(&r->total, out);
	if (out->len > at)
		buf_str(out, ".\n");
	for (uint32_t i = 0; i < r->total.targets_n; i++)
		buf_printf(out, "%s: %s.\n", TR("Chỉ tiêu khác", "Another target"),
		    target_say_whole(&r->total.targets[i], other));
	for (uint32_t i = 0; i < shown && out->len > before; i++) {
		buf_printf(out, "- %s", summary_calc_name(&r->rows[i], text));
		if (by_drive)
			drive_put(&r->rows[i], out);
		buf_str(out, ": ");
		units_put(&r->rows[i], out);
		if (r->rows[i].demo)
			buf_printf(out, " (%s)", TR("số liệu demo", "demo figures"));
		buf_str(out, "\n");
	}
	if (shown < r->rows_n)
		buf_printf(out, TR("… và %u dòng nữa\n", "… and %u more\n"), r->rows_n - shown);
	buf_printf(out, "%s\n", summary_calc_as_of(r, text));
}

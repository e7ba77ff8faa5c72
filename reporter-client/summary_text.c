#include "summary_text.h"

#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "summary_left.h"
#include "summary_notes.h"
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
	static const struct target_say_how named = {.named = true, .unit = ""};
	char units_text[NUM_TEXT_MAX], value[TARGET_SAY_MAX], words[2 * TARGET_SAY_MAX];
	struct target t;
	int64_t units = 0;

	if (summary_calc_count(row, IND_BLOOD_UNITS, &units)) {
		buf_printf(out, TR("%s đơn vị máu", "%s units"), num_people(units, units_text));
	} else {
		buf_printf(out, "%s", TR("chưa có số liệu", "nothing reported"));
		if (summary_calc_target(row, &t) && !summary_calc_part(row, &units)) {
			buf_printf(
			    out, TR(", chỉ tiêu %s", ", target %s"), target_say_value(&t, value));
			return;
		}
	}
	if (!summary_calc_target(row, &t))
		return;
	if (t.value > 0 && summary_calc_part(row, &units))
		buf_printf(out, ", %s", target_say_reached(&t, units, &named, words));
	else
		buf_printf(out, TR(", chỉ tiêu %s", ", target %s"), target_say_value(&t, value));
	if (row->target_self)
		buf_str(out, TR(" (tự đặt)", " (set by itself)"));
	if (summary_calc_self(row, &t))
		buf_printf(
		    out, TR(", tự đặt %s", ", set by itself %s"), target_say_value(&t, value));
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
	    {row->outside_units > 0 ? row->outside_units : 0,
		row->interim_units != 0 ? ", " : TR("; trong đó ", "; of these "),
		TR("ngoài chỉ tiêu", "outside the target")},
	    {row->outside_units < 0 ? -row->outside_units : 0, "; ",
		TR("đạt gồm cả số ghi ở dòng khác:", "of other rows count for it:")},
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

/* "100, tăng 10 (10%), thứ 1; chưa tách theo ngày, chưa tính: 328". */
static void
change_put(const struct summary_change *c, struct buf *out)
{
	const bool more = c->difference > 0;
	const int64_t by = more ? c->difference : -c->difference;
	char number[NUM_TEXT_MAX], percent[NUM_TEXT_MAX];

	buf_str(out,
	    c->has_previous ? num_people(c->previous, number)
			    : TR("chưa có số liệu", "nothing reported"));
	if (c->has_difference && by == 0)
		buf_str(out, TR(", bằng nhau", ", the same"));
	else if (c->has_difference)
		buf_printf(out, ", %s %s", more ? TR("tăng", "up") : TR("giảm", "down"),
		    num_people(by, number));
	if (c->has_percent && by != 0)
		buf_printf(out, " (%s%%)", num_percent_people(by, c->previous, percent));
	if (c->rank > 0)
		buf_printf(out, TR(", thứ %u", ", rank %u"), c->rank);
	if (c->unsplit.inside != 0)
		buf_printf(out,
		    TR("; chưa tách theo ngày, đã tính: %s", "; not split by day, counted: %s"),
		    num_people(c->unsplit.inside, number));
	if (c->unsplit.outside != 0)
		buf_printf(out,
		    TR("; chưa tách theo ngày, chưa tính: %s",
			"; not split by day, not counted: %s"),
		    num_people(c->unsplit.outside, number));
}

static void
compared_put(const struct summary_compare *c, struct buf *out)
{
	char period[SUMMARY_CALC_TEXT_MAX];

	buf_printf(out, TR("So với cùng kỳ, %s: ", "Compared with %s: "),
	    summary_calc_period(&c->period, period));
	change_put(&c->total, out);
	buf_str(out, ".\n");
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

/* Somebody reported it, planned it, or is expected to. */
static bool
has_data(const struct row *row)
{
	return row->reports > 0 || row->counts.n > 0 || row->has_target || row->drives_planned > 0;
}

/* Of a long list only rows that say something. */
static void
rows_put(const struct rows *r, const struct summary_face *face, struct buf *out)
{
	const bool is_long = r->rows_n > SUMMARY_TEXT_ROWS_MAX;
	char text[SUMMARY_CALC_TEXT_MAX];
	uint32_t shown = 0, more = 0, empty = 0;

	for (uint32_t i = 0; i < r->rows_n; i++) {
		const struct row *row = &r->rows[i];

		if (is_long && !has_data(row)) {
			empty++;
			continue;
		}
		if (shown == SUMMARY_TEXT_ROWS_MAX) {
			more++;
			continue;
		}
		shown++;
		buf_printf(out, "- %s", summary_calc_name(row, text));
		if (face->by == BY_DRIVE)
			drive_put(row, out);
		buf_str(out, ": ");
		units_put(row, out);
		if (face->compare != NULL) {
			buf_str(out, TR("; kỳ trước ", "; before "));
			change_put(&face->compare->rows[i], out);
		}
		if (row->demo)
			buf_printf(out, " (%s)", TR("số liệu demo", "demo figures"));
		buf_str(out, "\n");
	}
	if (more > 0)
		buf_printf(out, TR("… và %u dòng nữa\n", "… and %u more\n"), more);
	if (empty > 0)
		buf_printf(
		    out, TR("… và %u nơi chưa có số liệu\n", "… and %u without data\n"), empty);
}

void
summary_text_put(const struct rows *r, const struct summary_face *face, struct buf *out)
{
	char text[SUMMARY_CALC_TEXT_MAX];
	char number[NUM_TEXT_MAX];
	struct row left;

	buf_printf(out, "%s, %s: ", r->org_name, summary_calc_period(&r->period, text));
	units_put(&r->total, out);
	buf_str(out, ".\n");
	if (face->compare != NULL)
		compared_put(face->compare, out);
	const size_t at = out->len;
	summary_text_completeness(&r->total, out);
	if (out->len > at)
		buf_str(out, ".\n");
	for (uint32_t i = 0; i < r->total.targets_n; i++) {
		summary_notes_target(r, &r->total.targets[i], out);
		buf_str(out, ".\n");
	}
	summary_notes_days(r, out);
	rows_put(r, face, out);
	if (summary_left_of(r, &left))
		buf_printf(out, "- %s: %s\n", summary_calc_name(&left, text),
		    num_people(
			left.target_units < 0 ? -left.target_units : left.target_units, number));
	buf_printf(out, "%s\n", summary_calc_as_of(r, text));
}

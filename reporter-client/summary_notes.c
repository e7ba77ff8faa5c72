#include "summary_notes.h"

#include "base/lang.h"
#include "base/num.h"
#include "summary_states.h"
#include "target_say.h"

static void
note(struct buf *out, int64_t value, const char *fmt_vi, const char *fmt_en)
{
	char number[NUM_TEXT_MAX];

	if (value != 0)
		buf_printf(out, "%s: %s %s\n", TR(fmt_vi, fmt_en), num_people(value, number),
		    TR("đơn vị", "units"));
}

/* Drafts count where they are asked for, and are never taken for what was issued. */
static void
draft_note(const struct rows *r, struct buf *out)
{
	bool among = false;

	for (uint32_t i = 0; i < r->rows_n; i++)
		among |= r->rows[i].has_target && r->rows[i].target_draft;
	if (r->total.has_target && r->total.target_draft)
		buf_printf(out, "%s\n", TR("Chỉ tiêu: dự thảo", "Target: draft"));
	else if (r->total.has_target && among)
		buf_printf(out, "%s\n", TR("Chỉ tiêu: gồm cả dự thảo", "Target: drafts among it"));
}

/* Of what kind the total's target is, and what the organisation set itself beside it. */
static void
target_notes(const struct row *total, struct buf *out)
{
	static const struct target_say_how plain = {.unit = ""};
	char words[2 * TARGET_SAY_MAX], value[TARGET_SAY_MAX];
	struct target t;
	int64_t done = 0;

	if (summary_calc_target(total, &t) && t.qualifier != QUALIFIER_EXACT)
		buf_printf(out, "%s: %s%s%s\n", TR("Chỉ tiêu", "Target"),
		    target_say_value(&t, value), summary_calc_part(total, &done) ? ", " : "",
		    summary_calc_part(total, &done) ? target_say_reached(&t, done, &plain, words)
						    : "");
	if (total->has_target && total->target_self)
		buf_printf(out, "%s\n",
		    TR("Chỉ tiêu tự đặt, chưa có chỉ tiêu cấp trên giao",
			"Target set by itself: none is assigned from above"));
	if (!summary_calc_self(total, &t))
		return;
	buf_printf(out, "%s: %s", TR("Chỉ tiêu tự đặt", "Target set by itself"),
	    target_say_value(&t, value));
	if (summary_calc_part(total, &done))
		buf_printf(out, ", %s", target_say_reached(&t, done, &plain, words));
	buf_str(out, "\n");
}

void
summary_notes_target(const struct rows *r, const struct target_row *row, struct buf *out)
{
	const struct target *t = &row->target;
	char other[3 * TARGET_SAY_MAX], value[TARGET_SAY_MAX];
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	if (t->measure != MEASURE_UNITS)
		buf_printf(out, "%s: %s", TR("Chỉ tiêu khác", "Another target"),
		    target_say_whole(row, other));
	else if (t->from == r->period.from && t->to == r->period.to)
		buf_printf(out,
		    TR("Chỉ tiêu khác của cùng kỳ, không tính: %s (%s)",
			"Another target of the same period, not counted: %s (%s)"),
		    target_say_value(t, value), t->plan);
	else
		buf_printf(out,
		    TR("Chỉ tiêu không nằm trọn trong năm kế hoạch nào, không tính: %s (%s – %s)",
			"A target within no plan year, not counted: %s (%s – %s)"),
		    target_say_value(t, value), day_people(t->from, from), day_people(t->to, to));
}

void
summary_notes_days(const struct rows *r, struct buf *out)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	for (uint32_t i = 0; i < r->other_days_n; i++)
		buf_printf(out, "%s%s (%s – %s)",
		    i > 0 ? "; "
			  : TR("Năm kế hoạch riêng, cùng kỳ là ngày khác: ",
				"Plan years of their own, other days of the same period: "),
		    r->other_days[i].org_name, day_people(r->other_days[i].from, from),
		    day_people(r->other_days[i].to, to));
	if (r->other_days_n > 0)
		buf_str(out, "\n");
}

void
summary_notes_put(const struct rows *r, struct buf *out)
{
	char text[SUMMARY_CALC_TEXT_MAX];
	struct summary_states states;

	if (summary_calc_control_text(&r->total, text)[0] != '\0')
		buf_printf(out, "%s: %s\n", TR("Chỉ tiêu đã chia", "Target allocated"), text);
	target_notes(&r->total, out);
	for (uint32_t i = 0; i < r->total.targets_n; i++) {
		summary_notes_target(r, &r->total.targets[i], out);
		buf_str(out, "\n");
	}
	summary_notes_days(r, out);
	note(out, r->total.outside_units > 0 ? r->total.outside_units : 0,
	    "Ngoài chỉ tiêu (không tính vào tỷ lệ)", "Outside the target (not in the percentage)");
	note(out, r->total.interim_units, "Trong đó tạm tính", "Interim among them");
	summary_states_of(&r->total, &states);
	for (size_t i = 0; i < states.n; i++)
		buf_printf(out, "%s\n", states.line[i]);
	draft_note(r, out);
	if (r->total.demo)
		buf_printf(out, "%s\n", TR("Có số liệu demo", "Demo figures among them"));
	buf_printf(out, "%s\n", summary_calc_as_of(r, text));
}

void
summary_notes_by(enum by by, struct buf *out)
{
	if (by == BY_CAMPAIGN)
		buf_printf(out, "%s\n",
		    TR("Buổi của nhiều chiến dịch tính ở chiến dịch nêu đầu tiên, để cộng lại đúng một lần; "
		       "mọi buổi của một chiến dịch: --period campaign:MÃ",
			"A drive of several campaigns counts under the first that it names, so that the rows "
			"add up once; all that carries one campaign: --period campaign:CODE"));
}

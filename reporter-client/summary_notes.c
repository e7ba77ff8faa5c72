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

void
summary_notes_put(const struct rows *r, struct buf *out)
{
	char text[SUMMARY_CALC_TEXT_MAX], other[3 * TARGET_SAY_MAX];
	struct summary_states states;

	if (summary_calc_control_text(&r->total, text)[0] != '\0')
		buf_printf(out, "%s: %s\n", TR("Chỉ tiêu đã chia", "Target allocated"), text);
	for (uint32_t i = 0; i < r->total.targets_n; i++)
		buf_printf(out, "%s: %s\n", TR("Chỉ tiêu khác", "Another target"),
		    target_say_whole(&r->total.targets[i], other));
	note(out, r->total.outside_units, "Ngoài chỉ tiêu (không tính vào tỷ lệ)",
	    "Outside the target (not in the percentage)");
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

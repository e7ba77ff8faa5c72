#include "summary_states.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "summary_text.h"

static void
line_put(struct summary_states *s, int64_t value, const char *what, const char *unit)
{
	char number[NUM_TEXT_MAX];

	if (value != 0)
		(void)snprintf(s->line[s->n++], SUMMARY_CALC_TEXT_MAX, "%s: %s %s", what,
		    num_people(value, number), unit);
}

static void
completeness_put(const struct row *row, struct summary_states *s)
{
	struct buf text = {.max = SUMMARY_CALC_TEXT_MAX};

	if (row->drives_planned == 0 && row->drives_moved == 0 && row->orgs_expected == 0)
		return;
	summary_text_completeness(row, &text);
	(void)snprintf(s->line[s->n++], SUMMARY_CALC_TEXT_MAX, "%s: %.140s",
	    TR("Đầy đủ", "Completeness"), buf_text(&text));
	buf_free(&text);
}

void
summary_states_of(const struct row *row, struct summary_states *ret)
{
	const char *units = TR("đơn vị", "units");

	ret->n = 0;
	completeness_put(row, ret);
	line_put(ret, row->unsplit.inside,
	    TR("Chưa tách theo ngày (số mang sang, có ngày trước kỳ này), đã tính",
		"Not split by day (carried in, with days before this period), counted"),
	    units);
	line_put(ret, row->unsplit.outside,
	    TR("Chưa tách theo ngày (số mang sang, đến sau kỳ này mới hết), chưa tính",
		"Not split by day (carried in, ends after this period), not counted"),
	    units);
	line_put(ret, row->approved_units, TR("Trong đó đã duyệt", "Approved among them"), units);
	line_put(
	    ret, row->returned_units, TR("Trả lại, chưa tính", "Returned, not counted"), units);
	line_put(ret, row->after_lock_units,
	    TR("Đến sau khi khóa sổ, chưa tính", "After the lock, not counted"), units);
	line_put(ret, row->conflicts,
	    TR("Nơi tổ chức và nơi tiếp nhận máu đếm khác nhau",
		"Organiser and collector count differently"),
	    TR("buổi", "drives"));
	if (row->locked)
		(void)snprintf(ret->line[ret->n++], SUMMARY_CALC_TEXT_MAX, "%s",
		    TR("Sổ của kỳ này đã khóa", "The books of this period are locked"));
}

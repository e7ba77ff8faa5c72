#include "summary_calc.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "when.h"
#include "words.h"

#define ROOT_BYTES_SHOWN 4

bool
summary_calc_count(const struct row *row, uint32_t ind, int64_t *ret)
{
	for (uint32_t i = 0; i < row->counts.n; i++)
		if (row->counts.ind[i] == ind) {
			*ret = row->counts.val[i];
			return true;
		}
	return false;
}

/* What is measured against the target. */
static bool
part_of(const struct row *row, int64_t *ret)
{
	int64_t units = 0;

	if (!row->has_target || !summary_calc_count(row, IND_BLOOD_UNITS, &units))
		return false;
	*ret = units - row->outside_units;
	return true;
}

bool
summary_calc_percent_e4(const struct row *row, int64_t *ret)
{
	int64_t part = 0;

	return part_of(row, &part) && num_percent(part, row->target_units, ret);
}

const char *
summary_calc_percent_text(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	char number[NUM_TEXT_MAX];
	int64_t part = 0;

	if (!part_of(row, &part) || row->target_units <= 0)
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "–");
	else
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s%%",
		    num_percent_people(part, row->target_units, number));
	return buf;
}

const char *
summary_calc_control_text(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	const int64_t rest = row->target_units - row->control_units;
	const char *qualifier = row->control_qualifier == QUALIFIER_EXACT
	    ? ""
	    : words_text(WORDS_QUALIFIER, row->control_qualifier);
	char sum[NUM_TEXT_MAX], control[NUM_TEXT_MAX], left[NUM_TEXT_MAX];

	buf[0] = '\0';
	if (row->has_control && row->has_target)
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX,
		    TR("%s của %s%s%s: %s%s", "%s of %s%s%s: %s%s"),
		    num_people(row->target_units, sum), qualifier, qualifier[0] != '\0' ? " " : "",
		    num_people(row->control_units, control), rest > 0 ? "+" : "",
		    num_people(rest, left));
	return buf;
}

/* ", " between labels. */
static void
label(struct buf *b, const char *text)
{
	if (b->len > 0)
		buf_str(b, ", ");
	buf_str(b, text);
}

const char *
summary_calc_labels(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	struct buf b = {.max = SUMMARY_CALC_TEXT_MAX * 4};
	char number[NUM_TEXT_MAX], text[SUMMARY_CALC_TEXT_MAX];

	if (row->state[0] != '\0')
		label(&b, summary_calc_state(row->state));
	if (strcmp(row->kind, "unplanned") == 0)
		label(&b, TR("ngoài kế hoạch", "outside the plan"));
	if (row->interim_units != 0) {
		(void)snprintf(text, sizeof(text), TR("tạm tính %s", "interim %s"),
		    num_people(row->interim_units, number));
		label(&b, text);
	}
	if (row->unsplit.inside != 0) {
		(void)snprintf(text, sizeof(text),
		    TR("chưa tách theo ngày %s", "not split by day %s"),
		    num_people(row->unsplit.inside, number));
		label(&b, text);
	}
	if (row->unsplit.outside != 0) {
		(void)snprintf(text, sizeof(text),
		    TR("chưa tách theo ngày, chưa tính %s", "not split by day, not counted %s"),
		    num_people(row->unsplit.outside, number));
		label(&b, text);
	}
	if (row->returned_units != 0) {
		(void)snprintf(text, sizeof(text), TR("trả lại %s", "returned %s"),
		    num_people(row->returned_units, number));
		label(&b, text);
	}
	if (row->after_lock_units != 0) {
		(void)snprintf(text, sizeof(text), TR("sau khóa sổ %s", "after the lock %s"),
		    num_people(row->after_lock_units, number));
		label(&b, text);
	}
	if (row->conflicts != 0)
		label(&b, TR("có hai bản khác nhau", "two counts differ"));
	if (row->has_target && row->target_draft && strcmp(row->state, "draft") != 0)
		label(&b, TR("chỉ tiêu dự thảo", "draft target"));
	if (row->demo)
		label(&b, TR("số liệu demo", "demo figures"));
	(void)text_copy(buf, SUMMARY_CALC_TEXT_MAX, buf_text(&b));
	buf_free(&b);
	return buf;
}

const char *
summary_calc_name(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	static const struct {
		const char *kind, *vi, *en;
	} named[] = {
	    {"unassigned", "(không ghi)", "(not stated)"},
	    {"split", "(không tách được)", "(cannot be divided)"},
	    {"unknown", "(chưa rõ nơi kế thừa)", "(successor not known)"},
	    {"above", "(ngoài cấp này)", "(not at this level)"},
	    {"fixed_site", "điểm cố định", "fixed site"},
	    {"emergency", "hiến đột xuất", "emergency"},
	    {"carried_in", "số cộng dồn", "carried in"},
	};

	if (strcmp(row->kind, "indicator") == 0 && catalogue_by_code(row->key) != NULL) {
		const struct indicator *ind = catalogue_by_code(row->key);

		(void)text_copy(buf, SUMMARY_CALC_TEXT_MAX, TR(ind->vi, ind->en));
		return buf;
	}
	if (strcmp(row->kind, "self") == 0) {
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX,
		    TR("%.100s (ghi ở chính nơi này)", "%.100s (at itself)"), row->name);
		return buf;
	}
	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (strcmp(row->kind, named[i].kind) == 0) {
			(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%.100s%s%s", row->name,
			    row->name[0] != '\0' ? ": " : "", TR(named[i].vi, named[i].en));
			return buf;
		}
	(void)text_copy(buf, SUMMARY_CALC_TEXT_MAX, row->name[0] != '\0' ? row->name : row->key);
	return buf;
}

const char *
summary_calc_state(const char *state)
{
	unsigned number = 0;

	if (strcmp(state, "reported") == 0)
		return TR("đã báo cáo", "reported");
	if (strcmp(state, "interim") == 0)
		return TR("tạm tính", "interim");
	if (strcmp(state, "partial") == 0)
		return TR("chưa đủ các ngày", "some days are missing");
	return words_parse(WORDS_DRIVE_STATE, state, &number, NULL)
	    ? words_text(WORDS_DRIVE_STATE, number)
	    : "";
}

const char *
summary_calc_period(const struct period_row *p, char buf[SUMMARY_CALC_TEXT_MAX])
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	const bool is_span = strstr(p->text, "..") != NULL;
	const bool is_year = strcmp(p->kind, "plan_year") == 0;

	(void)day_people(p->from, from);
	(void)day_people(p->to, to);
	if (is_span || p->text[0] == '\0')
		(void)snprintf(
		    buf, SUMMARY_CALC_TEXT_MAX, "%s – %s", from, p->open ? TR("nay", "now") : to);
	else
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s%.60s (%.10s – %.10s)",
		    is_year ? TR("năm kế hoạch ", "plan year ") : "", p->text, from, to);
	return buf;
}

const char *
summary_calc_as_of(const struct rows *r, char buf[SUMMARY_CALC_TEXT_MAX])
{
	char number[NUM_TEXT_MAX], clock[WHEN_TEXT_MAX], hex[2 * ROOT_BYTES_SHOWN + 1];

	for (size_t i = 0; i < ROOT_BYTES_SHOWN; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", r->root.at[i]);
	(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX,
	    TR("lần ghi số %s (%s) · mã kiểm tra %s…", "batch %s (%s) · root %s…"),
	    num_people((int64_t)r->as_of_batch, number), when_clock(r->at_ms, clock), hex);
	return buf;
}

const char *
summary_calc_basis(const struct rows *r, char buf[SUMMARY_CALC_TEXT_MAX])
{
	char people[DAY_TEXT_MAX];
	day_t day = 0;

	if (day_parse(r->basis, &day, NULL))
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX,
		    TR("quy về địa giới ngày %s", "restated to the map of %s"),
		    day_people(day, people));
	else
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s",
		    TR("theo địa giới lúc hiến máu", "as recorded"));
	return buf;
}

#include "summary_calc.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "summary_left.h"
#include "target_say.h"
#include "when.h"
#include "words.h"

#define ROOT_BYTES_SHOWN 4

bool
summary_calc_count(const struct row *row, uint32_t ind, int64_t *ret)
{
	return counts_get(&row->counts, ind, ret);
}

bool
summary_calc_target(const struct row *row, struct target *ret)
{
	*ret = (struct target){.measure = MEASURE_UNITS,
	    .qualifier =
		row->target_qualifier == QUALIFIER_NONE ? QUALIFIER_EXACT : row->target_qualifier,
	    .value = row->target_units,
	    .value_max = row->target_max};
	return row->has_target;
}

bool
summary_calc_self(const struct row *row, struct target *ret)
{
	*ret = (struct target){.measure = MEASURE_UNITS,
	    .qualifier =
		row->self_qualifier == QUALIFIER_NONE ? QUALIFIER_EXACT : row->self_qualifier,
	    .value = row->self_units,
	    .value_max = row->self_max};
	return row->has_self;
}

bool
summary_calc_part(const struct row *row, int64_t *ret)
{
	int64_t units = 0;

	/* What counts for it may stand in other rows alone. */
	if (!row->has_target ||
	    (!summary_calc_count(row, IND_BLOOD_UNITS, &units) && row->outside_units >= 0))
		return false;
	/* Whoever has a target has said nothing, which is not 0. */
	if (row->outside_units != 0 && row->outside_units == units)
		return false;
	*ret = units - row->outside_units;
	return true;
}

bool
summary_calc_percent_e4(const struct row *row, int64_t *ret)
{
	int64_t part = 0;

	return summary_calc_part(row, &part) && num_percent(part, row->target_units, ret);
}

const char *
summary_calc_percent_text(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	char number[NUM_TEXT_MAX];
	int64_t part = 0;

	if (!summary_calc_part(row, &part) || row->target_units <= 0)
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "–");
	else
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s%%",
		    num_percent_people(part, row->target_units, number));
	return buf;
}

const char *
summary_calc_control_text(const struct row *row, char buf[SUMMARY_CALC_TEXT_MAX])
{
	const struct target control = {.measure = MEASURE_UNITS,
	    .qualifier = row->control_qualifier,
	    .value = row->control_units,
	    .value_max = row->control_max};
	const bool is_range =
	    control.qualifier == QUALIFIER_RANGE && control.value_max >= control.value;
	const int64_t over =
	    is_range && row->target_units > control.value_max ? control.value_max : control.value;
	const int64_t rest = row->target_units - over;
	char sum[NUM_TEXT_MAX], value[TARGET_SAY_MAX], left[NUM_TEXT_MAX];

	buf[0] = '\0';
	if (!row->has_control || !row->has_target)
		return buf;
	(void)num_people(row->target_units, sum);
	(void)target_say_value(&control, value);
	if (is_range && rest >= 0 && row->target_units <= control.value_max)
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX,
		    TR("%s trong khoảng %.64s", "%s within %.64s"), sum, value);
	else
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX,
		    TR("%s của %.64s: %s%s", "%s of %.64s: %s%s"), sum, value, rest > 0 ? "+" : "",
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

/* Of what is measured what stands elsewhere, and of what stands here what is not. */
static void
put_outside(const struct row *row, struct buf *b)
{
	char number[NUM_TEXT_MAX], text[SUMMARY_CALC_TEXT_MAX];
	const int64_t units = row->outside_units;

	if (!row->has_target || units == 0)
		return;
	(void)snprintf(text, sizeof(text),
	    units > 0 ? TR("ngoài chỉ tiêu %s", "outside the target %s")
		      : TR("đạt gồm cả %s ghi ở dòng khác", "%s of other rows count for it"),
	    num_people(units > 0 ? units : -units, number));
	label(b, text);
}

/* Of a range how it is kept, and whose target it is where that is not from above. */
static void
put_target_labels(const struct row *row, struct buf *b)
{
	static const struct target_say_how plain = {.unit = ""};
	char words[2 * TARGET_SAY_MAX], text[2 * TARGET_SAY_MAX], value[TARGET_SAY_MAX];
	struct target t;
	int64_t done = 0;

	if (summary_calc_target(row, &t) && t.qualifier == QUALIFIER_RANGE &&
	    summary_calc_part(row, &done))
		label(b, target_say_reached(&t, done, &plain, words));
	if (row->has_target && row->target_self)
		label(b, TR("chỉ tiêu tự đặt", "target set by itself"));
	if (!summary_calc_self(row, &t))
		return;
	(void)snprintf(text, sizeof(text), TR("tự đặt %.64s", "set by itself %.64s"),
	    target_say_value(&t, value));
	label(b, text);
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
	put_outside(row, &b);
	put_target_labels(row, &b);
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
	if (summary_left_is(row)) {
		(void)text_copy(buf, SUMMARY_CALC_TEXT_MAX,
		    row->target_units > 0
			? TR("(chỉ tiêu chưa phân)", "(target not allocated)")
			: TR("(phân vượt chỉ tiêu)", "(allocated beyond the target)"));
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
	if (strcmp(state, "reported_cancelled") == 0)
		return TR("đã báo cáo; kế hoạch ghi đã hủy", "reported; the plan says cancelled");
	if (strcmp(state, "interim") == 0)
		return TR("tạm tính", "interim");
	if (strcmp(state, "partial") == 0)
		return TR("chưa đủ các ngày", "some days are missing");
	return words_parse(WORDS_DRIVE_STATE, state, &number, NULL)
	    ? words_text(WORDS_DRIVE_STATE, number)
	    : "";
}

/* "chiến dịch HE-2022" of "campaign:HE-2022@2022-05-01..2022-05-31"; "": it is a span of days. */
static void
period_name(const struct period_row *p, char buf[SUMMARY_CALC_TEXT_MAX])
{
	const struct {
		const char *before, *words;
	} names[] = {{"campaign:", TR("chiến dịch", "campaign")},
	    {"round:", TR("kỳ báo cáo", "reporting round")},
	    {"cal:", TR("năm dương lịch", "calendar year")}};

	buf[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const size_t len = strlen(names[i].before);
		const char *code = p->text + len;

		if (strncmp(p->text, names[i].before, len) == 0)
			(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s %.*s", names[i].words,
			    (int)strcspn(code, "@"), code);
	}
	if (buf[0] == '\0' && strstr(p->text, "..") == NULL)
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s%.60s",
		    strcmp(p->kind, "plan_year") == 0 ? TR("năm kế hoạch ", "plan year ") : "",
		    p->text);
}

const char *
summary_calc_period(const struct period_row *p, char buf[SUMMARY_CALC_TEXT_MAX])
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX], name[SUMMARY_CALC_TEXT_MAX];
	const char *last = p->open ? TR("nay", "now") : day_people(p->to, to);

	period_name(p, name);
	(void)day_people(p->from, from);
	if (name[0] == '\0')
		(void)snprintf(buf, SUMMARY_CALC_TEXT_MAX, "%s – %s", from, last);
	else
		(void)snprintf(
		    buf, SUMMARY_CALC_TEXT_MAX, "%.120s (%.10s – %.10s)", name, from, last);
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

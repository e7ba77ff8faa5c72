/* The half-year and the year's report: BÁO CÁO, I. results, II. what comes, III. how. */
#include "paper.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "target_say.h"
#include "when.h"

#define HALF_DAYS \
	240 /* a span from a plan year's first day, shorter than that, is its first half */
#define LISTED_DRIVES 20U /* in the text; more stand in an annex alone */
#define SENTENCE_BYTES 30000

struct spoken {
	char period[DOCUMENT_WORDS_MAX]; /* "6 tháng đầu năm 2024" */
	char next[DOCUMENT_WORDS_MAX];   /* "6 tháng cuối năm 2024" */
};

/* ---- what the period is called */

static bool
is_first_half(const struct document_data *d)
{
	const struct period_row *p = &d->whole.all.period;

	return d->type == DOCUMENT_HALF_YEAR && p->from == d->year.all.period.from &&
	    p->to - p->from < HALF_DAYS;
}

static bool
is_second_half(const struct document_data *d)
{
	const struct period_row *p = &d->whole.all.period;

	return d->type == DOCUMENT_HALF_YEAR && p->to == d->year.all.period.to &&
	    p->to - p->from < HALF_DAYS;
}

static bool
is_plan_year(const struct document_data *d)
{
	const struct period_row *p = &d->whole.all.period;

	return p->from == d->year.all.period.from && p->to == d->year.all.period.to;
}

static void
name_period(const struct document_data *d, struct spoken *ret)
{
	const struct period_row *p = &d->whole.all.period;
	const struct campaign_entry *c = document_data_campaign(d, d->campaign);

	(void)snprintf(ret->next, sizeof(ret->next), "thời gian tới");
	if (d->campaign[0] != '\0') {
		(void)snprintf(ret->period, sizeof(ret->period), "chiến dịch “%.300s”",
		    c != NULL ? c->name : d->campaign);
	} else if (is_first_half(d)) {
		(void)snprintf(
		    ret->period, sizeof(ret->period), "6 tháng đầu năm %d", d->year_number);
		(void)snprintf(ret->next, sizeof(ret->next), "6 tháng cuối năm %d", d->year_number);
	} else if (is_second_half(d) || is_plan_year(d)) {
		(void)snprintf(ret->period, sizeof(ret->period), "%snăm %d",
		    is_plan_year(d) ? "" : "6 tháng cuối ", d->year_number);
		(void)snprintf(ret->next, sizeof(ret->next), "năm %d", d->year_number + 1);
	} else {
		(void)document_words_span(p->from, p->to, ret->period);
	}
}

/* ---- I. */

static void
opening(struct paper *p, const struct spoken *s)
{
	const struct rows *r = &p->data->whole.all;
	char issuer[DOCUMENT_WORDS_MAX], span[DOCUMENT_WORDS_MAX], number[NUM_TEXT_MAX];
	char clock[WHEN_TEXT_MAX], day[DAY_TEXT_MAX];
	const struct round_entry *round = document_data_round(p->data);

	document_put(p->d, DOCUMENT_BODY,
	    "%s báo cáo kết quả %s%s như sau. Số liệu tính %s, theo các báo cáo đã nhận đến lần ghi số %s "
	    "(%s ngày %s).%s%s%s",
	    paper_issuer(p, issuer),
	    p->data->campaign[0] == '\0' ? "vận động hiến máu tình nguyện " : "", s->period,
	    document_words_span(r->period.from, r->period.to, span),
	    num_people((int64_t)r->as_of_batch, number), when_clock(r->at_ms, clock),
	    document_words_day(day_from_unix_ms(r->at_ms), day),
	    round != NULL ? " Kỳ báo cáo: " : "", round != NULL ? round->name : "",
	    round != NULL ? "." : "");
}

/* Indicators from ${first} to ${last} that were reported: "Tờ rơi: 400; Băng rôn: 18". */
static bool
list_indicators(const struct row *row, uint32_t first, uint32_t last, struct buf *b)
{
	char number[NUM_TEXT_MAX];
	bool any = false;

	for (uint32_t i = 0; i < row->counts.n; i++) {
		const struct indicator *ind = catalogue_by_ind(row->counts.ind[i]);

		if (row->counts.ind[i] < first || row->counts.ind[i] > last || ind == NULL)
			continue;
		buf_printf(b, "%s%s: %s", any ? "; " : "", ind->vi,
		    num_people(row->counts.val[i], number));
		any = true;
	}
	return any;
}

static void
indicators(struct paper *p, uint32_t first, uint32_t last, const char *before, const char *none)
{
	struct buf b = {.max = SENTENCE_BYTES};

	if (list_indicators(&p->data->whole.all.total, first, last, &b))
		document_put(p->d, DOCUMENT_BODY, "- %s: %s.", before, buf_text(&b));
	else
		document_put(p->d, DOCUMENT_BODY, "- %s.", none);
	buf_free(&b);
}

static void
organisation(struct paper *p)
{
	const struct row *t = &p->data->whole.all.total;
	char have[NUM_TEXT_MAX], all[NUM_TEXT_MAX], words[DOCUMENT_WORDS_MAX];
	int64_t committees = 0, communes = 0;

	document_put(p->d, DOCUMENT_CLAUSE, "1. Công tác tổ chức, chỉ đạo, kiểm tra, giám sát");
	paper_text(p, "I.1");
	if (paper_count(t, IND_COMMITTEES, &committees) &&
	    paper_count(t, IND_COMMUNES, &communes) && communes > 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- Ban Chỉ đạo cấp xã đã thành lập tại %s/%s địa phương (%s).",
		    num_people(committees, have), num_people(communes, all),
		    document_words_percent(committees, communes, words));
	indicators(p, IND_COMMUNES + 1, IND_COMMUNES + 98, "Tập huấn, kiểm tra",
	    "Chưa có báo cáo về tập huấn, kiểm tra, giám sát trong kỳ");
	indicators(p, IND_RESERVE_DONORS, IND_COMMITTEES - 1,
	    "Lực lượng dự bị, câu lạc bộ, tình nguyện viên",
	    "Chưa có báo cáo về lực lượng dự bị, câu lạc bộ trong kỳ");
}

/* A campaign is a part of the year's results: its share says nothing of the rest. */
static void
campaign_of_year(struct paper *p, const struct row *against)
{
	const struct period_row *of = &p->data->whole.all.period, *year = &p->data->year.all.period;
	char have[NUM_TEXT_MAX], words[DOCUMENT_WORDS_MAX], value[DOCUMENT_WORDS_MAX];
	struct target t;
	int64_t units = 0;

	if (of->from < year->from || of->to > year->to || !summary_calc_target(against, &t) ||
	    t.value <= 0 || !summary_calc_part(against, &units))
		return;
	document_put(p->d, DOCUMENT_BODY,
	    "- Kết quả của chiến dịch bằng %s chỉ tiêu cả năm %d (%s/%s đơn vị máu).",
	    document_words_percent(units, t.value, words), p->data->year_number,
	    num_people(units, have), document_words_target(&t, value));
}

static void
year_so_far(struct paper *p)
{
	const struct document_data *d = p->data;
	const struct row *t = &d->whole.all.total;
	struct row against = d->year.all.total; /* this period's units, the year's target */
	char words[DOCUMENT_WORDS_MAX];

	/* Lines that all lie in this period say nothing of the rest of the year. */
	if (t->has_target && !against.target_own && against.target_units == t->target_units)
		return;
	if (d->year_targets || is_plan_year(d) || !d->year.all.total.has_target)
		return;
	against.counts = t->counts;
	if (!document_data_outside(&d->year.all.total, t, &against.outside_units))
		return;
	if (d->campaign[0] != '\0')
		campaign_of_year(p, &against);
	else if (paper_reached(&against, words))
		document_put(
		    p->d, DOCUMENT_BODY, "- So với chỉ tiêu cả năm %d: %s.", d->year_number, words);
}

static void
compared(struct paper *p)
{
	const struct rows *before = &p->data->before.all;
	char span[DOCUMENT_WORDS_MAX], words[DOCUMENT_WORDS_MAX], number[NUM_TEXT_MAX];
	const char *campaign = p->data->before_name;
	int64_t now = 0, then = 0;
	const bool has_then = paper_count(&before->total, IND_BLOOD_UNITS, &then);

	if (p->data->campaign[0] != '\0' && !has_then)
		document_put(p->d, DOCUMENT_BODY,
		    "- Năm trước không có kết quả của chiến dịch cùng thời gian để so sánh.");
	if (!has_then || !paper_count(&p->data->whole.all.total, IND_BLOOD_UNITS, &now))
		return;
	if (campaign[0] != '\0')
		document_put(p->d, DOCUMENT_BODY,
		    "- So với chiến dịch “%.200s” năm trước (%s, tiếp nhận %s đơn vị máu): %s.",
		    campaign, document_words_span(before->period.from, before->period.to, span),
		    num_people(then, number), document_words_change(now, then, words));
	else
		document_put(p->d, DOCUMENT_BODY,
		    "- So với cùng kỳ năm trước (%s, tiếp nhận %s đơn vị máu): %s.",
		    document_words_span(before->period.from, before->period.to, span),
		    num_people(then, number), document_words_change(now, then, words));
}

/* Against the people who live there: by one population, whose year and source are said. */
static void
per_people(struct paper *p)
{
	const struct population_entry *e = document_data_population(p->data);
	char share[DOCUMENT_WORDS_MAX], persons[NUM_TEXT_MAX];
	int64_t units = 0, e2 = 0;

	if (e == NULL || !is_plan_year(p->data) ||
	    !paper_count(&p->data->whole.all.total, IND_BLOOD_UNITS, &units) ||
	    !num_share(units, e->persons, 0, &e2))
		return;
	const struct target rate = {.measure = MEASURE_POPULATION_RATE, .value = e2};
	document_put(p->d, DOCUMENT_BODY, "- Số đơn vị máu bằng %s dân số (%s người, năm %u%s%s).",
	    document_words_target(&rate, share), num_people(e->persons, persons), e->year,
	    e->source[0] != '\0' ? ", nguồn: " : "", e->source);
}

static void
held(struct paper *p)
{
	const struct rows *r = &p->data->whole.all;
	char span[DOCUMENT_WORDS_MAX], attended[NUM_TEXT_MAX], units[NUM_TEXT_MAX];
	struct buf b = {.max = SENTENCE_BYTES};
	int64_t n = 0;

	buf_printf(&b, "- %s, %s đã tổ chức %u buổi hiến máu",
	    document_words_span(r->period.from, r->period.to, span), p->place,
	    r->total.drives_held);
	if (paper_count(&r->total, IND_ATTENDED, &n))
		buf_printf(&b, ", có %s lượt người tham gia%s", num_people(n, attended),
		    paper_partial(&r->total, IND_ATTENDED, n));
	if (paper_count(&r->total, IND_BLOOD_UNITS, &n))
		buf_printf(&b, ", tiếp nhận %s đơn vị máu", num_people(n, units));
	else
		buf_str(&b, "; chưa có báo cáo về số đơn vị máu");
	/* A sentence begins with a capital. */
	if (buf_ok(&b) && b.len > 2 && b.at[2] == 't')
		b.at[2] = 'T';
	else if (buf_ok(&b) && b.len > 2 && b.at[2] == 'n')
		b.at[2] = 'N';
	document_put(p->d, DOCUMENT_BODY, "%s.", buf_text(&b));
	buf_free(&b);
}

/* What the organisation set itself: beside what was assigned, or in place of it. */
static void
self_set(struct paper *p)
{
	const struct row *t = &p->data->whole.all.total;
	char value[DOCUMENT_WORDS_MAX], words[DOCUMENT_WORDS_MAX];
	struct target self;
	int64_t units = 0;

	if (t->has_target && t->target_self)
		document_put(p->d, DOCUMENT_BODY,
		    "- Chỉ tiêu trên do %s tự đặt; chưa có chỉ tiêu cấp trên giao.", p->place);
	if (!summary_calc_self(t, &self))
		return;
	(void)document_words_target(&self, value);
	if (paper_units(t, &units))
		document_put(p->d, DOCUMENT_BODY, "- So với chỉ tiêu tự đặt (%s đơn vị máu): %s.",
		    value, document_words_reached(&self, units, words));
	else
		document_put(p->d, DOCUMENT_BODY, "- Chỉ tiêu tự đặt: %s đơn vị máu.", value);
}

/* "Tình nguyện viên: 250/300, đạt 83,3%, còn thiếu 50"; of a rate what it is of, too. */
static void
measured_target(
    struct paper *p, const char *phrase, const char *whose, const struct target_row *row)
{
	const struct target *t = &row->target;
	struct target done = {
	    .measure = t->measure, .qualifier = QUALIFIER_EXACT, .value = row->done};
	char value[DOCUMENT_WORDS_MAX], have[DOCUMENT_WORDS_MAX], words[DOCUMENT_WORDS_MAX];
	char whole[NUM_TEXT_MAX];

	(void)document_words_target(t, value);
	(void)document_words_target(&done, have);
	if (!row->has_done)
		document_put(p->d, DOCUMENT_BODY, "- %s%s: chỉ tiêu %.200s; chưa có số liệu.",
		    phrase, whose, value);
	else if (target_say_is_rate(t->measure))
		document_put(p->d, DOCUMENT_BODY, "- %s%s: %.200s/%.200s (trên tổng số %s), %s.",
		    phrase, whose, have, value, num_people(row->whole, whole),
		    row->done >= t->value ? "đạt chỉ tiêu" : "chưa đạt chỉ tiêu");
	else
		document_put(p->d, DOCUMENT_BODY, "- %s%s: %.200s/%.200s, %.300s.", phrase, whose,
		    have, value, document_words_reached(t, row->done, words));
}

/* What is measured otherwise than by blood units: of the period, and of the whole year. */
static void
measured_targets(struct paper *p)
{
	static const char *const phrases[MEASURE_COUNT_] = {
	    [MEASURE_PERSONS] = "Lượt người tham gia hiến máu",
	    [MEASURE_POPULATION_RATE] = "Tỷ lệ dân số tham gia hiến máu",
	    [MEASURE_STAFF_RATE] =
		"Tỷ lệ cán bộ, công chức, viên chức, người lao động tham gia hiến máu",
	    [MEASURE_COVERAGE] = "Địa phương tổ chức vận động, tiếp nhận máu",
	    [MEASURE_VOLUNTEERS] = "Tình nguyện viên",
	    [MEASURE_RESERVE] = "Người hiến máu dự bị",
	    [MEASURE_REGISTERED] = "Người đăng ký hiến máu"};
	const struct row *const totals[] = {&p->data->whole.all.total, &p->data->year.all.total};
	const struct period_row *of = &p->data->whole.all.period;

	for (size_t k = 0; k < ARRAY_LEN(totals); k++)
		for (uint32_t i = 0; i < totals[k]->targets_n; i++) {
			const struct target_row *row = &totals[k]->targets[i];
			const struct target *t = &row->target;
			const bool inside = t->from >= of->from && t->to <= of->to;

			if (phrases[t->measure] != NULL && inside == (k == 0) &&
			    (k == 0 || p->data->campaign[0] == '\0'))
				measured_target(
				    p, phrases[t->measure], k == 0 ? "" : ", chỉ tiêu cả năm", row);
		}
}

static void
results(struct paper *p)
{
	const struct rows *r = &p->data->whole.all;
	char words[DOCUMENT_WORDS_MAX], name[DOCUMENT_WORDS_MAX];

	document_put(p->d, DOCUMENT_CLAUSE, "3. Kết quả vận động hiến máu tình nguyện");
	held(p);
	if (p->data->year_targets && paper_reached(&r->total, words))
		document_put(p->d, DOCUMENT_BODY, "- So với chỉ tiêu cả năm %d: %s.",
		    p->data->year_number, words);
	else if (paper_reached(&r->total, words))
		document_put(p->d, DOCUMENT_BODY, "- So với chỉ tiêu của %s: %s.",
		    p->data->campaign[0] != '\0' ? "chiến dịch" : "kỳ", words);
	else if (!r->total.has_target)
		document_put(p->d, DOCUMENT_BODY, "- %s chưa có chỉ tiêu.",
		    p->data->campaign[0] != '\0' ? "Chiến dịch" : "Kỳ này");
	self_set(p);
	year_so_far(p);
	measured_targets(p);
	compared(p);
	per_people(p);
	paper_counts(p, &r->total);
	paper_who_reached(p, r);
	paper_completeness(p, r);
	if (p->annexes > 0)
		document_put(p->d, DOCUMENT_BODY, "(Chi tiết tại %s%s%s.)",
		    paper_annex_name(p, 1, name), p->annexes > 1 ? " và " : "",
		    p->annexes > 1 ? paper_annex_name(p, 2, words) : "");
}

static void
part_results(struct paper *p)
{
	organisation(p);
	document_put(p->d, DOCUMENT_CLAUSE, "2. Công tác tuyên truyền, vận động");
	paper_text(p, "I.2");
	indicators(p, 1200, 1299, "Số liệu đã báo cáo",
	    "Chưa có báo cáo về số lượng sản phẩm, buổi tuyên truyền trong kỳ");
	results(p);
	document_put(p->d, DOCUMENT_CLAUSE, "4. Công tác tôn vinh, khen thưởng");
	paper_text(p, "I.4");
	indicators(
	    p, 1300, 1499, "Số khen thưởng đã báo cáo", "Chưa có báo cáo về khen thưởng trong kỳ");
	document_put(p->d, DOCUMENT_CLAUSE, "5. Đánh giá và kiến nghị, đề xuất");
	paper_text(p, "I.5");
}

/* ---- II. */

/* A result from after the report's last day is told as one: no sum here has it. */
static void
drive_line(struct paper *p, const struct row *row)
{
	const bool is_after = row->day > p->data->whole.all.period.to;
	const char *after = is_after ? " sau kỳ báo cáo" : "";
	char name[DOCUMENT_WORDS_MAX], occasion[DOCUMENT_WORDS_MAX], words[DOCUMENT_WORDS_MAX];
	char day[DAY_TEXT_MAX], target[DOCUMENT_WORDS_MAX];
	struct buf b = {.max = SENTENCE_BYTES};
	int64_t units = 0;

	buf_printf(
	    &b, "- %s, ngày %s", paper_drive_name(p, row, name), document_words_day(row->day, day));
	if (paper_occasion(p, row->key, occasion)[0] != '\0')
		buf_printf(&b, ", hưởng ứng %s", occasion);
	if (row->has_target)
		buf_printf(&b, ", chỉ tiêu %s đơn vị máu", paper_target(row, target));
	if (paper_reached(row, words))
		buf_printf(&b, ": đã tổ chức%s, tiếp nhận %s", after, words);
	else if (paper_count(row, IND_BLOOD_UNITS, &units))
		buf_printf(&b, ": đã tổ chức%s, tiếp nhận %s đơn vị máu", after,
		    num_people(units, target));
	else
		buf_str(&b, is_after ? ": dự kiến tổ chức" : ": chưa có báo cáo kết quả");
	document_put(p->d, DOCUMENT_BODY, "%s.", buf_text(&b));
	buf_free(&b);
}

static void
year_target(struct paper *p)
{
	const struct document_data *d = p->data;
	const struct row *t = &d->year.all.total;
	char target[DOCUMENT_WORDS_MAX], rest[NUM_TEXT_MAX];
	int64_t units = 0;

	if (!t->has_target) {
		document_put(p->d, DOCUMENT_BODY, "Chỉ tiêu năm %d: chưa có.", d->year_number);
		return;
	}
	document_put(p->d, DOCUMENT_BODY,
	    "Chỉ tiêu năm %d là %s đơn vị máu; kế hoạch năm có %u buổi hiến máu.", d->year_number,
	    paper_target(t, target), t->drives_planned);
	if (d->year_has_drives && d->year.all.rows_n <= LISTED_DRIVES)
		for (uint32_t i = 0; i < d->year.all.rows_n; i++)
			drive_line(p, &d->year.all.rows[i]);
	if (paper_count(&d->whole.all.total, IND_BLOOD_UNITS, &units) && is_first_half(d) &&
	    units < t->target_units)
		document_put(p->d, DOCUMENT_BODY,
		    "Để đạt chỉ tiêu cả năm, 6 tháng cuối năm cần tiếp nhận thêm %s đơn vị máu.",
		    num_people(t->target_units - units, rest));
}

static void
aims(struct paper *p)
{
	const struct document_data *d = p->data;
	const struct row *next = &d->next.all.total;
	char target[DOCUMENT_WORDS_MAX];

	document_put(p->d, DOCUMENT_CLAUSE, "1. Mục tiêu");
	if (d->next.all.org == NULL)
		year_target(p);
	else if (next->has_target)
		document_put(p->d, DOCUMENT_BODY,
		    "Chỉ tiêu năm %d là %s đơn vị máu; kế hoạch năm có %u buổi hiến máu.",
		    d->year_number + 1, paper_target(next, target), next->drives_planned);
	else
		document_put(p->d, DOCUMENT_BODY,
		    "Chỉ tiêu năm %d: chưa có; thực hiện theo chỉ tiêu cấp trên giao.",
		    d->year_number + 1);
}

/* ---- the whole */

/* What stands behind the text. */
struct annexed {
	bool children, drives;
};

/* Kind, annexes and the words for the period: of a report on any span. */
static struct annexed
begin(struct paper *p, struct spoken *ret)
{
	const struct document_data *d = p->data;
	const struct annexed a = {.children = d->whole.all.rows_n > 0,
	    .drives = d->has_drives && d->drives.all.rows_n > 0};

	p->kind = "Báo cáo";
	p->annexes = (unsigned)a.children + (unsigned)a.drives;
	name_period(d, ret);
	return a;
}

static void
head(struct paper *p, const char *subject)
{
	paper_head(
	    p, &(const struct document_head){.kind = "BÁO CÁO", .mark = "BC", .subject = subject});
}

/* "Trên đây là báo cáo kết quả chiến dịch … của Ban Chỉ đạo …./.", signature, annexes. */
static void
end(struct paper *p, const char *of, const char *period, const struct annexed *a)
{
	char issuer[DOCUMENT_WORDS_MAX];

	document_put(p->d, DOCUMENT_CLOSING, "Trên đây là báo cáo kết quả %s%s của %s./.", of,
	    period, paper_issuer(p, issuer));
	paper_foot(p);
	if (a->children) {
		paper_annex(p, false, "Kết quả từng địa phương, cơ quan");
		paper_children_table(p, &p->data->whole.all);
	}
	if (a->drives) {
		paper_annex(p, false, "Kết quả từng buổi hiến máu");
		paper_drives_table(p, &p->data->drives.all);
	}
	paper_source(p);
}

void
paper_report(struct paper *p)
{
	char subject[4 * DOCUMENT_WORDS_MAX];
	struct spoken s;
	const struct annexed a = begin(p, &s);

	(void)snprintf(subject, sizeof(subject),
	    "Kết quả vận động hiến máu tình nguyện %.390s;\nphương hướng, nhiệm vụ %.390s",
	    s.period, s.next);
	head(p, subject);
	opening(p, &s);
	document_put(p->d, DOCUMENT_PART, "I. ĐÁNH GIÁ KẾT QUẢ VẬN ĐỘNG HIẾN MÁU TÌNH NGUYỆN");
	part_results(p);
	document_put(p->d, DOCUMENT_PART, "II. PHƯƠNG HƯỚNG, NHIỆM VỤ");
	aims(p);
	document_put(p->d, DOCUMENT_CLAUSE, "2. Nhiệm vụ trọng tâm");
	paper_text(p, "II.2");
	document_put(p->d, DOCUMENT_PART, "III. GIẢI PHÁP THỰC HIỆN");
	paper_text(p, "III");
	end(p, "vận động hiến máu tình nguyện ", s.period, &a);
}

/* What a campaign brought: the first part of a report, of its own days and drives. */
void
paper_campaign_result(struct paper *p)
{
	char subject[2 * DOCUMENT_WORDS_MAX];
	struct spoken s;
	const struct annexed a = begin(p, &s);

	(void)snprintf(subject, sizeof(subject), "Kết quả %.390s\ntại %.300s", s.period, p->place);
	head(p, subject);
	opening(p, &s);
	part_results(p);
	end(p, "", s.period, &a);
}

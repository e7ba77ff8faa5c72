/* A year's plan and a campaign's plan: KẾ HOẠCH, with what is assigned to whom and when. */
#include "paper.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "summary_calc.h"
#include "words.h"

#define NAMES_MAX 15U     /* in one sentence; beyond that they are counted */
#define LISTED_DRIVES 40U /* in the text; more stand in an annex alone */
#define UPRIGHT_MONTHS 5U /* more of them lie on a wide page */
#define SENTENCE_BYTES 30000

/* ---- who has a target, who has none */

struct shares {
	uint32_t places, bodies, without, selves; /* ${selves} set their own */
	int64_t place_units, body_units, own_units, self_units;
};

static struct shares
shares_of(const struct rows *r)
{
	struct shares s = {.places = 0};

	for (uint32_t i = 0; i < r->rows_n; i++) {
		const struct row *row = &r->rows[i];
		const bool body =
		    strcmp(row->kind, "body") == 0 || strcmp(row->kind, "facility") == 0;

		if (strcmp(row->kind, "self") == 0) {
			s.own_units += row->has_target ? row->target_units : 0;
		} else if (row->has_target && row->target_self) {
			s.selves++;
			s.self_units += row->target_units;
		} else if (row->has_target && body) {
			s.bodies++;
			s.body_units += row->target_units;
		} else if (row->has_target) {
			s.places++;
			s.place_units += row->target_units;
		} else if (paper_is_place(row)) {
			s.without++;
		}
	}
	return s;
}

static void
put_without(struct paper *p, const struct rows *r, uint32_t n)
{
	struct buf b = {.max = SENTENCE_BYTES};
	char name[DOCUMENT_WORDS_MAX];
	uint32_t at = 0;

	for (uint32_t i = 0; i < r->rows_n && n <= NAMES_MAX; i++) {
		const struct row *row = &r->rows[i];

		if (row->has_target || !paper_is_place(row))
			continue;
		document_words_join(&b, at++, n, paper_row_name(p, row, name));
	}
	if (n > NAMES_MAX)
		document_put(p->d, DOCUMENT_BODY,
		    "- Địa phương có trong danh bạ, chưa được giao chỉ tiêu: %u.", n);
	else if (at > 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- Địa phương có trong danh bạ, chưa được giao chỉ tiêu: %s.", buf_text(&b));
	buf_free(&b);
}

static void
put_control(struct paper *p, const struct row *row)
{
	const struct target control = {.measure = MEASURE_UNITS,
	    .qualifier = row->control_qualifier,
	    .value = row->control_units,
	    .value_max = row->control_max};
	char value[DOCUMENT_WORDS_MAX], sum[NUM_TEXT_MAX], rest[NUM_TEXT_MAX];
	const int64_t over = row->target_units - row->control_units;
	struct target t;

	(void)summary_calc_target(row, &t);
	(void)document_words_target(row->has_control ? &control : &t, value);
	(void)num_people(row->target_units, sum);
	(void)num_people(over < 0 ? -over : over, rest);
	if (!row->has_control)
		document_put(p->d, DOCUMENT_BODY, "- Vận động, tiếp nhận %s đơn vị máu%s.", value,
		    row->target_self ? " (chỉ tiêu tự đặt)" : "");
	else if (over == 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- Vận động, tiếp nhận %s đơn vị máu; đã phân bổ hết.", value);
	else
		document_put(p->d, DOCUMENT_BODY,
		    "- Vận động, tiếp nhận %s đơn vị máu; đã phân bổ %s đơn vị máu, %s %s.", value,
		    sum, over > 0 ? "nhiều hơn" : "còn chưa phân bổ", rest);
	if (summary_calc_self(row, &t))
		document_put(p->d, DOCUMENT_BODY, "- Chỉ tiêu tự đặt: %s đơn vị máu.",
		    document_words_target(&t, value));
}

/* What of the sum is not issued yet; lower down than the rows it is said without a number. */
static void
put_drafts(struct paper *p, const struct rows *r)
{
	const struct reference *t = &p->data->targets.all;
	struct buf b = {.max = SENTENCE_BYTES};
	char name[DOCUMENT_WORDS_MAX], number[NUM_TEXT_MAX];
	int64_t units = 0;
	uint32_t n = 0;
	bool any = false;

	for (uint32_t i = 0; i < r->rows_n; i++) {
		if (!paper_is_draft_part(r, &r->rows[i]))
			continue;
		units += r->rows[i].target_units;
		if (n++ < NAMES_MAX)
			buf_printf(
			    &b, "%s%s", n > 1 ? ", " : ": ", paper_row_name(p, &r->rows[i], name));
	}
	for (uint32_t i = 0; i < t->targets_n && !any; i++)
		any = t->targets[i].target.draft && t->targets[i].target.measure == MEASURE_UNITS;
	if (units > 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- Trong chỉ tiêu trên, %s đơn vị máu là dự thảo, chưa ban hành%s.",
		    num_people(units, number), n <= NAMES_MAX ? buf_text(&b) : "");
	else if (any && !r->total.target_draft)
		document_put(
		    p->d, DOCUMENT_BODY, "- Một phần chỉ tiêu trên là dự thảo, chưa ban hành.");
	buf_free(&b);
}

static void
put_shares(struct paper *p, const struct rows *r)
{
	const struct shares s = shares_of(r);
	char a[NUM_TEXT_MAX], b[NUM_TEXT_MAX], c[NUM_TEXT_MAX];

	if (s.places > 0)
		document_put(p->d, DOCUMENT_BODY, "- Giao cho %u địa phương: %s đơn vị máu.",
		    s.places, num_people(s.place_units, a));
	if (s.bodies > 0)
		document_put(p->d, DOCUMENT_BODY, "- Giao cho %u cơ quan, đơn vị: %s đơn vị máu.",
		    s.bodies, num_people(s.body_units, b));
	if (s.selves > 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- %u địa phương, cơ quan tự đặt chỉ tiêu: %s đơn vị máu.", s.selves,
		    num_people(s.self_units, a));
	if (s.own_units > 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- Cấp giao chỉ tiêu trực tiếp tổ chức: %s đơn vị máu.",
		    num_people(s.own_units, c));
	if (s.without > 0 && s.places > 0)
		put_without(p, r, s.without);
}

/*
 * Targets of the organisation itself that are not blood units: donors in reserve, volunteers,
 * rates.
 */
static void
put_other_targets(struct paper *p)
{
	static const char *const phrases[MEASURE_COUNT_] = {
	    [MEASURE_PERSONS] = "lượt người tham gia hiến máu",
	    [MEASURE_POPULATION_RATE] = "dân số tham gia hiến máu",
	    [MEASURE_STAFF_RATE] = "cán bộ, công chức, viên chức, người lao động tham gia hiến máu",
	    [MEASURE_COVERAGE] = "địa phương tổ chức vận động, tiếp nhận máu",
	    [MEASURE_VOLUNTEERS] = "tình nguyện viên",
	    [MEASURE_RESERVE] = "người hiến máu dự bị",
	    [MEASURE_REGISTERED] = "người đăng ký hiến máu"};
	const struct reference *t = &p->data->targets.all;
	char value[DOCUMENT_WORDS_MAX];

	for (uint32_t i = 0; i < t->targets_n; i++) {
		const struct target *x = &t->targets[i].target;

		if (strcmp(x->org, p->data->whole.all.org) != 0 || x->drive[0] != '\0' ||
		    phrases[x->measure] == NULL || x->from > p->data->whole.all.period.to ||
		    x->to < p->data->whole.all.period.from)
			continue;
		document_put(p->d, DOCUMENT_BODY, "- Vận động %s %s.",
		    document_words_target(x, value), phrases[x->measure]);
	}
}

/* ---- drives */

static void
put_drive(struct paper *p, const struct row *row, uint32_t i)
{
	const struct drive_row *detail = document_data_detail(p->data, row->key);
	const struct drive_row *drive = document_data_drive(p->data, row->key);
	char words[DOCUMENT_WORDS_MAX], name[DOCUMENT_WORDS_MAX];

	(void)paper_occasion(p, row->key, words);
	if (detail != NULL && detail->schedule.number > 0)
		i = detail->schedule.number - 1;
	document_put(
	    p->d, DOCUMENT_CLAUSE, "Đợt %u%s%s", i + 1, words[0] != '\0' ? ": " : "", words);
	if (row->has_target)
		document_put(p->d, DOCUMENT_BODY, "- Chỉ tiêu: %s đơn vị máu%s.",
		    paper_target(row, name),
		    paper_is_draft_part(&p->data->whole.all, row) ? " (Dự thảo)" : "");
	document_put(
	    p->d, DOCUMENT_BODY, "- Thời gian dự kiến: %s.", document_words_day(row->day, words));
	document_put(p->d, DOCUMENT_BODY, "- Nơi được tính chỉ tiêu: %s.",
	    document_words_place(row->name, name));
	if (drive != NULL && drive->venue[0] != '\0')
		document_put(p->d, DOCUMENT_BODY, "- Địa điểm: %s.", drive->venue);
	if (detail == NULL || detail->schedule.drive == NULL)
		return;
	paper_names(p, "Chỉ đạo", &detail->schedule.directing);
	paper_names(p, "Phối hợp chỉ đạo", &detail->schedule.coordinating);
	paper_names(p, "Thực hiện", &detail->schedule.executing);
}

static void
put_drives(struct paper *p, unsigned annex)
{
	const struct rows *r = &p->data->drives.all;
	char number[NUM_TEXT_MAX], name[DOCUMENT_WORDS_MAX];
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];
	int64_t sum = 0;

	document_put(p->d, DOCUMENT_CLAUSE, "2. Tổ chức các đợt hiến máu");
	if (!p->data->has_drives || r->rows_n == 0) {
		if (r->total.drives_planned == 0)
			document_put(
			    p->d, DOCUMENT_BODY, "Lịch các đợt hiến máu được thông báo riêng.");
		else
			document_put(p->d, DOCUMENT_BODY, "Năm %d tổ chức %u đợt hiến máu.",
			    p->data->year_number, r->total.drives_planned);
		return;
	}
	const bool has_targets = paper_targets_of(r, &sum);
	document_put(p->d, DOCUMENT_BODY,
	    "Năm %d tổ chức %u đợt, từ ngày %s đến ngày %s%s%s%s (%s).", p->data->year_number,
	    r->rows_n, document_words_day(r->rows[0].day, first),
	    document_words_day(r->rows[r->rows_n - 1].day, last),
	    has_targets ? ", tổng chỉ tiêu " : "", has_targets ? num_people(sum, number) : "",
	    has_targets ? " đơn vị máu" : "", paper_annex_name(p, annex, name));
	for (uint32_t i = 0; i < r->rows_n && r->rows_n <= LISTED_DRIVES; i++)
		put_drive(p, &r->rows[i], i);
}

/* ---- the year's plan */

static bool
any_target(const struct rows *r)
{
	for (uint32_t i = 0; i < r->rows_n; i++)
		if (r->rows[i].has_target && strcmp(r->rows[i].kind, "unassigned") != 0)
			return true;
	return false;
}

struct annexes {
	bool drives, children, sectors;
};

static void
plan_annexes(struct paper *p, const struct annexes *a)
{
	if (a->drives) {
		paper_annex(p, false, "Lịch tổ chức các đợt hiến máu");
		paper_schedule_table(p, &p->data->drives.all);
	}
	if (a->children) {
		paper_annex(p, false, "Chỉ tiêu giao các địa phương, cơ quan");
		paper_targets_table(p, &p->data->whole.all, "Chỉ tiêu từng địa phương, cơ quan",
		    "Địa phương, cơ quan");
	}
	if (a->sectors) {
		paper_annex(p, false, "Chỉ tiêu giao các khối");
		paper_targets_table(p, &p->data->sectors.all, "Chỉ tiêu từng khối", "Khối");
	}
	paper_source(p);
}

static void
plan_body(struct paper *p, const struct annexes *a)
{
	const struct rows *whole = &p->data->whole.all;

	document_put(p->d, DOCUMENT_PART, "I. MỤC ĐÍCH, YÊU CẦU");
	paper_text(p, "I");
	document_put(p->d, DOCUMENT_PART, "II. NỘI DUNG");
	document_put(p->d, DOCUMENT_CLAUSE, "1. Chỉ tiêu và công tác tuyên truyền");
	if (whole->total.has_target) {
		put_control(p, &whole->total);
		put_drafts(p, whole);
	}
	if (a->children)
		put_shares(p, whole);
	put_other_targets(p);
	paper_text(p, "II.1");
	put_drives(p, a->drives ? 1 : 0);
	document_put(p->d, DOCUMENT_CLAUSE, "3. Tôn vinh, khen thưởng, sơ kết, tổng kết");
	paper_text(p, "II.3");
	document_put(p->d, DOCUMENT_PART, "III. TỔ CHỨC THỰC HIỆN");
	paper_text(p, "III");
}

void
paper_plan(struct paper *p)
{
	const struct document_data *d = p->data;
	const struct annexes a = {.drives = d->has_drives && d->drives.all.rows_n > 0,
	    .children = any_target(&d->whole.all),
	    .sectors = any_target(&d->sectors.all)};
	char subject[2 * DOCUMENT_WORDS_MAX], issuer[DOCUMENT_WORDS_MAX];

	p->kind = "Kế hoạch";
	p->annexes = (unsigned)a.drives + (unsigned)a.children + (unsigned)a.sectors;
	(void)snprintf(subject, sizeof(subject),
	    "Tuyên truyền, vận động và tổ chức hiến máu tình nguyện\n%.300s năm %d", p->place,
	    d->year_number);
	paper_head(
	    p, &(const struct document_head){.kind = "KẾ HOẠCH", .mark = "KH", .subject = subject});
	paper_text(p, "can-cu");
	document_put(p->d, DOCUMENT_BODY,
	    "%s xây dựng kế hoạch vận động hiến máu tình nguyện năm %d như sau:",
	    paper_issuer(p, issuer), d->year_number);
	plan_body(p, &a);
	document_put(p->d, DOCUMENT_CLOSING,
	    "Trên đây là kế hoạch vận động hiến máu tình nguyện năm %d của %s./.", d->year_number,
	    issuer);
	paper_foot(p);
	plan_annexes(p, &a);
}

/* ---- a campaign */

/* "04 tháng, từ ngày … đến ngày …": months are said when they are whole. */
static void
put_time(struct paper *p)
{
	const struct period_row *x = &p->data->whole.all.period;
	const struct civil from = day_to_civil(x->from), after = day_to_civil(x->to + 1);
	const int months = (after.year - from.year) * 12 + after.month - from.month;
	char span[DOCUMENT_WORDS_MAX];

	(void)document_words_span(x->from, x->to, span);
	if (from.day == 1 && after.day == 1 && months > 1)
		document_put(p->d, DOCUMENT_BODY, "- Chiến dịch diễn ra trong %02d tháng, %s.",
		    months, span);
	else
		document_put(p->d, DOCUMENT_BODY, "- Chiến dịch diễn ra %s.", span);
}

static void
put_months(struct paper *p)
{
	struct buf b = {.max = SENTENCE_BYTES};
	char target[DOCUMENT_WORDS_MAX];

	for (size_t i = 0; i < p->data->months_n; i++) {
		const struct rows *m = &p->data->months[i].all;
		const struct civil c = day_to_civil(m->period.from);

		buf_printf(&b, "%stháng %d/%d: %s", i > 0 ? "; " : "", c.month, c.year,
		    m->total.has_target ? paper_target(&m->total, target) : "không giao");
	}
	if (p->data->months_n > 1)
		document_put(
		    p->d, DOCUMENT_BODY, "- Chỉ tiêu theo tháng (đơn vị máu): %s.", buf_text(&b));
	buf_free(&b);
}

static void
put_campaign_drives(struct paper *p)
{
	const struct rows *r = &p->data->drives.all;
	char name[DOCUMENT_WORDS_MAX], place[DOCUMENT_WORDS_MAX], day[DAY_TEXT_MAX];
	uint32_t shown = 0;

	for (uint32_t i = 0; p->data->has_drives && i < r->rows_n; i++) {
		const struct drive_row *drive = document_data_drive(p->data, r->rows[i].key);

		if (drive == NULL || !drive->planned || shown == LISTED_DRIVES)
			continue;
		shown++;
		document_put(p->d, DOCUMENT_BODY, "- %s: %s, tại %s%s%s.",
		    paper_drive_name(p, &r->rows[i], name),
		    document_words_weekday(r->rows[i].day, day),
		    document_words_place(r->rows[i].name, place),
		    drive->venue[0] != '\0' ? ", " : "", drive->venue);
	}
}

/* Until when the campaign's results are owed, where a round says so. */
static void
put_due(struct paper *p)
{
	const struct round_entry *r = document_data_round(p->data);
	char day[DAY_TEXT_MAX];

	if (r == NULL || r->due <= r->cut_off)
		document_put(p->d, DOCUMENT_BODY,
		    "- Các địa phương, cơ quan báo cáo kết quả sau từng buổi và khi kết thúc chiến dịch, trước ngày …");
	else
		document_put(p->d, DOCUMENT_BODY,
		    "- Các địa phương, cơ quan báo cáo kết quả sau từng buổi và khi kết thúc chiến dịch, chậm nhất "
		    "ngày %s%s%s.",
		    document_words_day(r->due, day), r->addressee[0] != '\0' ? ", về " : "",
		    r->addressee);
}

static void
campaign_body(struct paper *p)
{
	const struct rows *whole = &p->data->whole.all;
	char name[DOCUMENT_WORDS_MAX];

	document_put(p->d, DOCUMENT_PART, "I. MỤC ĐÍCH, YÊU CẦU");
	document_put(p->d, DOCUMENT_CLAUSE, "1. Mục đích");
	paper_text(p, "I.1");
	document_put(p->d, DOCUMENT_CLAUSE, "2. Yêu cầu");
	paper_text(p, "I.2");
	document_put(p->d, DOCUMENT_PART, "II. NỘI DUNG");
	document_put(p->d, DOCUMENT_CLAUSE, "1. Chỉ tiêu");
	if (whole->total.has_target) {
		put_control(p, &whole->total);
		put_drafts(p, whole);
	}
	put_shares(p, whole);
	put_other_targets(p);
	if (p->annexes > 0)
		document_put(p->d, DOCUMENT_BODY, "(Chỉ tiêu từng địa phương, cơ quan: %s.)",
		    paper_annex_name(p, 1, name));
	document_put(p->d, DOCUMENT_CLAUSE, "2. Thời gian");
	put_time(p);
	put_months(p);
	put_campaign_drives(p);
	document_put(p->d, DOCUMENT_CLAUSE, "3. Thông điệp");
	paper_text(p, "II.3");
	document_put(p->d, DOCUMENT_CLAUSE, "4. Kinh phí");
	paper_text(p, "II.4");
	if (document_text(&p->data->texts.all, p->data->which, p->data->type, "II.5")[0] != '\0') {
		document_put(p->d, DOCUMENT_CLAUSE, "5. Chương trình, lễ tôn vinh");
		paper_text(p, "II.5");
	}
	document_put(p->d, DOCUMENT_PART, "III. TỔ CHỨC THỰC HIỆN");
	paper_text(p, "III");
	document_put(p->d, DOCUMENT_PART, "IV. GIÁM SÁT, ĐÁNH GIÁ, BÁO CÁO");
	put_due(p);
	paper_text(p, "IV");
}

void
paper_campaign(struct paper *p)
{
	const struct document_data *d = p->data;
	const struct campaign_entry *c = document_data_campaign(d, d->campaign);
	const char *name = c != NULL ? c->name : d->campaign;
	char subject[2 * DOCUMENT_WORDS_MAX], issuer[DOCUMENT_WORDS_MAX];

	p->kind = "Kế hoạch";
	p->annexes = any_target(&d->whole.all);
	(void)snprintf(
	    subject, sizeof(subject), "Thực hiện chiến dịch “%.240s”\ntại %.300s", name, p->place);
	paper_head(
	    p, &(const struct document_head){.kind = "KẾ HOẠCH", .mark = "KH", .subject = subject});
	paper_text(p, "can-cu");
	document_put(p->d, DOCUMENT_BODY,
	    "%s xây dựng kế hoạch thực hiện chiến dịch “%s” như sau:", paper_issuer(p, issuer),
	    name);
	campaign_body(p);
	document_put(p->d, DOCUMENT_CLOSING,
	    "Trên đây là kế hoạch thực hiện chiến dịch “%s” của %s./.", name, issuer);
	paper_foot(p);
	if (p->annexes > 0) {
		(void)snprintf(subject, sizeof(subject), "Chỉ tiêu chiến dịch “%.240s”", name);
		paper_annex(p, d->months_n > UPRIGHT_MONTHS, subject);
		paper_months_table(p);
	}
	paper_source(p);
}

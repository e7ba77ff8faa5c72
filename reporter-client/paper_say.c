/* Sentences that are computed: what was reached, by whom, and how complete the figures are. */
#include "paper.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/num.h"
#include "base/text.h"
#include "rules/catalogue.h"
#include "summary_calc.h"
#include "summary_left.h"
#include "target_say.h"

#define NAMES_MAX 15U /* in one sentence; beyond that they are counted and stand in the table */
#define SENTENCE_BYTES 30000

bool
paper_count(const struct row *row, uint32_t ind, int64_t *ret)
{
	return summary_calc_count(row, ind, ret);
}

bool
paper_units(const struct row *row, int64_t *ret)
{
	if (row->has_target)
		return summary_calc_part(row, ret);
	return paper_count(row, IND_BLOOD_UNITS, ret);
}

const char *
paper_target(const struct row *row, char buf[DOCUMENT_WORDS_MAX])
{
	struct target t;

	(void)summary_calc_target(row, &t);
	return document_words_target(&t, buf);
}

bool
paper_reached(const struct row *row, char buf[DOCUMENT_WORDS_MAX])
{
	char have[NUM_TEXT_MAX], value[TARGET_SAY_MAX], words[DOCUMENT_WORDS_MAX];
	struct target t;
	int64_t units = 0;

	if (!summary_calc_target(row, &t) || t.value <= 0 || !summary_calc_part(row, &units))
		return false;
	if (t.qualifier == QUALIFIER_MINIMUM) /* the words say of what the number is */
		t.qualifier = QUALIFIER_EXACT;
	(void)target_say_value(&t, value);
	(void)summary_calc_target(row, &t);
	(void)snprintf(buf, DOCUMENT_WORDS_MAX, "%s/%.64s đơn vị máu, %.250s",
	    num_people(units, have), value, document_words_reached(&t, units, words));
	return true;
}

const char *
paper_row_name(const struct paper *p, const struct row *row, char buf[DOCUMENT_WORDS_MAX])
{
	static const struct {
		const char *kind, *vi;
	} levels[] = {{"nation", "Cấp Trung ương"}, {"province", "Cấp tỉnh"},
	    {"district", "Cấp huyện"}, {"commune", "Cấp xã"}};

	if (strcmp(row->kind, "unassigned") == 0)
		return memcpy(buf, "Không ghi", sizeof("Không ghi"));
	if (strcmp(row->kind, "split") == 0 || strcmp(row->kind, "unknown") == 0) {
		char text[SUMMARY_CALC_TEXT_MAX];

		(void)text_copy(buf, DOCUMENT_WORDS_MAX, summary_calc_name(row, text));
		return buf;
	}
	if (summary_left_is(row)) {
		(void)text_copy(buf, DOCUMENT_WORDS_MAX,
		    row->target_units > 0 ? "Chỉ tiêu chưa phân" : "Phân vượt chỉ tiêu");
		return buf;
	}
	for (size_t i = 0; strcmp(row->kind, "self") == 0 && i < ARRAY_LEN(levels); i++)
		if (strcmp(p->data->whole.all.total.kind, levels[i].kind) == 0) {
			(void)text_copy(buf, DOCUMENT_WORDS_MAX, levels[i].vi);
			return buf;
		}
	return document_words_place(row->name[0] != '\0' ? row->name : row->key, buf);
}

/* ---- drives */

/* Whom a code stands for: of a place its committee. */
static void
code_name(const struct paper *p, const char *code, char buf[DOCUMENT_WORDS_MAX])
{
	const struct org_row *org = document_data_org(p->data, code);
	const struct reference *orgs = &p->data->orgs.all;
	const char *place = org != NULL ? org->full_name : NULL;
	char name[DOCUMENT_WORDS_MAX];

	if (org != NULL && (org->kind == ORG_BODY || org->kind == ORG_FACILITY)) {
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, org->full_name);
		return;
	}
	if (place == NULL && orgs->orgs_n > 0 && strcmp(orgs->orgs[0].parent, code) == 0 &&
	    p->data->superior[0] != '\0')
		place = p->data->superior;
	if (place == NULL)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, code);
	else
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, "Ban Chỉ đạo vận động HMTN %.300s",
		    document_words_place(place, name));
}

void
paper_names(struct paper *p, const char *what, const struct strings *codes)
{
	struct buf b = {.max = SENTENCE_BYTES};
	char name[DOCUMENT_WORDS_MAX];

	for (uint32_t i = 0; i < codes->n; i++) {
		code_name(p, codes->at[i], name);
		buf_printf(&b, "%s%s", i > 0 ? "; " : "", name);
	}
	if (codes->n > 0)
		document_put(p->d, DOCUMENT_BODY, "- %s: %s.", what, buf_text(&b));
	buf_free(&b);
}

const char *
paper_occasion(const struct paper *p, const char *key, char buf[DOCUMENT_WORDS_MAX])
{
	const struct drive_row *detail = document_data_detail(p->data, key);
	const struct drive_row *drive = document_data_drive(p->data, key);
	struct buf b = {.max = SENTENCE_BYTES};

	buf[0] = '\0';
	if (detail != NULL && detail->schedule.occasion != NULL)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, detail->schedule.occasion);
	if (buf[0] != '\0' || drive == NULL)
		return buf;
	for (uint32_t i = 0; i < drive->campaigns.n; i++) {
		const struct campaign_entry *c =
		    document_data_campaign(p->data, drive->campaigns.at[i]);

		document_words_join(
		    &b, i, drive->campaigns.n, c == NULL ? drive->campaigns.at[i] : c->name);
	}
	(void)text_copy(buf, DOCUMENT_WORDS_MAX, buf_text(&b));
	buf_free(&b);
	return buf;
}

const char *
paper_drive_name(const struct paper *p, const struct row *row, char buf[DOCUMENT_WORDS_MAX])
{
	static const struct {
		const char *kind, *vi;
	} others[] = {{"unplanned", "Ngoài kế hoạch"}, {"fixed_site", "Điểm cố định"},
	    {"emergency", "Hiến đột xuất"}, {"carried_in", "Số cộng dồn"}};
	const struct drive_row *drive = document_data_drive(p->data, row->key);

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (strcmp(row->kind, others[i].kind) == 0) {
			(void)text_copy(buf, DOCUMENT_WORDS_MAX, others[i].vi);
			return buf;
		}
	(void)text_copy(buf, DOCUMENT_WORDS_MAX,
	    drive != NULL && drive->name[0] != '\0' ? drive->name : "Buổi hiến máu");
	return buf;
}

/* ---- what a result says beyond its units */

struct counted {
	uint32_t ind;
	const char *vi;
};

const char *
paper_partial(const struct row *row, uint32_t ind, int64_t value)
{
	const bool is_each = ind == IND_ATTENDED || ind == IND_EXAMINED || ind == IND_DONATED;
	int64_t units = 0;

	return is_each && paper_count(row, IND_BLOOD_UNITS, &units) && value < units
	    ? " (chỉ một số báo cáo có)"
	    : "";
}

/* "A 5; B 3": those that were reported. */
static uint32_t
list_counts(const struct row *row, const struct counted *what, size_t n, struct buf *b)
{
	char number[NUM_TEXT_MAX];
	int64_t value = 0;
	uint32_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (paper_count(row, what[i].ind, &value))
			buf_printf(b, "%s%s %s%s", found++ > 0 ? "; " : "", what[i].vi,
			    num_people(value, number), paper_partial(row, what[i].ind, value));
	return found;
}

/* People who came are told in the sentence before: alone they are not told again. */
static void
put_counts(struct paper *p, const struct row *row, const char *before, const struct counted *what,
    size_t n)
{
	const uint32_t least = what[0].ind == IND_REGISTERED ? 2 : 1;
	struct buf b = {.max = SENTENCE_BYTES};

	if (list_counts(row, what, n, &b) >= least)
		document_put(p->d, DOCUMENT_BODY, "%s%s.", before, buf_text(&b));
	buf_free(&b);
}

static void
put_share(struct paper *p, const struct row *row, const struct counted part[2], const char *after)
{
	char share[DOCUMENT_WORDS_MAX], a[NUM_TEXT_MAX], b[NUM_TEXT_MAX];
	int64_t some = 0, all = 0;

	if (!paper_count(row, part[0].ind, &some) || !paper_count(row, part[1].ind, &all) ||
	    all <= 0 || some > all)
		return;
	document_put(p->d, DOCUMENT_BODY, "- %s trên %s: %s/%s, bằng %s%s.", part[0].vi, part[1].vi,
	    num_people(some, a), num_people(all, b), document_words_percent(some, all, share),
	    after);
}

void
paper_counts(struct paper *p, const struct row *row)
{
	static const struct counted people[] = {{IND_REGISTERED, "đăng ký"},
	    {IND_ATTENDED, "tham gia"}, {IND_EXAMINED, "được khám"}, {IND_DEFERRED, "tạm hoãn"},
	    {IND_DONATED, "hiến được"}};
	static const struct counted volumes[] = {{IND_UNITS_250, "loại 250 ml:"},
	    {IND_UNITS_350, "loại 350 ml:"}, {IND_UNITS_450, "loại 450 ml:"},
	    {IND_UNITS_OTHER, "loại khác:"}, {IND_PLATELETS, "tiểu cầu:"},
	    {IND_PLASMA, "huyết tương:"}};
	static const struct counted yield[] = {
	    {IND_BLOOD_UNITS, "Số đơn vị máu"}, {IND_ATTENDED, "số lượt người tham gia"}};
	static const struct counted came[] = {
	    {IND_ATTENDED, "Số lượt người tham gia"}, {IND_REGISTERED, "số người đăng ký"}};
	static const struct counted repeat[] = {
	    {IND_DONORS_REPEAT, "Số người hiến nhắc lại"}, {IND_DONATED, "số lượt người hiến"}};

	put_counts(p, row, "- Số người (lượt người): ", people, ARRAY_LEN(people));
	put_counts(p, row, "- Trong số máu tiếp nhận: ", volumes, ARRAY_LEN(volumes));
	put_share(p, row, yield, "");
	put_share(p, row, came, "");
	put_share(p, row, repeat, "");
}

/* ---- who */

typedef bool choose_fn(const struct row *row);

bool
paper_is_place(const struct row *row)
{
	static const char *const kinds[] = {"province", "district", "commune"};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(row->kind, kinds[i]) == 0)
			return true;
	return false;
}

/* An organisation with a target: what a map could not divide is none. */
static bool
has_target(const struct row *row)
{
	return row->has_target && row->target_units > 0 && strcmp(row->kind, "split") != 0 &&
	    strcmp(row->kind, "unknown") != 0;
}

static bool
has_reached(const struct row *row)
{
	int64_t units = 0;

	return has_target(row) && paper_units(row, &units) && units >= row->target_units;
}

static bool
falls_short(const struct row *row)
{
	int64_t units = 0;

	return has_target(row) && paper_units(row, &units) && units < row->target_units;
}

/* A place of the registry that nobody heard of. */
static bool
is_unknown(const struct row *row)
{
	return paper_is_place(row) && !row->has_target && row->drives_planned == 0 &&
	    row->reports == 0;
}

static uint32_t
count_rows(const struct rows *r, choose_fn *choose)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->rows_n; i++)
		n += choose(&r->rows[i]);
	return n;
}

/* "A (đạt 130%, vượt 30%), B (…)"; without what was reached when ${plain}. */
static void
list_rows(const struct paper *p, const struct rows *r, choose_fn *choose, bool plain, struct buf *b)
{
	const uint32_t n = count_rows(r, choose);
	char name[DOCUMENT_WORDS_MAX], words[DOCUMENT_WORDS_MAX], one[2 * DOCUMENT_WORDS_MAX];
	uint32_t at = 0;

	for (uint32_t i = 0; i < r->rows_n && n <= NAMES_MAX; i++) {
		const struct row *row = &r->rows[i];
		struct target t;
		int64_t units = 0;

		if (!choose(row))
			continue;
		(void)paper_row_name(p, row, name);
		(void)summary_calc_target(row, &t);
		if (plain || !paper_units(row, &units))
			(void)text_copy(one, sizeof(one), name);
		else
			(void)snprintf(one, sizeof(one), "%.390s (%.360s%s)", name,
			    document_words_reached(&t, units, words),
			    row->target_self ? "; tự đặt" : "");
		if (plain)
			document_words_join(b, at++, n, one);
		else
			buf_printf(b, "%s%s", at++ > 0 ? "; " : "", one);
	}
}

static void
put_rows(struct paper *p, const struct rows *r, choose_fn *choose, bool plain, const char *before)
{
	struct buf b = {.max = SENTENCE_BYTES};
	char number[NUM_TEXT_MAX];
	const uint32_t n = count_rows(r, choose);

	list_rows(p, r, choose, plain, &b);
	if (n > NAMES_MAX)
		document_put(p->d, DOCUMENT_BODY, "%s: %s nơi, xem phụ lục.", before,
		    num_people((int64_t)n, number));
	else if (n > 0)
		document_put(p->d, DOCUMENT_BODY, "%s: %s.", before, buf_text(&b));
	buf_free(&b);
}

void
paper_who_reached(struct paper *p, const struct rows *r)
{
	const uint32_t targets = count_rows(r, has_target), reached = count_rows(r, has_reached);

	if (targets == 0)
		return;
	if (reached == targets)
		document_put(p->d, DOCUMENT_BODY, "- Cả %u/%u địa phương, cơ quan đạt chỉ tiêu.",
		    reached, targets);
	else if (reached == 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- Chưa có nơi nào trong %u địa phương, cơ quan được giao chỉ tiêu đạt chỉ tiêu.",
		    targets);
	else
		document_put(p->d, DOCUMENT_BODY, "- Có %u/%u địa phương, cơ quan đạt chỉ tiêu.",
		    reached, targets);
	put_rows(p, r, has_reached, false, "- Đạt chỉ tiêu");
	put_rows(p, r, falls_short, false, "- Chưa đạt chỉ tiêu");
}

/* ---- completeness */

static void
put_part(struct paper *p, int64_t units, const char *what)
{
	char number[NUM_TEXT_MAX];

	if (units != 0)
		document_put(p->d, DOCUMENT_BODY, "- %s%s %s.", units < 0 ? "Giảm " : "",
		    num_people(units < 0 ? -units : units, number), what);
}

static void
put_drives(struct paper *p, const struct row *t)
{
	const uint32_t open =
	    t->drives_planned > t->drives_reported ? t->drives_planned - t->drives_reported : 0;

	char awaited[DOCUMENT_WORDS_MAX] = "";

	if (t->drives_planned == 0 && t->drives_held == 0)
		return;
	if (open > 0)
		(void)snprintf(awaited, sizeof(awaited),
		    ", chưa có báo cáo %u, trong đó đã qua hạn báo cáo %u", open,
		    t->drives_missing);
	document_put(p->d, DOCUMENT_BODY,
	    "- Số buổi hiến máu: theo kế hoạch %u; đã tổ chức %u; trong kế hoạch đã có báo cáo %u%s; "
	    "tính là muộn %u%s.",
	    t->drives_planned, t->drives_held, t->drives_reported, awaited, t->drives_late,
	    t->drives_missing > t->drives_late
		? " (nơi chưa kích hoạt máy khi đến hạn không bị tính muộn)"
		: "");
}

/* By name as far as the names fit the figures. */
static void
put_silent(struct paper *p, const struct rows *r)
{
	const struct row *t = &r->total;
	const struct reference *silent = &p->data->silent.all;
	const bool named = silent->orgs_n == t->orgs_silent && silent->orgs_n <= NAMES_MAX;
	struct buf b = {.max = SENTENCE_BYTES};
	char name[DOCUMENT_WORDS_MAX];

	if (t->orgs_expected == 0)
		return;
	if (t->orgs_silent == 0) {
		document_put(p->d, DOCUMENT_BODY,
		    "- Cả %u/%u nơi phải báo cáo đều đã có báo cáo chính thức.", t->orgs_expected,
		    t->orgs_expected);
		return;
	}
	for (uint32_t i = 0; named && i < silent->orgs_n; i++)
		document_words_join(
		    &b, i, silent->orgs_n, document_words_place(silent->orgs[i].full_name, name));
	document_put(p->d, DOCUMENT_BODY,
	    "- Trong %u nơi phải báo cáo (có chỉ tiêu hoặc có buổi theo kế hoạch), %u nơi chưa có báo cáo chính "
	    "thức%s%s.",
	    t->orgs_expected, t->orgs_silent, b.len > 0 ? ": " : "", buf_text(&b));
	buf_free(&b);
}

/* Either places without a target, or what those that have one do not count for it. */
static void
put_outside(struct paper *p, const struct rows *r)
{
	int64_t units = 0, sum = 0;

	for (uint32_t i = 0; i < r->rows_n; i++)
		if (!r->rows[i].has_target && paper_count(&r->rows[i], IND_BLOOD_UNITS, &units))
			sum += units;
	if (r->total.outside_units <= 0)
		return;
	put_part(p, r->total.outside_units,
	    sum == r->total.outside_units
		? "đơn vị máu của nơi không có chỉ tiêu, không tính vào tỷ lệ so với chỉ tiêu"
		: "đơn vị máu ngoài chỉ tiêu, không tính vào tỷ lệ so với chỉ tiêu");
}

void
paper_completeness(struct paper *p, const struct rows *r)
{
	const struct row *t = &r->total;

	put_drives(p, t);
	put_silent(p, r);
	put_rows(p, r, is_unknown, true,
	    "- Địa phương có trong danh bạ, không có chỉ tiêu và chưa có báo cáo");
	put_part(p, t->approved_units, "đơn vị máu trong tổng số đã được duyệt");
	if (t->locked)
		document_put(p->d, DOCUMENT_BODY, "- Số liệu của kỳ đã khóa sổ.");
	if (t->conflicts > 0)
		document_put(p->d, DOCUMENT_BODY,
		    "- %u buổi có số của đơn vị tổ chức và của cơ sở tiếp nhận máu khác nhau; tính theo đơn vị tổ chức.",
		    t->conflicts);
	put_part(p, t->interim_units, "đơn vị máu là số tạm tính, đã có trong tổng số");
	put_part(p, t->unsplit.inside,
	    "đơn vị máu mang sang chưa tách theo ngày, có cả ngày trước kỳ này, đã có trong tổng số");
	put_part(p, t->unsplit.outside,
	    "đơn vị máu mang sang chưa tách theo ngày, có ngày trong kỳ này, tính vào kỳ sau");
	put_part(
	    p, t->returned_units, "đơn vị máu của báo cáo bị trả lại, không tính trong tổng số");
	put_part(p, t->after_lock_units,
	    "đơn vị máu của báo cáo đến sau khi khóa sổ, không tính trong tổng số");
	put_outside(p, r);
	if (t->demo)
		document_put(p->d, DOCUMENT_BODY,
		    "- SỐ LIỆU DEMO: văn bản này có số liệu minh họa, không phải số thật.");
}

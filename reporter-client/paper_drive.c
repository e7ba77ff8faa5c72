/* A single drive: the plan before it (KẾ HOẠCH) and what it brought (BÁO CÁO). */
#include "paper.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "late_list.h"
#include "rules/catalogue.h"
#include "wire/submission.h"

#define SENTENCE_BYTES 30000

struct told {
	const struct drive_row *drive;
	const struct row *row; /* NULL: nothing at that batch */
	char name[DOCUMENT_WORDS_MAX];
};

static struct told
drive_of(const struct paper *p)
{
	struct told t = {.drive = document_data_detail(p->data, p->data->drive),
	    .row = document_data_row(&p->data->drives.all, p->data->drive)};

	(void)text_copy(t.name, sizeof(t.name), "Hiến máu tình nguyện");
	if (t.drive != NULL && t.drive->name[0] != '\0')
		(void)text_copy(t.name, sizeof(t.name), t.drive->name);
	return t;
}

/* Of the drive's plan; "": it stands as planned. */
static const char *
standing(const struct told *t)
{
	if (!t->drive->planned || t->drive->reported)
		return t->drive->planned && t->drive->state == DRIVE_CANCELLED
		    ? "kế hoạch ghi đã hủy"
		    : "";
	if (t->drive->state == DRIVE_CANCELLED)
		return "đã hủy";
	if (t->drive->state != DRIVE_POSTPONED)
		return "";
	return late_list_is_open(t->drive) ? "hoãn, chưa có ngày mới" : "hoãn, đã có ngày mới";
}

/* Whoever reads the title alone must not take a drive that was let go for one that is held. */
static void
subject_put(const struct told *t, const char *before, char ret[2 * DOCUMENT_WORDS_MAX])
{
	const char *how = standing(t);

	(void)snprintf(ret, 2 * DOCUMENT_WORDS_MAX, "%s “%.300s”%s%s%s", before, t->name,
	    how[0] != '\0' ? " (" : "", how, how[0] != '\0' ? ")" : "");
}

static void
put_standing(struct paper *p, const struct told *t)
{
	const char *how = standing(t);
	struct drive_key key;
	char day[DAY_TEXT_MAX];

	if (how[0] == '\0')
		return;
	if (t->drive->state == DRIVE_POSTPONED && drive_key_parse(t->drive->drive, &key, NULL))
		document_put(p->d, DOCUMENT_BODY, "- Buổi này %s (ngày theo kế hoạch ban đầu: %s).",
		    how, document_words_day(key.day, day));
	else
		document_put(p->d, DOCUMENT_BODY, "- Buổi này %s.", how);
}

static void
put_where(struct paper *p, const struct told *t)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	put_standing(p, t);
	if (t->drive->from == t->drive->to)
		document_put(p->d, DOCUMENT_BODY, "- Thời gian: %s.",
		    document_words_weekday(t->drive->from, from));
	else
		document_put(p->d, DOCUMENT_BODY, "- Thời gian: từ %s đến %s.",
		    document_words_weekday(t->drive->from, from),
		    document_words_weekday(t->drive->to, to));
	document_put(p->d, DOCUMENT_BODY, "- Địa điểm: %s%s",
	    t->drive->venue[0] != '\0' ? t->drive->venue : "…",
	    t->drive->venue[0] != '\0' ? "." : "");
}

static void
put_who(struct paper *p, const struct told *t)
{
	document_put(p->d, DOCUMENT_BODY, "- Nơi được tính chỉ tiêu: %s.", p->place);
	if (t->drive->schedule.drive == NULL)
		return;
	paper_names(p, "Chỉ đạo", &t->drive->schedule.directing);
	paper_names(p, "Phối hợp chỉ đạo", &t->drive->schedule.coordinating);
	paper_names(p, "Thực hiện", &t->drive->schedule.executing);
	paper_names(p, "Tiếp nhận máu", &t->drive->schedule.facilities);
}

/* The people whom the plan wants to register on the days of the drive. */
static bool
registered_target(const struct paper *p, const struct told *t, char buf[DOCUMENT_WORDS_MAX])
{
	const struct reference *r = &p->data->targets.all;

	for (uint32_t i = 0; i < r->targets_n; i++) {
		const struct target *x = &r->targets[i].target;

		if (x->measure != MEASURE_REGISTERED ||
		    strcmp(x->org, p->data->whole.all.org) != 0 || x->from > t->drive->to ||
		    x->to < t->drive->from)
			continue;
		(void)document_words_target(x, buf);
		return true;
	}
	return false;
}

/* What the members have reached in the plan year so far. */
static void
put_members(struct paper *p, const char *before)
{
	const struct rows *r = &p->data->whole.all;
	char words[DOCUMENT_WORDS_MAX], name[DOCUMENT_WORDS_MAX], day[DAY_TEXT_MAX];
	char target[DOCUMENT_WORDS_MAX];

	document_put(p->d, DOCUMENT_BODY, "%s %s:", before,
	    document_words_span(r->period.from, r->period.to, words));
	if (paper_reached(&r->total, words))
		document_put(p->d, DOCUMENT_BODY, "- Chung: %s.", words);
	else if (r->total.has_target)
		document_put(p->d, DOCUMENT_BODY,
		    "- Chỉ tiêu năm: %s đơn vị máu; chưa có kết quả đến ngày %s.",
		    paper_target(&r->total, target), document_words_day(r->period.to, day));
	else
		document_put(p->d, DOCUMENT_BODY, "- Chưa có chỉ tiêu năm.");
	paper_who_reached(p, r);
	paper_completeness(p, r);
	if (p->annexes > 0)
		document_put(
		    p->d, DOCUMENT_BODY, "(Chi tiết tại %s.)", paper_annex_name(p, 1, name));
}

static void
members_annex(struct paper *p)
{
	if (p->annexes > 0) {
		paper_annex(p, false, "Kết quả từ đầu năm kế hoạch của các địa phương, cơ quan");
		paper_children_table(p, &p->data->whole.all);
	}
	paper_source(p);
}

/* ---- the plan */

static void
put_aims(struct paper *p, const struct told *t)
{
	char people[DOCUMENT_WORDS_MAX], units[DOCUMENT_WORDS_MAX];
	const bool registered = registered_target(p, t, people);
	const bool target = t->row != NULL && t->row->has_target;

	if (registered && target)
		document_put(p->d, DOCUMENT_BODY,
		    "1. Vận động %s người đăng ký, tiếp nhận %s đơn vị máu.", people,
		    paper_target(t->row, units));
	else if (registered)
		document_put(p->d, DOCUMENT_BODY, "1. Vận động %s người đăng ký hiến máu.", people);
	else if (target)
		document_put(p->d, DOCUMENT_BODY, "1. Tiếp nhận %s đơn vị máu.",
		    paper_target(t->row, units));
	else
		document_put(p->d, DOCUMENT_BODY,
		    "1. Vận động … người đăng ký, tiếp nhận … đơn vị máu (chưa có chỉ tiêu).");
	if (t->drive->has_registered)
		document_put(p->d, DOCUMENT_BODY, "Đến ngày %s đã có %s người đăng ký.",
		    document_words_day(t->drive->registered_day, people),
		    num_people(t->drive->registered, units));
}

void
paper_drive_plan(struct paper *p)
{
	const struct told t = drive_of(p);
	char subject[2 * DOCUMENT_WORDS_MAX], issuer[DOCUMENT_WORDS_MAX];

	p->kind = "Kế hoạch";
	p->annexes = p->data->whole.all.rows_n > 0;
	subject_put(&t, "Tổ chức ngày hội hiến máu", subject);
	paper_head(
	    p, &(const struct document_head){.kind = "KẾ HOẠCH", .mark = "KH", .subject = subject});
	paper_text(p, "can-cu");
	document_put(p->d, DOCUMENT_BODY,
	    "%s xây dựng kế hoạch tổ chức “%s” như sau:", paper_issuer(p, issuer), t.name);
	document_put(p->d, DOCUMENT_PART, "I. MỤC ĐÍCH, YÊU CẦU");
	put_aims(p, &t);
	paper_text(p, "I.2");
	document_put(p->d, DOCUMENT_PART, "II. THỜI GIAN, ĐỊA ĐIỂM");
	put_where(p, &t);
	document_put(p->d, DOCUMENT_PART, "III. TÊN CHƯƠNG TRÌNH VÀ THÔNG ĐIỆP");
	document_put(p->d, DOCUMENT_BODY, "- Tên chương trình: “%s”.", t.name);
	paper_text(p, "III");
	/* The model's own heading (Nam Từ Liêm 2020): no unit of blood. */
	document_put(p->d, DOCUMENT_PART, "IV. ĐƠN VỊ TỔ CHỨC");
	put_who(p, &t);
	document_put(p->d, DOCUMENT_PART, "V. THÀNH PHẦN THAM DỰ");
	paper_text(p, "V");
	document_put(p->d, DOCUMENT_PART, "VI. NỘI DUNG, CÔNG TÁC CHUẨN BỊ");
	paper_text(p, "VI");
	document_put(p->d, DOCUMENT_PART, "VII. PHƯƠNG ÁN HUY ĐỘNG LỰC LƯỢNG");
	paper_text(p, "VII");
	put_members(p, "Kết quả thực hiện chỉ tiêu của các thành viên");
	document_put(p->d, DOCUMENT_PART, "VIII. TỔ CHỨC THỰC HIỆN, PHÂN CÔNG NHIỆM VỤ");
	paper_text(p, "VIII");
	document_put(
	    p->d, DOCUMENT_BODY, "Trên đây là kế hoạch tổ chức “%s” của %s./.", t.name, issuer);
	paper_foot(p);
	members_annex(p);
}

/* ---- the result */

static void
put_result(struct paper *p, const struct told *t)
{
	char words[DOCUMENT_WORDS_MAX], number[NUM_TEXT_MAX], attended[NUM_TEXT_MAX];
	int64_t units = 0, people = 0;

	if (t->row == NULL || !paper_count(t->row, IND_BLOOD_UNITS, &units)) {
		document_put(p->d, DOCUMENT_BODY, "- Chưa có báo cáo kết quả của buổi này.");
		return;
	}
	if (strcmp(t->row->state, "interim") == 0)
		document_put(p->d, DOCUMENT_BODY, "- Số liệu dưới đây là số tạm tính.");
	if (paper_count(t->row, IND_ATTENDED, &people))
		document_put(p->d, DOCUMENT_BODY,
		    "- Có %s lượt người tham gia, tiếp nhận %s đơn vị máu.",
		    num_people(people, attended), num_people(units, number));
	else
		document_put(
		    p->d, DOCUMENT_BODY, "- Tiếp nhận %s đơn vị máu.", num_people(units, number));
	if (paper_reached(t->row, words))
		document_put(p->d, DOCUMENT_BODY, "- So với chỉ tiêu của buổi: %s.", words);
	paper_counts(p, t->row);
	if (t->row->demo)
		document_put(p->d, DOCUMENT_BODY,
		    "- SỐ LIỆU DEMO: văn bản này có số liệu minh họa, không phải số thật.");
}

void
paper_drive_result(struct paper *p)
{
	const struct told t = drive_of(p);
	char subject[2 * DOCUMENT_WORDS_MAX], issuer[DOCUMENT_WORDS_MAX];

	p->kind = "Báo cáo";
	p->annexes = p->data->whole.all.rows_n > 0;
	subject_put(&t, "Kết quả ngày hội hiến máu", subject);
	paper_head(
	    p, &(const struct document_head){.kind = "BÁO CÁO", .mark = "BC", .subject = subject});
	document_put(p->d, DOCUMENT_BODY,
	    "%s báo cáo kết quả tổ chức “%s” như sau:", paper_issuer(p, issuer), t.name);
	document_put(p->d, DOCUMENT_PART, "I. CÔNG TÁC TỔ CHỨC");
	put_where(p, &t);
	put_who(p, &t);
	paper_text(p, "I");
	document_put(p->d, DOCUMENT_PART, "II. KẾT QUẢ");
	put_result(p, &t);
	document_put(p->d, DOCUMENT_PART, "III. KẾT QUẢ TỪ ĐẦU NĂM KẾ HOẠCH");
	put_members(p, "Lũy kế");
	document_put(p->d, DOCUMENT_PART, "IV. ĐÁNH GIÁ, KIẾN NGHỊ");
	paper_text(p, "IV");
	document_put(p->d, DOCUMENT_CLOSING, "Trên đây là báo cáo kết quả tổ chức “%s” của %s./.",
	    t.name, issuer);
	paper_foot(p);
	members_annex(p);
}

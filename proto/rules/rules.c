#include "rules/rules.h"

#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "rules/relation.h"
#include "rules/shape.h"

#define SHAPE_RULE "V0"
#define FUTURE_RULE "V16"

/*
 * V1 to V26 are those of domain.md; V0, V5W and from V27 on are ours.  What needs the registry, the
 * plan or other reports stands in ELSEWHERE below, with who looks at it.
 * Errors stand first: the first that does not hold answers.
 * X(id, severity, code of a refusal, relation, "câu tiếng Việt", "English sentence")
 */
/* clang-format off */
#define RULES(X) \
	X(SHAPE_RULE, ERROR, MALFORMED, NULL, \
		"Đủ mục bắt buộc, mã và ngày đúng dạng", \
		"Required fields are there, codes and days are well formed") \
	X("V1", ERROR, SUMS_DISAGREE, relation_funnel, \
		"Được khám = hoãn + bỏ về + hiến; hiến ≤ được khám ≤ tham gia", \
		"Examined = deferred + left + donated; donated ≤ examined ≤ attended") \
	X("V3", ERROR, SUMS_DISAGREE, relation_products, \
		"Máu toàn phần + tiểu cầu + huyết tương + không thành = lượt hiến", \
		"Whole blood + platelets + plasma + unsuccessful = donated") \
	X("V4", ERROR, SUMS_DISAGREE, relation_volumes, \
		"250 + 350 + 450 + loại khác = đơn vị máu", \
		"250 + 350 + 450 + others = blood units") \
	X("V5", ERROR, SUMS_DISAGREE, relation_ml, \
		"Tổng thể tích = tổng theo loại túi (sai số 2%)", \
		"The volume is that of the bags by size (within 2 percent)") \
	X("V6", ERROR, SUMS_DISAGREE, relation_donors, \
		"Mỗi cách chia người hiến cộng lại bằng lượt hiến", \
		"Each way to divide the donors adds up to donated") \
	X("V8", ERROR, SUMS_DISAGREE, relation_deferrals, \
		"Các lý do hoãn cộng lại bằng số bị hoãn", \
		"Reasons of deferral add up to deferred") \
	X("V10", ERROR, SUMS_DISAGREE, relation_executing, \
		"Các nơi thực hiện cộng lại bằng đơn vị máu của buổi", \
		"Executing bodies add up to the drive's blood units") \
	X("V23", ERROR, SUMS_DISAGREE, relation_committees, \
		"Xã, phường đã có Ban chỉ đạo không vượt tổng số xã, phường", \
		"Communes with a committee are at most all communes") \
	X(FUTURE_RULE, ERROR, DATE_FUTURE, relation_future, \
		"Kết quả không mang ngày ở tương lai", \
		"A result's date is not in the future") \
	X("V2", WARNING, OK, relation_walk_ins, \
		"Tham gia ≤ đăng ký + đến không đăng ký", \
		"Attended ≤ registered + walk-ins") \
	X("V5W", WARNING, OK, relation_ml_mean, \
		"Mỗi đơn vị máu từ 250 đến 500 ml", \
		"A unit holds 250 to 500 ml") \
	X("V7", WARNING, OK, relation_blood_groups, \
		"Tỷ lệ nhóm máu gần với cả nước; Rh âm không quá 1%", \
		"Blood groups are near the country's shares; Rh negative at most 1 percent") \
	X("V9", WARNING, OK, relation_rare, \
		"Người nhóm máu hiếm không vượt người dự bị", \
		"Rare-group donors are at most the reserve") \
	X("V23W", WARNING, OK, relation_communes, \
		"Tổng số xã, phường là số trong danh bạ vào ngày cuối", \
		"Communes are as many as the registry has on the last day") \
	X("V15", WARNING, OK, relation_yield, \
		"Hiến được từ 55% đến 95% số người tham gia", \
		"Of those who attended, 55 to 95 percent gave") \
	X("V27", WARNING, OK, relation_parts, \
		"Các phần đã ghi không vượt tổng; phần còn lại ghi vào “không rõ”", \
		"The parts given are at most the whole; the rest stands under unknown") \
	X("V28", WARNING, OK, relation_planned_day, \
		"Ngày tổ chức không cách ngày dự kiến quá 180 ngày", \
		"A drive is held within 180 days of its planned date") \
	X("V29", WARNING, OK, relation_old_day, \
		"Buổi đã đổi ngày, hoặc hoãn mà chưa có ngày mới, không báo cho ngày cũ", \
		"A drive that was moved, or postponed with no new day, is not reported for its old day") \
	X("V30", WARNING, OK, relation_far, \
		"Không quá 10.000 đơn vị máu một ngày, không quá 10 lần chỉ tiêu của buổi", \
		"At most 10,000 blood units a day, and ten times the drive's target") \
	X("V31", WARNING, OK, relation_cancelled, \
		"Buổi đã hủy thì không có kết quả", \
		"A cancelled drive has no result") \
	X("V32", WARNING, OK, relation_visits, \
		"Đơn vị máu, tiểu cầu, huyết tương và lần không thành không vượt số người hiến, được khám, tham gia", \
		"Units, platelets, plasma and unsuccessful are at most donated, examined and attended") \
	X("V17", INFO, OK, relation_plan_year, \
		"Buổi tính cho năm kế hoạch có ngày tổ chức", \
		"A drive counts for the plan year in which it is held")

/* X(id, severity, "nơi kiểm", "where", "câu tiếng Việt", "English sentence") */
#define ELSEWHERE(X) \
	X("V11", WARNING, "giothong plan check", "giothong plan check", \
		"Chỉ tiêu các nơi cộng lại bằng, hoặc không dưới, chỉ tiêu tổng; phần chênh được nêu", \
		"The children's targets add up to the control total, or to at least it; the rest is named") \
	X("V12", WARNING, "giothong plan check", "giothong plan check", \
		"Tỷ lệ ghi trong kế hoạch không lệch quá 0,5 điểm so với tỷ lệ tính được", \
		"A stated share differs from the computed one by at most 0.5 points") \
	X("V13", ERROR, "giothong plan check", "giothong plan check", \
		"Tổng hàng và tổng cột của ma trận tháng bằng tổng đã ghi", \
		"Row and column totals of the month matrix equal those stated") \
	X("V14", WARNING, "giothong plan check", "giothong plan check", \
		"Chỉ tiêu không quá 5 lần trung vị của các nơi cùng loại (từ tám nơi trở lên)", \
		"A target is at most 5 times the median of its siblings (of eight or more)") \
	X("V18", WARNING, "máy chủ", "aggregator", \
		"Cùng nơi, ngày gần nhau: có thể là một buổi ghi hai lần, hoặc chồng chéo", \
		"The same place and near days: perhaps one drive twice, or an overlap") \
	X("V19", ERROR, "máy chủ", "aggregator", \
		"Nơi được tính còn hiệu lực vào ngày của buổi", \
		"The credited organisation is valid on the day") \
	X("V20", ERROR, "máy chủ", "aggregator", \
		"Bản sửa nêu bản được thay; sổ đã khóa cần người duyệt", \
		"A correction cites what it replaces; a locked period needs an approver") \
	X("V21", ERROR, "sinh từ số", "generated", \
		"Đạt = 100 + vượt: chữ sinh từ số, không gõ tay", \
		"Reached = 100 + over: words come from numbers") \
	X("V22", WARNING, "máy chủ", "aggregator", \
		"Số lũy kế không giảm, không bỏ chỉ số đã báo trong năm kế hoạch, trừ khi có ghi chú", \
		"A cumulative report neither shrinks nor leaves out what the plan year's had, unless a note says why") \
	X("V24", ERROR, "máy chủ", "aggregator", \
		"Chỉ tiêu theo người, theo tỷ lệ và theo đơn vị máu không quy đổi lẫn nhau", \
		"Targets in persons, rates and blood units are never converted into one another") \
	X("V25", ERROR, "giothong-aggregator verify", "giothong-aggregator verify", \
		"Mọi cách nhìn cộng lại cùng một tổng cả nước", \
		"Every view adds up to the same national total") \
	X("V26", ERROR, "lúc đọc số", "when numbers are read", \
		"Số đọc được hai cách thì hỏi lại, không đoán", \
		"A number that reads two ways is asked about, never guessed")
/* clang-format on */

#define RULE_INFO(id, severity, code, look, vi, en) {(id), SEVERITY_##severity, (vi), (en)},
#define RULE_DEED(id, severity, code, look, vi, en) {ERR_##code, (look)},

static const struct rule_info infos[] = {RULES(RULE_INFO)};

/* Beside ${infos}: the code of a refusal, and who looks (NULL: shape_check). */
static const struct deed {
	enum err_code code;
	relation_fn *look;
} deeds[] = {RULES(RULE_DEED)};

static void
look(size_t rule, const struct report *r, struct relation_sink *sink)
{
	/* Its text is empty and stays so. */
	sink->like.rule = infos[rule].id;
	sink->like.severity = infos[rule].severity;
	sink->like.code = deeds[rule].code;
	if (deeds[rule].look != NULL)
		deeds[rule].look(r, sink);
}

/* A withdrawal's numbers are no longer anybody's. */
static bool
has_numbers(const struct report *r)
{
	return r->action != ACTION_WITHDRAWAL;
}

size_t
rules_check(const struct report *r, day_t today, struct finding ret[RULES_FINDINGS_MAX])
{
	return rules_check_on(r, &(struct rules_ground){.today = today}, ret);
}

size_t
rules_check_on(
    const struct report *r, const struct rules_ground *on, struct finding ret[RULES_FINDINGS_MAX])
{
	struct relation_sink sink = {.at = ret, .on = *on};
	struct err err = {0};

	if (!shape_check(r, &err)) {
		ret[0] = (struct finding){
		    .rule = SHAPE_RULE, .severity = SEVERITY_ERROR, .code = err.code};
		(void)text_copy(ret[0].text, sizeof(ret[0].text), err.text);
		return 1;
	}
	for (size_t i = 0; has_numbers(r) && i < ARRAY_LEN(infos); i++)
		look(i, r, &sink);
	/* This clock may be wrong: the aggregator's decides. */
	for (size_t i = 0; i < sink.n; i++)
		if (strcmp(ret[i].rule, FUTURE_RULE) == 0)
			ret[i].severity = SEVERITY_WARNING;
	return sink.n;
}

bool
rules_accept(const struct report *r, day_t today, struct err *err)
{
	struct finding findings[RULES_FINDINGS_MAX];
	struct relation_sink sink = {.at = findings, .on = {.today = today}};

	if (!shape_check(r, err))
		return false;
	for (size_t i = 0; has_numbers(r) && i < ARRAY_LEN(infos); i++) {
		if (infos[i].severity != SEVERITY_ERROR)
			continue;
		look(i, r, &sink);
		if (sink.n > 0)
			return err_set(
			    err, deeds[i].code, "%s: %s", findings[0].rule, findings[0].text);
	}
	return true;
}

bool
rules_has_note(const struct report *r)
{
	return r->reason[0] != '\0' || (r->kind == KIND_RESULT && r->u.result.note[0] != '\0') ||
	    (r->kind == KIND_ACTIVITY && r->u.activity.note[0] != '\0');
}

/* Those that an office without plan and registry cannot ask itself, and more bags than people. */
static bool
is_asked(size_t rule)
{
	static relation_fn *const asked[] = {
	    relation_old_day, relation_far, relation_cancelled, relation_visits, relation_communes};

	for (size_t i = 0; i < ARRAY_LEN(asked); i++)
		if (deeds[rule].look == asked[i])
			return true;
	return false;
}

bool
rules_noted(const struct report *r, const struct rules_ground *on, struct err *err)
{
	struct finding findings[RULES_FINDINGS_MAX];
	struct relation_sink sink = {.at = findings, .on = *on};

	for (size_t i = 0; has_numbers(r) && !rules_has_note(r) && i < ARRAY_LEN(infos); i++) {
		if (is_asked(i))
			look(i, r, &sink);
		if (sink.n > 0)
			return err_set(
			    err, ERR_NOTE_MISSING, "%s: %s", findings[0].rule, findings[0].text);
	}
	return true;
}

const struct rule_info *
rules_all(size_t *ret_n)
{
	*ret_n = ARRAY_LEN(infos);
	return infos;
}

#define RULE_ELSEWHERE(id, severity, where_vi, where_en, vi, en) \
	{(id), SEVERITY_##severity, (where_vi), (where_en), (vi), (en)},

const struct rule_elsewhere *
rules_elsewhere(size_t *ret_n)
{
	/* clang-format off */
	static const struct rule_elsewhere elsewhere[] = {ELSEWHERE(RULE_ELSEWHERE)};
	/* clang-format on */

	*ret_n = ARRAY_LEN(elsewhere);
	return elsewhere;
}

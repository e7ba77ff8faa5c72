#include "document_make.h"

#include <string.h>

#include "base/lang.h"
#include "paper.h"

/* "Năm 2021 tổ chức …" is of a year: of a part of one each sentence would say too little. */
static bool
check_year(const struct document_data *d, struct err *err)
{
	const struct period_row *of = &d->whole.all.period, *year = &d->year.all.period;
	char first[DAY_TEXT_MAX], last[DAY_TEXT_MAX];

	if (d->type != DOCUMENT_PLAN || (of->from == year->from && of->to == year->to))
		return true;
	return err_set(err, ERR_PERIOD,
	    TR("kế hoạch năm cần cả năm kế hoạch %d (%s – %s): dùng --period %d",
		"a year's plan needs the whole plan year %d (%s – %s): use --period %d"),
	    d->year_number, day_people(year->from, first), day_people(year->to, last),
	    d->year_number);
}

bool
document_make(const struct document_data *data, struct document **ret, struct err *err)
{
	typedef void type_fn(struct paper * p);
	static type_fn *const types[DOCUMENT_TYPE_COUNT_] = {[DOCUMENT_HALF_YEAR] = paper_report,
	    [DOCUMENT_YEAR] = paper_report,
	    [DOCUMENT_CAMPAIGN] = paper_campaign,
	    [DOCUMENT_PLAN] = paper_plan,
	    [DOCUMENT_DRIVE_PLAN] = paper_drive_plan,
	    [DOCUMENT_DRIVE_RESULT] = paper_drive_result,
	    [DOCUMENT_CAMPAIGN_RESULT] = paper_campaign_result};
	const char *kind = data->whole.all.total.kind;
	const bool english = lang_is_english();
	struct paper p = {
	    .data = data, .is_body = strcmp(kind, "body") == 0 || strcmp(kind, "facility") == 0};

	if (data->type >= DOCUMENT_TYPE_COUNT_ || !check_year(data, err) ||
	    !document_tree_make(&p.d, err))
		return false;
	(void)lang_set("vi");
	(void)document_words_place(
	    strcmp(kind, "nation") == 0 ? "cả nước" : data->whole.all.org_name, p.place);
	types[data->type](&p);
	(void)lang_set(english ? "en" : "vi");
	if (!document_tree_ok(p.d, err)) {
		document_tree_free(p.d);
		return false;
	}
	*ret = p.d;
	return true;
}

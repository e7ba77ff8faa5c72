#include "document_make.h"

#include <string.h>

#include "base/lang.h"
#include "paper.h"

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

	if (data->type >= DOCUMENT_TYPE_COUNT_ || !document_tree_make(&p.d, err))
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

#include "report_check.h"

#include <string.h>

#define FUTURE_RULE "V16"

bool
report_check(const struct report *r, day_t today, struct finding ret[RULES_FINDINGS_MAX],
    size_t *ret_n, struct err *err)
{
	return report_check_on(r, &(struct rules_ground){.today = today}, ret, ret_n, err);
}

bool
report_check_on(const struct report *r, const struct rules_ground *on,
    struct finding ret[RULES_FINDINGS_MAX], size_t *ret_n, struct err *err)
{
	bool needs_note = false;
	size_t at = 0;

	*ret_n = rules_check_on(r, on, ret);
	for (size_t i = 0; i < *ret_n; i++) {
		if (ret[i].severity == SEVERITY_ERROR)
			return err_set(err, ret[i].code, "%s: %s", ret[i].rule, ret[i].text);
		if (ret[i].severity == SEVERITY_WARNING && !needs_note &&
		    strcmp(ret[i].rule, FUTURE_RULE) != 0) {
			needs_note = true;
			at = i;
		}
	}
	if (needs_note && !rules_has_note(r))
		return err_set(err, ERR_NOTE_MISSING, "%s: %s", ret[at].rule, ret[at].text);
	return true;
}

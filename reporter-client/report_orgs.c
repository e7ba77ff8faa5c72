#include "report_orgs.h"

#include <string.h>

#include "base/lang.h"

bool
report_orgs_one(
    struct org_find *f, struct arena *arena, day_t day, const char **text, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];

	if ((*text)[0] == '\0' || org_find_is_code(*text))
		return true;
	return org_find_code(f, *text, day, code, err) &&
	    report_build_copy(arena, code,
		(struct text_field){WIRE_CODE_BYTES_MAX, TR("mã nơi", "the organisation")}, text,
		err);
}

bool
report_orgs_resolve(struct org_find *f, struct report_build *b, day_t day, struct err *err)
{
	for (uint32_t i = 0; i < b->executing_n; i++) {
		if (!report_orgs_one(f, b->arena, day, &b->executing[i].org, err))
			return false;
		for (uint32_t j = 0; j < i; j++)
			if (strcmp(b->executing[i].org, b->executing[j].org) == 0)
				return err_set(err, ERR_INVALID,
				    TR("nơi thực hiện %s ghi hai lần", "%s executes twice"),
				    b->executing[i].org);
	}
	return report_orgs_one(f, b->arena, day, &b->r.place, err) &&
	    report_orgs_one(f, b->arena, day, &b->r.facility, err);
}

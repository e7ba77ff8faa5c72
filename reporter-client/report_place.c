#include "report_place.h"

#include <stdio.h>

#include "ask.h"
#include "wire/submission.h"

/* A drive's code is read on the day of its key, a collection's on its last. */
static bool
place_of(const struct report *r, struct drive_key *ret)
{
	const struct collection *c = &r->u.result.collection;

	if (r->u.result.drive[0] != '\0')
		return drive_key_parse(r->u.result.drive, ret, NULL);
	ret->day = c->to;
	return snprintf(ret->org, sizeof(ret->org), "%s", c->org) < (int)sizeof(ret->org);
}

bool
report_place_look(const struct profile *p, const struct report *r, bool *ret_asked, struct err *err)
{
	char iso[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	struct drive_key place;
	const struct reference_request q = {
	    .kind = REFERENCE_ORGS, .org = place.org, .period = period, .search = ""};
	struct ask_reference answer = {.arenas_n = 0};
	struct err why = {.code = ERR_OK};
	struct ask *a = NULL;

	*ret_asked = false;
	if (!place_of(r, &place))
		return true;
	(void)day_iso(place.day, iso);
	(void)snprintf(period, sizeof(period), "%s..%s", iso, iso);
	*ret_asked = ask_open(p, &a, &why) && ask_reference(a, &q, &answer, &why);
	ask_reference_free(&answer);
	ask_close(a);
	if (why.code == ERR_ORG_UNKNOWN || why.code == ERR_ORG_NOT_VALID)
		return err_set(err, why.code, "%s", why.text);
	return true;
}

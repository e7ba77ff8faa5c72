#include "reminder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "outbox_alarm.h"

bool
reminder_of(struct outbox *box, const struct hello_ok *ok, struct err *ret, bool *ret_is_new,
    struct err *err)
{
	struct outbox_alarm *known = NULL;
	size_t n = 0;

	*ret_is_new = false;
	if (ok->note_batch == 0)
		return true;
	(void)err_set(ret, ERR_OK, "#%" PRIu64 " %s", ok->note_batch, ok->note);
	if (!outbox_alarm_list(box, false, &known, &n, err))
		return false;
	*ret_is_new = true;
	/* It may have been told with those before it, which the office has seen since. */
	for (size_t i = 0; i < n; i++)
		if (known[i].code == ERR_OK &&
		    strncmp(known[i].detail, ret->text, strlen(ret->text)) == 0)
			*ret_is_new = false;
	free(known);
	return true;
}

void
reminder_keep(const struct profile *p, const struct hello_ok *ok)
{
	char path[OS_PATH_MAX];
	struct outbox *box = NULL;
	struct err note, err;
	bool is_new;

	if (ok->note_batch != 0 && profile_path(p, PROFILE_OUTBOX, path, &err) &&
	    outbox_open(path, &box, &err) && reminder_of(box, ok, &note, &is_new, &err) && is_new)
		(void)!outbox_alarm_add(box, &note, clock_unix_ms(), &err);
	outbox_close(box);
}

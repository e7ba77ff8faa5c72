#include "text_scope.h"

#include <string.h>

#include "ask.h"
#include "base/lang.h"
#include "base/text.h"

static bool
days_ask(struct cli *cli, struct document_which *w, struct err *err)
{
	const struct summary_request q = {.org = cli->org == NULL ? "" : cli->org,
	    .period = cli->period,
	    .by = BY_MONTH,
	    .basis = ""};
	struct ask_rows rows = {.arenas_n = 0};
	struct ask *a = NULL;
	bool ok = cli_profile(cli, err) && ask_open(&cli->profile, &a, err) &&
	    ask_summary(a, &q, &rows, err);

	if (ok) {
		w->from = rows.all.period.from;
		w->to = rows.all.period.to;
		ask_rows_free(&rows);
	}
	ask_close(a);
	return ok;
}

bool
text_scope_of(
    struct cli *cli, const struct text_scope *s, char ret[DOCUMENT_WHICH_MAX], struct err *err)
{
	struct document_which w = {.of = ""};
	bool of_drive, of_campaign, of_period;

	if (!document_text_type(s->document, &w.type, err))
		return false;
	of_drive = document_text_is_of_drive(w.type);
	of_campaign = document_text_is_of_campaign(w.type);
	of_period = !of_drive && !of_campaign;
	if ((s->drive[0] != '\0' && !of_drive) || (s->campaign[0] != '\0' && !of_campaign) ||
	    (cli->period != NULL && !of_period))
		return err_set(err, ERR_USAGE, TR("%s là của %s", "%s is of %s"), s->document,
		    of_drive          ? TR("một buổi: --drive", "a drive: --drive")
			: of_campaign ? TR("một chiến dịch: --campaign", "a campaign: --campaign")
				      : TR("một kỳ: --period", "a period: --period"));
	w.of = of_drive ? s->drive : of_campaign ? s->campaign : "";
	if (w.of[0] == '\0' && cli->period == NULL)
		return text_copy(ret, DOCUMENT_WHICH_MAX, s->document);
	return (cli->period == NULL || days_ask(cli, &w, err)) && document_text_which(&w, ret, err);
}

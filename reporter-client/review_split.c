#include "review_split.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "review_find.h"
#include "rules/catalogue.h"

/* The organiser's, of the same days, which the collector's takes the place of. */
static const struct result *
organiser_of(const struct reference *history, const struct report_row *taken)
{
	for (uint32_t i = 0; i < history->reports_n; i++) {
		const struct report_row *row = &history->reports[i];

		if (row->kind == KIND_RESULT && row->result.day == taken->result.day &&
		    review_find_fits(row, REVIEW_ACCEPTED))
			return &row->result;
	}
	return NULL;
}

static void
say(const struct result *own, int64_t units, const char *key, struct buf *out)
{
	char was[NUM_TEXT_MAX], is[NUM_TEXT_MAX];

	buf_printf(
	    out, TR("%s: phần của từng nơi thực hiện (", "%s: what each body executed ("), key);
	for (uint32_t i = 0; i < own->executing_n; i++)
		buf_printf(out, "%s%s %s", i > 0 ? ", " : "", own->executing[i].org,
		    num_people(own->executing[i].units, was));
	buf_printf(out,
	    TR(") là của %s đơn vị, không phải %s của nơi tiếp nhận máu, nên không giữ được; chia lại: "
	       "giothong correct %s --executing MÃ=SỐ --reason LÝ-DO",
		") is of %s units, not of the collector's %s, and is let go; share them out again: "
		"giothong correct %s --executing ORG=N --reason TEXT"),
	    num_people(counts_value(&own->counts, IND_BLOOD_UNITS), was), num_people(units, is),
	    key);
}

bool
review_split_say(const struct reference *history, const struct report_row *taken, const char *key,
    char *ret, size_t size)
{
	const struct result *own = organiser_of(history, taken);
	const int64_t units = counts_value(&taken->result.counts, IND_BLOOD_UNITS);
	struct buf text = {.max = BUF_DEFAULT_MAX};
	int64_t shared = 0;

	ret[0] = '\0';
	for (uint32_t i = 0; own != NULL && i < own->executing_n; i++)
		shared += own->executing[i].units;
	if (shared == 0 || shared == units || own->executing_n == 1)
		return false;
	say(own, units, key, &text);
	(void)text_copy(ret, size, buf_text(&text));
	buf_free(&text);
	return true;
}

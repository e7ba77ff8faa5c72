#include "report_say.h"

#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "report_subject.h"
#include "rules/catalogue.h"

/* Counts that say most stand first. */
static const uint32_t first[] = {IND_BLOOD_UNITS, IND_ATTENDED, IND_DONATED, IND_REGISTERED};

static void
count_say(struct buf *b, uint32_t ind, int64_t val)
{
	const struct indicator *i = catalogue_by_ind(ind);
	char number[NUM_TEXT_MAX];

	buf_printf(b, "%s%s: %s", b->len > 0 ? ", " : "", i == NULL ? "?" : TR(i->vi, i->en),
	    num_people(val, number));
}

static bool
is_first(uint32_t ind)
{
	for (size_t i = 0; i < ARRAY_LEN(first); i++)
		if (first[i] == ind)
			return true;
	return false;
}

static void
counts_say(struct buf *b, const struct counts *c)
{
	int64_t val = 0;

	for (size_t i = 0; i < ARRAY_LEN(first); i++)
		if (counts_get(c, first[i], &val))
			count_say(b, first[i], val);
	for (uint32_t i = 0; i < c->n; i++)
		if (!is_first(c->ind[i]))
			count_say(b, c->ind[i], c->val[i]);
}

static void
days_say(const struct result *s, char *ret, size_t size)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	if (s->drive[0] == '\0') /* a collection's subject says its days */
		ret[0] = '\0';
	else if (s->held_from == s->held_to)
		(void)snprintf(ret, size, " (%s)", day_words(s->held_from, from));
	else
		(void)snprintf(ret, size, " (%s – %s)", day_words(s->held_from, from),
		    day_words(s->held_to, to));
}

void
report_say_summary(const struct report *r, char *ret, size_t size)
{
	const struct result *s = &r->u.result;
	struct buf counts = {.max = 4096};
	struct buf line = {.max = 8192};
	char subject[REPORT_SUBJECT_MAX], days[2 * DAY_TEXT_MAX + 16];

	counts_say(&counts, &s->counts);
	days_say(s, days, sizeof(days));
	buf_printf(&line, "%s%s%s%s: %s", s->drive[0] != '\0' ? TR("Buổi ", "Drive ") : "",
	    report_subject_text(s, subject), days,
	    s->stage == STAGE_INTERIM ? TR(", tạm tính", ", interim") : "", buf_text(&counts));
	(void)text_copy(ret, size, buf_text(&line));
	buf_free(&counts);
	buf_free(&line);
}

void
report_say_findings(const struct cli *cli, const struct finding *findings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (findings[i].severity == SEVERITY_WARNING)
			cli_note(cli, TR("Lưu ý %s: %s", "Note %s: %s"), findings[i].rule,
			    findings[i].text);
		else if (findings[i].severity == SEVERITY_ERROR)
			cli_note(cli, TR("Sai %s: %s", "Wrong %s: %s"), findings[i].rule,
			    findings[i].text);
}

static void
change_say(struct buf *b, uint32_t ind, const int64_t *from, const int64_t *to)
{
	const struct indicator *i = catalogue_by_ind(ind);
	char was[NUM_TEXT_MAX], is[NUM_TEXT_MAX];

	buf_printf(b, "%s%s: %s → %s", b->len > 0 ? ", " : "", i == NULL ? "?" : TR(i->vi, i->en),
	    from == NULL ? "–" : num_people(*from, was), to == NULL ? "–" : num_people(*to, is));
}

void
report_say_changes(const struct counts *from, const struct counts *to, char *ret, size_t size)
{
	struct buf b = {.max = 8192};

	for (uint32_t i = 0; i < from->n; i++) {
		const int64_t was = from->val[i];
		int64_t is = 0;

		if (!counts_get(to, from->ind[i], &is))
			change_say(&b, from->ind[i], &was, NULL);
		else if (is != was)
			change_say(&b, from->ind[i], &was, &is);
	}
	for (uint32_t i = 0; i < to->n; i++) {
		int64_t was = 0;

		if (!counts_get(from, to->ind[i], &was))
			change_say(&b, to->ind[i], NULL, &to->val[i]);
	}
	(void)text_copy(ret, size, buf_text(&b));
	buf_free(&b);
}

void
report_say_disagreements(
    const struct counts *one, const struct counts *other, char *ret, size_t size)
{
	struct buf b = {.max = 8192};

	for (uint32_t i = 0; i < one->n; i++) {
		int64_t theirs = 0;

		if (counts_get(other, one->ind[i], &theirs) && theirs != one->val[i])
			change_say(&b, one->ind[i], &one->val[i], &theirs);
	}
	(void)text_copy(ret, size, buf_text(&b));
	buf_free(&b);
}

void
report_say_counts(const struct counts *c, char *ret, size_t size)
{
	struct buf b = {.max = 8192};

	counts_say(&b, c);
	(void)text_copy(ret, size, buf_text(&b));
	buf_free(&b);
}

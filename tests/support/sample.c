#include "support/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/rules.h"

static struct counts *
counts_of(struct sample *s)
{
	switch (s->r.kind) {
	case KIND_REGISTRATION:
		return &s->r.u.registration.counts;
	case KIND_ACTIVITY:
		return &s->r.u.activity.counts;
	default:
		return &s->r.u.result.counts;
	}
}

void
sample_pairs(struct sample *s, const struct pair *pairs)
{
	struct counts *c = counts_of(s);

	*c = (struct counts){.ind = s->ind, .val = s->val};
	for (; c->n < SAMPLE_PAIRS_MAX && pairs[c->n].ind != 0; c->n++) {
		s->ind[c->n] = pairs[c->n].ind;
		s->val[c->n] = pairs[c->n].val;
	}
}

void
sample_make(struct sample *s, enum report_kind kind)
{
	memset(s, 0, sizeof(*s));
	s->r.kind = kind;
	s->r.action = ACTION_FIRST;
	s->r.reason = "";
	switch (kind) {
	case KIND_REGISTRATION:
		s->r.u.registration =
		    (struct registration){.drive = "909/2022-05-08/1", .as_of = SAMPLE_DAY};
		sample_pairs(s, (const struct pair[]){{1, 300}, {0, 0}});
		break;
	case KIND_ACTIVITY:
		s->r.u.activity = (struct activity){
		    .org = "91", .from = SAMPLE_DAY, .to = SAMPLE_DAY + 10, .note = ""};
		sample_pairs(s, (const struct pair[]){{1200, 400}, {0, 0}});
		break;
	case KIND_SCHEDULE:
		s->r.u.schedule = (struct schedule){.drive = "909/2022-05-08/1",
		    .state = DRIVE_PLANNED,
		    .from = SAMPLE_DAY,
		    .to = SAMPLE_DAY,
		    .place = "",
		    .venue = "",
		    .occasion = "",
		    .plan = "",
		    .sector = "",
		    .name = ""};
		break;
	default:
		s->r.u.result = (struct result){.drive = "909/2022-05-08/1",
		    .collection = {.org = ""},
		    .held_from = SAMPLE_DAY,
		    .held_to = SAMPLE_DAY,
		    .stage = STAGE_FINAL,
		    .witness = WITNESS_ORGANISER,
		    .source = SOURCE_OWN,
		    .sector = "",
		    .place = "",
		    .facility = "",
		    .note = ""};
		sample_pairs(s, (const struct pair[]){{20, 365}, {0, 0}});
		break;
	}
}

void
sample_refused(const struct sample *s, enum err_code code)
{
	struct err err = {0};

	assert_false(rules_accept(&s->r, SAMPLE_TODAY, &err));
	if (err.code != code)
		print_message(
		    "%s instead of %s: %s\n", err_name(err.code), err_name(code), err.text);
	assert_int_equal(err.code, code);
	assert_true(err.text[0] != '\0');
}

void
sample_accepted(const struct sample *s)
{
	struct err err = {0};

	if (!rules_accept(&s->r, SAMPLE_TODAY, &err))
		fail_msg("%s: %s", err_name(err.code), err.text);
}

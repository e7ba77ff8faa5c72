#include "drive_report.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "words.h"

#define LINE_MAX_BYTES 8192

void
drive_report_target(const struct schedule *s, int64_t units, enum role role, struct report *ret)
{
	*ret = (struct report){.kind = KIND_TARGET, .action = ACTION_FIRST, .reason = ""};
	ret->u.target = (struct target){.org = "",
	    .from = s->from,
	    .to = s->to,
	    .drive = s->drive,
	    .sector = s->sector,
	    .campaign = s->campaigns.n > 0 ? s->campaigns.at[0] : "",
	    .measure = MEASURE_UNITS,
	    .qualifier = QUALIFIER_EXACT,
	    .value = units,
	    .assigned = role == ROLE_REPORTER ? ASSIGNED_SELF : ASSIGNED_ABOVE,
	    .plan = s->plan,
	    .draft = s->state == DRIVE_DRAFT,
	    .source = SOURCE_OWN};
}

/* ---- what differs */

static const char *
or_dash(const char *text)
{
	return text[0] == '\0' ? "–" : text;
}

static void
change(struct buf *b, const char *what, const char *from, const char *to)
{
	if (strcmp(from, to) != 0)
		buf_printf(
		    b, "%s%s: %s → %s", b->len > 0 ? ", " : "", what, or_dash(from), or_dash(to));
}

static void
days_change(struct buf *b, const struct schedule *from, const struct schedule *to)
{
	char was[2 * DAY_TEXT_MAX + 8], is[2 * DAY_TEXT_MAX + 8], x[DAY_TEXT_MAX], y[DAY_TEXT_MAX];

	(void)snprintf(
	    was, sizeof(was), "%s – %s", day_people(from->from, x), day_people(from->to, y));
	if (from->from == from->to)
		(void)day_people(from->from, was);
	(void)snprintf(is, sizeof(is), "%s – %s", day_people(to->from, x), day_people(to->to, y));
	if (to->from == to->to)
		(void)day_people(to->from, is);
	change(b, TR("ngày", "day"), was, is);
}

static void
list_change(struct buf *b, const char *what, const struct strings *from, const struct strings *to)
{
	struct buf was = {.max = LINE_MAX_BYTES}, is = {.max = LINE_MAX_BYTES};

	for (uint32_t i = 0; i < from->n; i++)
		buf_printf(&was, "%s%s", i > 0 ? " " : "", from->at[i]);
	for (uint32_t i = 0; i < to->n; i++)
		buf_printf(&is, "%s%s", i > 0 ? " " : "", to->at[i]);
	change(b, what, buf_text(&was), buf_text(&is));
	buf_free(&was);
	buf_free(&is);
}

static void
number_change(struct buf *b, uint32_t from, uint32_t to)
{
	char was[NUM_TEXT_MAX] = "", is[NUM_TEXT_MAX] = "";

	if (from != 0)
		(void)num_people(from, was);
	if (to != 0)
		(void)num_people(to, is);
	change(b, TR("đợt số", "number"), was, is);
}

void
drive_report_changes(const struct schedule *from, const struct schedule *to, char *ret, size_t size)
{
	struct buf b = {.max = LINE_MAX_BYTES};

	change(&b, TR("tình trạng", "state"), words_text(WORDS_DRIVE_STATE, from->state),
	    words_text(WORDS_DRIVE_STATE, to->state));
	days_change(&b, from, to);
	change(&b, TR("tên", "title"), from->name, to->name);
	change(&b, TR("địa điểm", "venue"), from->venue, to->venue);
	change(&b, TR("xã, phường", "commune"), from->place, to->place);
	change(&b, TR("nhân dịp", "occasion"), from->occasion, to->occasion);
	change(&b, TR("khối", "sector"), from->sector, to->sector);
	change(&b, TR("kế hoạch số", "plan"), from->plan, to->plan);
	number_change(&b, from->number, to->number);
	list_change(&b, TR("chiến dịch", "campaign"), &from->campaigns, &to->campaigns);
	list_change(&b, TR("chỉ đạo", "directing"), &from->directing, &to->directing);
	list_change(&b, TR("phối hợp", "coordinating"), &from->coordinating, &to->coordinating);
	list_change(&b, TR("thực hiện", "executing"), &from->executing, &to->executing);
	list_change(&b, TR("nơi tiếp nhận máu", "facility"), &from->facilities, &to->facilities);
	(void)text_copy(ret, size, buf_text(&b));
	buf_free(&b);
}

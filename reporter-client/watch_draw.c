/* How a watch_view looks on a terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "watch_state.h"
#include "when.h"

#define FRAME_LINES 9 /* title, state, blank, header, rule, rule, total, note, keys */
#define ROWS_LINES_MIN 1
#define ROWS_WITH_STATES_MIN 4
#define NAME_WIDTH_MIN 12
#define NUMBER_WIDTH 11
#define DELTA_WIDTH 9
#define PERCENT_WIDTH 9
#define DRIVES_WIDTH 9
#define LAST_WIDTH 17
#define BOLD "\x1b[1m"
#define DIM "\x1b[2m"
#define HOT "\x1b[1;32m"
#define ALARM "\x1b[1;31m"
#define PLAIN "\x1b[0m"

struct pen {
	const struct watch_screen *s;
	struct buf *out;
	uint32_t name_width;
	uint32_t label_room; /* columns behind the last number */
	bool has_drives, has_last, has_target;
};

static void
style(const struct pen *p, const char *how)
{
	if (p->s->colour)
		buf_str(p->out, how);
}

/*
 * A line is cleared before it is written: after its last column the cursor stands on that column.
 */
static void
line_end(const struct pen *p)
{
	style(p, PLAIN);
	buf_str(p->out, "\n\x1b[K");
}

static void
pad(const struct pen *p, size_t n)
{
	while (n-- > 0)
		buf_u8(p->out, ' ');
}

/* ${text} in exactly ${width} columns; what is too long ends in "…". */
static void
cell(const struct pen *p, const char *text, size_t width, bool right)
{
	const size_t have = text_width(text);
	char head[512];
	size_t len;

	if (have <= width) {
		pad(p, right ? width - have : 0);
		buf_str(p->out, text);
		pad(p, right ? 0 : width - have);
		return;
	}
	(void)text_copy(head, sizeof(head), text);
	for (len = strlen(head); len > 0 && text_width(head) + 1 > width; len--)
		head[len - 1] = '\0';
	/* A cut inside a character leaves its first bytes: they go too. */
	while (len > 0 && !text_is_valid(head, strlen(head)))
		head[--len] = '\0';
	buf_str(p->out, head);
	buf_str(p->out, "…");
	pad(p, width > text_width(head) + 1 ? width - text_width(head) - 1 : 0);
}

static void
rule(const struct pen *p)
{
	for (uint32_t i = 0; i < p->s->columns; i++)
		buf_str(p->out, "─");
	line_end(p);
}

static const char *
number_or(bool has, int64_t value, char buf[NUM_TEXT_MAX])
{
	return has ? num_people(value, buf) : "–";
}

static bool
is_hot(const struct pen *p, const struct watch_item *i)
{
	return i->changed_ms != 0 && p->s->now_ms - i->changed_ms < WATCH_VIEW_HOT_MS;
}

static void
delta_put(const struct pen *p, const struct watch_item *i)
{
	char number[NUM_TEXT_MAX], text[NUM_TEXT_MAX + 2] = "";

	if (is_hot(p, i) && i->delta != 0)
		(void)snprintf(text, sizeof(text), "%s%s", i->delta > 0 ? "+" : "",
		    num_people(i->delta, number));
	cell(p, text, DELTA_WIDTH, true);
}

static bool
labels_fit(const struct pen *p, const struct watch_item *i)
{
	return i->labels[0] != '\0' && text_width(i->labels) + 2 <= p->label_room;
}

/* Reported of planned; where nothing is planned, what was held all the same. */
static const char *
drives_text(const struct watch_item *i, char *buf, size_t size)
{
	if (i->planned > 0)
		(void)snprintf(buf, size, "%u/%u", i->reported, i->planned);
	else if (i->held > 0)
		(void)snprintf(buf, size, "%u", i->held);
	else
		(void)snprintf(buf, size, "–");
	return buf;
}

static void
item_put(const struct pen *p, const struct watch_item *i, const char *name)
{
	char number[NUM_TEXT_MAX], drives[48], ago[WHEN_TEXT_MAX];

	cell(p, name, p->name_width, false);
	cell(p, number_or(i->has_units, i->units, number), NUMBER_WIDTH, true);
	delta_put(p, i);
	if (p->has_target) {
		cell(p, number_or(i->has_target, i->target, number), NUMBER_WIDTH, true);
		cell(p, i->percent, PERCENT_WIDTH, true);
	}
	if (p->has_drives)
		cell(p, drives_text(i, drives, sizeof(drives)), DRIVES_WIDTH, true);
	if (p->has_last)
		cell(p, i->last_ms == 0 ? "–" : when_ago(i->last_ms, p->s->now_ms, ago), LAST_WIDTH,
		    true);
	if (labels_fit(p, i)) {
		buf_str(p->out, "  ");
		buf_str(p->out, i->labels);
	}
	line_end(p);
}

static void
header_put(const struct pen *p)
{
	style(p, BOLD);
	cell(p, TR("Địa phương, cơ quan", "Organisation"), p->name_width, false);
	cell(p, TR("Đơn vị máu", "Units"), NUMBER_WIDTH, true);
	cell(p, "", DELTA_WIDTH, true);
	if (p->has_target) {
		cell(p, TR("Chỉ tiêu", "Target"), NUMBER_WIDTH, true);
		cell(p, TR("Đạt", "Percent"), PERCENT_WIDTH, true);
	}
	if (p->has_drives)
		cell(p, TR("Buổi", "Drives"), DRIVES_WIDTH, true);
	if (p->has_last)
		cell(p, TR("Báo cáo cuối", "Last report"), LAST_WIDTH, true);
	line_end(p);
}

static void
state_put(const struct pen *p, const struct watch_view *v)
{
	char number[NUM_TEXT_MAX], clock[WHEN_TEXT_MAX], ago[WHEN_TEXT_MAX];

	if (v->away_ms != 0) {
		style(p, ALARM);
		buf_printf(p->out,
		    TR("mất nối từ %s, đang nối lại…", "no link since %s, connecting again…"),
		    when_clock(v->away_ms, clock));
		line_end(p);
		return;
	}
	if (!v->has_snapshot) {
		buf_str(p->out, TR("đang nối…", "connecting…"));
		line_end(p);
		return;
	}
	buf_printf(p->out,
	    TR("lần ghi số %s (%s) · cập nhật %s · ", "batch %s (%s) · updated %s · "),
	    num_people((int64_t)v->batch, number), when_clock(v->batch_ms, clock),
	    when_ago(v->batch_ms, p->s->now_ms > v->batch_ms ? p->s->now_ms : v->batch_ms, ago));
	style(p, HOT);
	buf_str(p->out, TR("trực tiếp", "live"));
	line_end(p);
}

/* ---- which rows */

static int
by_last(const void *a, const void *b)
{
	const struct watch_item *const *x = a, *const *y = b;

	if ((*x)->changed_ms != (*y)->changed_ms)
		return (*x)->changed_ms > (*y)->changed_ms ? -1 : 1;
	if ((*x)->last_ms != (*y)->last_ms)
		return (*x)->last_ms > (*y)->last_ms ? -1 : 1;
	return ((*x)->place > (*y)->place) - ((*x)->place < (*y)->place);
}

/* Lines beneath the total; a low terminal has none. */
static uint32_t
states_lines(const struct watch_view *v, uint32_t lines)
{
	const uint32_t n = v->total == NULL ? 0 : (uint32_t)v->states.n;

	return lines >= FRAME_LINES + ROWS_WITH_STATES_MIN + n ? n : 0;
}

static uint32_t
room(const struct watch_view *v, uint32_t lines)
{
	const uint32_t frame = FRAME_LINES + states_lines(v, lines);

	return lines > frame + ROWS_LINES_MIN ? lines - frame : ROWS_LINES_MIN;
}

uint32_t
watch_view_scroll_max(const struct watch_view *v, uint32_t lines)
{
	return v->n > room(v, lines) ? v->n - room(v, lines) : 0;
}

static void
rows_put(const struct pen *p, const struct watch_view *v)
{
	const uint32_t lines = room(v, p->s->lines);
	const uint32_t from = p->s->scroll < watch_view_scroll_max(v, p->s->lines)
	    ? p->s->scroll
	    : watch_view_scroll_max(v, p->s->lines);
	struct watch_item **order = calloc(v->n + 1, sizeof(struct watch_item *));

	if (order == NULL) /* the next drawing tries again */
		return;
	for (uint32_t i = 0; i < v->n; i++)
		order[i] = v->items[i];
	/* What does not fit is what has been silent longest. */
	if (v->n > lines)
		qsort(order, v->n, sizeof(struct watch_item *), by_last);
	for (uint32_t i = from; i < v->n && i < from + lines; i++) {
		if (is_hot(p, order[i]))
			style(p, HOT);
		item_put(p, order[i], order[i]->name);
	}
	free(order);
}

/* What a narrow screen has no room for beside the total. */
static void
note_put(const struct pen *p, const struct watch_item *total)
{
	const bool has_labels = total->labels[0] != '\0' && !labels_fit(p, total);
	char number[NUM_TEXT_MAX];

	if (total->outside <= 0 && !has_labels)
		return;
	if (total->outside > 0)
		buf_printf(p->out, TR("ngoài chỉ tiêu: %s đơn vị", "outside the target: %s units"),
		    num_people(total->outside, number));
	if (has_labels)
		buf_printf(p->out, "%s%s", total->outside > 0 ? " · " : "", total->labels);
	line_end(p);
}

static void
foot_put(const struct pen *p, const struct watch_view *v)
{
	const uint32_t shown = v->n < room(v, p->s->lines) ? v->n : room(v, p->s->lines);

	rule(p);
	if (v->total != NULL) {
		style(p, is_hot(p, v->total) ? HOT : BOLD);
		item_put(p, v->total, TR("Tổng cộng", "Total"));
		note_put(p, v->total);
	}
	for (uint32_t i = 0; i < states_lines(v, p->s->lines); i++) {
		cell(p, v->states.line[i], p->s->columns, false);
		line_end(p);
	}
	style(p, DIM);
	if (shown < v->n)
		buf_printf(p->out,
		    TR("%u trên %u nơi, mới nhất trước · ↑ ↓ xem tiếp · ",
			"%u of %u, newest first · ↑ ↓ scroll · "),
		    shown, v->n);
	buf_str(p->out, TR("q: thoát", "q: quit"));
	style(p, PLAIN); /* a line end on the last line would scroll the first one away */
}

static struct pen
pen_of(const struct watch_view *v, const struct watch_screen *s, struct buf *out)
{
	struct pen p = {.s = s, .out = out};
	uint32_t fixed = NUMBER_WIDTH + DELTA_WIDTH;
	size_t longest = NAME_WIDTH_MIN;

	for (uint32_t i = 0; i < v->n; i++) {
		const size_t width = text_width(v->items[i]->name);

		longest = width > longest ? width : longest;
		p.has_target = p.has_target || v->items[i]->has_target;
		p.has_drives = p.has_drives || v->items[i]->planned > 0 || v->items[i]->held > 0;
		p.has_last = p.has_last || v->items[i]->last_ms != 0;
	}
	p.has_target = p.has_target || (v->total != NULL && v->total->has_target);
	/* A narrow screen keeps names, units and percent. */
	fixed += p.has_target ? NUMBER_WIDTH + PERCENT_WIDTH : 0;
	p.has_drives =
	    p.has_drives && s->columns >= fixed + DRIVES_WIDTH + LAST_WIDTH + NAME_WIDTH_MIN;
	fixed += p.has_drives ? DRIVES_WIDTH : 0;
	p.has_last = p.has_last && s->columns >= fixed + LAST_WIDTH + NAME_WIDTH_MIN;
	fixed += p.has_last ? LAST_WIDTH : 0;
	p.name_width = s->columns > fixed + NAME_WIDTH_MIN ? s->columns - fixed : NAME_WIDTH_MIN;
	if (longest + 1 < p.name_width)
		p.name_width = (uint32_t)longest + 1;
	if (s->columns > fixed + p.name_width)
		p.label_room = s->columns - fixed - p.name_width;
	return p;
}

void
watch_view_draw(const struct watch_view *v, const struct watch_screen *s, struct buf *out)
{
	const struct pen p = pen_of(v, s, out);

	buf_str(out, "\x1b[H\x1b[K");
	style(&p, BOLD);
	cell(&p, v->title == NULL ? "Giọt Hồng" : v->title, s->columns, false);
	line_end(&p);
	state_put(&p, v);
	line_end(&p);
	header_put(&p);
	rule(&p);
	rows_put(&p, v);
	foot_put(&p, v);
	buf_str(out, "\x1b[J");
}

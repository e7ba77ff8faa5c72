/*
 * giothong watch - totals while they grow: a table on a terminal, lines elsewhere, JSON for
 * programs.
 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/clock.h"
#include "base/lang.h"
#include "base/os_term.h"
#include "cmd.h"
#include "summary_json.h"
#include "watch_deliver.h"
#include "watch_view.h"
#include "words.h"

#define TURN_MS 200   /* keys and the clock on the screen */
#define LATER_MS 1000 /* after an error that may pass */
#define DRAW_MS 1000  /* ages on the screen grow */
#define SECONDS_MAX 86400000

enum key { KEY_BY = 1, KEY_BASIS, KEY_SECONDS };

struct watch {
	struct cli *cli;
	unsigned by;
	const char *basis;
	uint64_t seconds; /* 0: until somebody ends it */
	struct ask *ask;
	struct watch_view *view;
	struct term *term; /* NULL: lines */
	struct buf out;
	uint32_t scroll;
	uint64_t drawn_ms;
	bool failed; /* standard output is gone */
	struct err err;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct watch *w = state->input;
	struct err why;
	bool ok = true;

	switch (key) {
	case KEY_BY:
		ok = words_parse(WORDS_BY, arg, &w->by, &why);
		break;
	case KEY_BASIS:
		w->basis = arg;
		break;
	case KEY_SECONDS:
		ok = cli_u64(arg, SECONDS_MAX, &w->seconds, &why);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return ok ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* ---- lines */

static void
put_out(struct watch *w)
{
	if (w->out.len > 0 &&
	    (fwrite(w->out.at, 1, w->out.len, stdout) != w->out.len || fflush(stdout) != 0))
		w->failed = !err_set_errno(&w->err, "stdout");
	buf_clear(&w->out);
}

static void
put_json(struct watch *w, const struct summary_json_event *e)
{
	char *text = summary_json_line(e, &w->err);

	if (text == NULL) {
		w->failed = true;
		return;
	}
	buf_printf(&w->out, "%s\n", text);
	free(text);
}

static void
on_change(void *cookie, const struct watch_change *change)
{
	struct watch *w = cookie;
	const struct summary_json_event e = {.event = change->is_total ? "total" : "row",
	    .as_of_batch = change->of->as_of_batch,
	    .at_ms = change->of->at_ms,
	    .row = change->row,
	    .has_delta = change->has_delta,
	    .delta_units = change->delta};

	if (w->term != NULL)
		return;
	if (w->cli->json)
		put_json(w, &e);
	else
		watch_view_line(change, &w->out);
}

/* What the first snapshot shows: every row as JSON, one line for people. */
static void
first_put(struct watch *w, const struct rows *r)
{
	struct summary_json_event e = {
	    .event = "snapshot", .as_of_batch = r->as_of_batch, .at_ms = r->at_ms};
	const struct watch_change total = {.row = &r->total, .of = r};

	if (!w->cli->json) {
		watch_view_line(&total, &w->out);
		return;
	}
	put_json(w, &e);
	e.event = "row";
	for (uint32_t i = 0; i < r->rows_n; i++) {
		e.row = &r->rows[i];
		put_json(w, &e);
	}
	e.event = "total";
	e.row = &r->total;
	put_json(w, &e);
}

static void
away_put(struct watch *w, bool is_away)
{
	const struct summary_json_event e = {
	    .event = is_away ? "away" : "back", .at_ms = clock_unix_ms()};

	if (w->term != NULL)
		return;
	if (w->cli->json)
		put_json(w, &e);
	else
		cli_note(w->cli, "%s",
		    is_away ? TR("Mất nối, đang nối lại…", "No link, connecting again…")
			    : TR("Đã nối lại.", "Connected again."));
}

/* ---- events */

static bool
rows_take(struct watch *w, const struct rows *r, bool *first, struct err *err)
{
	const struct watch_listener listener = {.change = on_change, .cookie = w};

	if (watch_view_is_away(w->view))
		away_put(w, false);
	if (!watch_view_take(w->view, r, clock_unix_ms(), &listener, err))
		return false;
	if (*first && r->snapshot && w->term == NULL)
		first_put(w, r);
	*first = *first && !r->snapshot;
	return true;
}

/* false: the watch has ended, ${err} says why. */
static bool
event_take(struct watch *w, struct ask_event *e, bool *first, struct err *err)
{
	bool ok = true;

	switch (e->kind) {
	case ASK_ROWS:
		ok = rows_take(w, &e->rows, first, err);
		query_free(&e->rows.arena);
		return ok;
	case ASK_BEAT:
		if (watch_view_is_away(w->view))
			away_put(w, false);
		watch_view_beat(w->view, &e->beat, clock_unix_ms());
		query_free(&e->beat.arena);
		return true;
	case ASK_AWAY:
		if (!watch_view_is_away(w->view))
			away_put(w, true);
		watch_view_away(w->view, clock_unix_ms());
		return true;
	case ASK_REFUSED:
		return err_set(err, e->why.code, "%s", e->why.text);
	case ASK_NOTHING:
	default:
		return true;
	}
}

/* ---- the screen */

static bool
draw(struct watch *w, struct err *err)
{
	struct watch_screen s = {
	    .scroll = w->scroll, .colour = getenv("NO_COLOR") == NULL, .now_ms = clock_unix_ms()};

	w->drawn_ms = clock_mono_ms();
	os_term_size(w->term, &s.columns, &s.lines);
	buf_clear(&w->out);
	watch_view_draw(w->view, &s, &w->out);
	return os_term_write(w->term, w->out.at, w->out.len, err);
}

/* false: somebody wants to leave.  *${ret_any}: a key was pressed. */
static bool
keys_take(struct watch *w, bool *ret_any)
{
	const enum term_key key = os_term_key(w->term);
	uint32_t columns = 0, lines = 0, max, page;

	os_term_size(w->term, &columns, &lines);
	max = watch_view_scroll_max(w->view, lines);
	page = lines > 12 ? lines - 10 : 2;
	*ret_any = key != TERM_NONE;
	switch (key) {
	case TERM_QUIT:
		return false;
	case TERM_UP:
		w->scroll -= w->scroll > 0;
		break;
	case TERM_DOWN:
		w->scroll++;
		break;
	case TERM_PAGE_UP:
		w->scroll -= w->scroll > page ? page : w->scroll;
		break;
	case TERM_PAGE_DOWN:
		w->scroll += page;
		break;
	case TERM_HOME:
		w->scroll = 0;
		break;
	case TERM_NONE:
	default:
		break;
	}
	w->scroll = w->scroll < max ? w->scroll : max;
	return true;
}

/* One turn: what came, what was pressed, what is shown.  *${ret_end}: somebody wants to leave. */
static bool
turn(struct watch *w, bool *first, bool *ret_end, struct err *err)
{
	struct ask_event e = {.kind = ASK_NOTHING};

	if (!ask_next(w->ask, TURN_MS, w->cli->stop_fd, &e, err)) {
		if (!err_is_retry(err->code))
			return false;
		*ret_end = os_wait_readable(w->cli->stop_fd, LATER_MS);
		return true;
	}
	if (!event_take(w, &e, first, err))
		return false;
	if (w->term != NULL) {
		bool any = e.kind != ASK_NOTHING, pressed = false;

		*ret_end = !keys_take(w, &pressed);
		any = any || pressed || clock_mono_ms() - w->drawn_ms >= DRAW_MS;
		if (any && !draw(w, err))
			return false;
	} else {
		put_out(w);
		if (w->failed)
			return err_set(err, w->err.code, "%s", w->err.text);
	}
	*ret_end = *ret_end || os_stop_take(w->cli->stop_fd, NULL);
	return true;
}

static bool
loop(struct watch *w, struct err *err)
{
	const struct watch_request q = {.org = w->cli->org == NULL ? "" : w->cli->org,
	    .period = w->cli->period == NULL ? "" : w->cli->period,
	    .by = (enum by)w->by,
	    .basis = w->basis};
	const uint64_t until_ms = clock_mono_ms() + w->seconds * 1000;
	uint32_t number = 0;
	bool first = true, end = false;

	if (!ask_open(&w->cli->profile, &w->ask, err) || !ask_watch(w->ask, &q, &number, err))
		return false;
	while (!end && (w->seconds == 0 || clock_mono_ms() < until_ms))
		if (!turn(w, &first, &end, err))
			return false;
	return true;
}

static bool
run(struct watch *w, struct err *err)
{
	const bool terminal =
	    os_is_terminal(0) && os_is_terminal(1) && !w->cli->json && !w->cli->csv;
	struct watch_deliver *deliver = NULL;
	struct err ignored;
	bool ok;

	if (!cli_profile(w->cli, err) || !cli_stop_fd(w->cli, err) ||
	    !watch_view_make(&w->view, err))
		return false;
	if (!watch_deliver_start(&w->cli->profile, &deliver, &ignored))
		cli_note(w->cli, "giothong: %s: %s", err_sentence(ignored.code), ignored.text);
	ok = (!terminal || os_term_begin(&w->term, err)) && loop(w, err);
	os_term_end(w->term);
	watch_deliver_stop(deliver);
	ask_close(w->ask);
	watch_view_free(w->view);
	buf_free(&w->out);
	return ok;
}

/* What never ends is no file of a table. */
static bool
is_stream(const struct cli *cli, struct err *err)
{
	return (cli->output == NULL && !cli->csv) ||
	    err_set(err, ERR_USAGE, "%s",
		TR("watch không ghi ra tệp: dùng giothong summary -o TỆP, hoặc watch --json",
		    "watch writes no file: use giothong summary -o FILE, or watch --json"));
}

int
cmd_watch(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"by", KEY_BY, "child|sector|month|drive|campaign", 0,
		TR("mỗi dòng là gì (child: từng địa phương, cơ quan)",
		    "what a row is (child: each organisation)"),
		0},
	    {"basis", KEY_BASIS, TR("recorded|end|NGÀY", "recorded|end|DAY"), 0,
		TR("địa giới lúc hiến máu, hoặc của một ngày", "the map as recorded, or of a day"),
		0},
	    {"seconds", KEY_SECONDS, TR("GIÂY", "S"), 0,
		TR("tự thoát sau chừng ấy giây", "end after so many seconds"), 0},
	    {0},
	};
	struct watch w = {.cli = cli, .by = BY_CHILD, .basis = "end"};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = &w,
	    .doc = TR(
		"Xem trực tiếp: bảng tự cập nhật trên màn hình; trong ống lệnh là từng dòng; với "
		"--json mỗi thay đổi một đối tượng trên một dòng. Trong lúc xem, hộp chờ gửi cũng "
		"được gửi. Thoát: q hoặc Ctrl-C.\n\n"
		"Ví dụ:\n"
		"  giothong watch\n"
		"  giothong watch --org 91 --period 2022-05-01..2022-08-31\n"
		"  giothong watch --by sector --json | jq -c .",
		"Live: a table that renews itself on a terminal, lines in a pipe, one object a line with "
		"--json.  What waits in the outbox is sent meanwhile.  Leave with q or Ctrl-C.\n\n"
		"Examples:\n"
		"  giothong watch\n"
		"  giothong watch --org 91 --period 2022-05-01..2022-08-31\n"
		"  giothong watch --by sector --json | jq -c .")};
	struct err err;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !is_stream(cli, &err) || !run(&w, &err))
		return cli_fail(cli, &err, NULL);
	return 0;
}

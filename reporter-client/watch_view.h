/*
 * watch_view - what a watcher sees: the newest rows of a watch, what changed in them, and how they
 * look on a terminal.  Pure: the time and the terminal's size are arguments, drawing goes into a
 * buffer.
 */
#ifndef GH_CLIENT_WATCH_VIEW_H
#define GH_CLIENT_WATCH_VIEW_H

#include "base/buf.h"
#include "wire/query.h"

#define WATCH_VIEW_ROWS_MAX 200000u
#define WATCH_VIEW_HOT_MS 6000 /* a changed row stands out for so long */

struct watch_view;
/* *${ret} is the caller's until watch_view_free(). */
bool watch_view_make(struct watch_view **ret, struct err *err) MUST_USE;
void watch_view_free(struct watch_view *v); /* NULL is a no-op */

/* One row that is other than before; the total has the key "total".  Lent for the call. */
struct watch_change {
	const struct row *row;
	const struct rows *of;
	bool is_new; /* was not there before */
	bool is_total;
	bool has_delta; /* units are known, and changed */
	int64_t delta;
};
struct watch_listener {
	void (*change)(void *cookie, const struct watch_change *change);
	void *cookie;
};
/*
 * Take a snapshot (rows that are not in it are gone) or changed rows.  ${listener} is told nothing
 * of the first snapshot.  ERR_MEMORY, ERR_LIMIT.
 */
bool watch_view_take(struct watch_view *v, const struct rows *r, int64_t now_ms,
    const struct watch_listener *listener, struct err *err) MUST_USE;
void watch_view_beat(struct watch_view *v, const struct beat *b, int64_t now_ms);
/* The link is silent since ${now_ms}; the next rows or beat end that. */
void watch_view_away(struct watch_view *v, int64_t now_ms);
bool watch_view_is_away(const struct watch_view *v);

struct watch_screen {
	uint32_t columns, lines;
	uint32_t scroll; /* rows passed over */
	bool colour;
	int64_t now_ms;
};
/* The whole screen from its home; the cursor stands below.  Appended to ${out}. */
void watch_view_draw(const struct watch_view *v, const struct watch_screen *s, struct buf *out);
/* Largest useful ${scroll} on a screen of so many lines. */
uint32_t watch_view_scroll_max(const struct watch_view *v, uint32_t lines);

/* "20:41:05 Huyện An Minh: 365 đơn vị máu (+365), 104,3% chỉ tiêu". */
void watch_view_line(const struct watch_change *change, struct buf *out);

#endif

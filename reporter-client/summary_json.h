/*
 * summary_json - totals as JSON for programs.  Not reported is absent, never 0; percents have up to
 * four decimals; days are ISO 8601; "valid_from" is absent for "since always".  Pure.
 *
 *   {"as_of_batch", "root", "epoch", "at", "org", "name", "basis",
 *    "period": {"text", "kind", "from", "to", "open"},
 *    "other_days": [{"org", "name", "from", "to"}] (who has a plan year of its own, with other days),
 *    "rows": [{"key", "org", "valid_from", "name", "kind", "counts": {"blood_units", …},
 *       "target_units", "target_basis": "own" | "allocated", "target_draft", "target_qualifier",
 *       "target_units_max" (of a range), "done_units" (what the percent is of: less outside_units,
 *       which are negative where the target counts units of other rows), "target_standing": "below" | "reached" | "within" | "over",
 *       "target_self" (no line from above), "self_units", "self_qualifier", "self_units_max" (set by
 *       itself, beside an assigned target), "control_units", "control_qualifier", "percent_of_target", "drives": {"planned", "held", "reported", "late",
 *       "missing", "moved" (to another plan year; absent: none)},
 *       "orgs": {"expected", "silent"},
 *       "interim_units", "returned_units", "outside_units", "unsplit_units",
 *       "unsplit_outside_units", "reports", "last_report_at", "day", "state", "demo"}],
 *    "total": {…}}
 * Where the rows' targets are not the total's, a last row of kind "remainder" has what is left.
 */
#ifndef GH_CLIENT_SUMMARY_JSON_H
#define GH_CLIENT_SUMMARY_JSON_H

#include "summary_face.h"

/*
 * The whole of it, indented; the caller's until free().  NULL: ERR_MEMORY.  ${face} (NULL: nothing
 * added) may bring "derived" {"yield_percent", …} in each row and the total, and with a year before
 * it "previous_period" beside "period", and in each row and the total "previous_units",
 * "difference_units", "difference_percent", "left_units", "rank".
 */
char *summary_json_whole(
    const struct rows *r, const struct summary_face *face, struct err *err) MUST_USE;
/*
 * One line of a watch: {"event", "as_of_batch" (0: absent), "at", then the members of ${row},
 * "delta_units"};
 * ${row} NULL: only the event.  The caller's until free().
 */
struct summary_json_event {
	const char *event;
	uint64_t as_of_batch;
	int64_t at_ms;
	const struct row *row;
	bool has_delta;
	int64_t delta_units;
};
char *summary_json_line(const struct summary_json_event *e, struct err *err) MUST_USE;

#endif

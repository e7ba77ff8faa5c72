/*
 * rules - the relations between the numbers of one report, one table row each (domain.md V1-V26 as
 * corrected by product.md 18).  The client runs them offline, the aggregator again before it
 * accepts. Pure: what depends on the registry, the plan or a clock is the decision's business.
 */
#ifndef GH_RULES_RULES_H
#define GH_RULES_RULES_H

#include "base/err.h"
#include "wire/report.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING /* needs a note */, SEVERITY_INFO };

struct finding {
	const char *rule; /* "V1": stable, in receipts and the manual */
	enum severity severity;
	enum err_code code; /* what an error is refused with */
	char text[200];     /* the numbers that disagree, in the person's language */
};

#define RULES_FINDINGS_MAX 16

/*
 * Findings on ${r}, worst first; returns how many (at most RULES_FINDINGS_MAX). ${today} for V16.
 */
size_t rules_check(const struct report *r, day_t today, struct finding ret[RULES_FINDINGS_MAX]);
/* What a report is held against besides itself: the day, and its drive as the plan has it now. */
struct rules_ground {
	day_t today;
	bool planned; /* the plan has the drive, and the following holds */
	enum drive_state state;
	day_t from, to; /* of the drive, moved when it was postponed */
	int64_t target; /* in blood units; at most 0: none, or not known */
	/* Of an activity, whatever ${planned}: of its organisation on its last day; 0: not known */
	int64_t communes;
};
/* The same with what an office knows of the plan. */
size_t rules_check_on(
    const struct report *r, const struct rules_ground *on, struct finding ret[RULES_FINDINGS_MAX]);
/*
 * What the aggregator refuses: the first SEVERITY_ERROR as a code and text.  Also the shape of each
 * kind: required fields, spans, enum sense, counts negative or over WIRE_VALUE_MAX, unknown
 * indicators, days outside DAY_MIN..DAY_MAX.  ${today} by the aggregator's clock.
 */
bool rules_accept(const struct report *r, day_t today, struct err *err) MUST_USE;

/*
 * What the aggregator asks besides, as the office's program does when it knows the plan: a result
 * of a drive that was moved, postponed or cancelled, one far beyond its target or any drive, or one
 * with more bags than people (V29 to V32), and an activity whose communes are not the registry's
 * (V23W), has a note or a reason.  ERR_NOTE_MISSING with the first that has none.
 */
bool rules_noted(const struct report *r, const struct rules_ground *on, struct err *err) MUST_USE;
/* A note or a reason stands in it. */
bool rules_has_note(const struct report *r);

/* For tests and the manual: every rule's id and sentence. */
struct rule_info {
	const char *id;
	enum severity severity;
	const char *vi;
	const char *en;
};
const struct rule_info *rules_all(size_t *ret_n);

/* Those of V1 to V26 that need more than one report: who looks at them. */
struct rule_elsewhere {
	const char *id;
	enum severity severity;
	const char *where_vi;
	const char *where_en;
	const char *vi;
	const char *en;
};
const struct rule_elsewhere *rules_elsewhere(size_t *ret_n);

#endif

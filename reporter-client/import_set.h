/*
 * import_set - what a sheet's rows became: reports to be saved, and rows refused with their reason.
 * A row may make more than one report; all of them, or none, are in the set.
 * Threads: none shared.  Errors: ERR_MEMORY, ERR_LIMIT (IMPORT_REPORTS_MAX).
 */
#ifndef GH_CLIENT_IMPORT_SET_H
#define GH_CLIENT_IMPORT_SET_H

#include "base/err.h"
#include "wire/arena.h"
#include "wire/report.h"

#define IMPORT_REPORTS_MAX 65536u
#define IMPORT_BYTES_MAX ((size_t)512 << 20)

struct import_refusal {
	size_t row; /* of the sheet */
	enum err_code code;
	const char *text;
};
/* A row "Tổng cộng": what the sheet says that its lines come to; not sent. */
struct import_total {
	size_t row;
	day_t from, to; /* DAY_OPEN_LEFT, DAY_OPEN_RIGHT: of the whole sheet */
	int64_t value;
};
/* What is odd about a row that is taken all the same. */
struct import_note {
	size_t row;
	const char *code; /* stable: "OVERLAP" */
	const char *text;
};
struct import_set {
	struct arena *arena; /* texts and lists of the reports */
	struct report *reports;
	size_t *rows; /* of the sheet, beside ${reports} */
	size_t reports_n, reports_cap;
	struct import_refusal *refused;
	size_t refused_n, refused_cap;
	struct import_total *totals;
	size_t totals_n, totals_cap;
	struct import_note *notes;
	size_t notes_n, notes_cap;
};

bool import_set_init(struct import_set *set, struct err *err) MUST_USE;
void import_set_free(struct import_set *set); /* NULL and emptied are no-ops */
bool import_set_add(
    struct import_set *set, const struct report *r, size_t row, struct err *err) MUST_USE;
bool import_set_refuse(
    struct import_set *set, size_t row, const struct err *why, struct err *err) MUST_USE;
/* Of a row of the sheet's ${rows} that was refused more than once the first reason is kept. */
bool import_set_once(struct import_set *set, size_t rows, struct err *err) MUST_USE;
bool import_set_total(
    struct import_set *set, const struct import_total *t, struct err *err) MUST_USE;
/* ${code} is static; the text is by ${fmt}. */
bool import_set_note(struct import_set *set, size_t row, const char *code, struct err *err,
    const char *fmt, ...) MUST_USE PRINTF_LIKE(5, 6);
/* Stable order by ${rank} of a report, smallest first. */
bool import_set_sort(
    struct import_set *set, unsigned (*rank)(const struct report *r), struct err *err) MUST_USE;

/*
 * An organisation's code for what people wrote, as on ${day} (DAY_OPEN_LEFT: today); refuses with
 * ERR_ORG_UNKNOWN, ERR_ORG_AMBIGUOUS, ERR_ORG_NOT_VALID, or why it cannot ask.
 */
struct org_resolver {
	bool (*find)(void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1],
	    struct err *err);
	void *cookie;
};

#endif

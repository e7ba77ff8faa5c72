/*
 * answer - building the rows of an answer in one arena; for the files of core that answer questions.
 * A failed take sets ${failed}; asked once at the end (answer_ok).
 */
#ifndef GH_CORE_ANSWER_H
#define GH_CORE_ANSWER_H

#include "core/state.h"
#include "wire/arena.h"

#define ANSWER_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define ANSWER_ROWS_MAX 200000u

struct answer {
	struct arena *arena; /* handed to the result when all went well */
	struct row *rows;    /* in the arena; grows by copy */
	uint32_t n, cap;
	bool failed;
};

/* What a question is about, resolved. */
struct scope {
	org_t org;
	struct period period;
	day_t to; /* last day that may hold results: the period's, or today for an open one */
	day_t today;
	bool drafts;
};

bool answer_begin(struct answer *w, struct err *err) MUST_USE;
void answer_drop(struct answer *w);
bool answer_ok(const struct answer *w, struct err *err) MUST_USE;
void *answer_take(struct answer *w, size_t n, size_t size);
const char *answer_text(struct answer *w, const char *text);
/* A zeroed row at the end; NULL after a failure. */
struct row *answer_row(struct answer *w);
/* Reportable counts and the system's own numbers of ${p} into ${row}. */
void answer_fill(struct answer *w, struct row *row, const struct pairs *p);
void answer_target(struct row *row, const struct target_answer *t);
/* Organisation, its name and kind on the period's last day. */
void answer_org(struct answer *w, const struct core *c, struct row *row, org_t org, day_t day);

/* The right to read, the organisation and the period of a question. */
bool answer_scope(const struct core *c, const struct key_info *who, const char *org,
    const char *period, int64_t now_ms, struct scope *ret, struct err *err) MUST_USE;

/* Rows by drive and collection (summary_drive.c). */
bool summary_by_drive(
    const struct core *c, const struct scope *s, struct answer *w, struct err *err) MUST_USE;

#endif

/*
 * subjects - what each subject's current report is, and what it has posted.
 * A subject is what two reports can be about together; the first letter of its key says of which
 * kind:
 *   R  a drive's or a collection's result by one witness ("R/909/2022-05-08/1/1")
 *      of one day of a drive: "R/909/2022-05-08/1@2022-05-09/1"
 *   A  what came for such a result after the lock and waits to be admitted ("A/909/2022-05-08/1/1")
 *   S  a drive as planned ("S/909/2022-05-08/1")
 *   G  a drive's registrations ("G/909/2022-05-08/1")
 *   T  an organisation's activity in a span ("T/909/18993/19023")
 *   D  two drives that are known to be different ("D/12/17", by the numbers of their results)
 *   V  one review, L one lock entry, X one version of a text: by the entry's own name
 * Whatever is posted for a subject is posted through subjects_post(): the old rows again with the
 * sign -1, then the new ones.
 * Changes since the last settle are remembered: subjects_undo() takes them back.
 * Addresses of subjects hold until they are undone.  One thread.
 */
#ifndef GH_CORE_SUBJECTS_H
#define GH_CORE_SUBJECTS_H

#include "base/buf.h"
#include "core/hash_index.h"
#include "core/scratch.h"
#include "core/types.h"
#include "wire/report.h"

enum subject_state {
	SUBJECT_NONE,
	SUBJECT_INTERIM,
	SUBJECT_FINAL,
	SUBJECT_WITHDRAWN,
	SUBJECT_PLANNED,
	SUBJECT_RETURNED,   /* by the committee: counts no more until corrected */
	SUBJECT_DUPLICATE,  /* the same drive as ${other}: does not count */
	SUBJECT_AFTER_LOCK, /* waits to be admitted */
	SUBJECT_REPLACED,   /* an activity inside the cumulative one ${other}; something admitted */
	SUBJECT_STATED,     /* a review, a text, two drives that differ */
	SUBJECT_LOCKED,
	SUBJECT_UNLOCKED,
	SUBJECT_STATE_COUNT_
};

/* A revision that was current once. */
struct subject_past {
	struct name name;
	uint64_t batch;
	int64_t at_ms;
	org_t by_org;
	enum report_action action;
};
#define SUBJECT_PAST_MAX 200 /* revisions remembered of one subject: the newest */

#define SUBJECT_KEY_MAX 192
#define SUBJECTS_MAX 20000000u
#define SUBJECT_ROWS_MAX (8 + WIRE_LIST_MAX) /* rows posted for one subject */

/* One row posted: a posting without its place in a batch. */
struct posted_row {
	uint8_t view;
	org_t org;
	int32_t dim;
	day_t day;
	uint32_t n;
	const uint32_t *ind; /* strictly rising */
	const int64_t *val;
};
bool subjects_row_has(const struct posted_row *row, uint32_t ind);
/* 0: it has none. */
int64_t subjects_row_value(const struct posted_row *row, uint32_t ind);

struct subject {
	subject_t no;
	enum subject_state state;
	enum report_kind kind;
	struct name name; /* of the current report; seq 0: none */
	uint64_t batch;   /* that it came in */
	int64_t at_ms;    /* of that batch */
	int64_t final_ms; /* of the first final report; 0: none yet */
	org_t org;        /* credited */
	org_t by_org;     /* whose key signed the current report */
	org_t made_for;   /* credited when it made its drive; 0: the drive was there */
	day_t from, to;   /* held, or the collection's span */
	enum collection_kind collection;
	bool demo;
	enum report_action action; /* of the current report */
	bool approved;             /* the current report, by the committee */
	bool was_approved;         /* a revision before it */
	bool collector;            /* a result of the other witness: never counts */
	subject_t review;          /* the newest review of it; 0: none */
	subject_t other;           /* of a state that names another subject; 0: none */
	enum subject_state before; /* what the state that names it hides */
	uint8_t
	    *content; /* owned: the current report as result_pack() or statement_pack makes it */
	uint32_t content_len;
	struct posted_row *posted; /* owned, one block with its pairs */
	uint32_t posted_n;
	struct subject_past *past; /* owned: revisions before the current one, in order */
	uint32_t past_n;
	const void *kept_content; /* remembered for undo: not freed when replaced */
	const void *kept_posted;
	const void *kept_past;
};

struct subject_slot;

struct subjects {
	struct hash_index by_key;
	struct subject_slot **by_no; /* owned array, index no - 1 */
	uint32_t n, cap;
	struct subject_change *changes; /* owned, in order */
	uint32_t changes_n, changes_cap;
	uint32_t *dirty; /* owned: numbers of those changed since subjects_set_clean() */
	uint32_t dirty_n, dirty_cap;
};

void subjects_free(struct subjects *s);
/* NULL: no such subject yet. */
struct subject *subjects_find(const struct subjects *s, const char *key);
struct subject *subjects_at(const struct subjects *s, subject_t no);
const char *subjects_key(const struct subjects *s, subject_t no);
/*
 * Subject ${x} (NULL: it is made, ${key} is not there yet) to be changed now: its present content
 * is remembered for undo and lives on until settle.  The caller assigns fields; content and posted
 * only by the functions below.
 */
bool subjects_change(struct subjects *s, const char *key, struct subject *x, struct subject **ret,
    struct err *err) MUST_USE;
bool subjects_set_content(
    struct subject *x, const uint8_t *bytes, uint32_t len, struct err *err) MUST_USE;
/*
 * The current report becomes a revision of the past; nothing when there is none.  Before its fields
 * change.
 */
bool subjects_keep_past(struct subject *x, struct err *err) MUST_USE;
/* Replace what ${x} has posted; postings go to ${sink}, reversals first. */
struct posting_sink {
	struct scratch *scratch;
	struct posting *at; /* owned by the sink's user */
	uint32_t n, cap;
	uint32_t sub; /* place of the submission and report now being admitted */
	uint16_t idx;
};
bool subjects_post(struct subject *x, const struct posted_row *rows, uint32_t n,
    struct posting_sink *sink, struct err *err) MUST_USE;
/* ${x} has posted just these rows. */
bool subjects_has_posted(const struct subject *x, const struct posted_row *rows, uint32_t n);
/* Changed since the last settle, 0..changes_n-1. */
const struct subject *subjects_changed(const struct subjects *s, uint32_t i);
/* Changes are for good.  ERR_MEMORY: the list of changed subjects is not whole. */
bool subjects_settle(struct subjects *s, struct err *err) MUST_USE;
void subjects_undo(struct subjects *s);
bool subjects_equal(const struct subjects *a, const struct subjects *b, struct err *err) MUST_USE;

/*
 * A subject as the checkpoint keeps it, and back: in order of ${no}.  ERR_DAMAGED: not of its
 * shape.
 */
void subjects_pack(const struct subjects *s, subject_t no, struct buf *out);
bool subjects_unpack(
    struct subjects *s, subject_t no, const uint8_t *bytes, uint32_t len, struct err *err) MUST_USE;
/* A new subject with all that ${fields} says; content and rows are copied. */
bool subjects_load(
    struct subjects *s, const char *key, const struct subject *fields, struct err *err) MUST_USE;
bool subjects_set_dirty(struct subjects *s, subject_t no, struct err *err) MUST_USE;
void subjects_set_clean(struct subjects *s);

#endif

/*
 * core - the state after batch n, and the decision of batch n+1.
 * One struct core a realm and process; no threads of its own, one thread at a time.
 *
 *   decide     names, subjects, authority, revisions, postings, Merkle root: changes the decision
 *              state at once and remembers how it was
 *   settle     the batch is committed: cells, totals and counters take the postings
 *   undo       the batch is not committed: the decision state goes back; false when the registry,
 *   keys
 *              or plan were touched: the caller drops the core and loads again
 *   replay     another process's or an older batch, from the ledger
 *
 * Between decide and settle or undo nothing else may be called but core_head() and core_key_*:
 * the caller answers questions only between batches, so that nobody sees what is not committed.
 */
#ifndef GH_CORE_CORE_H
#define GH_CORE_CORE_H

#include "core/types.h"
#include "wire/query.h"
#include "wire/submission.h"

struct core;
struct orgs;

#define CORE_SERVER_KEYS_MAX (WIRE_HANDOVERS_MAX + 1)

struct core_signer {
	uint8_t sign_public[WIRE_KEY_BYTES];
	uint8_t sign_secret[64];
};
struct core_config {
	uint32_t realm;
	uint8_t server_sign_public[WIRE_KEY_BYTES]; /* that batch 1 is signed by */
	/* The server's keys that this process has; of those who only read, none. */
	struct core_signer signers[CORE_SERVER_KEYS_MAX];
	uint32_t signers_n;
	uint8_t writer[WIRE_WRITER_BYTES]; /* random, of this process */
};

bool core_new(const struct core_config *config, struct core **ret, struct err *err) MUST_USE;
void core_free(struct core *c);

/* ---- one submission on its way */

struct pending {
	const uint8_t *body; /* as received; the caller's until the batch is settled or undone */
	uint32_t body_len;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	uint8_t sign_key[WIRE_KEY_BYTES]; /* of the install; the signature was verified with it */
	/* Enrolment only: the one-time key of the connection; else zero. */
	uint8_t once_key[WIRE_KEY_BYTES];
	bool enrol;
	const struct submission *s;
	struct hash body_hash;
};

enum fate {
	FATE_STORED,  /* in the batch */
	FATE_HELD,    /* its name is in the ledger: answer from there (same bytes or KEY_REUSE) */
	FATE_REFUSED, /* nothing accepted: not stored, verdicts say why */
	FATE_LATER    /* same name twice, or a batch of its own: ask again for the next batch */
};

struct decided {
	enum fate fate;
	uint32_t ord;                   /* FATE_STORED: place in the batch */
	const struct verdict *verdicts; /* one a report, unless code is set */
	uint32_t verdicts_n;
	enum err_code code; /* FATE_REFUSED for one reason: KEY_UNKNOWN, KEY_REVOKED ... */
	const char *detail;
	int32_t stream_no; /* FATE_STORED and FATE_HELD: number of the stream */
};

/* What is written in one transaction. Owned by the core until settle or undo. */
struct batch {
	struct batch_row row;
	struct signed_head head;
	struct hash *leaves; /* one a stored submission */
	uint32_t leaves_n;
	struct merkle_path batch_path;
	const struct pending *pending; /* the caller's array */
	const struct decided *decided; /* beside it */
	uint32_t pending_n;
	const uint32_t *stored; /* index into pending of each stored submission, by ord */
	const struct posting *postings;
	uint32_t postings_n;
	/* identities given to REGISTRY_ORG entries, in order of (ord, idx) */
	const org_t *new_orgs;
	uint32_t new_orgs_n;
};

#define CORE_BATCH_SUBMISSIONS_MAX 8192
#define CORE_BATCH_REPORTS_MAX 65536

/*
 * Decide ${n} submissions (at most CORE_BATCH_SUBMISSIONS_MAX) at ${now_ms}.  *${ret_batch} is NULL
 * when nothing is to be stored; fates are in *${ret_decided} either way (valid until the next
 * call). A batch is either results and their like, or exactly one submission that touches registry,
 * keys or plan: the others are FATE_LATER.  ERR_MEMORY, ERR_BUG and, while core_may_sign() says no,
 * ERR_CONFIG: then the core is to be dropped.
 */
bool core_decide(struct core *c, const struct pending *pending, uint32_t n, int64_t now_ms,
    const struct batch **ret_batch, const struct decided **ret_decided, struct err *err) MUST_USE;
/* A batch without submissions: the first of each new database connection. */
bool core_decide_opening(
    struct core *c, int64_t now_ms, const struct batch **ret_batch, struct err *err) MUST_USE;
/*
 * The same, as the first of ${epoch}, a new one: history continues here, whatever was signed beyond
 * it.
 */
bool core_decide_epoch(struct core *c, uint32_t epoch, int64_t now_ms,
    const struct batch **ret_batch, struct err *err) MUST_USE;
bool core_settle(struct core *c, struct err *err) MUST_USE;
bool core_undo(struct core *c);

/* ---- the ledger back in */

struct stored_submission {
	uint32_t ord;
	int32_t stream_no;
	uint8_t sign_key[WIRE_KEY_BYTES];
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	const uint8_t *verdicts;
	uint32_t verdicts_len;
	const uint8_t *body;
	uint32_t body_len;
	/* That it is found by, where leaves and path were read, too; else 0. */
	uint64_t seq;
};

struct stored_batch {
	struct batch_row row;
	struct hash head;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	const struct stored_submission *submissions;
	uint32_t submissions_n;
	/* What its receipts are made of; NULL: not read. An exported file has neither. */
	const struct hash *leaves; /* submissions_n of them */
	const struct merkle_path *path;
};

enum replay {
	REPLAY_ALL,       /* batch n+1, whole */
	REPLAY_STRUCTURE, /* a batch under a checkpoint: registry, keys and plan only */
};
/* Batches in order.  ERR_SIGNATURE: leaves, root or head do not recompute (names the batch). */
bool core_replay(
    struct core *c, const struct stored_batch *b, enum replay how, struct err *err) MUST_USE;

/* ---- where it stands */

uint64_t core_n(const struct core *c);
uint32_t core_epoch(const struct core *c);
/* Where each epoch after the first forked, oldest first; the newest WIRE_FORKS_MAX.  Lent. */
const struct epoch_fork *core_forks(const struct core *c, uint32_t *ret_n);
/* The batch that this epoch continues; 0: it is the first. */
uint64_t core_fork(const struct core *c);
const struct signed_head *core_head(const struct core *c);
/* The postings of the batch that was replayed last, by submission and report; lent as below. */
const struct posting *core_postings(const struct core *c, uint32_t *ret_n);
/*
 * The identities that the last replay gave to REGISTRY_ORG entries, in order of (ord, idx); lent
 * until the next batch.
 */
const org_t *core_new_orgs(const struct core *c, uint32_t *ret_n);
/* The verdict of a report that has an effect: accepted, or kept until the committee admits it. */
bool core_is_stored(enum err_code verdict);
/* The aggregator's number of a stream; 0: nothing was stored under it. */
int32_t core_stream_no(const struct core *c, const uint8_t stream[WIRE_STREAM_BYTES]);
/* Held intervals of a stream, newest last; returns how many (at most ${max}). */
uint32_t core_held(const struct core *c, const uint8_t stream[WIRE_STREAM_BYTES],
    struct interval *ret, uint32_t max);

/* ---- keys (ZAP and the intake ask at every message) */

struct key_info {
	/* KEY_ACTIVE, KEY_REVOKED; KEY_INVITED: a one-time key that may only enrol. */
	enum key_state state;
	bool pending; /* active, but waits for a second person */
	enum role role;
	org_t org;
	uint8_t sign_key[WIRE_KEY_BYTES];
	uint8_t curve_key[WIRE_KEY_BYTES];
	int64_t not_after_ms; /* of an invitation */
};
/* By the X25519 key of a connection (an install's, or an invitation's one-time key). */
bool core_key_by_curve(
    const struct core *c, const uint8_t curve[WIRE_KEY_BYTES], struct key_info *ret);
bool core_key_by_sign(
    const struct core *c, const uint8_t sign[WIRE_KEY_BYTES], struct key_info *ret);
uint32_t core_key_count(const struct core *c);
/*
 * Invitations and installs in order of entry, from 0; false: no more.  With it the ZAP table is
 * filled: ${curve_key} is the key of the connection in either case.
 */
bool core_key_at(const struct core *c, uint32_t i, struct key_info *ret);
/*
 * May ${who} read what ${stream} brought?  Who may read its office's totals; false: unknown stream.
 */
bool core_may_read_stream(
    const struct core *c, const struct key_info *who, const uint8_t stream[WIRE_STREAM_BYTES]);

/* ---- the server's own keys (core/server_keys.h) */

struct core_server_key {
	uint8_t sign_key[WIRE_KEY_BYTES];
	uint8_t curve_key[WIRE_KEY_BYTES]; /* zero of the first: it is in no entry */
	struct name name;                  /* of the entry; batch 0: the first has none */
	uint64_t batch;                    /* the last that the key before signs */
	int64_t old_until_ms;              /* when the doors of the key before are closed */
};
struct core_server_keys {
	struct core_server_key at[CORE_SERVER_KEYS_MAX]; /* oldest first */
	uint32_t n;                                      /* at least 1 */
};
const struct core_server_keys *core_server_keys(const struct core *c); /* lent */
/* The key that signs the head of batch ${n}; of one that is not there yet, the newest. */
const uint8_t *core_server_sign(const struct core *c, uint64_t n);
/* Has this process the secret that signs the next batch? */
bool core_may_sign(const struct core *c);
/* The keys that this process has now. */
void core_signers_set(struct core *c, const struct core_config *config);

/* ---- what says whose a key is, and where an organisation stands */

/*
 * The entries about what ${q} asks for, in the ledger's names.  ERR_NOT_FOUND, ERR_ORG_NOT_VALID;
 * ERR_FORBIDDEN: of an organisation that ${who} may not read.
 */
bool core_grounds(const struct core *c, const struct key_info *who, const struct grounds_request *q,
    struct name ret[WIRE_GROUNDS_MAX], uint32_t *ret_n, struct err *err) MUST_USE;
/*
 * A submission of such entries and nothing else but targets and drives of organisations that
 * ${who} may read, as a plan has them; of keys, one at least is of such an organisation.
 */
bool core_may_read_entries(
    const struct core *c, const struct key_info *who, const struct submission *s);

/* ---- questions, between batches; answers live in ${arena} of the result (query_free) */

/* All rows, whatever page is asked. */
bool core_summary_whole(const struct core *c, const struct key_info *who,
    const struct summary_request *q, int64_t now_ms, struct rows *ret, struct err *err) MUST_USE;
/* One page of them, as many as a reply has room for: lent, without an arena of its own. */
void core_summary_page(const struct rows *whole, uint32_t page, struct rows *ret);
/* The page that is asked. */
bool core_summary(const struct core *c, const struct key_info *who, const struct summary_request *q,
    int64_t now_ms, struct rows *ret, struct err *err) MUST_USE;
bool core_reference(const struct core *c, const struct key_info *who,
    const struct reference_request *q, int64_t now_ms, struct reference *ret,
    struct err *err) MUST_USE;
/*
 * Identity that ${text} (code, CODE@DATE, full name) means on ${day}; ORG_UNKNOWN, ORG_AMBIGUOUS
 * list.
 */
bool core_org_find(
    const struct core *c, const char *text, day_t day, org_t *ret, struct err *err) MUST_USE;
/*
 * Code and name of an identity on ${day} (its last version before when it has ended); "" unknown.
 */
const char *core_org_code(const struct core *c, org_t org, day_t day);
const char *core_org_name(const struct core *c, org_t org, day_t day);
/*
 * The newest note that another office left for ${org}: a TEXT of the document WIRE_NOTE_DOCUMENT,
 * cut at WIRE_NOTE_BYTES_MAX; and its batch.  After it those that came before it and after batch
 * ${seen} (0: not known, none), newest first, each behind its day and whole, as long as they fit.
 * false: none.
 */
bool core_note(const struct core *c, org_t org, uint64_t seen, char buf[WIRE_NOTE_BYTES_MAX + 1],
    uint64_t *ret_batch);
/* The registry, for reading; lent until the next batch. */
const struct orgs *core_orgs(const struct core *c);

/* Organisations whose totals the last settle or replay changed: every ancestor of every posting. */
bool core_touched(const struct core *c, org_t org);
/* The same of an answer restated as its ${basis} (of struct rows) says. */
bool core_touched_on(const struct core *c, org_t org, const char *basis);
/* A structural batch came: every summary may differ. */
bool core_touched_all(const struct core *c);

struct core_counts {
	uint64_t reports, submissions, orgs, drives, subjects, cells;
	uint32_t offices;
};
void core_count(const struct core *c, struct core_counts *ret);

/* ---- checkpoint: what changed since the last one, by absolute value at the settled batch */

struct cell_row {
	org_t org;
	int32_t slot; /* day (cell) or month (total) */
	uint8_t view;
	int32_t dim;
	uint32_t n;
	const uint32_t *ind;
	const int64_t *val;
	/* Reports that carry it: 0 is "not reported" (once was, now withdrawn). */
	const int32_t *carriers;
};
struct blob_row {
	int64_t id; /* subject or stream number */
	const uint8_t *bytes;
	uint32_t len;
};
struct checkpoint {
	uint64_t batch;
	struct cell_row *cells;
	uint32_t cells_n;
	struct cell_row *totals;
	uint32_t totals_n;
	struct blob_row *subjects;
	uint32_t subjects_n;
	struct blob_row *streams;
	uint32_t streams_n;
	uint8_t *state;
	uint32_t state_len;
	void *arena;
};
#define CORE_CHECKPOINT_FORMAT 7
/* Captures what is dirty and marks it clean; the caller's until core_checkpoint_free(). */
bool core_checkpoint(struct core *c, struct checkpoint **ret, struct err *err) MUST_USE;
void core_checkpoint_free(struct checkpoint *p);
/*
 * The checkpoint did not reach the database: everything in it is dirty again.  When memory fails
 * meanwhile,
 * core_checkpoint() says ERR_MEMORY from then on, and the one in the database stays the newest.
 */
void core_checkpoint_failed(struct core *c, const struct checkpoint *p);
/*
 * Loading: after REPLAY_STRUCTURE of the batches up to the checkpoint.  ERR_DAMAGED names the
 * derived table whose row is not of its shape.
 */
bool core_load_cell(struct core *c, const struct cell_row *row, struct err *err) MUST_USE;
bool core_load_subject(struct core *c, const struct blob_row *row, struct err *err) MUST_USE;
bool core_load_stream(struct core *c, const struct blob_row *row, struct err *err) MUST_USE;
/* Frontier and counters; call last.  The core then stands at ${batch}. */
bool core_load_state(
    struct core *c, uint64_t batch, const uint8_t *state, uint32_t len, struct err *err) MUST_USE;

/*
 * ---- verify: two cores agree on every cell, total, subject and name.  The first difference is
 * ERR_DAMAGED with the derived table and its row; ERR_BUG: one of what lies in no table.
 */
bool core_equal(const struct core *a, const struct core *b, struct err *err) MUST_USE;

/*
 * V25: blood units of every view with its remainder, which the reports themselves leave, are the
 * nation's total that the increments made.  ERR_BUG names the view or report by which they are not.
 */
struct core_views {
	int64_t units[VIEW_COUNT_]; /* of all cells */
	int64_t rest[VIEW_COUNT_];  /* of nobody in that view; of the credited one 0 */
	uint64_t cells;
};
bool core_views(const struct core *c, struct core_views *ret, struct err *err) MUST_USE;

#endif

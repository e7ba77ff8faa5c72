/*
 * corefix - a core with a small country in it, and the ledger that it wrote, for tests without a
 * server. The country: VN, Kiên Giang (91, to 2025-06-30) with An Minh (909) and Phú Quốc (911),
 * the body 91.VINPEARL, Lai Châu (12) with Tam Đường (106) and an open district (115); sectors, one
 * campaign; five keys. Every settled batch is kept as the ledger would, so that it can be replayed
 * into another core.
 */
#ifndef GH_TESTS_COREFIX_H
#define GH_TESTS_COREFIX_H

#include "core/core.h"
#include "wire/keys.h"

enum actor {
	ACTOR_OPERATOR,
	ACTOR_NATION,
	ACTOR_KIEN_GIANG,
	ACTOR_AN_MINH,
	ACTOR_LAI_CHAU,
	ACTOR_LATER, /* two without a key yet */
	ACTOR_LATEST,
	ACTOR_COUNT_
};

struct corefix_batch {
	struct batch_row row;
	struct hash head;
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	struct stored_submission *submissions; /* owned with their bytes */
	uint32_t n;
};

#define COREFIX_BATCHES_MAX 4096

struct corefix {
	struct core *core;
	struct core_config config;
	struct keys key[ACTOR_COUNT_];
	uint8_t stream[ACTOR_COUNT_][WIRE_STREAM_BYTES];
	uint64_t seq[ACTOR_COUNT_];
	int64_t now_ms;
	struct corefix_batch ledger[COREFIX_BATCHES_MAX];
	uint32_t ledger_n;
	/* of the newest submission */
	enum fate fate;
	enum err_code code;        /* its reason, or the first report's verdict */
	char detail[ERR_TEXT_MAX]; /* of that */
	struct name existing;
	struct name name; /* of its first report */
	/* postings of the newest settled batch, counted by sign */
	uint32_t plus, minus;
};

/* One submission on its way, with all that it points to. */
struct corefix_sent {
	struct pending p;
	struct submission *s;
	struct buf body;
};

/* Called with each batch before it is settled, from the first on; NULL: nobody. */
void corefix_each_batch(void (*fn)(void *arg, const struct batch *b), void *arg);
/* Called with every batch before it is settled, those of the set-up too; NULL: nobody is. */
extern void (*corefix_on_batch)(const struct batch *b);
/* cmocka setup and teardown: *state is a struct corefix. */
int corefix_setup(void **state);
int corefix_teardown(void **state);
/* Without core and ledger, for another beginning. */
void corefix_forget(struct corefix *f);

/* Sign and decide ${n} reports under the actor's next name, and settle what is stored. */
enum err_code corefix_send(
    struct corefix *f, enum actor actor, const struct report *reports, uint32_t n);
/* The same under a given seq (a resend), or with the batch undone instead of settled. */
enum err_code corefix_send_as(struct corefix *f, enum actor actor, uint64_t seq,
    const struct report *reports, uint32_t n, bool settle);
/* Sign ${n} reports under ${seq}; corefix_sent_free() it after its batch. */
struct corefix_sent corefix_sign(
    struct corefix *f, enum actor actor, uint64_t seq, const struct report *reports, uint32_t n);
void corefix_sent_free(struct corefix_sent *sent);
/* Decide ${n} of them in one batch, and settle or undo it; the fates, lent until the next. */
const struct decided *corefix_decide(
    struct corefix *f, const struct pending *pending, uint32_t n, bool settle);
/* Begin ${epoch} with an empty batch; undone unless ${settle}. */
void corefix_epoch(struct corefix *f, uint32_t epoch, bool settle);
/* A report of each kind with every text set; the caller fills the rest. */
struct report corefix_schedule(const char *drive, const char *from, const char *to);
struct report corefix_target(const char *org, const char *from, const char *to, int64_t units);
struct report corefix_org(const char *code, enum org_kind kind, const char *parent);
struct report corefix_correction(struct report r, const struct name *of);
struct report corefix_withdrawal(struct report r, const struct name *of);
struct report corefix_review(
    const struct name *of, enum review_state state, const char *reason, const char *other_drive);
struct report corefix_lock(const char *org, const char *from, const char *to, bool locked);
struct report corefix_registration(const char *drive, const char *as_of, int64_t registered);
/* Of one indicator. */
struct report corefix_activity(
    const char *org, const char *from, const char *to, uint32_t ind, int64_t val);
struct report corefix_text(const char *org, const char *part, const char *text);
/* Invite, enrol, and let the operator confirm where a second person is asked; any actor once. */
void corefix_key(struct corefix *f, enum actor actor, const char *org, enum role role);
/* A final result of a drive with attended and units. */
struct report corefix_result(const char *drive, const char *day, int64_t attended, int64_t units);
/* Value of ${ind} in a summary's total, as the nation sees it; -1: not reported. */
int64_t corefix_total(struct corefix *f, const char *org, const char *period, uint32_t ind);
bool corefix_summary(struct corefix *f, enum actor who, const char *org, const char *period,
    enum by by, struct rows *ret, struct err *err);
/* The same on a basis, as the nation sees it. */
struct rows corefix_summary_on(struct corefix *f, const struct summary_request *q);
/* A new core with batches 1..${n} replayed. */
struct core *corefix_replay(struct corefix *f, uint32_t n);
/* As the ledger keeps batch ${i} (0 is the first). */
struct stored_batch corefix_stored(const struct corefix *f, uint32_t i);
/*
 * The one submission of batch ${i} as evidence, its receipt in ${receipt}, the caller's to
 * buf_free(); the rest lent from the ledger.
 */
struct evidence corefix_evidence(const struct corefix *f, uint32_t i, struct buf *receipt);
day_t corefix_day(const char *iso);

#endif

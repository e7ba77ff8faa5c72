/*
 * app_submit - entries that a command of the operator writes: signed with a key of the state
 * folder, and appended through the same ledger as everything else, whether `serve` runs or
 * not.  Blocks.
 */
#ifndef GH_APP_SUBMIT_H
#define GH_APP_SUBMIT_H

#include "app_ledger.h"
#include "app_settings.h"
#include "app_state.h"
#include "wire/keys.h"

#define APP_SUBMIT_LOAD_MS 600000 /* for the ledger to be loaded */
#define APP_SUBMIT_WAIT_MS 60000  /* for one submission's receipt */

struct app_submit;

/*
 * Loads the ledger; ERR_HISTORY_WENT_BACK as `serve` has it.  The settings live as long as the
 * result.
 */
bool app_submit_open(const struct app_settings *settings, const struct app_keys *server,
    const char *conninfo, struct app_submit **ret, struct err *err) MUST_USE;
void app_submit_close(struct app_submit *s); /* NULL is a no-op */

/* The state that the next submission is decided on. */
struct core *app_submit_core(struct app_submit *s);
/* Of the same ledger, for short reads. */
struct reader *app_submit_reader(struct app_submit *s);

struct app_submitted {
	bool stored;
	uint64_t batch; /* when stored */
	uint32_t n;     /* verdicts: one a report, or none and ${code} */
	enum err_code code;
	enum err_code verdict[WIRE_REPORTS_MAX];
	struct name existing[WIRE_REPORTS_MAX];
	char detail[WIRE_REPORTS_MAX][ERR_TEXT_MAX];
	char text[ERR_TEXT_MAX]; /* of ${code} */
};
struct app_submit_what {
	const struct report *reports;
	uint32_t n; /* at most WIRE_REPORTS_MAX */
	const struct keys *keys;
	bool enrol; /* the one report is the KEY entry of ${keys} itself */
};
/* Sign and wait for the receipt.  true: decided, ${ret} says how. */
bool app_submit_send(struct app_submit *s, const struct app_submit_what *what,
    struct app_submitted *ret, struct err *err) MUST_USE;
/* The same of one report, which is stored, or ${err} says why not. */
bool app_submit_one(
    struct app_submit *s, const struct app_submit_what *what, struct err *err) MUST_USE;
/*
 * What would be decided, in memory alone: nothing is written, and the state is no longer the
 * ledger's.  After the first of these nothing but more of them, and app_submit_close().
 */
bool app_submit_try(struct app_submit *s, const struct app_submit_what *what,
    struct app_submitted *ret, struct err *err) MUST_USE;

#endif

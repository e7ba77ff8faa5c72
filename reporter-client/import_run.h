/*
 * import_run - a sheet's reports into the outbox and to the aggregator, and its refused rows into a
 * file beside it, each with its line, code and reason: what this program refused and what the
 * aggregator did.
 */
#ifndef GH_CLIENT_IMPORT_RUN_H
#define GH_CLIENT_IMPORT_RUN_H

#include "cli.h"
#include "import_set.h"
#include "sheet.h"

#define IMPORT_WAIT_S 60
#define IMPORT_WAIT_MAX_S 86400

struct import_job {
	const char *file;    /* as the person named it */
	const char *rejects; /* NULL: "${file}.rejects.csv" */
	const char *page;    /* of a workbook; NULL: its first */
	const struct sheet *sheet;
	struct import_set *set; /* refusals of the aggregator are added */
	bool dry_run;
	bool replace; /* what is there already in another form is corrected */
	int wait_ms;
};
/*
 * Everything; says how many rows are new, there already, refused, waiting.  Returns the exit
 * status.
 */
int import_run(struct cli *cli, const struct import_job *job);

/*
 * Read ${asked}'s file with names looked up where they can be, and run what it makes.  With dry_run
 * also on a machine without a profile: names are refused there, codes are not.  Returns the exit
 * status.
 */
typedef bool import_read_fn(struct cli *cli, struct sheet *s, const struct org_resolver *names,
    struct import_set *ret, struct err *err);
int import_run_file(struct cli *cli, const struct import_job *asked, import_read_fn *read);

/* The options that both imports share, and their place in ${job}; ended by {0}. */
#define IMPORT_OPTIONS_MAX 7
void import_run_options(struct argp_option ret[IMPORT_OPTIONS_MAX]);
/* true: ${key} was one of them, and *${ret_ok} says whether its argument is right. */
bool import_run_take(
    struct import_job *job, int key, const char *arg, bool *ret_ok, struct err *err);

#endif

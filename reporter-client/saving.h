/*
 * saving - the end of every command that says something: into the outbox, a short try to deliver,
 * and what became of it.  What outbox_save() has not confirmed is never called saved; what has no
 * verified receipt is never called delivered.
 */
#ifndef GH_CLIENT_SAVING_H
#define GH_CLIENT_SAVING_H

#include "deliver.h"
#include "outcome.h"

struct saving {
	const struct report *reports;
	size_t n;
	const char *summary; /* one line for lists and people */
	int wait_ms;
	bool text;         /* told as one line to paste into a chat */
	const char *drive; /* planned: what it overlaps is told once it is delivered; NULL: none */
};

/*
 * Save and try.  *${ret_saved} says whether it is on disk, whatever is returned; *${ret}'s rows:
 * outbox_rows_free().
 */
bool saving_run(struct cli *cli, const struct saving *s, bool *ret_saved, struct delivered *ret,
    struct err *err) MUST_USE;
/* What cli_fail() may say was kept: NULL, or that it is in the outbox. */
const char *saving_kept(bool saved);
/* What waits goes only after a person acts: true, and ${err} is what stands in the way. */
bool saving_stuck(const struct delivered *d, uint64_t waiting, struct err *err);
/*
 * The whole end of a command of one or a few reports: save, try, print the receipt, "đã lưu, chưa
 * gửi", "đã có, không tính hai lần", or the refusal (also of the machine: revoked); returns the
 * exit status.
 */
int saving_tell(struct cli *cli, const struct saving *s);

#endif

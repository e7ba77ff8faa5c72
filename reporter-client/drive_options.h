/*
 * drive_options - what people say about a planned drive, for every command that makes or changes
 * one. A text or list given replaces what stood; "" empties it.  Texts are cleaned copies in the
 * arena. Pure.  Errors: ERR_TEXT, ERR_LIMIT, ERR_NUMBER, ERR_USAGE, ERR_MEMORY.
 */
#ifndef GH_CLIENT_DRIVE_OPTIONS_H
#define GH_CLIENT_DRIVE_OPTIONS_H

#include "cli.h"
#include "wire/arena.h"
#include "wire/report.h"

enum drive_text {
	DRIVE_TEXT_NAME,
	DRIVE_TEXT_VENUE,
	DRIVE_TEXT_PLACE,
	DRIVE_TEXT_OCCASION,
	DRIVE_TEXT_SECTOR,
	DRIVE_TEXT_PLAN,
	DRIVE_TEXT_COUNT_
};
enum drive_list {
	DRIVE_LIST_CAMPAIGN,
	DRIVE_LIST_DIRECTING,
	DRIVE_LIST_COORDINATING,
	DRIVE_LIST_EXECUTING,
	DRIVE_LIST_FACILITY,
	DRIVE_LIST_COUNT_
};

struct drive_options_list {
	const char *at[WIRE_LIST_MAX];
	uint32_t n;
	bool given;
};
struct drive_options {
	struct arena *arena;
	const char *text[DRIVE_TEXT_COUNT_]; /* NULL: not given */
	struct drive_options_list list[DRIVE_LIST_COUNT_];
	uint64_t number;
	bool has_number;
};

#define DRIVE_OPTIONS_FIRST 0x100 /* a command's own keys are smaller */
#define DRIVE_OPTIONS_MAX 32      /* with the command's own, and {0} */

/* ${own}, ended by {0}, and after it the options here. */
void drive_options_make(const struct argp_option *own, struct argp_option ret[DRIVE_OPTIONS_MAX]);
bool drive_options_has(int key);
bool drive_options_take(
    struct drive_options *o, int key, const char *arg, struct err *err) MUST_USE;
/*
 * Organisations given by a name or CODE@DATE become codes, read on ${day}.  org_find_code()'s
 * errors.
 */
bool drive_options_resolve(
    struct drive_options *o, const struct profile *p, day_t day, struct err *err) MUST_USE;
/* What was given, over what ${s} says; ${s} borrows from ${o} and its arena. */
void drive_options_apply(const struct drive_options *o, struct schedule *s);

#endif

/*
 * err - what went wrong: a code for the program, a sentence for a person.
 * A fallible function returns bool and fills a caller-owned struct err; nothing here allocates or
 * logs.  ${text} says the particulars (which row, which name), in the person's language; the code's
 * own sentence and next step come from err_codes.h.  Threads: none shared.
 */
#ifndef GH_BASE_ERR_H
#define GH_BASE_ERR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/err_codes.h"

enum err_code {
#define ERR_ENUM(name, number, exit, retry, vi, en, next_vi, next_en) ERR_##name = (number),
	ERR_CODES(ERR_ENUM)
#undef ERR_ENUM
};

#define ERR_TEXT_MAX 400

struct err {
	enum err_code code;
	char text[ERR_TEXT_MAX]; /* NUL-terminated UTF-8; cut at a character's boundary */
	const char *next;        /* static; NULL: the code's own next step; err_set() clears it */
};

/* Fill ${e} (NULL: nobody asks).  Always false: `return err_set(...)`. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The same from errno: ENOSPC and EDQUOT become DISK_FULL, ENOMEM MEMORY, the rest IO. */
bool err_set_errno(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What helps here, where the code's own step does not; ${next} by TR().  After err_set(); false. */
bool err_next(struct err *e, const char *next);
/* clang-format off */
#ifdef __clang_analyzer__ /* it reads one file at a time: tell it that these are always false */
#define err_set(...) __extension__({ (void)err_set(__VA_ARGS__); false; })
#define err_set_errno(...) __extension__({ (void)err_set_errno(__VA_ARGS__); false; })
#define err_next(...) __extension__({ (void)err_next(__VA_ARGS__); false; })
#endif
/* clang-format on */
/* "DATE_FUTURE"; an unknown number is "UNKNOWN". */
const char *err_name(enum err_code code);
/* The code's sentence and next step in the language of base/lang.h; never NULL, may be "". */
const char *err_sentence(enum err_code code);
const char *err_next_step(enum err_code code);
/* Of ${e} itself: what err_next() said for this place, else the code's. */
const char *err_next_of(const struct err *e);
/* sysexits(3) status. */
int err_exit_status(enum err_code code);
/* true: the same bytes may succeed later. */
bool err_is_retry(enum err_code code);
/* A wire number to a code; an unknown number is ERR_BUG's neighbour: returns false. */
bool err_from_number(uint32_t number, enum err_code *ret) MUST_USE;

#endif

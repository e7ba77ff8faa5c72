/*
 * setting - one row of a settings table: how its value is read from text, kept, and shown.
 * The value lives in the caller's struct at the row's ${offset}: uint32_t for SETTING_U32, bool for
 * SETTING_BOOL, and for the others a char * that is owned there until setting_free().
 * A refusal is ERR_CONFIG and names the row.  One thread at a time.
 */
#ifndef GH_BASE_SETTING_H
#define GH_BASE_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/err.h"

#define SETTING_TEXT_MAX 1024 /* bytes of one value with its NUL */

enum setting_type {
	SETTING_STR,    /* min..max: its bytes; max 0: SETTING_TEXT_MAX - 1 */
	SETTING_SECRET, /* the same, printed as "***" */
	SETTING_PATH,   /* the same; a leading "~/" is the home folder */
	SETTING_U32,    /* min..max: its value; max 0: UINT32_MAX */
	SETTING_BOOL,   /* yes, no, true, false, on, off, 1, 0 */
};

struct setting {
	const char *name; /* lower case with "-": batch-wait-ms */
	enum setting_type type;
	size_t offset;   /* offsetof() in the caller's struct */
	const char *def; /* as in a file; NULL: "" or 0 or no */
	uint32_t min, max;
	const char *help_vi, *help_en;
};

/* Read ${text} into ${values}; on false it keeps what it held. */
bool setting_set(
    const struct setting *row, void *values, const char *text, struct err *err) MUST_USE;
/* The value as a file would say it; SETTING_SECRET: "***" or "".  Returns ${buf}. */
const char *setting_text(const struct setting *row, const void *values, char buf[SETTING_TEXT_MAX]);
/* What a value is when nobody says anything: ${def}, else "", 0 or no. */
const char *setting_default(const struct setting *row);
/* Release an owned text, leave NULL.  Again is a no-op. */
void setting_free(const struct setting *row, void *values);

#endif

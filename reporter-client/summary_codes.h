/*
 * summary_codes - the codes of a summary's rows, told apart.  Codes are used again over time: where
 * totals stand as recorded, two rows of one period may have one code, and each is then CODE@DAY, as
 * --org takes it.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_CODES_H
#define GH_CLIENT_SUMMARY_CODES_H

#include "base/day.h"
#include "base/err.h"
#include "wire/query.h"

#define SUMMARY_CODES_TEXT_MAX (WIRE_CODE_BYTES_MAX + DAY_TEXT_MAX + 2)

struct summary_codes {
	const struct rows *r; /* borrowed */
	bool *is_shared;      /* beside its rows */
};
/* ERR_MEMORY.  summary_codes_free(). */
bool summary_codes_make(const struct rows *r, struct summary_codes *ret, struct err *err) MUST_USE;
void summary_codes_free(struct summary_codes *s); /* emptied is a no-op */
/* The code of ${row}, one of the rows or another (the total); "" has none.  Returns ${buf}. */
const char *summary_codes_text(
    const struct summary_codes *s, const struct row *row, char buf[SUMMARY_CODES_TEXT_MAX]);

#endif

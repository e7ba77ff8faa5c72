/*
 * shape_part - checks of one field, shared by the shapes of all kinds.  ${what} names the field in
 * the person's language.  ${code} is what it is refused with.
 */
#ifndef GH_RULES_SHAPE_PART_H
#define GH_RULES_SHAPE_PART_H

#include "base/err.h"
#include "wire/report.h"

/* An organisation's code; "" fails. */
bool shape_part_org(
    const char *code, const char *what, enum err_code refused, struct err *err) MUST_USE;
/* The same, or CODE@YYYY-MM-DD: who bore it on that day. */
bool shape_part_org_dated(
    const char *code, const char *what, enum err_code refused, struct err *err) MUST_USE;
/* An organisation's code, or "". */
bool shape_part_org_or_none(
    const char *code, const char *what, enum err_code refused, struct err *err) MUST_USE;
/* A sector's, campaign's, round's code; "" fails. */
bool shape_part_code(
    const char *code, const char *what, enum err_code refused, struct err *err) MUST_USE;
/* Every one an organisation's (${orgs}) or other code, none twice. */
bool shape_part_codes(
    const struct strings *codes, bool orgs, const char *what, struct err *err) MUST_USE;
/* ORG/YYYY-MM-DD/n with an organisation's code and a day of ours. */
bool shape_part_drive(const char *drive, struct err *err) MUST_USE;
/* The same, or that of one day of it: ORG/YYYY-MM-DD/n@YYYY-MM-DD. */
bool shape_part_drive_day(const char *drive, struct err *err) MUST_USE;
/* Both within DAY_MIN..DAY_MAX (ERR_DATE), in order (ERR_COLLECTION_SPAN). */
bool shape_part_span(day_t from, day_t to, struct err *err) MUST_USE;
bool shape_part_day(day_t day, const char *what, struct err *err) MUST_USE;
/* Some text, or ${refused}. */
bool shape_part_text(
    const char *text, const char *what, enum err_code refused, struct err *err) MUST_USE;
/* 1..WIRE_PAIRS_MAX pairs, rising, known, of [${first}, ${end}), 0..WIRE_VALUE_MAX. */
bool shape_part_counts(
    const struct counts *c, uint32_t first, uint32_t end, struct err *err) MUST_USE;
/* Whether an enum's number is one of 1..${count}-1. */
bool shape_part_one_of(unsigned value, unsigned count, const char *what, struct err *err) MUST_USE;
/* Whether any of ${len} bytes is not zero. */
bool shape_part_is_set(const uint8_t *bytes, size_t len);

#endif

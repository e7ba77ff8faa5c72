/*
 * traps - what a spreadsheet makes of what people type, named with its cure before anything is
 * read: formulas that were never computed, errors of formulas, one number merged over several rows,
 * 4.000 that became 4, days whose month and day may have changed places, codes that lost their
 * leading zeros. (3.950 that became 3,95 and a day as a bare number are named where numbers and
 * days are read.) Pure.  Errors: ERR_INVALID, ERR_NUMBER, ERR_DATE, ERR_ORG_UNKNOWN, ERR_MEMORY.
 */
#ifndef GH_CLIENT_TRAPS_H
#define GH_CLIENT_TRAPS_H

#include "columns.h"
#include "import_set.h"

/* Fills ${c}->month_first. */
void traps_look(const struct sheet *s, struct columns *c);
/*
 * A row whose every cell is what was typed; else the column and the cure; the cell is
 * sheet_doubt()ed.
 */
bool traps_row(const struct columns *c, struct sheet *s, size_t row, struct err *err) MUST_USE;
/*
 * An organisation by code or name, as the resolver finds it.  No official code has one digit or
 * four: such a number lost its leading zeros, and the codes that it may have been are named.
 */
bool traps_org(const struct org_resolver *resolver, const char *text, day_t day,
    char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err) MUST_USE;
/*
 * Of a code that nobody knows: what it was before it lost its zeros, where it has two or three
 * digits; else the code alone.
 */
void traps_code_unknown(const char *code, struct err *ret);

#endif

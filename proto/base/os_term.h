/*
 * os_term - a terminal that a program draws on: another screen, no echo, keys at once.
 * What is begun must be ended on every way out but a kill.  One thread.
 */
#ifndef GH_BASE_OS_TERM_H
#define GH_BASE_OS_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/err.h"

enum term_key { TERM_NONE, TERM_QUIT, TERM_UP, TERM_DOWN, TERM_PAGE_UP, TERM_PAGE_DOWN, TERM_HOME };

struct term; /* what must be put back */

/*
 * Take the terminal of standard input and output.  ERR_IO: they are none.  *${ret}: os_term_end().
 */
bool os_term_begin(struct term **ret, struct err *err) MUST_USE;
/* The old screen, cursor and keys again; NULL is a no-op. */
void os_term_end(struct term *t);
/* Columns and lines now: they change while a program runs. */
void os_term_size(const struct term *t, uint32_t *ret_columns, uint32_t *ret_lines);
/* A key that was pressed; never waits. */
enum term_key os_term_key(struct term *t);
/* Write it whole. */
bool os_term_write(struct term *t, const void *bytes, size_t len, struct err *err) MUST_USE;

#endif

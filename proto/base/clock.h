/*
 * clock - the only place that reads the clock.  Everything else is told the time.
 * Any thread.
 */
#ifndef GH_BASE_CLOCK_H
#define GH_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970-01-01 UTC; may jump either way when somebody sets the clock. */
int64_t clock_unix_ms(void);
/* Since an unknown start, never backwards: for waits and measurements. */
uint64_t clock_mono_ms(void);
uint64_t clock_mono_us(void);

#endif

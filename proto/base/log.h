/*
 * log - one line a message on standard error: level=info msg="…" key=value.
 * Only the programs' own app and main call it: libraries return errors instead.  Never a key, a
 * password or a person's data.  Under systemd each line starts with its priority ("<6>") and has no
 * time, which the journal knows; else it starts with at=….  Any thread; a line is written at once.
 */
#ifndef GH_BASE_LOG_H
#define GH_BASE_LOG_H

#include <stdbool.h>

#include "base/attrs.h"
#include "base/err.h"

#define LOG_LINE_MAX 2048 /* bytes; a longer line is cut at a character's boundary */

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/*
 * Before any other thread.  Messages beyond ${max} are dropped; until then LOG_LEVEL_INFO is
 * ${max}.
 */
void log_start(enum log_level max);
/* "error", "warn", "info" or "debug". */
bool log_level_from_name(const char *name, enum log_level *ret) MUST_USE;
/*
 * ${msg} is a fixed English sentence; ${fields} is key=value, parted by blanks, "" for
 * none.  Control characters in a field's value become "?", so that nobody can forge a line.
 */
void log_line(enum log_level level, const char *msg, const char *fields, ...) PRINTF_LIKE(3, 4);
/* The same with code=NAME and text="…" of ${err}. */
void log_err(enum log_level level, const char *msg, const struct err *err);

#endif

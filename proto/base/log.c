#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/day.h"
#include "base/os.h"
#include "base/text.h"

#define STDERR_FD 2
#define DAY_MS INT64_C(86400000)

static const struct {
	const char *name;
	int priority; /* of sd-daemon(3) */
} levels[] = {
    [LOG_LEVEL_ERROR] = {"error", 3},
    [LOG_LEVEL_WARN] = {"warn", 4},
    [LOG_LEVEL_INFO] = {"info", 6},
    [LOG_LEVEL_DEBUG] = {"debug", 7},
};

static enum log_level level_max = LOG_LEVEL_INFO;
static bool to_journal;

void
log_start(enum log_level max)
{
	level_max = max;
	to_journal = os_is_journal(STDERR_FD);
}

bool
log_level_from_name(const char *name, enum log_level *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		if (strcmp(levels[i].name, name) == 0) {
			*ret = (enum log_level)i;
			return true;
		}
	}
	return false;
}

/* "at=2026-11-22T08:30:00.123Z " or, for the journal, "<6>". */
static void
prefix_make(enum log_level level, int64_t now_ms, char *buf, size_t size)
{
	const int64_t of_day = (now_ms % DAY_MS + DAY_MS) % DAY_MS;
	const day_t day = (day_t)((now_ms - of_day) / DAY_MS);
	char iso[DAY_TEXT_MAX];

	if (to_journal)
		(void)snprintf(buf, size, "<%d>", levels[level].priority);
	else
		(void)snprintf(buf, size, "at=%sT%02d:%02d:%02d.%03dZ ", day_iso(day, iso),
		    (int)(of_day / 3600000), (int)(of_day / 60000 % 60), (int)(of_day / 1000 % 60),
		    (int)(of_day % 1000));
}

/* One write(2): standard error has no buffer, and lines of two threads do not mix. */
static void
line_write(enum log_level level, const char *msg, const char *fields)
{
	char prefix[48];
	char whole[LOG_LINE_MAX * 2];
	char line[LOG_LINE_MAX];
	size_t len;

	prefix_make(level, clock_unix_ms(), prefix, sizeof(prefix));
	(void)snprintf(whole, sizeof(whole), "%slevel=%s msg=\"%s\"%s%s", prefix,
	    levels[level].name, msg, fields[0] != '\0' ? " " : "", fields);
	(void)text_copy(line, sizeof(line) - 1, whole);
	len = strlen(line);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[len++] = '\n';
	(void)fwrite(line, 1, len, stderr);
}

void
log_line(enum log_level level, const char *msg, const char *fields, ...)
{
	char filled[LOG_LINE_MAX];
	va_list args;

	if (level > level_max)
		return;
	va_start(args, fields);
	if (vsnprintf(filled, sizeof(filled), fields, args) < 0)
		filled[0] = '\0';
	va_end(args);
	line_write(level, msg, filled);
}

void
log_err(enum log_level level, const char *msg, const struct err *err)
{
	char text[ERR_TEXT_MAX * 2];
	size_t len = 0;

	for (const char *at = err->text; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			text[len++] = '\\';
		text[len++] = *at;
	}
	text[len] = '\0';
	log_line(level, msg, "code=%s text=\"%s\"", err_name(err->code), text);
}

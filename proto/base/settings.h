/*
 * settings - one table of rows feeds the ini file, the environment, the command line, --help and
 * the print at start.
 * The values live in the caller's struct (base/setting.h); their texts are owned until
 * settings_free() and never NULL after settings_defaults().  A later source wins: defaults, file,
 * environment, command line, in the order in which the caller loads them.
 * Every refusal is ERR_CONFIG (ERR_USAGE on the command line) and says source, line and cure.
 * One thread at a time.
 */
#ifndef GH_BASE_SETTINGS_H
#define GH_BASE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attrs.h"
#include "base/err.h"
#include "base/setting.h"

struct settings {
	const struct setting *rows; /* lent */
	size_t row_count;           /* at most SETTINGS_MAX */
	void *values;               /* the caller's struct, zero before settings_defaults() */
};

#define SETTINGS_MAX 64
#define SETTINGS_LINE_MAX 198 /* bytes of one line of a file: what inih reads whole */
#define SETTINGS_FILE_MAX ((size_t)64 * 1024)

/* Every row's default; refused ones are a defect of the table: ERR_BUG. */
bool settings_defaults(const struct settings *s, struct err *err) MUST_USE;
/* One value, as if a file said so; on false it keeps what it held. */
bool settings_set(
    const struct settings *s, const char *name, const char *value, struct err *err) MUST_USE;
/*
 * "name = value" lines; "#" and ";" start comments; no sections.  An unknown or repeated name, a
 * line that is too long or no UTF-8, a value out of bounds: refused by line.  Lines before it are
 * taken.
 * ${source} names the bytes for a person.  The only parser of settings_load_file().
 */
bool settings_load_bytes(const struct settings *s, const char *source, const void *bytes,
    size_t len, struct err *err) MUST_USE;
/* ERR_NOT_FOUND: no such file. */
bool settings_load_file(const struct settings *s, const char *path, struct err *err) MUST_USE;
/* ${prefix}BATCH_WAIT_MS for each row's name; those not set in the environment change nothing. */
bool settings_load_env(const struct settings *s, const char *prefix, struct err *err) MUST_USE;
/*
 * Take "--name=value", "--name value" and, for SETTING_BOOL, "--name" and "--no-name" out of
 * ${argv}, up to "--"; what is not in the table stays, in order.  ${argv} keeps its ending NULL.
 */
bool settings_take_args(const struct settings *s, int *argc, char **argv, struct err *err) MUST_USE;
/* The part of --help: a line or two each row, with default and bounds, in the person's language. */
void settings_help(const struct settings *s, FILE *out);
/* Release the texts.  NULL and unfilled values are a no-op. */
void settings_free(const struct settings *s);

#endif

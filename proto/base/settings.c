#include "base/settings.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"

static const struct setting *
row_of(const struct settings *s, const char *name)
{
	for (size_t i = 0; i < s->row_count; i++)
		if (strcmp(s->rows[i].name, name) == 0)
			return &s->rows[i];
	return NULL;
}

bool
settings_defaults(const struct settings *s, struct err *err)
{
	assert(s->row_count <= SETTINGS_MAX);
	for (size_t i = 0; i < s->row_count; i++) {
		const struct setting *row = &s->rows[i];
		struct err why = {0};

		if (!setting_set(row, s->values, setting_default(row), &why))
			return err_set(err, ERR_BUG, "%s", why.text);
	}
	return true;
}

bool
settings_set(const struct settings *s, const char *name, const char *value, struct err *err)
{
	const struct setting *row = row_of(s, name);
	char quoted[TEXT_QUOTE_MAX];

	if (row == NULL)
		return err_set(err, ERR_CONFIG,
		    TR("%s: không có mục cấu hình này", "%s: there is no such setting"),
		    text_quote(name, quoted));
	return setting_set(row, s->values, value, err);
}

/* One pass over the bytes of a file; inih asks for a line, then names the pair that it holds. */
struct load {
	const struct settings *s;
	const char *at, *end;
	uint64_t seen;  /* a bit a row */
	unsigned line;  /* the newest that inih got, from 1 */
	bool failed;    /* ${err} says why */
	struct err why; /* without source and line */
};

/*
 * inih's fgets(): the next line without the blanks before it, which would continue the line above.
 * NULL ends the pass.
 */
static char *
load_line(char *str, int num, void *stream)
{
	struct load *load = stream;
	const char *start = load->at;
	const char *newline;
	size_t len;

	if (load->failed || start == load->end)
		return NULL;
	newline = memchr(start, '\n', (size_t)(load->end - start));
	load->line++;
	load->at = newline != NULL ? newline + 1 : load->end;
	len = (size_t)((newline != NULL ? newline : load->end) - start);
	if (len > 0 && start[len - 1] == '\r')
		len--;
	while (len > 0 && (*start == ' ' || *start == '\t')) {
		start++;
		len--;
	}
	if (len > SETTINGS_LINE_MAX || num < 2 || len > (size_t)num - 2)
		load->failed = !err_set(&load->why, ERR_CONFIG,
		    TR("dòng dài quá %d byte", "a line beyond %d bytes"), SETTINGS_LINE_MAX);
	else if (!text_is_valid(start, len))
		load->failed =
		    !err_set(&load->why, ERR_CONFIG, "%s", TR("không phải UTF-8", "not UTF-8"));
	if (load->failed)
		return NULL;
	memcpy(str, start, len);
	memcpy(str + len, "\n", 2);
	return str;
}

/* inih's handler: 1 to go on. */
static int
load_pair(void *user, const char *section, const char *name, const char *value)
{
	struct load *load = user;
	const struct setting *row = row_of(load->s, name);
	const uint64_t bit = row != NULL ? UINT64_C(1) << (row - load->s->rows) : 0;

	if (section[0] != '\0')
		load->failed = !err_set(&load->why, ERR_CONFIG, "%s",
		    TR("cấu hình không chia phần [...]", "settings have no [section]"));
	else if ((load->seen & bit) != 0)
		load->failed = !err_set(&load->why, ERR_CONFIG,
		    TR("%s: đã có ở dòng trên", "%s: it stands in a line above"), name);
	else
		load->failed = !settings_set(load->s, name, value, &load->why);
	load->seen |= bit;
	return load->failed ? 0 : 1;
}

bool
settings_load_bytes(
    const struct settings *s, const char *source, const void *bytes, size_t len, struct err *err)
{
	struct load load = {.s = s, .at = bytes};
	int bad_line;

	assert(s->row_count <= SETTINGS_MAX);
	if (len > SETTINGS_FILE_MAX)
		return err_set(err, ERR_CONFIG,
		    TR("%s: tệp lớn hơn %zu byte", "%s: the file is larger than %zu bytes"), source,
		    SETTINGS_FILE_MAX);
	if (len == 0)
		return true;
	load.end = load.at + len;
	bad_line = ini_parse_stream(load_line, &load, load_pair, &load);
	if (load.failed)
		return err_set(err, load.why.code, TR("%s, dòng %u: %s", "%s, line %u: %s"), source,
		    load.line, load.why.text);
	if (bad_line != 0)
		return err_set(err, ERR_CONFIG,
		    TR("%s, dòng %d: cần “tên = giá trị”", "%s, line %d: “name = value” is needed"),
		    source, bad_line);
	return true;
}

bool
settings_load_file(const struct settings *s, const char *path, struct err *err)
{
	struct buf bytes = {0};
	bool ok;

	ok = os_file_read(path, SETTINGS_FILE_MAX, &bytes, err) &&
	    settings_load_bytes(s, path, bytes.at, bytes.len, err);
	buf_free(&bytes);
	return ok;
}

/* "GIOTHONG_" and "batch-wait-ms": GIOTHONG_BATCH_WAIT_MS. */
static bool
env_name(const char *prefix, const char *name, char *buf, size_t size)
{
	const int len = snprintf(buf, size, "%s%s", prefix, name);

	if (len < 0 || (size_t)len >= size)
		return false;
	for (char *at = buf + strlen(prefix); *at != '\0'; at++) {
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
		else if (*at == '-')
			*at = '_';
	}
	return true;
}

bool
settings_load_env(const struct settings *s, const char *prefix, struct err *err)
{
	for (size_t i = 0; i < s->row_count; i++) {
		char name[128];
		const char *value;
		struct err why = {0};

		if (!env_name(prefix, s->rows[i].name, name, sizeof(name)))
			return err_set(err, ERR_BUG, "%s%s", prefix, s->rows[i].name);
		value = getenv(name);
		if (value != NULL && !setting_set(&s->rows[i], s->values, value, &why))
			return err_set(err, why.code, "%s: %s", name, why.text);
	}
	return true;
}

/* What one argument says: ${row} NULL when it is not of the table. */
struct arg {
	const struct setting *row;
	const char *value; /* NULL: in the next argument */
};

static bool
name_is(const struct setting *row, const char *name, size_t len)
{
	return strlen(row->name) == len && memcmp(row->name, name, len) == 0;
}

static struct arg
arg_read(const struct settings *s, const char *text)
{
	const char *name = text + 2;
	const size_t len = strcspn(name, "=");
	const char *value = name[len] == '=' ? name + len + 1 : NULL;

	for (size_t i = 0; i < s->row_count; i++) {
		const struct setting *row = &s->rows[i];
		const bool on = row->type == SETTING_BOOL;

		if (name_is(row, name, len))
			return (struct arg){row, on && value == NULL ? "yes" : value};
		if (on && value == NULL && len > 3 && memcmp(name, "no-", 3) == 0 &&
		    name_is(row, name + 3, len - 3))
			return (struct arg){row, "no"};
	}
	return (struct arg){NULL, NULL};
}

bool
settings_take_args(const struct settings *s, int *argc, char **argv, struct err *err)
{
	int kept = 1;
	int i = 1;

	while (i < *argc && strcmp(argv[i], "--") != 0) {
		struct arg arg = {NULL, NULL};
		struct err why = {0};

		if (strncmp(argv[i], "--", 2) == 0)
			arg = arg_read(s, argv[i]);
		if (arg.row == NULL) {
			argv[kept++] = argv[i++];
			continue;
		}
		if (arg.value == NULL && i + 1 < *argc)
			arg.value = argv[++i];
		if (arg.value == NULL)
			return err_set(err, ERR_USAGE,
			    TR("--%s: thiếu giá trị", "--%s: its value is missing"), arg.row->name);
		if (!settings_set(s, arg.row->name, arg.value, &why))
			return err_set(err, ERR_USAGE, "--%s", why.text);
		i++;
	}
	while (i < *argc)
		argv[kept++] = argv[i++];
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

void
settings_help(const struct settings *s, FILE *out)
{
	for (size_t i = 0; i < s->row_count; i++) {
		const struct setting *row = &s->rows[i];

		(void)fprintf(out, "  --%s%s\n      %s", row->name,
		    row->type == SETTING_BOOL ? ", --no-…" : TR("=GIÁ TRỊ", "=VALUE"),
		    TR(row->help_vi, row->help_en));
		if (row->def != NULL && row->def[0] != '\0')
			(void)fprintf(out, TR(" [mặc định: %s]", " [default: %s]"), row->def);
		if (row->type == SETTING_U32 && row->max != 0)
			(void)fprintf(out, " (%" PRIu32 "–%" PRIu32 ")", row->min, row->max);
		(void)fputc('\n', out);
	}
}

void
settings_free(const struct settings *s)
{
	if (s == NULL || s->values == NULL)
		return;
	for (size_t i = 0; i < s->row_count; i++)
		setting_free(&s->rows[i], s->values);
}

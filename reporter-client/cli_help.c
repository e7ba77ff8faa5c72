#include "cli_help.h"

#include <string.h>

#include "base/lang.h"
#include "base/text.h"

#define LIST_COLUMN 20
#define OPTION_COLUMN 28
#define NEAR_MAX 3        /* edits */
#define NEAR_BYTES_MAX 40 /* of a word that is compared */

static const char *
group_title(enum cli_group group)
{
	switch (group) {
	case CLI_ENROL:
		return TR("Máy này", "This machine");
	case CLI_REPORT:
		return TR("Báo cáo", "Reporting");
	case CLI_COMMITTEE:
		return TR("Ban chỉ đạo", "Committees");
	case CLI_LOOK:
		return TR("Xem", "Looking");
	case CLI_GROUP_COUNT_:
		break;
	}
	return "";
}

static bool
is_of_family(const char *name, const char *family)
{
	const size_t len = family != NULL ? strlen(family) : 0;

	return len == 0 || (strncmp(name, family, len) == 0 && name[len] == ' ');
}

static void
pad(FILE *out, size_t used, size_t column)
{
	do
		(void)fputc(' ', out);
	while (++used < column);
}

static void
group_list(FILE *out, enum cli_group group, const char *family)
{
	bool first = true;

	for (size_t i = 0; i < cli_commands_n; i++) {
		const struct cli_command *c = &cli_commands[i];

		if (c->group != group || !is_of_family(c->name, family))
			continue;
		if (first)
			(void)fprintf(out, "\n%s\n", group_title(group));
		first = false;
		(void)fprintf(out, "  %s", c->name);
		pad(out, strlen(c->name) + 2, LIST_COLUMN);
		(void)fprintf(out, "%s\n", TR(c->vi, c->en));
	}
}

void
cli_help_list(FILE *out, const char *family)
{
	(void)fprintf(out, "%s\n",
	    TR("Cách dùng: giothong LỆNH [TÙY CHỌN]", "Usage: giothong COMMAND [OPTION]"));
	for (enum cli_group group = 0; group < CLI_GROUP_COUNT_; group++)
		group_list(out, group, family);
	(void)fprintf(out, "\n%s\n",
	    TR("Từng lệnh: giothong LỆNH --help. Tiếng Anh: --lang en.",
		"Each command: giothong COMMAND --help.  Vietnamese: --lang vi."));
}

static void
option_line(FILE *out, const struct argp_option *o)
{
	size_t used = 6;

	if (o->key > ' ' && o->key < 0x7f)
		(void)fprintf(out, "  -%c, ", o->key);
	else
		(void)fputs("      ", out);
	if (o->name != NULL) {
		(void)fprintf(out, "--%s", o->name);
		used += strlen(o->name) + 2;
	}
	if (o->arg != NULL) {
		(void)fprintf(out, (o->flags & OPTION_ARG_OPTIONAL) != 0 ? "[=%s]" : " %s", o->arg);
		used += text_width(o->arg) + ((o->flags & OPTION_ARG_OPTIONAL) != 0 ? 3 : 1);
	}
	pad(out, used, OPTION_COLUMN);
	(void)fprintf(out, "%s\n", o->doc != NULL ? o->doc : "");
}

static void
option_list(FILE *out, const char *title, const struct argp_option *options)
{
	if (options == NULL || (options->name == NULL && options->key == 0 && options->doc == NULL))
		return;
	(void)fprintf(out, "\n%s\n", title);
	for (const struct argp_option *o = options;
	     o->name != NULL || o->key != 0 || o->doc != NULL; o++) {
		if ((o->flags & OPTION_HIDDEN) != 0)
			continue;
		if (o->name == NULL && o->key == 0)
			(void)fprintf(out, "\n %s\n", o->doc);
		else
			option_line(out, o);
	}
}

void
cli_help_command(
    FILE *out, const char *name, const struct cli_spec *spec, const struct argp_option *shared)
{
	(void)fprintf(out, TR("Cách dùng: %s [TÙY CHỌN]%s%s\n", "Usage: %s [OPTION]%s%s\n"), name,
	    spec->args != NULL ? " " : "", spec->args != NULL ? spec->args : "");
	if (spec->doc != NULL)
		(void)fprintf(out, "\n%s\n", spec->doc);
	option_list(out, TR("Tùy chọn", "Options"), spec->options);
	option_list(out, TR("Tùy chọn chung", "Shared options"), shared);
}

static size_t
least(size_t a, size_t b, size_t c)
{
	const size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Edits from ${a} to ${b}; both at most NEAR_BYTES_MAX bytes. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[NEAR_BYTES_MAX + 1];
	const size_t a_len = strlen(a);
	const size_t b_len = strlen(b);

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			const size_t above = row[j];

			row[j] = least(
			    row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
			corner = above;
		}
	}
	return row[b_len];
}

const char *
cli_help_nearest(const char *text)
{
	const char *nearest = NULL;
	size_t best = NEAR_MAX + 1;

	if (strlen(text) > NEAR_BYTES_MAX)
		return NULL;
	for (size_t i = 0; i < cli_commands_n; i++) {
		const char *name = cli_commands[i].name;
		const size_t d = strlen(name) > NEAR_BYTES_MAX ? best : distance(text, name);

		if (d < best) {
			best = d;
			nearest = name;
		}
	}
	return nearest;
}

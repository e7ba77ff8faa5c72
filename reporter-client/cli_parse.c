#include "cli_parse.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "cli_help.h"

enum shared_key {
	KEY_PROFILE = 0x1000,
	KEY_LANG,
	KEY_JSON,
	KEY_CSV,
	KEY_ORG,
	KEY_PERIOD,
	KEY_AS_OF,
	KEY_HELP,
	KEY_VERSION,
	KEY_OUTPUT = 'o',
	KEY_QUIET = 'q',
};

#define SHARED_MAX 16

struct parse {
	struct cli *cli;
	const struct cli_spec *spec;
	struct argp_option shared[SHARED_MAX];
	struct err err;
	int args;
	bool done; /* --help or --version printed */
};

static void
shared_fill(struct argp_option ret[SHARED_MAX])
{
	const struct argp_option options[SHARED_MAX] = {
	    {"profile", KEY_PROFILE, TR("TÊN", "NAME"), 0,
		TR("hồ sơ máy (xem: giothong profile list)",
		    "profile (see: giothong profile list)"),
		0},
	    {"org", KEY_ORG, TR("MÃ", "ORG"), 0,
		TR("địa phương, cơ quan: mã, MÃ@NGÀY hoặc tên đầy đủ",
		    "organisation: code, CODE@DATE or full name"),
		0},
	    {"period", KEY_PERIOD, TR("KỲ", "PERIOD"), 0,
		"2024, 2024-H1, 2024-Q2, 2024-06, 2022-05-01..2022-08-31, 2024.., cal:2024", 0},
	    {"as-of-batch", KEY_AS_OF, "N", 0, TR("số liệu tại lần ghi số N", "as of batch N"), 0},
	    {"json", KEY_JSON, NULL, 0, TR("in JSON", "print JSON"), 0},
	    {"csv", KEY_CSV, NULL, 0, TR("in CSV", "print CSV"), 0},
	    {"output", KEY_OUTPUT, TR("TỆP", "FILE"), 0,
		TR("ghi vào tệp, dạng theo đuôi tệp", "write a file, its form by its ending"), 0},
	    {"quiet", KEY_QUIET, NULL, 0, TR("không nhắn gì thêm", "no notes"), 0},
	    {"lang", KEY_LANG, "vi|en", 0, TR("ngôn ngữ", "language"), 0},
	    {"help", KEY_HELP, NULL, 0, TR("trang này", "this page"), 0},
	    {"version", KEY_VERSION, NULL, 0, TR("phiên bản", "version"), 0},
	    {0},
	};

	memcpy(ret, options, sizeof(options));
}

int
cli_parse_values(const char *arg)
{
	struct argp_option shared[SHARED_MAX];

	if (strcmp(arg, "-o") == 0)
		return 1;
	if (strncmp(arg, "--", 2) != 0 || strchr(arg, '=') != NULL)
		return 0;
	shared_fill(shared);
	for (size_t i = 0; shared[i].name != NULL; i++) {
		if (strcmp(shared[i].name, arg + 2) == 0)
			return shared[i].arg != NULL ? 1 : 0;
	}
	return 0;
}

const char *
cli_parse_lang(int argc, char **argv)
{
	const char *lang = NULL;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], "--lang=", 7) == 0)
			lang = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			lang = argv[i + 1];
	}
	return lang;
}

bool
cli_u64(const char *text, uint64_t max, uint64_t *ret, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];
	char *end = NULL;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value > max)
		return err_set(err, ERR_USAGE,
		    TR("%s không phải số từ 0 đến %" PRIu64, "%s is no number from 0 to %" PRIu64),
		    text_quote(text, quoted), max);
	*ret = value;
	return true;
}

error_t
cli_refuse(struct argp_state *state, enum err_code code, const char *fmt, ...)
{
	struct parse *p = state->hook;
	char text[ERR_TEXT_MAX];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	(void)err_set(&p->err, code, "%s", text);
	return EINVAL;
}

static bool
takes_batch(const struct cli *cli)
{
	const char *name = strchr(cli->command, ' ');

	return name != NULL && cli_commands_take_batch(name + 1);
}

bool
cli_refuse_batch(const struct cli *cli, struct err *err)
{
	return err_set(err, ERR_USAGE,
	    TR("%s không trả lời theo lần ghi cũ: bỏ --as-of-batch; số liệu tại lần ghi số N: giothong "
	       "summary --as-of-batch N (các lệnh xem khác: giothong --help)",
		"%s does not answer as of an older batch: leave --as-of-batch out; totals as of batch N: "
		"giothong summary --as-of-batch N (other commands that show: giothong --help)"),
	    cli->command);
}

static error_t
shared_take(struct parse *p, int key, char *arg, struct argp_state *state)
{
	struct cli *cli = p->cli;
	struct err why = {0};

	switch (key) {
	case KEY_PROFILE:
		cli->profile_name = arg;
		return 0;
	case KEY_JSON:
		cli->json = true;
		return 0;
	case KEY_CSV:
		cli->csv = true;
		return 0;
	case KEY_QUIET:
		cli->quiet = true;
		return 0;
	case KEY_OUTPUT:
		cli->output = arg;
		return 0;
	case KEY_ORG:
		cli->org = arg;
		return 0;
	case KEY_PERIOD:
		cli->period = arg;
		return 0;
	case KEY_LANG: /* taken before the table was chosen */
		return 0;
	case KEY_AS_OF:
		if (!takes_batch(cli)) {
			(void)cli_refuse_batch(cli, &why);
			return cli_refuse(state, why.code, "%s", why.text);
		}
		if (!cli_u64(arg, INT64_MAX, &cli->as_of_batch, &why))
			return cli_refuse(state, why.code, "--as-of-batch: %s", why.text);
		if (cli->as_of_batch == 0)
			return cli_refuse(state, ERR_USAGE, "%s",
			    TR("--as-of-batch: các lần ghi bắt đầu từ 1; bỏ lựa chọn này để xem bây giờ",
				"--as-of-batch: batches begin with 1; leave the option out for now"));
		return 0;
	case KEY_HELP:
		cli_help_command(stdout, cli->command, p->spec, p->shared);
		p->done = true;
		return EINVAL;
	case KEY_VERSION:
		(void)printf("giothong %s\n", GH_VERSION);
		p->done = true;
		return EINVAL;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* getopt's own refusal: it says nothing, so the word that it stands at does. */
static void
error_take(struct parse *p, const struct argp_state *state)
{
	char quoted[TEXT_QUOTE_MAX];
	const char *word =
	    state->next > 0 && state->next <= state->argc ? state->argv[state->next - 1] : "";

	if (p->err.code == ERR_OK && !p->done)
		(void)err_set(&p->err, ERR_USAGE,
		    TR("không hiểu %s; xem: %s --help", "cannot make sense of %s; see: %s --help"),
		    text_quote(word, quoted), p->cli->command);
}

static error_t
argument_take(struct parse *p, char *arg, struct argp_state *state)
{
	char quoted[TEXT_QUOTE_MAX];
	error_t error;

	if (p->spec->parse == NULL || p->args >= p->spec->args_max)
		return cli_refuse(state, ERR_USAGE,
		    TR("thừa %s; xem: %s --help", "%s is too much; see: %s --help"),
		    text_quote(arg, quoted), p->cli->command);
	p->args++;
	state->input = p->spec->input;
	error = p->spec->parse(ARGP_KEY_ARG, arg, state);
	state->input = p;
	return error;
}

static error_t
parse_key(int key, char *arg, struct argp_state *state)
{
	struct parse *p = state->input;
	error_t error;

	state->hook = p;
	switch (key) {
	case ARGP_KEY_ARG:
		return argument_take(p, arg, state);
	case ARGP_KEY_ERROR:
		error_take(p, state);
		return 0;
	case ARGP_KEY_END:
		if (p->args < p->spec->args_min)
			return cli_refuse(state, ERR_USAGE,
			    TR("thiếu %s; xem: %s --help", "%s is missing; see: %s --help"),
			    p->spec->args != NULL ? p->spec->args : "", p->cli->command);
		break;
	default:
		break;
	}
	error = shared_take(p, key, arg, state);
	if (error != ARGP_ERR_UNKNOWN || p->spec->parse == NULL)
		return error;
	state->input = p->spec->input;
	error = p->spec->parse(key, arg, state);
	state->input = p;
	return error;
}

/* One list for argp: the command's options and the shared ones. */
static struct argp_option *
options_join(const struct argp_option *own, const struct argp_option *shared)
{
	size_t own_n = 0;
	size_t shared_n = 0;
	struct argp_option *all;

	while (own != NULL &&
	    (own[own_n].name != NULL || own[own_n].key != 0 || own[own_n].doc != NULL))
		own_n++;
	while (shared[shared_n].name != NULL)
		shared_n++;
	all = calloc(own_n + shared_n + 1, sizeof(*all));
	if (all == NULL)
		return NULL;
	if (own_n > 0)
		memcpy(all, own, own_n * sizeof(*all));
	memcpy(all + own_n, shared, shared_n * sizeof(*all));
	return all;
}

bool
cli_parse(struct cli *cli, const struct cli_spec *spec, int argc, char **argv, struct err *err)
{
	struct parse p = {.cli = cli, .spec = spec};
	struct argp argp = {.parser = parse_key};
	struct argp_option *options;
	error_t error;

	shared_fill(p.shared);
	for (size_t i = 0; p.shared[i].name != NULL; i++)
		if (p.shared[i].key == KEY_AS_OF && !takes_batch(cli))
			p.shared[i].flags = OPTION_HIDDEN;
	options = options_join(spec->options, p.shared);
	if (options == NULL)
		return err_set(err, ERR_MEMORY, "%s", cli->command);
	argp.options = options;
	error = argp_parse(&argp, argc, argv, ARGP_NO_ERRS | ARGP_NO_EXIT | ARGP_NO_HELP, NULL, &p);
	free(options);
	if (p.done)
		return err_set(err, ERR_OK, "%s", "");
	if (p.err.code != ERR_OK)
		return err_set(err, p.err.code, "%s", p.err.text);
	return error == 0 || err_set(err, ERR_USAGE, "%s", strerror(error));
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "client/cli.h"
#include "client/cli_help.h"
#include "client/cli_parse.h"

struct taken {
	uint64_t units;
	char *first;
	int args;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct taken *t = state->input;
	struct err why = {0};

	switch (key) {
	case 'u':
		if (!cli_u64(arg, 1000, &t->units, &why))
			return cli_refuse(state, ERR_NUMBER, "--units: %s", why.text);
		return 0;
	case ARGP_KEY_ARG:
		t->first = t->args++ == 0 ? arg : t->first;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static struct err
parse_words(struct cli *cli, struct taken *t, char **argv)
{
	const struct argp_option options[] = {{"units", 'u', "N", 0, "units", 0}, {0}};
	const struct cli_spec spec = {.options = options,
	    .parse = parse,
	    .input = t,
	    .args = "KEY",
	    .args_min = 1,
	    .args_max = 2};
	struct err err = {0};
	int argc = 0;

	*t = (struct taken){0};
	*cli = (struct cli){.command = "giothong test", .stop_fd = -1};
	while (argv[argc] != NULL)
		argc++;
	if (!cli_parse(cli, &spec, argc, argv, &err))
		assert_int_equal(err_exit_status(err.code) == 0, err.code == ERR_OK);
	return err;
}
#define WORDS(...) ((char *[]){(char[]){"giothong test"}, __VA_ARGS__, NULL})
#define W(text) ((char[]){text})

static void
own_and_shared_options_stand_in_any_order(void **state)
{
	struct cli cli;
	struct taken t;
	struct err err;

	(void)state;
	err = parse_words(
	    &cli, &t, WORDS(W("--json"), W("a"), W("--units=7"), W("--profile"), W("x"), W("b")));
	assert_int_equal(err.code, ERR_OK);
	assert_int_equal(t.units, 7);
	assert_int_equal(t.args, 2);
	assert_string_equal(t.first, "a");
	assert_true(cli.json);
	assert_string_equal(cli.profile_name, "x");
}

static void
what_is_wrong_is_named(void **state)
{
	struct cli cli;
	struct taken t;
	struct err err;

	(void)state;
	err = parse_words(&cli, &t, WORDS(W("a"), W("--unit")));
	assert_int_equal(err.code, ERR_USAGE);
	err = parse_words(&cli, &t, WORDS(W("a"), W("--bogus")));
	assert_int_equal(err.code, ERR_USAGE);
	assert_non_null(strstr(err.text, "--bogus"));
	err = parse_words(&cli, &t, WORDS(W("a"), W("b"), W("c")));
	assert_int_equal(err.code, ERR_USAGE);
	assert_non_null(strstr(err.text, "c"));
	err = parse_words(&cli, &t, WORDS(W("--json")));
	assert_int_equal(err.code, ERR_USAGE);
	assert_non_null(strstr(err.text, "KEY"));
}

static void
a_parsers_refusal_keeps_its_own_code(void **state)
{
	struct cli cli;
	struct taken t;
	struct err err;

	(void)state;
	err = parse_words(&cli, &t, WORDS(W("a"), W("-u"), W("1001")));
	assert_int_equal(err.code, ERR_NUMBER);
	assert_non_null(strstr(err.text, "--units"));
}

static void
a_number_is_digits_only(void **state)
{
	static const char *const wrong[] = {
	    "", "-1", "+1", " 1", "1 ", "0x1", "1e3", "1001", "99999999999999999999"};
	uint64_t n = 0;
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(cli_u64(wrong[i], 1000, &n, &err));
	assert_true(cli_u64("1000", 1000, &n, &err));
	assert_int_equal(n, 1000);
}

static void
the_nearest_command_is_offered_and_a_far_one_is_not(void **state)
{
	(void)state;
	assert_string_equal(cli_help_nearest("sned"), "send");
	assert_string_equal(cli_help_nearest("outbox lst"), "outbox list");
	assert_null(cli_help_nearest("xyzzyplugh"));
}

static void
values_of_shared_options_are_not_taken_for_the_command(void **state)
{
	(void)state;
	assert_int_equal(cli_parse_values("--profile"), 1);
	assert_int_equal(cli_parse_values("--profile=x"), 0);
	assert_int_equal(cli_parse_values("-o"), 1);
	assert_int_equal(cli_parse_values("--json"), 0);
}

static void
every_command_has_both_texts_and_no_name_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < cli_commands_n; i++) {
		assert_non_null(cli_commands[i].run);
		assert_true(cli_commands[i].vi[0] != '\0' && cli_commands[i].en[0] != '\0');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(cli_commands[i].name, cli_commands[j].name);
	}
}

static void
an_older_batch_is_refused_by_every_command_that_cannot_answer_as_of_it(void **state)
{
	static const char *const takes[] = {
	    "giothong summary", "giothong drive list", "giothong plan check", "giothong verify"};
	static const char *const refuses[] = {"giothong watch", "giothong submit",
	    "giothong correct", "giothong drive add", "giothong remind", "giothong send",
	    "giothong test"};
	const struct cli_spec spec = {.options = NULL};
	struct err err = {0};
	char *words[] = {(char[]){"giothong"}, (char[]){"--as-of-batch"}, (char[]){"7"}, NULL};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(takes); i++) {
		struct cli cli = {.command = takes[i], .stop_fd = -1};

		assert_true(cli_parse(&cli, &spec, 3, words, &err));
		assert_int_equal(cli.as_of_batch, 7);
	}
	for (size_t i = 0; i < ARRAY_LEN(refuses); i++) {
		struct cli cli = {.command = refuses[i], .stop_fd = -1};

		assert_false(cli_parse(&cli, &spec, 3, words, &err));
		assert_int_equal(err.code, ERR_USAGE);
		assert_non_null(strstr(err.text, refuses[i]));
		assert_non_null(strstr(err.text, "summary --as-of-batch N"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(own_and_shared_options_stand_in_any_order),
	    cmocka_unit_test(what_is_wrong_is_named),
	    cmocka_unit_test(a_parsers_refusal_keeps_its_own_code),
	    cmocka_unit_test(a_number_is_digits_only),
	    cmocka_unit_test(the_nearest_command_is_offered_and_a_far_one_is_not),
	    cmocka_unit_test(values_of_shared_options_are_not_taken_for_the_command),
	    cmocka_unit_test(every_command_has_both_texts_and_no_name_twice),
	    cmocka_unit_test(
		an_older_batch_is_refused_by_every_command_that_cannot_answer_as_of_it),
	};

	return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}

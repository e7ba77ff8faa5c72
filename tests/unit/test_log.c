#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

/* Standard error goes to a file of its own during a test. */
struct captured {
	FILE *file;
	int stderr_fd;
};

static int
setup(void **state)
{
	static struct captured c;

	(void)fflush(stderr);
	c.file = tmpfile();
	c.stderr_fd = dup(2);
	if (c.file == NULL || c.stderr_fd == -1 || dup2(fileno(c.file), 2) == -1)
		return -1;
	(void)unsetenv("JOURNAL_STREAM");
	log_start(LOG_LEVEL_INFO);
	*state = &c;
	return 0;
}

static int
teardown(void **state)
{
	struct captured *c = *state;

	if (dup2(c->stderr_fd, 2) == -1 || close(c->stderr_fd) != 0)
		return -1;
	return fclose(c->file);
}

/* What was logged so far. */
static const char *
logged(struct captured *c)
{
	static char text[LOG_LINE_MAX * 2];
	size_t len;

	rewind(c->file);
	len = fread(text, 1, sizeof(text) - 1, c->file);
	text[len] = '\0';
	return text;
}

static void
a_message_is_one_line_of_key_and_value(void **state)
{
	const char *text;

	log_line(LOG_LEVEL_INFO, "batch saved", "n=%d reports=%d", 7, 3);
	text = logged(*state);
	assert_memory_equal(text, "at=20", 5);
	assert_non_null(strstr(text, "Z level=info msg=\"batch saved\" n=7 reports=3\n"));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void
the_journal_gets_a_priority_and_no_time(void **state)
{
	struct stat st;
	char stream[64];

	assert_int_equal(fstat(2, &st), 0);
	(void)snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
	    (unsigned long long)st.st_ino);
	assert_int_equal(setenv("JOURNAL_STREAM", stream, 1), 0);
	log_start(LOG_LEVEL_INFO);
	log_line(LOG_LEVEL_WARN, "slow", "%s", "");
	assert_string_equal(logged(*state), "<4>level=warn msg=\"slow\"\n");
}

static void
another_stream_than_the_journals_is_no_journal(void **state)
{
	assert_int_equal(setenv("JOURNAL_STREAM", "1:2", 1), 0);
	log_start(LOG_LEVEL_INFO);
	log_line(LOG_LEVEL_INFO, "hello", "%s", "");
	assert_memory_equal(logged(*state), "at=", 3);
	assert_int_equal(setenv("JOURNAL_STREAM", "nonsense", 1), 0);
	log_start(LOG_LEVEL_INFO);
	log_line(LOG_LEVEL_INFO, "hello", "%s", "");
	assert_null(strstr(logged(*state), "<"));
}

static void
levels_beyond_the_limit_are_dropped(void **state)
{
	enum log_level level = LOG_LEVEL_INFO;

	log_line(LOG_LEVEL_DEBUG, "small talk", "%s", "");
	assert_string_equal(logged(*state), "");
	assert_true(log_level_from_name("debug", &level));
	assert_int_equal(level, LOG_LEVEL_DEBUG);
	assert_false(log_level_from_name("loud", &level));
	log_start(level);
	log_line(LOG_LEVEL_DEBUG, "small talk", "%s", "");
	assert_non_null(strstr(logged(*state), "level=debug"));
}

static void
nobody_can_forge_a_line(void **state)
{
	const char *text;

	log_line(LOG_LEVEL_INFO, "hello", "from=\"%s\"", "x\n<3>level=error\r\x1b[2J");
	text = logged(*state);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	assert_non_null(strstr(text, "from=\"x?<3>level=error??[2J\""));
}

static void
an_error_is_logged_with_its_code_and_quotes_escaped(void **state)
{
	struct err err = {0};

	(void)err_set(&err, ERR_DATE, "a \"b\" \\");
	log_err(LOG_LEVEL_ERROR, "refused", &err);
	assert_non_null(strstr(
	    logged(*state), "level=error msg=\"refused\" code=DATE text=\"a \\\"b\\\" \\\\\"\n"));
}

static void
a_long_line_is_cut_between_characters(void **state)
{
	char text[LOG_LINE_MAX * 2];
	const char *line;

	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "ế", 4);
	log_line(LOG_LEVEL_INFO, "long", "t=%s", text);
	line = logged(*state);
	assert_true(strlen(line) <= LOG_LINE_MAX);
	assert_true(strlen(line) > LOG_LINE_MAX - 8);
	assert_true(text_is_valid(line, strlen(line)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_message_is_one_line_of_key_and_value),
	    TEST(the_journal_gets_a_priority_and_no_time),
	    TEST(another_stream_than_the_journals_is_no_journal),
	    TEST(levels_beyond_the_limit_are_dropped),
	    TEST(nobody_can_forge_a_line),
	    TEST(an_error_is_logged_with_its_code_and_quotes_escaped),
	    TEST(a_long_line_is_cut_between_characters),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}

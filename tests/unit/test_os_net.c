#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/os.h"

/* A socket that listens on a port of the system's choice. */
static int
listener(uint16_t *ret_port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof(at);
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*ret_port = ntohs(at.sin_port);
	return fd;
}

static void
an_open_port_is_told_from_a_closed_one(void **state)
{
	uint16_t port = 0;
	const int fd = listener(&port);
	struct err err = {0};

	(void)state;
	assert_true(os_net_reach("127.0.0.1", port, 2000, &err));
	assert_int_equal(close(fd), 0);
	assert_false(os_net_reach("127.0.0.1", port, 2000, &err));
	assert_int_equal(err.code, ERR_AWAY);
	assert_non_null(strstr(err.text, "127.0.0.1"));
}

static void
a_name_leads_to_numbers_or_the_error_names_it(void **state)
{
	struct buf addresses = {0};
	struct err err = {0};

	(void)state;
	assert_true(os_net_resolve("127.0.0.1", &addresses, &err));
	assert_string_equal(buf_text(&addresses), "127.0.0.1");
	buf_free(&addresses);
	assert_false(os_net_resolve("no-such-name.invalid", &addresses, &err));
	assert_int_equal(err.code, ERR_AWAY);
	assert_non_null(strstr(err.text, "no-such-name.invalid"));
	buf_free(&addresses);
}

static void
a_wait_ends_when_there_is_something_to_read(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_false(os_wait_readable(ends[0], 0));
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_true(os_wait_readable(ends[0], 10000));
	assert_false(os_wait_readable(-1, 1));
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(close(ends[1]), 0);
}

static void
a_folder_lists_its_names_without_hidden_ones(void **state)
{
	char dir[] = "/tmp/gh-dir-XXXXXX";
	char path[64];
	struct buf names = {0};
	struct err err = {0};

	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/.hidden", dir);
	assert_true(os_file_write_private(path, "", 0, &err));
	(void)snprintf(path, sizeof(path), "%s/seen", dir);
	assert_true(os_file_write_private(path, "", 0, &err));
	assert_true(os_dir_names(dir, &names, &err));
	assert_int_equal(names.len, sizeof("seen"));
	assert_string_equal((const char *)names.at, "seen");
	buf_clear(&names);
	assert_int_equal(unlink(path), 0);
	(void)snprintf(path, sizeof(path), "%s/.hidden", dir);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(dir), 0);
	assert_false(os_dir_names(dir, &names, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	buf_free(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_open_port_is_told_from_a_closed_one),
	    cmocka_unit_test(a_name_leads_to_numbers_or_the_error_names_it),
	    cmocka_unit_test(a_wait_ends_when_there_is_something_to_read),
	    cmocka_unit_test(a_folder_lists_its_names_without_hidden_ones),
	};

	return cmocka_run_group_tests_name("os_net", tests, NULL, NULL);
}

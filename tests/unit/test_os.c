#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/os.h"

static char dir[OS_PATH_MAX];

static int
setup(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	(void)snprintf(dir, sizeof(dir), "%s/gh-test-os.XXXXXX", tmp != NULL ? tmp : "/tmp");
	return mkdtemp(dir) != NULL ? 0 : -1;
}

/* Two levels are as deep as these tests go, and "a/b/c". */
static int
teardown(void **state)
{
	char path[OS_PATH_MAX * 2];
	DIR *open = opendir(dir);
	const struct dirent *entry;
	static const char *const deep[] = {"a/b/c", "a/b", "a"};

	(void)state;
	if (open == NULL)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(deep); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, deep[i]);
		(void)rmdir(path);
	}
	while ((entry = readdir(open)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		(void)unlink(path);
	}
	(void)closedir(open);
	return rmdir(dir);
}

static const char *
in_dir(const char *name, char path[OS_PATH_MAX])
{
	assert_true(os_path_join(dir, name, path, NULL));
	return path;
}

static size_t
file_count(void)
{
	DIR *open = opendir(dir);
	const struct dirent *entry;
	size_t count = 0;

	assert_non_null(open);
	while ((entry = readdir(open)) != NULL)
		if (entry->d_name[0] != '.')
			count++;
	assert_int_equal(closedir(open), 0);
	return count;
}

static void
a_private_file_is_whole_and_0600(void **state)
{
	char path[OS_PATH_MAX];
	struct buf bytes = {0};
	struct err err = {0};
	struct stat st;
	const mode_t mask = umask(0);

	(void)state;
	in_dir("key", path);
	assert_true(os_file_write_private(path, "first, longer", 13, &err));
	assert_true(os_file_write_private(path, "sec\0nd", 6, &err));
	(void)umask(mask);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_true(os_file_read(path, 6, &bytes, &err));
	assert_int_equal(bytes.len, 6);
	assert_memory_equal(bytes.at, "sec\0nd", 6);
	buf_free(&bytes);
	assert_true(os_file_write_private(path, NULL, 0, &err));
	assert_true(os_file_read(path, 0, &bytes, &err));
	assert_int_equal(bytes.len, 0);
	buf_free(&bytes);
	assert_int_equal(file_count(), 1);
}

static void
a_failed_write_leaves_nothing_behind(void **state)
{
	char path[OS_PATH_MAX];
	char long_name[OS_PATH_MAX];
	struct err err = {0};

	(void)state;
	in_dir("a", path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(os_file_write_private(path, "x", 1, &err)); /* a folder is in the way */
	assert_int_equal(err.code, ERR_IO);
	assert_int_equal(file_count(), 1);
	assert_false(os_file_write_private(in_dir("none/key", path), "x", 1, &err));
	assert_int_equal(err.code, ERR_IO);
	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_false(os_file_write_private(long_name, "x", 1, &err));
}

static void
a_full_disk_is_said_and_the_old_file_stays(void **state)
{
	struct err err = {0};

	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	/* A file beside /dev/full would go to /dev: the write itself is what is full. */
	FILE *full = fopen("/dev/full", "w");
	assert_non_null(full);
	assert_int_equal(setvbuf(full, NULL, _IONBF, 0), 0);
	assert_int_equal(fputc('x', full), EOF);
	assert_false(err_set_errno(&err, "outbox"));
	assert_int_equal(err.code, ERR_DISK_FULL);
	(void)fclose(full);
}

static void
a_file_beyond_the_limit_is_not_read(void **state)
{
	char path[OS_PATH_MAX];
	struct buf bytes = {0};
	struct err err = {0};

	(void)state;
	assert_true(os_file_write_private(in_dir("f", path), "1234567", 7, &err));
	assert_false(os_file_read(path, 6, &bytes, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&bytes);
	assert_false(os_file_read(in_dir("none", path), 6, &bytes, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_false(os_file_exists(path));
	assert_false(os_file_read(dir, 6, &bytes, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_true(os_file_exists(dir));
	assert_false(os_file_read("/dev/zero", 1 << 20, &bytes, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&bytes);
}

static void
folders_are_made_as_deep_as_asked(void **state)
{
	char path[OS_PATH_MAX];
	struct err err = {0};
	struct stat st;

	(void)state;
	assert_true(os_mkdir_p(in_dir("a/b/c", path), 0700, &err));
	assert_true(os_mkdir_p(in_dir("a//b/c/", path), 0700, &err));
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_true(os_file_write_private(in_dir("f", path), "x", 1, &err));
	assert_false(os_mkdir_p(path, 0700, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_false(os_mkdir_p(in_dir("f/g", path), 0700, &err));
	assert_false(os_mkdir_p("", 0700, &err));
	assert_int_equal(err.code, ERR_LIMIT);
}

static void
a_lock_has_one_holder(void **state)
{
	char path[OS_PATH_MAX];
	struct err err = {0};
	bool taken = false;
	int fd = -1;
	int other = 77;

	(void)state;
	in_dir("lock", path);
	assert_true(os_lock_try(path, &fd, &taken, &err));
	assert_true(taken);
	assert_true(fd >= 0);
	assert_true(os_lock_try(path, &other, &taken, &err));
	assert_false(taken);
	assert_int_equal(other, -1);
	os_lock_release(fd);
	os_lock_release(-1);
	assert_true(os_lock_try(path, &other, &taken, &err));
	assert_true(taken);
	os_lock_release(other);
	assert_false(os_lock_try(dir, &other, &taken, &err));
	assert_int_equal(err.code, ERR_IO);
}

static void
a_dead_holder_lets_go(void **state)
{
	char path[OS_PATH_MAX];
	struct err err = {0};
	bool taken = false;
	int ready[2];
	int fd = -1;
	char byte;
	pid_t child;

	(void)state;
	in_dir("lock", path);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		const bool ok = os_lock_try(path, &fd, &taken, &err) && taken;

		(void)!write(ready[1], ok ? "y" : "n", 1);
		(void)pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(byte, 'y');
	assert_true(os_lock_try(path, &fd, &taken, &err));
	assert_false(taken);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_true(os_lock_try(path, &fd, &taken, &err));
	assert_true(taken);
	os_lock_release(fd);
	assert_int_equal(close(ready[0]), 0);
	assert_int_equal(close(ready[1]), 0);
}

static void
random_bytes_differ(void **state)
{
	uint8_t a[1000] = {0};
	uint8_t b[1000] = {0};
	int first[2];

	(void)state;
	assert_true(os_random(a, sizeof(a), NULL));
	assert_true(os_random(b, sizeof(b), NULL));
	assert_memory_not_equal(a, b, sizeof(a));
	assert_true(os_random(a, 0, NULL));
	/* NOLINTBEGIN(cert-msc30-c,cert-msc50-cpp): rand() is what is tested */
	os_seed_rand();
	first[0] = rand();
	os_seed_rand();
	first[1] = rand();
	if (first[0] == first[1]) { /* once in two thousand million */
		os_seed_rand();
		first[1] = rand();
	}
	/* NOLINTEND(cert-msc30-c,cert-msc50-cpp) */
	assert_true(first[0] != first[1]);
}

static void
stop_signals_come_through_a_descriptor(void **state)
{
	struct err err = {0};
	struct pollfd poll_fd = {.fd = -1, .events = POLLIN};
	int signal_number = 0;
	int pipe_fds[2];

	(void)state;
	assert_true(os_stop_fd(&poll_fd.fd, &err));
	assert_int_equal(poll(&poll_fd, 1, 0), 0);
	assert_false(os_stop_take(poll_fd.fd, &signal_number));
	assert_int_equal(raise(SIGTERM), 0);
	assert_int_equal(poll(&poll_fd, 1, 5000), 1);
	assert_true(os_stop_take(poll_fd.fd, &signal_number));
	assert_int_equal(signal_number, SIGTERM);
	assert_int_equal(raise(SIGINT), 0);
	assert_true(os_stop_take(poll_fd.fd, NULL));
	assert_false(os_stop_take(poll_fd.fd, NULL));
	assert_int_equal(close(poll_fd.fd), 0);
	assert_int_equal(pipe(pipe_fds), 0);
	assert_int_equal(close(pipe_fds[0]), 0);
	assert_int_equal(write(pipe_fds[1], "x", 1), -1); /* and no SIGPIPE */
	assert_int_equal(errno, EPIPE);
	assert_int_equal(close(pipe_fds[1]), 0);
}

static void
data_goes_where_xdg_says(void **state)
{
	char path[OS_PATH_MAX];
	struct err err = {0};

	(void)state;
	assert_int_equal(setenv("HOME", "/home/thu", 1), 0);
	assert_int_equal(setenv("XDG_DATA_HOME", "/data", 1), 0);
	assert_true(os_data_dir("giothong", path, &err));
	assert_string_equal(path, "/data/giothong");
	assert_int_equal(setenv("XDG_DATA_HOME", "relative", 1), 0);
	assert_true(os_data_dir("giothong", path, &err));
	assert_string_equal(path, "/home/thu/.local/share/giothong");
	assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
	assert_int_equal(unsetenv("HOME"), 0);
	assert_true(os_home_dir(path, &err));
	assert_int_equal(path[0], '/');
}

static void
the_machine_answers_about_itself(void **state)
{
	char name[OS_HOSTNAME_MAX];
	struct err err = {0};
	uint64_t bytes = 0;
	int null_fd;

	(void)state;
	assert_true(os_hostname(name, &err));
	assert_true(name[0] != '\0');
	assert_true(os_file_free_bytes(dir, &bytes, &err));
	assert_true(bytes > 0);
	assert_false(os_file_free_bytes("/nonexistent", &bytes, &err));
	null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	assert_true(null_fd >= 0);
	assert_false(os_is_terminal(null_fd));
	assert_int_equal(os_terminal_columns(null_fd, 80), 80);
	assert_int_equal(close(null_fd), 0);
}

static void
a_path_beyond_the_limit_is_refused(void **state)
{
	char long_name[OS_PATH_MAX];
	char path[OS_PATH_MAX] = "kept";
	struct err err = {0};

	(void)state;
	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_false(os_path_join("/a", long_name, path, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_string_equal(path, "kept");
	assert_true(os_path_join("/a", "b", path, &err));
	assert_string_equal(path, "/a/b");
	assert_true(os_path_join(path, "c", path, &err)); /* in place */
	assert_string_equal(path, "/a/b/c");
}

static void
the_clocks_agree_with_each_other(void **state)
{
	const uint64_t before_us = clock_mono_us();
	const uint64_t ms = clock_mono_ms();
	const uint64_t after_us = clock_mono_us();

	(void)state;
	assert_true(before_us / 1000 <= ms && ms <= after_us / 1000);
	assert_true(clock_unix_ms() > INT64_C(1600000000000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_private_file_is_whole_and_0600, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_failed_write_leaves_nothing_behind, setup, teardown),
	    cmocka_unit_test(a_full_disk_is_said_and_the_old_file_stays),
	    cmocka_unit_test_setup_teardown(a_file_beyond_the_limit_is_not_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(folders_are_made_as_deep_as_asked, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_lock_has_one_holder, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_dead_holder_lets_go, setup, teardown),
	    cmocka_unit_test(random_bytes_differ),
	    cmocka_unit_test(stop_signals_come_through_a_descriptor),
	    cmocka_unit_test(data_goes_where_xdg_says),
	    cmocka_unit_test_setup_teardown(the_machine_answers_about_itself, setup, teardown),
	    cmocka_unit_test(a_path_beyond_the_limit_is_refused),
	    cmocka_unit_test(the_clocks_agree_with_each_other),
	};

	return cmocka_run_group_tests_name("os", tests, NULL, NULL);
}

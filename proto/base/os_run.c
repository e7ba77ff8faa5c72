#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lang.h"

#define WALK_FDS_MAX 16

bool
os_program_find(const char *name)
{
	const char *at = getenv("PATH");
	char path[OS_PATH_MAX];

	while (at != NULL && at[0] != '\0') {
		const size_t len = strcspn(at, ":");

		if (len > 0 && len + strlen(name) + 2 < sizeof(path)) {
			(void)snprintf(path, sizeof(path), "%.*s/%s", (int)len, at, name);
			if (access(path, X_OK) == 0)
				return true;
		}
		at += len + (at[len] == ':');
	}
	return false;
}

/* Its words go nowhere; signals that are blocked here are not there. */
static int
spawn(const char *const *argv, pid_t *ret)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none;
	char *const *words;
	int failed;

	memcpy(&words, &argv, sizeof(words)); /* posix_spawnp() does not write there */
	(void)sigemptyset(&none);
	failed = posix_spawn_file_actions_init(&files);
	if (failed != 0)
		return failed;
	failed = posix_spawnattr_init(&attr);
	if (failed == 0) {
		for (int fd = 0; fd <= 2 && failed == 0; fd++)
			failed =
			    posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
		if (failed == 0)
			failed = posix_spawnattr_setsigmask(&attr, &none);
		if (failed == 0)
			failed = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
		if (failed == 0)
			failed = posix_spawnp(ret, words[0], &files, &attr, words, environ);
		(void)posix_spawnattr_destroy(&attr);
	}
	(void)posix_spawn_file_actions_destroy(&files);
	return failed;
}

/* false: it did not end within ${wait_ms}, and was killed. */
static bool
ends_within(pid_t pid, int wait_ms)
{
	struct pollfd item = {.fd = pidfd_open(pid, 0), .events = POLLIN};
	const bool ended = item.fd >= 0 && poll(&item, 1, wait_ms) > 0;

	if (item.fd >= 0)
		(void)close(item.fd);
	if (!ended)
		(void)kill(pid, SIGKILL);
	return ended;
}

bool
os_run(const char *const *argv, int wait_ms, struct err *err)
{
	pid_t pid = 0;
	int status = 0;

	errno = spawn(argv, &pid);
	if (errno != 0)
		return err_set_errno(err, "%s", argv[0]);
	const bool ended = ends_within(pid, wait_ms);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!ended)
		return err_set(err, ERR_BUSY,
		    TR("%s không xong trong %d giây", "%s took over %d s"), argv[0],
		    wait_ms / 1000);
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	    err_set(err, ERR_IO, TR("%s báo lỗi", "%s failed"), argv[0]);
}

bool
os_temp_dir(char ret[OS_PATH_MAX], struct err *err)
{
	const char *base = getenv("TMPDIR");

	if (base == NULL || base[0] != '/')
		base = "/tmp";
	if (!os_path_join(base, "giothong-XXXXXX", ret, err))
		return false;
	return mkdtemp(ret) != NULL || err_set_errno(err, "%s", ret);
}

static int
entry_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void
os_tree_remove(const char *path)
{
	(void)nftw(path, entry_remove, WALK_FDS_MAX, FTW_DEPTH | FTW_PHYS);
}

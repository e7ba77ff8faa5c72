#include "db/pgbin.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lang.h"

#define ANSWER_MAX 600
#define ANSWER_MS 10000

/* First line that a program prints; false: it does not run, or says nothing in time. */
static bool
ask(const char *const argv[], char *ret, size_t size)
{
	posix_spawn_file_actions_t actions;
	int fds[2] = {-1, -1}, status = -1;
	pid_t pid = -1;
	ssize_t got = 0;
	char *const *words;
	struct pollfd p = {.events = POLLIN};

	if (pipe2(fds, O_CLOEXEC) != 0)
		return false;
	/* posix_spawnp() takes pointers to what it does not change. */
	memcpy(&words, &argv, sizeof(words));
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	(void)posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, words, environ) != 0)
		pid = -1;
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(fds[1]);
	p.fd = fds[0];
	if (pid != -1 && poll(&p, 1, ANSWER_MS) == 1)
		got = read(fds[0], ret, size - 1);
	(void)close(fds[0]);
	if (pid != -1)
		while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
			continue;
	ret[got > 0 ? got : 0] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
	return ret[0] != '\0';
}

/* Major version of the programs in ${dir}; 0: there are none. */
static int
major_of(const char *dir)
{
	char path[PGBIN_PATH_MAX + 16], answer[ANSWER_MAX];
	const char *const argv[] = {path, "-V", NULL};
	const char *number = NULL;

	(void)snprintf(path, sizeof(path), "%s/initdb", dir);
	if (access(path, X_OK) != 0)
		return 0;
	(void)snprintf(path, sizeof(path), "%s/postgres", dir);
	if (access(path, X_OK) != 0 || !ask(argv, answer, sizeof(answer)))
		return 0;
	/* "postgres (PostgreSQL) 15.20 (Debian …)" */
	number = strstr(answer, ") ");
	return number != NULL ? (int)strtol(number + 2, NULL, 10) : 0;
}

struct search {
	int wanted; /* 0: the newest */
	struct pgbin best;
	char seen[120]; /* majors there are, for a person */
};

static void
try_dir(struct search *s, const char *dir)
{
	const int major = major_of(dir);
	const size_t len = strlen(s->seen);

	if (major == 0 || strlen(dir) >= sizeof(s->best.dir))
		return;
	(void)snprintf(s->seen + len, sizeof(s->seen) - len, "%s%d", len > 0 ? ", " : "", major);
	if (s->wanted != 0 ? major != s->wanted : major <= s->best.major)
		return;
	s->best.major = major;
	(void)snprintf(s->best.dir, sizeof(s->best.dir), "%s", dir);
}

static void
try_pattern(struct search *s, const char *pattern)
{
	glob_t found = {0};

	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			try_dir(s, found.gl_pathv[i]);
	globfree(&found);
}

bool
pgbin_find(const char *dir, int major, struct pgbin *ret, struct err *err)
{
	const char *const pg_config[] = {"pg_config", "--bindir", NULL};
	struct search s = {.wanted = major};
	char answer[ANSWER_MAX];

	if (dir != NULL) {
		try_dir(&s, dir);
	} else {
		try_pattern(&s, "/usr/lib/postgresql/*/bin");
		try_pattern(&s, "/usr/pgsql-*/bin");
		if (s.best.major == 0 && ask(pg_config, answer, sizeof(answer)))
			try_dir(&s, answer);
	}
	if (s.best.major == 0 && s.seen[0] == '\0')
		return err_set(err, ERR_CONFIG, "%s",
		    TR("chưa cài PostgreSQL (không thấy initdb và postgres); cài gói postgresql, hoặc "
		       "đặt database = …",
			"PostgreSQL is not installed (no initdb and postgres); install the package "
			"postgresql, or set database = …"));
	if (s.best.major == 0)
		return err_set(err, ERR_CONFIG,
		    TR("cụm cơ sở dữ liệu thuộc PostgreSQL %d, máy chỉ có bản %s; cài postgresql-%d, "
		       "hoặc nâng cấp cụm bằng pg_upgrade",
			"the cluster is of PostgreSQL %d, installed is %s; install postgresql-%d, or "
			"upgrade the cluster with pg_upgrade"),
		    major, s.seen, major);
	*ret = s.best;
	return true;
}

#include "db/pgchild.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lang.h"

#define EXIT_NO_USER 126
#define EXIT_NO_EXEC 127

/*
 * Nothing of ours, above all no PG*; messages that this program may quote are in the server's
 * words.
 */
static const char *const environment[] = {
    "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME=/", NULL};

bool
pgchild_user(struct pgchild_user *ret, struct err *err)
{
	const struct passwd *pw = NULL;

	*ret = (struct pgchild_user){.uid = geteuid(), .gid = getegid()};
	if (ret->uid != 0)
		return true;
	pw = getpwnam("postgres");
	if (pw == NULL || pw->pw_uid == 0)
		return err_set(err, ERR_CONFIG, "%s",
		    TR("không có người dùng postgres (PostgreSQL không chạy dưới quyền root)",
			"there is no user postgres (PostgreSQL does not run as root)"));
	ret->change = true;
	ret->uid = pw->pw_uid;
	ret->gid = pw->pw_gid;
	ret->groups_n = PGCHILD_GROUPS_MAX;
	if (getgrouplist(pw->pw_name, pw->pw_gid, ret->groups, &ret->groups_n) == -1)
		ret->groups_n = 0; /* more than we hold: none of them is needed */
	return true;
}

static void
signals_reset(void)
{
	const struct sigaction plain = {.sa_handler = SIG_DFL};
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		(void)sigaction(s, &plain, NULL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * Standard input, output and error, and the directory as PGCHILD_DIR_FD; all else closes at exec.
 */
static bool
descriptors_set(int dir_fd, int log_fd)
{
	/* Copies above those that are about to be taken. */
	const int dir = fcntl(dir_fd, F_DUPFD, 10), log = fcntl(log_fd, F_DUPFD, 10);
	const int null = open("/dev/null", O_RDONLY);

	return dir != -1 && log != -1 && null != -1 && dup2(null, STDIN_FILENO) != -1 &&
	    dup2(log, STDOUT_FILENO) != -1 && dup2(log, STDERR_FILENO) != -1 &&
	    dup2(dir, PGCHILD_DIR_FD) != -1 && close_range(PGCHILD_DIR_FD + 1, ~0U, 0) == 0;
}

/* Between fork and exec: system calls only. */
static void
child(const struct pgchild_job *job)
{
	const struct pgchild_user *user = job->user;
	const char *const *const in = environment;
	char *const *argv, *const *env;

	/* execve() takes pointers to what it does not change. */
	memcpy(&argv, &job->argv, sizeof(argv));
	memcpy(&env, &in, sizeof(env));
	signals_reset();
	(void)setsid();
	(void)umask(077);
	if (!descriptors_set(job->dir_fd, job->log_fd) || fchdir(PGCHILD_DIR_FD) != 0)
		_exit(EXIT_NO_USER);
	if (user->change &&
	    (setgroups((size_t)user->groups_n, user->groups) != 0 || setgid(user->gid) != 0 ||
		setuid(user->uid) != 0))
		_exit(EXIT_NO_USER);
	(void)execve(job->argv[0], argv, env);
	_exit(EXIT_NO_EXEC);
}

bool
pgchild_start(const struct pgchild_job *job, pid_t *ret, struct err *err)
{
	const pid_t pid = fork();

	if (pid == -1)
		return err_set_errno(err, "%s", job->argv[0]);
	if (pid == 0)
		child(job);
	*ret = pid;
	return true;
}

bool
pgchild_run(const struct pgchild_job *job, int *ret_status, struct err *err)
{
	pid_t pid = -1, ended = -1;

	if (!pgchild_start(job, &pid, err))
		return false;
	do {
		ended = waitpid(pid, ret_status, 0);
	} while (ended == -1 && errno == EINTR);
	return ended == pid || err_set_errno(err, "%s", job->argv[0]);
}

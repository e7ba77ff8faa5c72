#include "db/cluster_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/text.h"
#include "db/cluster.h"

#define NAME_NEW CLUSTER_FOLDER ".new" /* until initdb is done */
#define DEPTH_MAX 8                    /* of a cluster's folders */
#define TAIL_BYTES 4096

/* Start of a small file, NUL-terminated; "" when it cannot be read. */
static void
read_small(int dir_fd, const char *name, char *ret, size_t size)
{
	const int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	const ssize_t got = fd != -1 ? read(fd, ret, size - 1) : 0;

	ret[got > 0 ? got : 0] = '\0';
	if (fd != -1)
		(void)close(fd);
}

static int
open_dir(int at, const char *name)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

bool
cluster_dir_open(int data_fd, int *ret_fd, int *ret_major, struct err *err)
{
	const int fd = open_dir(data_fd, CLUSTER_FOLDER);
	char version[16];

	*ret_fd = -1;
	*ret_major = 0;
	if (fd == -1)
		return errno == ENOENT || err_set_errno(err, CLUSTER_FOLDER);
	read_small(fd, "PG_VERSION", version, sizeof(version));
	*ret_major = (int)strtol(version, NULL, 10);
	if (*ret_major <= 0) {
		(void)close(fd);
		return err_set(err, ERR_CONFIG, "%s: %s", CLUSTER_FOLDER,
		    TR("thư mục này không phải cụm PostgreSQL",
			"this is not a PostgreSQL cluster"));
	}
	*ret_fd = fd;
	return true;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

/* What an initdb that was cut off left behind; links are removed, not followed. */
static bool
remove_half_made(int data_fd)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d/" NAME_NEW, data_fd);
	return access(path, F_OK) != 0 ||
	    nftw(path, remove_one, DEPTH_MAX, FTW_DEPTH | FTW_PHYS) == 0;
}

static bool
initdb(int data_fd, int dir_fd, const struct pgbin *bin, const struct pgchild_user *user,
    struct err *err)
{
	char program[PGBIN_PATH_MAX + 16], words[200];
	/* What reaches the socket can read the files: see cluster.h for why that is enough. */
	const char *const argv[] = {program, "-D", PGCHILD_DIR_PATH, "--data-checksums",
	    "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--auth-local=trust",
	    "--auth-host=reject", "--no-instructions", NULL};
	struct pgchild_job job = {.user = user, .argv = argv, .dir_fd = dir_fd};
	int status = -1;
	bool ok = false;

	(void)snprintf(program, sizeof(program), "%s/initdb", bin->dir);
	job.log_fd = cluster_dir_log(data_fd, err);
	if (job.log_fd == -1)
		return false;
	ok = pgchild_run(&job, &status, err);
	(void)close(job.log_fd);
	if (ok && status != 0) {
		cluster_dir_last_words(data_fd, words, sizeof(words));
		ok = err_set(err, ERR_CONFIG, "initdb: %s", words);
	}
	return ok;
}

bool
cluster_dir_make(int data_fd, const struct pgbin *bin, const struct pgchild_user *user, int *ret_fd,
    struct err *err)
{
	int fd = -1;
	bool ok = false;

	if (!remove_half_made(data_fd) || mkdirat(data_fd, NAME_NEW, 0700) != 0 ||
	    (fd = open_dir(data_fd, NAME_NEW)) == -1 ||
	    (user->change && fchown(fd, user->uid, user->gid) != 0)) {
		(void)err_set_errno(err, NAME_NEW);
		goto out;
	}
	if (!initdb(data_fd, fd, bin, user, err))
		goto out;
	if (renameat(data_fd, NAME_NEW, data_fd, CLUSTER_FOLDER) != 0 || fsync(data_fd) != 0) {
		(void)err_set_errno(err, CLUSTER_FOLDER);
		goto out;
	}
	*ret_fd = fd;
	fd = -1;
	ok = true;
out:
	if (fd != -1)
		(void)close(fd);
	return ok;
}

int
cluster_dir_log(int data_fd, struct err *err)
{
	const int fd = openat(data_fd, CLUSTER_DIR_LOG,
	    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd == -1)
		(void)err_set_errno(err, CLUSTER_DIR_LOG);
	return fd;
}

void
cluster_dir_last_words(int data_fd, char *ret, size_t size)
{
	const int fd = openat(data_fd, CLUSTER_DIR_LOG, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char text[TAIL_BYTES + 1];
	char *why = NULL, *line = NULL, *rest = text;
	ssize_t got = 0;

	if (fd != -1) {
		const off_t end = lseek(fd, 0, SEEK_END);

		got = pread(fd, text, TAIL_BYTES, end > TAIL_BYTES ? end - TAIL_BYTES : 0);
		(void)close(fd);
	}
	text[got > 0 ? got : 0] = '\0';
	/* The last line that names a failure, else the last one. */
	while ((line = strsep(&rest, "\n")) != NULL)
		if (line[0] != '\0' &&
		    (why == NULL || strstr(line, "FATAL") != NULL ||
			strstr(line, "PANIC") != NULL || strstr(line, "error") != NULL ||
			(strstr(why, "FATAL") == NULL && strstr(why, "error") == NULL)))
			why = line;
	(void)text_copy(ret, size, why != NULL ? why : "");
}

pid_t
cluster_dir_postmaster(int dir_fd)
{
	char text[64], path[64];
	struct stat here, cwd;
	long pid = 0;

	read_small(dir_fd, "postmaster.pid", text, sizeof(text));
	pid = strtol(text, NULL, 10);
	if (pid <= 1 || pid > INT32_MAX)
		return 0;
	/*
	 * The number may have been given to another process since: a postmaster works in its
	 * directory.
	 */
	(void)snprintf(path, sizeof(path), "/proc/%ld/cwd", pid);
	if (stat(path, &cwd) != 0 || fstat(dir_fd, &here) != 0 || cwd.st_dev != here.st_dev ||
	    cwd.st_ino != here.st_ino)
		return 0;
	return (pid_t)pid;
}

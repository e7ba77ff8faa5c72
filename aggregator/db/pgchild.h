/*
 * pgchild - run PostgreSQL's programs on a directory that they may not be able to reach by its
 * path. The directory is handed over as an open descriptor and is theirs as PGCHILD_DIR_PATH.  As
 * root they run as user postgres, with its groups; else as the same user.  They get a clean
 * environment, no other descriptor, no blocked signal, and are in a session of their own: what ends
 * this program does not end them.
 */
#ifndef GH_DB_PGCHILD_H
#define GH_DB_PGCHILD_H

#include <sys/types.h>

#include "base/err.h"

#define PGCHILD_DIR_FD 3
#define PGCHILD_DIR_PATH "/proc/self/fd/3"
#define PGCHILD_GROUPS_MAX 64

/* Whom they run as. */
struct pgchild_user {
	bool change; /* this program is root */
	uid_t uid;
	gid_t gid;
	gid_t groups[PGCHILD_GROUPS_MAX];
	int groups_n;
};

/* ERR_CONFIG: this is root, and there is no user postgres. */
bool pgchild_user(struct pgchild_user *ret, struct err *err) MUST_USE;
struct pgchild_job {
	const struct pgchild_user *user;
	const char *const *argv; /* ends with NULL; [0] is the program's path */
	int dir_fd;              /* its working directory */
	int log_fd;              /* takes what it prints */
};
bool pgchild_start(const struct pgchild_job *job, pid_t *ret, struct err *err) MUST_USE;
/* The same, and wait for it; *${ret_status} is waitpid's. */
bool pgchild_run(const struct pgchild_job *job, int *ret_status, struct err *err) MUST_USE;

#endif

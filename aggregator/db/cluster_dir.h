/*
 * cluster_dir - the directory of the private cluster: made by initdb under another name and
 * renamed, so that ${data_dir}/pg is either whole or not there.
 */
#ifndef GH_DB_CLUSTER_DIR_H
#define GH_DB_CLUSTER_DIR_H

#include "db/pgbin.h"
#include "db/pgchild.h"

#define CLUSTER_DIR_LOG \
	"pg.log" /* in the data directory: what initdb and the starting server say */

/* Open ${data_fd}/pg; *${ret_fd} is -1 when there is none.  ERR_CONFIG: not a cluster. */
bool cluster_dir_open(int data_fd, int *ret_fd, int *ret_major, struct err *err) MUST_USE;
/* initdb; a half-made one of an earlier try is removed first. */
bool cluster_dir_make(int data_fd, const struct pgbin *bin, const struct pgchild_user *user,
    int *ret_fd, struct err *err) MUST_USE;
/* Open the log anew for writing; -1 with ${err}. */
int cluster_dir_log(int data_fd, struct err *err);
/* Last line of the log that says why, "" none. */
void cluster_dir_last_words(int data_fd, char *ret, size_t size);
/* Process of the postmaster that works in ${dir_fd}, whether it answers yet or not; 0: none. */
pid_t cluster_dir_postmaster(int dir_fd);

#endif

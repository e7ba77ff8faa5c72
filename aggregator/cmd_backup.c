#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app_copy.h"
#include "app_db.h"
#include "app_state.h"
#include "base/lang.h"
#include "base/os.h"
#include "cmd.h"
#include "db/cluster.h"

#define SELF "/proc/self/"
/* The server warns of its socket, which is no part of a backup; errors are told. */
#define QUIET " options=-cclient_min_messages=error"
#define SOCKET_LOCK ".s.PGSQL.5432.lock" /* PostgreSQL's, beside its socket (db/cluster.c) */

/* The socket is named through a descriptor of this process: a child has to say whose. */
static bool
conninfo_for_child(const char *conninfo, char *ret, size_t ret_size, struct err *err)
{
	const char *self = strstr(conninfo, SELF);
	int len;

	if (self == NULL)
		len = snprintf(ret, ret_size, "%s" QUIET, conninfo);
	else
		len = snprintf(ret, ret_size, "%.*s/proc/%ld/%s" QUIET, (int)(self - conninfo),
		    conninfo, (long)getpid(), self + strlen(SELF));
	return (len > 0 && (size_t)len < ret_size) || err_set(err, ERR_LIMIT, "conninfo");
}

static bool
basebackup_run(const struct app_db *db, const char *dir, struct err *err)
{
	char program[OS_PATH_MAX];
	char conninfo[1024];
	char target[OS_PATH_MAX];
	char dbname[] = "--dbname";
	char pgdata[] = "--pgdata";
	char fast[] = "--checkpoint=fast";
	char wal[] = "--wal-method=stream";
	char *argv[] = {program, dbname, conninfo, pgdata, target, fast, wal, NULL};
	pid_t pid;
	int rc;
	int status = 0;

	if (!os_path_join(cluster_bin_dir(db->cluster), "pg_basebackup", program, err) ||
	    !os_path_join(dir, CLUSTER_FOLDER, target, err) ||
	    !conninfo_for_child(db->as_owner, conninfo, sizeof(conninfo), err))
		return false;
	rc = posix_spawn(&pid, program, NULL, NULL, argv, environ);
	if (rc != 0)
		return err_set(err, ERR_IO, "%s: %s", program, strerror(rc));
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, ERR_IO, TR("%s không xong", "%s did not succeed"), program);
	return true;
}

/*
 * pg_basebackup leaves out the socket, but not the lock beside it, which names the original's
 * postmaster: while that one lives, the copy would not start.
 */
static bool
lock_drop(const char *dir, struct err *err)
{
	char path[OS_PATH_MAX];

	if (!os_path_join(dir, "pg/" SOCKET_LOCK, path, err))
		return false;
	return unlink(path) == 0 || errno == ENOENT || err_set_errno(err, "%s", path);
}

/* A folder that has something holds keys or a database that are not of this backup. */
static bool
is_empty(const char *dir, struct err *err)
{
	struct buf names = {0};
	bool ok;

	if (!os_file_exists(dir))
		return true;
	ok = os_dir_names(dir, &names, err) &&
	    (names.len == 0 ||
		err_set(err, ERR_USAGE,
		    TR("%s không trống: mỗi lần sao lưu một thư mục mới",
			"%s is not empty: each backup goes into a new folder"),
		    dir));
	buf_free(&names);
	return ok;
}

static bool
backup(struct cmd *c, const char *dir, struct err *err)
{
	struct app_db db = {0};
	bool ok;

	if (c->settings.database[0] != '\0')
		return err_set(err, ERR_USAGE, "%s",
		    TR("chỉ dùng cho cụm riêng; máy chủ PostgreSQL khác có cách sao lưu của nó",
			"only for the private cluster; another PostgreSQL server has its own backup"));
	ok = is_empty(dir, err) && app_db_find(&c->settings, err) &&
	    app_db_reach(&c->settings, &db, err) && app_copy_state(c->settings.state, dir, err) &&
	    basebackup_run(&db, dir, err) && lock_drop(dir, err) &&
	    app_copy_owner(c->settings.state, dir, err);
	app_db_close(&db);
	return ok;
}

int
cmd_backup(struct cmd *c)
{
	const char *dir = NULL;
	struct err err = {0};

	if (!cmd_options(c, NULL, NULL, &dir, &err))
		return cmd_fail(c, &err);
	if (dir == NULL) {
		err_set(&err, ERR_USAGE, "%s",
		    TR("thiếu thư mục: giothong-aggregator backup DIR",
			"the folder is missing: giothong-aggregator backup DIR"));
		return cmd_fail(c, &err);
	}
	if (!backup(c, dir, &err))
		return cmd_fail(c, &err);
	if (c->json)
		(void)cmd_json(json_pack("{s:s}", "backup", dir));
	else
		(void)printf(TR("đã sao lưu vào %s\n", "backed up into %s\n"), dir);
	return 0;
}

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app_copy.h"
#include "app_db.h"
#include "app_state.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "db/cluster.h"
#include "db/pgchild.h"
#include "db/reader.h"

#define HALF_DONE "pg.new" /* what the cluster takes for half made, too (db/cluster_dir.c) */
#define COPY_MS (24 * 60 * 60 * 1000) /* of a whole cluster */
#define REMOVE_MS (60 * 60 * 1000)

static bool
is_backup(const char *dir, struct err *err)
{
	static const char *const files[] = {"server.keys", "pg/PG_VERSION"};
	char path[OS_PATH_MAX];

	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		if (!os_path_join(dir, files[i], path, err))
			return false;
		if (!os_file_exists(path))
			return err_set(err, ERR_NOT_FOUND,
			    TR("%s: không phải bản sao lưu (thiếu %s)",
				"%s: not a backup (%s is missing)"),
			    dir, files[i]);
	}
	/* Somebody looked into it, with `verify` for one: a copy under way is no copy. */
	return os_path_join(dir, CLUSTER_FOLDER "/postmaster.pid", path, err) &&
	    (!os_file_exists(path) ||
		err_set(err, ERR_BUSY, TR("PostgreSQL đang chạy trong %s", "PostgreSQL runs in %s"),
		    dir));
}

/* Nothing is put over a database, nor under another server's keys. */
static bool
is_fresh(const char *state, const char *dir, struct err *err)
{
	char path[OS_PATH_MAX];
	struct app_keys here = {.n = 0};
	struct app_keys there = {.n = 0};
	bool ok;

	if (!os_path_join(state, CLUSTER_FOLDER, path, err))
		return false;
	if (os_file_exists(path))
		return err_set(err, ERR_USAGE,
		    TR("%s đã có; chỉ khôi phục vào nơi chưa có cơ sở dữ liệu: đổi tên nó trước",
			"%s is there; a backup goes where there is no database: rename it first"),
		    path);
	if (!os_path_join(state, "server.keys", path, err))
		return false;
	if (!os_file_exists(path))
		return true;
	ok = app_state_keys(state, false, &here, err) && app_state_keys(dir, false, &there, err) &&
	    (memcmp(here.at[0].sign_public, there.at[0].sign_public, WIRE_KEY_BYTES) == 0 ||
		err_set(err, ERR_CONFIG,
		    TR("%s là khóa của máy chủ khác", "%s are another server's keys"), path));
	app_keys_wipe(&here);
	app_keys_wipe(&there);
	return ok;
}

/* On the disk, all of it, before it gets its name. */
static bool
synced(const char *path, struct err *err)
{
	const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool ok = fd != -1 && syncfs(fd) == 0;

	if (!ok)
		(void)err_set_errno(err, "%s", path);
	if (fd != -1)
		(void)close(fd);
	return ok;
}

/* Into a folder of another name, which becomes the cluster when it is whole. */
static bool
cluster_copy(const char *dir, const char *state, struct err *err)
{
	char from[OS_PATH_MAX];
	char half[OS_PATH_MAX];
	char whole[OS_PATH_MAX];
	struct pgchild_user user;

	if (!os_path_join(dir, CLUSTER_FOLDER, from, err) ||
	    !os_path_join(state, HALF_DONE, half, err) ||
	    !os_path_join(state, CLUSTER_FOLDER, whole, err))
		return false;
	const char *const rm[] = {"rm", "-rf", "--", half, NULL};
	const char *const cp[] = {"cp", "-a", "--", from, half, NULL};
	if (!os_run(rm, REMOVE_MS, err) || !os_run(cp, COPY_MS, err) || !pgchild_user(&user, err) ||
	    (user.change && !app_copy_give(half, user.uid, user.gid, err)) || !synced(half, err))
		return false;
	return (rename(half, whole) == 0 || err_set_errno(err, "%s", whole)) && synced(state, err);
}

/* From before the database is there until `recover`, no `serve` starts. */
static bool
mark(const struct app_settings *s, const char *dir, struct err *err)
{
	struct signed_head head = {0};
	struct app_keys keys = {.n = 0};
	bool ok;

	ok = app_state_keys(dir, false, &keys, err) &&
	    app_state_head_read(dir, s->realm, &keys, &head, NULL);
	app_keys_wipe(&keys);
	return app_state_restored_write(s->state, ok && head.batch != 0 ? head.batch : 1, err);
}

static bool
look(struct cmd *c, struct signed_head *ret, struct err *err)
{
	struct app_db db = {0};
	struct reader *r = NULL;
	bool ok;

	ok = app_db_open(&c->settings, &db, err) &&
	    reader_open(db.conninfo, c->settings.realm, &r, err) && reader_newest(r, ret, err) &&
	    app_state_restored_write(c->settings.state, ret->batch, err);
	reader_close(r);
	app_db_close(&db);
	return ok;
}

static bool
restore(struct cmd *c, const char *dir, struct signed_head *ret, struct err *err)
{
	const char *state = c->settings.state;
	int lock_fd = -1;
	bool ok;

	if (c->settings.database[0] != '\0')
		return err_set(err, ERR_USAGE, "%s",
		    TR("chỉ dùng cho cụm riêng; máy chủ PostgreSQL khác có cách khôi phục của nó",
			"only for the private cluster; another PostgreSQL server is restored its "
			"own way"));
	ok = is_backup(dir, err) && app_state_open(state, err) &&
	    app_state_lock(state, &lock_fd, err) && is_fresh(state, dir, err) &&
	    mark(&c->settings, dir, err) && app_copy_state(dir, state, err) &&
	    cluster_copy(dir, state, err) && look(c, ret, err);
	os_lock_release(lock_fd);
	return ok;
}

int
cmd_restore(struct cmd *c)
{
	const char *dir = NULL;
	struct signed_head head = {0};
	char text[NUM_TEXT_MAX];
	struct err err = {0};

	if (!cmd_options(c, NULL, NULL, &dir, &err))
		return cmd_fail(c, &err);
	if (dir == NULL) {
		err_set(&err, ERR_USAGE, "%s",
		    TR("thiếu thư mục: giothong-aggregator restore DIR",
			"the folder is missing: giothong-aggregator restore DIR"));
		return cmd_fail(c, &err);
	}
	if (!restore(c, dir, &head, &err))
		return cmd_fail(c, &err);
	if (c->json)
		(void)cmd_json(json_pack("{s:s, s:I, s:I, s:I}", "restored", dir, "epoch",
		    (json_int_t)head.epoch, "batch", (json_int_t)head.batch, "at_ms",
		    (json_int_t)head.at_ms));
	else
		(void)printf(
		    TR("đã khôi phục từ %s, đến lần ghi số %s của kỳ %u\n"
		       "làm tiếp: giothong-aggregator verify, rồi giothong-aggregator recover\n",
			"restored from %s, up to batch %s of epoch %u\n"
			"next: giothong-aggregator verify, then giothong-aggregator recover\n"),
		    dir, num_people((int64_t)head.batch, text), head.epoch);
	return 0;
}

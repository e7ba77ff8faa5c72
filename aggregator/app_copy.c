#include "app_copy.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app_state.h"
#include "core/core.h"
#include "db/cluster.h"

#define FOLDER_MODE 0700
#define FILE_BYTES_MAX ((size_t)64 * 1024)
#define WALK_FDS_MAX 16

/* ${name} of one folder into the other, when it is there and the other has none. */
static bool
file_copy(const char *from_dir, const char *to_dir, const char *name, struct err *err)
{
	char from[OS_PATH_MAX];
	char to[OS_PATH_MAX];
	struct buf bytes = {0};
	bool ok;

	if (!os_path_join(from_dir, name, from, err) || !os_path_join(to_dir, name, to, err))
		return false;
	if (!os_file_exists(from) || os_file_exists(to))
		return true;
	ok = os_file_read(from, FILE_BYTES_MAX, &bytes, err) &&
	    os_file_write_private(to, bytes.at, bytes.len, err);
	if (bytes.at != NULL)
		memset(bytes.at, 0, bytes.len);
	buf_free(&bytes);
	return ok;
}

/* The server's keys, however many it has had. */
static bool
keys_copy(const char *from, const char *to, struct err *err)
{
	char name[32];

	if (!file_copy(from, to, "server.keys", err))
		return false;
	for (unsigned i = 2; i <= CORE_SERVER_KEYS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "server.keys.%u", i);
		if (!file_copy(from, to, name, err))
			return false;
	}
	return true;
}

bool
app_copy_state(const char *from, const char *to, struct err *err)
{
	char profile[OS_PATH_MAX];

	return os_mkdir_p(to, FOLDER_MODE, err) && file_copy(from, to, APP_STATE_HEAD, err) &&
	    keys_copy(from, to, err) && os_path_join(to, "operator", profile, err) &&
	    os_mkdir_p(profile, FOLDER_MODE, err) && file_copy(from, to, "operator/keys", err) &&
	    file_copy(from, to, "operator/profile.ini", err);
}

static uid_t owner_uid; /* nftw() has no argument to pass */
static gid_t owner_gid;

static int
owner_give(const char *path, const struct stat *is, int kind, struct FTW *where)
{
	(void)is;
	(void)kind;
	(void)where;
	return lchown(path, owner_uid, owner_gid);
}

bool
app_copy_give(const char *path, uint32_t uid, uint32_t gid, struct err *err)
{
	owner_uid = uid;
	owner_gid = gid;
	return nftw(path, owner_give, WALK_FDS_MAX, FTW_PHYS) == 0 ||
	    err_set_errno(err, "%s", path);
}

bool
app_copy_owner(const char *like, const char *to, struct err *err)
{
	char path[OS_PATH_MAX];
	struct stat owner;

	if (geteuid() != 0)
		return true;
	if (!os_path_join(like, CLUSTER_FOLDER, path, err))
		return false;
	if (stat(path, &owner) != 0)
		return err_set_errno(err, "%s", path);
	return os_path_join(to, CLUSTER_FOLDER, path, err) &&
	    app_copy_give(path, owner.st_uid, owner.st_gid, err);
}

#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/lang.h"

#define READ_BYTES ((size_t)64 * 1024)
#define NAME_TRIES_MAX 16

/* Everything, or false with errno. */
static bool
write_all(int fd, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		const ssize_t put = write(fd, bytes, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes += put;
		len -= (size_t)put;
	}
	return true;
}

/* A rename is durable only when its folder is. */
static bool
folder_sync(const char *path, struct err *err)
{
	char copy[OS_PATH_MAX];
	bool ok;
	int fd;

	(void)snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return err_set_errno(err, "%s", path);
	ok = fsync(fd) == 0;
	if (!ok)
		(void)err_set_errno(err, "%s", path);
	(void)close(fd);
	return ok;
}

/* A new file beside ${path}, whose name is left in ${name}; -1 with errno. */
static int
sibling_open(const char *path, char name[OS_PATH_MAX])
{
	for (int i = 0; i < NAME_TRIES_MAX; i++) {
		uint32_t draw;
		int fd;

		if (!os_random(&draw, sizeof(draw), NULL))
			return -1;
		if (snprintf(name, OS_PATH_MAX, "%s.%08" PRIx32, path, draw) >= OS_PATH_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd != -1 || errno != EEXIST)
			return fd;
	}
	return -1;
}

bool
os_file_write_private(const char *path, const void *bytes, size_t len, struct err *err)
{
	char name[OS_PATH_MAX];
	bool ok = false;
	int fd;

	fd = sibling_open(path, name);
	if (fd == -1)
		return err_set_errno(err, "%s", path);
	if (!write_all(fd, bytes, len) || fsync(fd) != 0 || rename(name, path) != 0) {
		(void)err_set_errno(err, "%s", path);
		(void)unlink(name);
		goto out;
	}
	ok = folder_sync(path, err);
out:
	(void)close(fd);
	return ok;
}

static bool
is_private(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set_errno(err, "%s", path);
	return (st.st_mode & (S_IRWXG | S_IRWXO)) == 0 ||
	    err_set(err, ERR_CONFIG,
		TR("%s mở cho người khác (%03o): chmod 600, và đổi khóa nếu đã có ai đọc",
		    "%s is open to others (%03o): chmod 600, and new keys if somebody read it"),
		path, (unsigned)(st.st_mode & 0777));
}

static bool
file_read(const char *path, bool secret, size_t max, struct buf *ret, struct err *err)
{
	uint8_t chunk[READ_BYTES];
	size_t total = 0;
	bool ok = false;
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd == -1 && errno == ENOENT)
		return err_set(
		    err, ERR_NOT_FOUND, TR("%s: không có tệp này", "%s: no such file"), path);
	if (fd == -1)
		return err_set_errno(err, "%s", path);
	if (secret && !is_private(fd, path, err))
		goto out;
	for (;;) {
		const ssize_t got = read(fd, chunk, sizeof(chunk));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			(void)err_set_errno(err, "%s", path);
			goto out;
		}
		if (got == 0)
			break;
		total += (size_t)got;
		if (total > max) {
			(void)err_set(err, ERR_LIMIT,
			    TR("%s: tệp lớn hơn %zu byte", "%s: the file is larger than %zu bytes"),
			    path, max);
			goto out;
		}
		buf_put(ret, chunk, (size_t)got);
	}
	if (!buf_ok(ret)) {
		(void)err_set(err, ERR_MEMORY, "%s", path);
		goto out;
	}
	ok = true;
out:
	(void)close(fd);
	return ok;
}

bool
os_file_read(const char *path, size_t max, struct buf *ret, struct err *err)
{
	return file_read(path, false, max, ret, err);
}

bool
os_file_read_private(const char *path, size_t max, struct buf *ret, struct err *err)
{
	return file_read(path, true, max, ret, err);
}

bool
os_file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool
os_file_free_bytes(const char *path, uint64_t *ret, struct err *err)
{
	struct statvfs fs;

	if (statvfs(path, &fs) != 0)
		return err_set_errno(err, "%s", path);
	if (__builtin_mul_overflow((uint64_t)fs.f_bavail, (uint64_t)fs.f_frsize, ret))
		*ret = UINT64_MAX;
	return true;
}

static bool
folder_make(const char *path, uint32_t mode, struct err *err)
{
	struct stat st;

	if (mkdir(path, (mode_t)mode) == 0)
		return true;
	if (errno != EEXIST)
		return err_set_errno(err, "%s", path);
	if (stat(path, &st) != 0)
		return err_set_errno(err, "%s", path);
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode) || err_set_errno(err, "%s", path);
}

bool
os_mkdir_p(const char *path, uint32_t mode, struct err *err)
{
	char part[OS_PATH_MAX];
	const int len = snprintf(part, sizeof(part), "%s", path);

	if (len <= 0 || len >= OS_PATH_MAX)
		return err_set(err, ERR_LIMIT, "%s",
		    TR("đường dẫn trống hoặc quá dài", "an empty path, or too long"));
	for (char *at = part + 1; *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (!folder_make(part, mode, err))
			return false;
		*at = '/';
	}
	return folder_make(part, mode, err);
}

bool
os_path_join(const char *dir, const char *name, char ret[OS_PATH_MAX], struct err *err)
{
	char joined[OS_PATH_MAX];
	const int len = snprintf(joined, sizeof(joined), "%s/%s", dir, name);

	if (len < 0 || len >= OS_PATH_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("đường dẫn dài quá %d byte", "a path beyond %d bytes"), OS_PATH_MAX);
	memcpy(ret, joined, (size_t)len + 1);
	return true;
}

bool
os_lock_try(const char *path, int *ret_fd, bool *ret_taken, struct err *err)
{
	const int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool taken;

	if (fd == -1)
		return err_set_errno(err, "%s", path);
	taken = flock(fd, LOCK_EX | LOCK_NB) == 0;
	if (!taken) {
		const bool held = errno == EWOULDBLOCK;

		if (!held)
			(void)err_set_errno(err, "%s", path);
		(void)close(fd);
		if (!held)
			return false;
	}
	*ret_fd = taken ? fd : -1;
	*ret_taken = taken;
	return true;
}

void
os_lock_release(int fd)
{
	if (fd != -1)
		(void)close(fd);
}

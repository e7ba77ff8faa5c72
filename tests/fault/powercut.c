/*
 * powercut - a power cut at a chosen file operation, for LD_PRELOAD.  What one flat folder holds is
 * kept twice (disk.h): as the program sees it, and as a disk would show it after a cut.  A file's
 * bytes reach the disk with its
 * fsync(), a name (new, renamed, gone) with the folder's.  At the cut what was not synced is lost,
 * kept, or torn: each sector old or new, the names as they were after some operation since the
 * folder's last sync.
 *   POWERCUT_FOLDER  the folder, absolute
 *   POWERCUT_IMAGE   a folder of its own for what is on the disk; it outlives the process, so that
 *   what
 *                    one command left unsynced is lost in the next one's cut
 *   POWERCUT_AT      the operation (from 1) that does not happen any more: the process ends by
 *   SIGKILL.
 *                    0: at once, whatever the program; absent: never
 *   POWERCUT_SEED    draws what of the unsynced survives
 *   POWERCUT_NORMAL  1: SQLite is told synchronous = NORMAL wherever the program asks for EXTRA
 * One process at a time.  The programs know nothing of it.
 */
#include "disk.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void
start(void)
{
	disk_start();
}

static void
before_open(const char *path, int flags)
{
	const char *name = disk_name(path);

	if (name == NULL || (flags & (O_CREAT | O_TRUNC)) == 0)
		return;
	(void)pthread_mutex_lock(&lock);
	disk_operation();
	(void)pthread_mutex_unlock(&lock);
}

static int
after_open(const char *path, int fd)
{
	const char *name = disk_name(path);

	(void)pthread_mutex_lock(&lock);
	if (fd != -1 && name != NULL)
		disk_opened(name);
	(void)pthread_mutex_unlock(&lock);
	return fd;
}

#define OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list more; \
		mode_t mode; \
\
		va_start(more, flags); \
		mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0; \
		va_end(more); \
		before_open(path, flags); \
		return after_open(path, REAL(name)(path, flags, mode)); \
	}
OPEN(open)
OPEN(open64)

static void
before_write(int fd)
{
	char path[DISK_PATH_BYTES];
	const char *name = disk_name_of(fd, path);

	if (name == NULL)
		return;
	(void)pthread_mutex_lock(&lock);
	disk_operation();
	(void)pthread_mutex_unlock(&lock);
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	before_write(fd);
	return REAL(write)(fd, bytes, len);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	before_write(fd);
	return REAL(pwrite)(fd, bytes, len, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	before_write(fd);
	return REAL(pwrite64)(fd, bytes, len, at);
}

int
ftruncate(int fd, off_t len)
{
	before_write(fd);
	return REAL(ftruncate)(fd, len);
}

int
ftruncate64(int fd, off64_t len)
{
	before_write(fd);
	return REAL(ftruncate64)(fd, len);
}

static void
synced(int fd)
{
	char path[DISK_PATH_BYTES];
	const char *name = disk_name_of(fd, path);

	if (name == NULL)
		return;
	(void)pthread_mutex_lock(&lock);
	disk_operation();
	disk_synced(name);
	(void)pthread_mutex_unlock(&lock);
}

int
fsync(int fd)
{
	synced(fd);
	return REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	synced(fd);
	return REAL(fdatasync)(fd);
}

int
rename(const char *from, const char *to)
{
	const char *name = disk_name(to);
	int status;

	(void)pthread_mutex_lock(&lock);
	if (name != NULL && disk_name(from) != NULL)
		disk_operation();
	status = REAL(rename)(from, to);
	if (status == 0 && name != NULL && disk_name(from) != NULL)
		disk_renamed(name, disk_name(from));
	(void)pthread_mutex_unlock(&lock);
	return status;
}

int
unlink(const char *path)
{
	const char *name = disk_name(path);
	int status;

	(void)pthread_mutex_lock(&lock);
	if (name != NULL)
		disk_operation();
	status = REAL(unlink)(path);
	if (status == 0 && name != NULL)
		disk_renamed(name, "");
	(void)pthread_mutex_unlock(&lock);
	return status;
}

/* SQLite's one way to a prepared statement that the outbox uses. */
typedef int prepare_function(
    void *db, const char *sql, int bytes, unsigned flags, void **ret, const char **tail);
prepare_function sqlite3_prepare_v3;
int
sqlite3_prepare_v3(
    void *db, const char *sql, int bytes, unsigned flags, void **ret, const char **tail)
{
	const char *normal = getenv("POWERCUT_NORMAL");

	if (normal != NULL && normal[0] == '1' &&
	    strstr(sql, "PRAGMA main.synchronous = EXTRA") != NULL)
		sql = "PRAGMA main.synchronous = NORMAL";
	return REAL(sqlite3_prepare_v3)(db, sql, bytes, flags, ret, tail);
}

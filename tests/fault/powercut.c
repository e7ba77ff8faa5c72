/*
 * powercut - a power cut at a chosen file operation, for LD_PRELOAD.  What one flat folder holds is kept twice:
 * as the program sees it, and as a disk would show it after a cut.  A file's bytes reach the disk with its
 * fsync(), a name (new, renamed, gone) with the folder's.  At the cut what was not synced is lost, kept, or torn:
 * each sector old or new, the names as they were after some operation since the folder's last sync.
 *   POWERCUT_FOLDER  the folder, absolute
 *   POWERCUT_IMAGE   a folder of its own for what is on the disk; it outlives the process, so that what
 *                    one command left unsynced is lost in the next one's cut
 *   POWERCUT_AT      the operation (from 1) that does not happen any more: the process ends by SIGKILL.
 *                    0: at once, whatever the program; absent: never
 *   POWERCUT_SEED    draws what of the unsynced survives
 *   POWERCUT_NORMAL  1: SQLite is told synchronous = NORMAL wherever the program asks for EXTRA
 * One process at a time.  The programs know nothing of it.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_BYTES 128
#define NAMES_MAX 64
#define PENDING_MAX 4096
#define FILE_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define SECTOR_BYTES 512
#define PATH_BYTES 4096

struct map { /* the folder's names */
	struct {
		char name[NAME_BYTES];
		unsigned file;
	} at[NAMES_MAX];
	size_t n;
};
struct change { /* of one name; the folder's sync has an empty one */
	char name[NAME_BYTES];
	char from[NAME_BYTES]; /* renamed, else "" */
	unsigned file;         /* a new one, else 0 */
};

static const char *folder;
static const char *image;
static struct map seen;
static struct map on_disk;
static struct change pending[PENDING_MAX];
static size_t pending_n;
static unsigned files;
static unsigned long operations;
static long cut_at = -1;
static uint64_t draws;
static FILE *journal;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* What ${name} would be without this file. */
#define REAL(name) \
	(__extension__({ \
		__typeof__(&(name)) real_; \
		*(void **)&real_ = dlsym(RTLD_NEXT, #name); \
		real_; \
	}))

static void
die(const char *what)
{
	(void)fprintf(stderr, "powercut: %s\n", what);
	abort();
}

static uint64_t
draw(void) /* splitmix64 */
{
	uint64_t z = draws += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static void
path_put(char ret[PATH_BYTES], const char *in, const char *name)
{
	if (snprintf(ret, PATH_BYTES, "%s/%s", in, name) >= PATH_BYTES)
		die("path too long");
}

/* The name in the folder, or NULL. */
static const char *
name_of(const char *path)
{
	const size_t len = folder != NULL ? strlen(folder) : 0;

	if (len == 0 || strncmp(path, folder, len) != 0 || path[len] != '/' ||
	    path[len + 1] == '\0' || strchr(path + len + 1, '/') != NULL ||
	    strlen(path + len + 1) >= NAME_BYTES)
		return NULL;
	return path + len + 1;
}

/* "" for the folder itself, NULL for what lies elsewhere or has no name any more. */
static const char *
name_of_fd(int fd, char path[PATH_BYTES])
{
	char link[64];
	ssize_t len;

	if (folder == NULL)
		return NULL;
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, PATH_BYTES - 1);
	if (len < 0)
		return NULL;
	path[len] = '\0';
	return strcmp(path, folder) == 0 ? "" : name_of(path);
}

/* ---------------------------------------------------------------- names */

static unsigned *
map_find(struct map *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++) {
		if (strcmp(m->at[i].name, name) == 0)
			return &m->at[i].file;
	}
	return NULL;
}

static void
map_set(struct map *m, const char *name, unsigned file)
{
	unsigned *at = map_find(m, name);

	if (at == NULL) {
		if (m->n == NAMES_MAX)
			die("too many names");
		(void)snprintf(m->at[m->n].name, NAME_BYTES, "%s", name);
		at = &m->at[m->n++].file;
	}
	*at = file;
}

static void
map_drop(struct map *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++) {
		if (strcmp(m->at[i].name, name) == 0) {
			m->at[i] = m->at[--m->n];
			return;
		}
	}
}

static void
map_change(struct map *m, const struct change *c)
{
	const unsigned *from = c->from[0] != '\0' ? map_find(m, c->from) : NULL;

	if (from != NULL) {
		map_set(m, c->name, *from);
		map_drop(m, c->from);
	} else if (c->file != 0) {
		map_set(m, c->name, c->file);
	} else {
		map_drop(m, c->name);
	}
}

static void
change_take(const struct change *c)
{
	if (c->name[0] == '\0') {
		on_disk = seen;
		pending_n = 0;
		return;
	}
	if (pending_n == PENDING_MAX)
		die("too many changes");
	pending[pending_n++] = *c;
	map_change(&seen, c);
	if (c->file > files)
		files = c->file;
}

static void
change_note(const char *name, const char *from, unsigned file)
{
	struct change c = {.file = file};

	(void)snprintf(c.name, sizeof(c.name), "%s", name);
	(void)snprintf(c.from, sizeof(c.from), "%s", from);
	change_take(&c);
	(void)fprintf(journal, "/%s\t/%s\t%u\n", c.name, c.from, c.file);
	(void)fflush(journal);
}

/* ---------------------------------------------------------------- bytes */

/* A missing file is empty. */
static uint8_t *
bytes_of(const char *in, const char *name, size_t *ret_len)
{
	char path[PATH_BYTES];
	uint8_t *bytes = malloc(FILE_BYTES_MAX);
	ssize_t got = 0;
	int fd;

	if (bytes == NULL)
		die("memory");
	*ret_len = 0;
	path_put(path, in, name);
	fd = REAL(open)(path, O_RDONLY | O_CLOEXEC);
	while (fd != -1 && (got = read(fd, bytes + *ret_len, FILE_BYTES_MAX - *ret_len)) > 0)
		*ret_len += (size_t)got;
	if (got < 0 || *ret_len == FILE_BYTES_MAX)
		die("a file that is too large or cannot be read");
	if (fd != -1)
		(void)REAL(close)(fd);
	return bytes;
}

static void
bytes_put(const char *in, const char *name, const uint8_t *bytes, size_t len)
{
	char path[PATH_BYTES];
	int fd;

	path_put(path, in, name);
	fd = REAL(open)(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	for (size_t at = 0; fd != -1 && at < len;) {
		const ssize_t put = REAL(write)(fd, bytes + at, len - at);

		if (put <= 0)
			die("cannot write the image");
		at += (size_t)put;
	}
	if (fd == -1 || REAL(close)(fd) != 0)
		die("cannot write the image");
}

/* What the disk holds of ${file} from now on is what the program sees under ${name}. */
static void
bytes_sync(const char *name, unsigned file)
{
	char as[32];
	size_t len;
	uint8_t *bytes = bytes_of(folder, name, &len);

	(void)snprintf(as, sizeof(as), "%u", file);
	bytes_put(image, as, bytes, len);
	free(bytes);
}

/* ---------------------------------------------------------------- the cut */

enum survive { SURVIVE_NOTHING, SURVIVE_ALL, SURVIVE_SOME };

/* Each sector of ${old} becomes that of ${now}, or does not; so does the length. */
static size_t
bytes_tear(uint8_t *old, size_t old_len, const uint8_t *now, size_t now_len)
{
	const size_t len = draw() % 2 == 0 ? old_len : now_len;

	if (now_len > old_len)
		memset(old + old_len, 0, now_len - old_len);
	for (size_t at = 0; at < now_len; at += SECTOR_BYTES) {
		const size_t n = now_len - at < SECTOR_BYTES ? now_len - at : SECTOR_BYTES;

		if (draw() % 2 == 0)
			memcpy(old + at, now + at, n);
	}
	return len;
}

static const char *
name_seen(unsigned file)
{
	for (size_t i = 0; i < seen.n; i++) {
		if (seen.at[i].file == file)
			return seen.at[i].name;
	}
	return NULL;
}

static void
file_survives(unsigned file, enum survive how)
{
	char as[32];
	size_t len;
	size_t now_len = 0;
	uint8_t *bytes;
	const char *now_name = name_seen(file);

	(void)snprintf(as, sizeof(as), "%u", file);
	bytes = bytes_of(image, as, &len);
	if (now_name != NULL && how != SURVIVE_NOTHING) {
		uint8_t *now = bytes_of(folder, now_name, &now_len);

		if (how == SURVIVE_SOME) {
			len = bytes_tear(bytes, len, now, now_len);
		} else {
			memcpy(bytes, now, now_len);
			len = now_len;
		}
		free(now);
	}
	(void)snprintf(as, sizeof(as), "after.%u", file);
	bytes_put(image, as, bytes, len);
	free(bytes);
}

/* Every file of ${in} but those in sub-folders. */
static void
folder_empty(const char *in)
{
	char path[PATH_BYTES];
	DIR *dir = opendir(in);
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		path_put(path, in, entry->d_name);
		if (entry->d_type == DT_REG)
			(void)REAL(unlink)(path);
	}
	if (dir != NULL)
		(void)closedir(dir);
}

static void
cut(void)
{
	const enum survive how = (enum survive)(draw() % 4 < 2 ? SURVIVE_SOME : draw() % 2);
	const size_t kept = how == SURVIVE_NOTHING ? 0
	    : how == SURVIVE_ALL                   ? pending_n
						   : draw() % (pending_n + 1);

	for (size_t i = 0; i < kept; i++)
		map_change(&on_disk, &pending[i]);
	for (size_t i = 0; i < on_disk.n; i++)
		file_survives(on_disk.at[i].file, how);
	folder_empty(folder);
	for (size_t i = 0; i < on_disk.n; i++) {
		char as[32];
		size_t len;
		uint8_t *bytes;

		(void)snprintf(as, sizeof(as), "after.%u", on_disk.at[i].file);
		bytes = bytes_of(image, as, &len);
		bytes_put(folder, on_disk.at[i].name, bytes, len);
		free(bytes);
	}
	folder_empty(image);
	(void)raise(SIGKILL);
}

static void
operation(void)
{
	if (++operations == (unsigned long)cut_at)
		cut();
}

/* ---------------------------------------------------------------- start */

static void
image_begin(void)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_type != DT_REG)
			continue;
		change_note(entry->d_name, "", files + 1);
		bytes_sync(entry->d_name, files);
	}
	if (dir == NULL || closedir(dir) != 0)
		die("no folder");
	change_note("", "", 0);
}

static void
image_load(FILE *from)
{
	char line[3 * NAME_BYTES];

	while (fgets(line, sizeof(line), from) != NULL) {
		struct change c = {0};

		if (sscanf(line, "/%127[^\t]\t/%127[^\t]\t%u", c.name, c.from, &c.file) != 3 &&
		    sscanf(line, "/%127[^\t]\t/\t%u", c.name, &c.file) != 2 &&
		    strcmp(line, "/\t/\t0\n") != 0)
			die("the image's journal");
		change_take(&c);
	}
}

__attribute__((constructor)) static void
start(void)
{
	char path[PATH_BYTES];
	const char *at = getenv("POWERCUT_AT");
	const char *seed = getenv("POWERCUT_SEED");

	image = getenv("POWERCUT_IMAGE");
	if (image == NULL || getenv("POWERCUT_FOLDER") == NULL)
		return;
	cut_at = at != NULL ? strtol(at, NULL, 10) : -1;
	draws = seed != NULL ? strtoull(seed, NULL, 10) : 1;
	path_put(path, image, "journal");
	journal = fopen(path, "a+e");
	if (journal == NULL)
		die("no image");
	folder = getenv("POWERCUT_FOLDER");
	image_load(journal);
	if (files == 0)
		image_begin();
	if (cut_at == 0)
		cut();
}

/* ---------------------------------------------------------------- what the program calls */

static void
before_open(const char *path, int flags)
{
	const char *name = name_of(path);

	if (name == NULL || (flags & (O_CREAT | O_TRUNC)) == 0)
		return;
	(void)pthread_mutex_lock(&lock);
	operation();
	(void)pthread_mutex_unlock(&lock);
}

static int
after_open(const char *path, int fd)
{
	const char *name = name_of(path);

	(void)pthread_mutex_lock(&lock);
	if (fd != -1 && name != NULL && map_find(&seen, name) == NULL)
		change_note(name, "", files + 1);
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
	char path[PATH_BYTES];
	const char *name = name_of_fd(fd, path);

	if (name == NULL)
		return;
	(void)pthread_mutex_lock(&lock);
	operation();
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
	char path[PATH_BYTES];
	const char *name = name_of_fd(fd, path);
	const unsigned *file;

	if (name == NULL)
		return;
	(void)pthread_mutex_lock(&lock);
	operation();
	file = map_find(&seen, name);
	if (name[0] == '\0')
		change_note("", "", 0);
	else if (file != NULL)
		bytes_sync(name, *file);
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
	const char *name = name_of(to);
	int status;

	(void)pthread_mutex_lock(&lock);
	if (name != NULL && name_of(from) != NULL)
		operation();
	status = REAL(rename)(from, to);
	if (status == 0 && name != NULL && name_of(from) != NULL)
		change_note(name, name_of(from), 0);
	(void)pthread_mutex_unlock(&lock);
	return status;
}

int
unlink(const char *path)
{
	const char *name = name_of(path);
	int status;

	(void)pthread_mutex_lock(&lock);
	if (name != NULL)
		operation();
	status = REAL(unlink)(path);
	if (status == 0 && name != NULL)
		change_note(name, "", 0);
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

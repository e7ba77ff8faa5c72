#include "disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
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
path_put(char ret[DISK_PATH_BYTES], const char *in, const char *name)
{
	if (snprintf(ret, DISK_PATH_BYTES, "%s/%s", in, name) >= DISK_PATH_BYTES)
		die("path too long");
}

const char *
disk_name(const char *path)
{
	const size_t len = folder != NULL ? strlen(folder) : 0;

	if (len == 0 || strncmp(path, folder, len) != 0 || path[len] != '/' ||
	    path[len + 1] == '\0' || strchr(path + len + 1, '/') != NULL ||
	    strlen(path + len + 1) >= NAME_BYTES)
		return NULL;
	return path + len + 1;
}

const char *
disk_name_of(int fd, char path[DISK_PATH_BYTES])
{
	char link[64];
	ssize_t len;

	if (folder == NULL)
		return NULL;
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, DISK_PATH_BYTES - 1);
	if (len < 0)
		return NULL;
	path[len] = '\0';
	return strcmp(path, folder) == 0 ? "" : disk_name(path);
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
	char path[DISK_PATH_BYTES];
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
	char path[DISK_PATH_BYTES];
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
	char path[DISK_PATH_BYTES];
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

void
disk_operation(void)
{
	if (++operations == (unsigned long)cut_at)
		cut();
}

void
disk_opened(const char *name)
{
	if (map_find(&seen, name) == NULL)
		change_note(name, "", files + 1);
}

void
disk_renamed(const char *name, const char *from)
{
	change_note(name, from, 0);
}

void
disk_synced(const char *name)
{
	const unsigned *file = map_find(&seen, name);

	if (name[0] == '\0')
		change_note("", "", 0);
	else if (file != NULL)
		bytes_sync(name, *file);
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

void
disk_start(void)
{
	char path[DISK_PATH_BYTES];
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

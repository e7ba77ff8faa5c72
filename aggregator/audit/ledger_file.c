#include "audit/ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "core/unpack.h"

#define MAGIC "GHLEDG1\n"
#define MAGIC_BYTES 8
#define HEAD_BYTES (MAGIC_BYTES + 4 + 8 + WIRE_KEY_BYTES)
#define LENGTH_BYTES 4

struct ledger_file {
	FILE *file;
	char *path;
	uint64_t left; /* bytes that are still to be read */
	struct buf bytes;
	struct ledger_unpacked batch;
};

static bool
file_new(const char *path, int flags, const char *mode, struct ledger_file **ret, struct err *err)
{
	struct ledger_file *f = calloc(1, sizeof(*f));
	const int fd = f == NULL ? -1 : open(path, flags | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (f == NULL)
		return err_set(err, ERR_MEMORY, "%s", path);
	f->bytes.max = LEDGER_FILE_BATCH_MAX;
	f->path = strdup(path);
	f->file = fd < 0 ? NULL : fdopen(fd, mode);
	if (f->path != NULL && f->file != NULL) {
		*ret = f;
		return true;
	}
	if (errno == EEXIST)
		(void)err_set(err, ERR_DUPLICATE, "%s", path);
	else if (errno == ENOENT && (flags & O_CREAT) == 0)
		(void)err_set(err, ERR_NOT_FOUND, "%s", path);
	else
		(void)err_set_errno(err, "%s", path);
	if (fd >= 0 && f->file == NULL)
		(void)close(fd);
	ledger_file_close(f);
	return false;
}

void
ledger_file_close(struct ledger_file *f)
{
	if (f == NULL)
		return;
	if (f->file != NULL)
		(void)fclose(f->file);
	ledger_pack_free(&f->batch);
	buf_free(&f->bytes);
	free(f->path);
	free(f);
}

/* ---- writing */

static bool
bytes_write(struct ledger_file *f, struct err *err)
{
	if (!buf_ok(&f->bytes))
		return err_set(err, ERR_LIMIT, "%s", f->path);
	return fwrite(f->bytes.at, 1, f->bytes.len, f->file) == f->bytes.len ||
	    err_set_errno(err, "%s", f->path);
}

bool
ledger_file_create(const char *path, const struct ledger_file_head *head, struct ledger_file **ret,
    struct err *err)
{
	struct ledger_file *f = NULL;

	if (!file_new(path, O_WRONLY | O_CREAT | O_EXCL, "w", &f, err))
		return false;
	buf_put(&f->bytes, MAGIC, MAGIC_BYTES);
	buf_u32(&f->bytes, head->realm);
	buf_u64(&f->bytes, head->to);
	buf_put(&f->bytes, head->server_sign, WIRE_KEY_BYTES);
	if (!bytes_write(f, err)) {
		ledger_file_close(f);
		return false;
	}
	*ret = f;
	return true;
}

bool
ledger_file_put(struct ledger_file *f, const struct stored_batch *b, struct err *err)
{
	struct buf length = {0};
	bool ok;

	buf_clear(&f->bytes);
	ledger_pack_batch(b, &f->bytes);
	buf_u32(&length, (uint32_t)f->bytes.len);
	ok = buf_ok(&length) && fwrite(length.at, 1, length.len, f->file) == length.len;
	buf_free(&length);
	return ok ? bytes_write(f, err) : err_set_errno(err, "%s", f->path);
}

bool
ledger_file_sync(struct ledger_file *f, struct err *err)
{
	return (fflush(f->file) == 0 && fsync(fileno(f->file)) == 0) ||
	    err_set_errno(err, "%s", f->path);
}

/* ---- reading */

/* ${len} bytes into ${f->bytes}; never more than the file has. */
static bool
bytes_read(struct ledger_file *f, size_t len, struct err *err)
{
	uint8_t block[16384];

	if (len > f->left || len > LEDGER_FILE_BATCH_MAX)
		return err_set(err, ERR_INVALID, TR("%s bị cắt", "%s is cut"), f->path);
	buf_clear(&f->bytes);
	while (f->bytes.len < len) {
		const size_t rest = len - f->bytes.len;
		const size_t want = rest < sizeof(block) ? rest : sizeof(block);

		if (fread(block, 1, want, f->file) != want)
			return err_set_errno(err, "%s", f->path);
		buf_put(&f->bytes, block, want);
		if (!buf_ok(&f->bytes))
			return err_set(err, ERR_MEMORY, "%s", f->path);
	}
	f->left -= len;
	return true;
}

static bool
head_read(struct ledger_file *f, struct ledger_file_head *ret, struct err *err)
{
	struct stat st;

	if (fstat(fileno(f->file), &st) != 0)
		return err_set_errno(err, "%s", f->path);
	f->left = (uint64_t)st.st_size;
	if (f->left < HEAD_BYTES || !bytes_read(f, HEAD_BYTES, err) ||
	    memcmp(f->bytes.at, MAGIC, MAGIC_BYTES) != 0)
		return err_set(err, ERR_INVALID,
		    TR("%s không phải sổ cái xuất bằng giothong-aggregator export",
			"%s is not a ledger written by giothong-aggregator export"),
		    f->path);
	struct unpack u = {.at = f->bytes.at + MAGIC_BYTES, .len = HEAD_BYTES - MAGIC_BYTES};
	ret->realm = unpack_u32(&u);
	ret->to = unpack_u64(&u);
	memcpy(ret->server_sign, u.at, WIRE_KEY_BYTES);
	return true;
}

bool
ledger_file_open(
    const char *path, struct ledger_file_head *ret_head, struct ledger_file **ret, struct err *err)
{
	struct ledger_file *f = NULL;

	if (!file_new(path, O_RDONLY, "r", &f, err))
		return false;
	if (!head_read(f, ret_head, err)) {
		ledger_file_close(f);
		return false;
	}
	*ret = f;
	return true;
}

bool
ledger_file_next(struct ledger_file *f, const struct stored_batch **ret, struct err *err)
{
	*ret = NULL;
	ledger_pack_free(&f->batch);
	if (f->left == 0)
		return true;
	if (!bytes_read(f, LENGTH_BYTES, err))
		return false;
	struct unpack u = {.at = f->bytes.at, .len = LENGTH_BYTES};
	if (!bytes_read(f, unpack_u32(&u), err) ||
	    !ledger_pack_read(f->bytes.at, f->bytes.len, &f->batch, err))
		return false;
	*ret = &f->batch.batch;
	return true;
}

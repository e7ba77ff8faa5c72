/*
 * Any file is what a courier may bring: frames that lie within it, or an error with words.  The
 * checksum is put right, so that what is behind it is reached.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "client/courier.h"
#include "fuzz.h"
#include "wire/merkle.h"

static void
check(const struct courier_file *f)
{
	const uint8_t *at = f->bytes.at;

	assert(f->kind == COURIER_SUBMISSIONS || f->kind == COURIER_RECEIPTS);
	for (size_t i = 0; i < f->frames_n; i++) {
		assert(f->frames[i].len > 0 && f->frames[i].bytes >= at);
		at = f->frames[i].bytes + f->frames[i].len;
	}
	assert(at <= f->bytes.at + f->bytes.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static int fd = -1;
	static char path[64];
	const struct hash sum = merkle_leaf(bytes, len);
	struct courier_file f;
	struct err err = {0};

	if (fd < 0) {
		fd = memfd_create("courier", MFD_CLOEXEC);
		assert(fd >= 0);
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	assert(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, len, 0) == (ssize_t)len);
	assert(pwrite(fd, sum.at, sizeof(sum.at), (off_t)len) == (ssize_t)sizeof(sum.at));
	if (courier_read(path, &f, &err)) {
		check(&f);
		courier_free(&f);
	} else {
		assert(err.code != ERR_OK && err.text[0] != '\0');
	}
	return 0;
}

#include "document_zip.h"

#include <zip.h>

#include "base/lang.h"

#define FIRST_OF_1980 ((1U << 5) | 1U) /* 1980-01-01, where the format's dates begin */
#define READ_BYTES 65536

static bool
fail(struct err *err, const char *why)
{
	return err_set(err, ERR_IO, TR("đóng gói văn bản: %s", "pack the document: %s"), why);
}

static bool
part_add(zip_t *z, const struct document_part *part, struct err *err)
{
	zip_source_t *source = zip_source_buffer(z, part->bytes.at, part->bytes.len, 0);
	zip_int64_t at;

	if (source == NULL)
		return fail(err, zip_strerror(z));
	at = zip_file_add(z, part->name, source, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(source);
		return fail(err, zip_strerror(z));
	}
	if (zip_set_file_compression(
		z, (zip_uint64_t)at, part->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) != 0 ||
	    zip_file_set_dostime(z, (zip_uint64_t)at, 0, FIRST_OF_1980, 0) != 0)
		return fail(err, zip_strerror(z));
	return true;
}

/* What the archive has been written to. */
static bool
source_read(zip_source_t *source, struct buf *out, struct err *err)
{
	char bytes[READ_BYTES];
	zip_int64_t got;

	if (zip_source_open(source) != 0)
		return fail(err, zip_error_strerror(zip_source_error(source)));
	while ((got = zip_source_read(source, bytes, sizeof(bytes))) > 0)
		buf_put(out, bytes, (size_t)got);
	(void)zip_source_close(source);
	if (got < 0)
		return fail(err, zip_error_strerror(zip_source_error(source)));
	return buf_ok(out) || err_set(err, ERR_MEMORY, "zip");
}

bool
document_zip(const struct document_part *parts, size_t n, struct buf *out, struct err *err)
{
	zip_error_t why;
	zip_source_t *source;
	zip_t *z = NULL;
	bool ok = true;

	zip_error_init(&why);
	source = zip_source_buffer_create(NULL, 0, 0, &why);
	if (source != NULL)
		z = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &why);
	if (z == NULL) {
		zip_source_free(source);
		ok = fail(err, zip_error_strerror(&why));
		zip_error_fini(&why);
		return ok;
	}
	zip_source_keep(source); /* closing the archive lets go of it */
	for (size_t i = 0; i < n && ok; i++)
		ok = part_add(z, &parts[i], err);
	if (!ok)
		zip_discard(z);
	else if (zip_close(z) != 0) {
		ok = fail(err, zip_strerror(z));
		zip_discard(z);
	}
	ok = ok && source_read(source, out, err);
	zip_source_free(source);
	zip_error_fini(&why);
	return ok;
}

void
document_zip_free(struct document_part *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_free(&parts[i].bytes);
}

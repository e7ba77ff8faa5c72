/*
 * document_zip - files in a package, through libzip, in the order given and under one fixed time:
 * the same parts make the same bytes, whenever and wherever they are packed.
 */
#ifndef GH_CLIENT_DOCUMENT_ZIP_H
#define GH_CLIENT_DOCUMENT_ZIP_H

#include "base/buf.h"
#include "base/err.h"

#define DOCUMENT_PARTS_MAX 16U

struct document_part {
	const char *name; /* its path within the package */
	struct buf bytes;
	bool stored; /* not compressed: an OpenDocument's mimetype */
};

/* Append the package to ${out}.  ERR_MEMORY, ERR_IO. */
bool document_zip(
    const struct document_part *parts, size_t n, struct buf *out, struct err *err) MUST_USE;
void document_zip_free(struct document_part *parts, size_t n); /* their bytes */

#endif

/*
 * document_write - a tree of document parts as bytes of one format.  The same tree makes the same
 * bytes: no clock, no path, no locale enters.  Each appends to ${out}.  ERR_MEMORY, ERR_IO.
 */
#ifndef GH_CLIENT_DOCUMENT_WRITE_H
#define GH_CLIENT_DOCUMENT_WRITE_H

#include "base/buf.h"
#include "document_tree.h"

/* OpenDocument Text 1.3: LibreOffice, Word, Google Docs. */
bool document_write_odt(const struct document *d, struct buf *out, struct err *err) MUST_USE;
/* Office Open XML (transitional). */
bool document_write_docx(const struct document *d, struct buf *out, struct err *err) MUST_USE;
/* One file with its own style sheet, for the screen and for A4. */
bool document_write_html(const struct document *d, struct buf *out, struct err *err) MUST_USE;

#endif

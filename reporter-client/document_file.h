/*
 * document_file - an official document in a file, in the format that its name ends in: .odt, .docx,
 * .html, or .pdf through LibreOffice (soffice), where that is installed.
 */
#ifndef GH_CLIENT_DOCUMENT_FILE_H
#define GH_CLIENT_DOCUMENT_FILE_H

#include "document_tree.h"

#define DOCUMENT_PDF_WAIT_MS 120000

/* ERR_USAGE: another ending, or .pdf without soffice: both say which ones there are. */
bool document_file_check(const char *path, struct err *err) MUST_USE;
/* Written whole or not at all; a file that is there is replaced. */
bool document_file_write(const struct document *d, const char *path, struct err *err) MUST_USE;

#endif

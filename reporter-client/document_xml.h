/*
 * document_xml - XML into a buffer, through libxml2's writer: it escapes, this file only spares its
 * callers a check after every call.  The first failure is kept and told by document_xml_close().
 */
#ifndef GH_CLIENT_DOCUMENT_XML_H
#define GH_CLIENT_DOCUMENT_XML_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct document_xml;

enum document_xml_kind {
	DOCUMENT_XML,  /* begins with its declaration */
	DOCUMENT_HTML5 /* begins with its doctype; only void elements end in "/>" */
};

/* *${ret} is the caller's until document_xml_close() or document_xml_free(). */
bool document_xml_open(
    enum document_xml_kind kind, struct document_xml **ret, struct err *err) MUST_USE;
void document_xml_start(struct document_xml *x, const char *element);
void document_xml_attr(struct document_xml *x, const char *name, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void document_xml_text(struct document_xml *x, const char *text, size_t len);
void document_xml_end(struct document_xml *x);
/* The end of an element that never has content. */
void document_xml_end_void(struct document_xml *x);
/* An element without content; attributes are pairs of name and value, ended by NULL. */
void document_xml_empty(struct document_xml *x, const char *element, const char *const *attrs);
/* An element that holds a text alone. */
void document_xml_leaf(struct document_xml *x, const char *element, const char *text);
/* ${text} with ${element} between its lines. */
void document_xml_lines(struct document_xml *x, const char *text, const char *element);
/* End what is open, append all of it to ${out}, free the writer. */
bool document_xml_close(struct document_xml *x, struct buf *out, struct err *err) MUST_USE;
void document_xml_free(struct document_xml *x); /* NULL is a no-op */

#endif

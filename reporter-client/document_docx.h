/* document_docx - what the files of a .docx share; for document_docx*.c alone. */
#ifndef GH_CLIENT_DOCUMENT_DOCX_H
#define GH_CLIENT_DOCUMENT_DOCX_H

#include "document_tree.h"
#include "document_xml.h"

#define DOCUMENT_DOCX_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCUMENT_DOCX_R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* Twentieths of a point. */
int document_docx_twips(int mm);
/* <element w:val="value"/> */
void document_docx_val(struct document_xml *x, const char *element, const char *value);
void document_docx_num(struct document_xml *x, const char *element, long value);
/* word/styles.xml: one style a role. */
bool document_docx_styles(struct buf *out, struct err *err) MUST_USE;
/* What the package says of itself: content types, relations, properties, the header. */
bool document_docx_types(struct buf *out, struct err *err) MUST_USE;
bool document_docx_relations(struct buf *out, struct err *err) MUST_USE;
bool document_docx_word_relations(struct buf *out, struct err *err) MUST_USE;
bool document_docx_header(struct buf *out, struct err *err) MUST_USE;
bool document_docx_core(const struct document *d, struct buf *out, struct err *err) MUST_USE;
bool document_docx_custom(const struct document *d, struct buf *out, struct err *err) MUST_USE;

#endif

/* document_odt - what the files of an OpenDocument share; for document_odt*.c alone. */
#ifndef GH_CLIENT_DOCUMENT_ODT_H
#define GH_CLIENT_DOCUMENT_ODT_H

#include "document_tree.h"
#include "document_xml.h"

/* The root element with the namespaces that all of them use. */
void document_odt_root(struct document_xml *x, const char *element);
/* styles.xml: what the parts look like, and the pages. */
bool document_odt_styles(struct buf *out, struct err *err) MUST_USE;

#endif

#include "document_xml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "base/attrs.h"
#include "base/lang.h"

#define ATTR_BYTES 512

struct document_xml {
	enum document_xml_kind kind;
	xmlBufferPtr bytes;
	xmlTextWriterPtr writer;
	bool failed;
};

static const xmlChar *
chars(const char *s)
{
	return (const xmlChar *)s;
}

static void
check(struct document_xml *x, int result)
{
	x->failed = x->failed || result < 0;
}

bool
document_xml_open(enum document_xml_kind kind, struct document_xml **ret, struct err *err)
{
	struct document_xml *x = calloc(1, sizeof(*x));

	if (x != NULL) {
		x->kind = kind;
		x->bytes = xmlBufferCreate();
		x->writer = x->bytes == NULL ? NULL : xmlNewTextWriterMemory(x->bytes, 0);
	}
	if (x == NULL || x->writer == NULL) {
		document_xml_free(x);
		return err_set(err, ERR_MEMORY, "XML");
	}
	if (kind == DOCUMENT_XML)
		check(x, xmlTextWriterStartDocument(x->writer, "1.0", "UTF-8", NULL));
	else
		check(x, xmlTextWriterWriteRaw(x->writer, chars("<!DOCTYPE html>\n")));
	*ret = x;
	return true;
}

void
document_xml_free(struct document_xml *x)
{
	if (x == NULL)
		return;
	xmlFreeTextWriter(x->writer);
	xmlBufferFree(x->bytes);
	free(x);
}

void
document_xml_start(struct document_xml *x, const char *element)
{
	check(x, xmlTextWriterStartElement(x->writer, chars(element)));
}

void
document_xml_attr(struct document_xml *x, const char *name, const char *fmt, ...)
{
	char value[ATTR_BYTES];
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	x->failed = x->failed || len < 0 || (size_t)len >= sizeof(value);
	check(x, xmlTextWriterWriteAttribute(x->writer, chars(name), chars(value)));
}

void
document_xml_text(struct document_xml *x, const char *text, size_t len)
{
	xmlChar *copy = xmlStrndup(chars(text), (int)len);

	if (copy == NULL)
		x->failed = true;
	else
		check(x, xmlTextWriterWriteString(x->writer, copy));
	xmlFree(copy);
}

void
document_xml_end(struct document_xml *x)
{
	check(x,
	    x->kind == DOCUMENT_HTML5 ? xmlTextWriterFullEndElement(x->writer)
				      : xmlTextWriterEndElement(x->writer));
}

void
document_xml_end_void(struct document_xml *x)
{
	check(x, xmlTextWriterEndElement(x->writer));
}

void
document_xml_empty(struct document_xml *x, const char *element, const char *const *attrs)
{
	document_xml_start(x, element);
	for (size_t i = 0; attrs != NULL && attrs[i] != NULL; i += 2)
		check(x,
		    xmlTextWriterWriteAttribute(x->writer, chars(attrs[i]), chars(attrs[i + 1])));
	document_xml_end_void(x);
}

void
document_xml_leaf(struct document_xml *x, const char *element, const char *text)
{
	document_xml_start(x, element);
	document_xml_text(x, text, strlen(text));
	document_xml_end(x);
}

void
document_xml_lines(struct document_xml *x, const char *text, const char *element)
{
	for (;;) {
		const size_t len = strcspn(text, "\n");

		document_xml_text(x, text, len);
		if (text[len] == '\0')
			return;
		document_xml_empty(x, element, NULL);
		text += len + 1;
	}
}

bool
document_xml_close(struct document_xml *x, struct buf *out, struct err *err)
{
	bool ok;

	check(x, xmlTextWriterEndDocument(x->writer));
	check(x, xmlTextWriterFlush(x->writer));
	ok = !x->failed;
	if (ok)
		buf_put(out, xmlBufferContent(x->bytes), (size_t)xmlBufferLength(x->bytes));
	document_xml_free(x);
	return (ok && buf_ok(out)) || err_set(err, ERR_MEMORY, "XML");
}

/* What a .docx needs around its text: styles, relations, properties, the header. */
#include "document_docx.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"

#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define PROPERTIES "http://schemas.openxmlformats.org/officeDocument/2006/"

int
document_docx_twips(int mm)
{
	return (mm * 1440 * 5 + 63) / 127; /* 25,4 mm an inch */
}

void
document_docx_val(struct document_xml *x, const char *element, const char *value)
{
	document_xml_empty(x, element, (const char *const[]){"w:val", value, NULL});
}

void
document_docx_num(struct document_xml *x, const char *element, long value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%ld", value);
	document_docx_val(x, element, text);
}

/* ---- styles */

static void
fonts(struct document_xml *x)
{
	document_xml_empty(x, "w:rFonts",
	    (const char *const[]){"w:ascii", DOCUMENT_FONT, "w:hAnsi", DOCUMENT_FONT, "w:cs",
		DOCUMENT_FONT, "w:eastAsia", DOCUMENT_FONT, NULL});
}

static void
defaults(struct document_xml *x)
{
	document_xml_start(x, "w:docDefaults");
	document_xml_start(x, "w:rPrDefault");
	document_xml_start(x, "w:rPr");
	fonts(x);
	document_docx_val(x, "w:color", "000000");
	document_docx_num(x, "w:sz", 28);
	document_docx_num(x, "w:szCs", 28);
	document_docx_val(x, "w:lang", "vi-VN");
	document_xml_end(x);
	document_xml_end(x);
	document_xml_empty(x, "w:pPrDefault", NULL);
	document_xml_end(x);
}

static void
paragraph_look(struct document_xml *x, const struct document_look *look)
{
	static const char *const aligns[] = {[DOCUMENT_LEFT] = "left",
	    [DOCUMENT_CENTRE] = "center",
	    [DOCUMENT_RIGHT] = "right",
	    [DOCUMENT_JUSTIFIED] = "both"};

	document_xml_start(x, "w:pPr");
	if (look->keep_with_next)
		document_xml_empty(x, "w:keepNext", NULL);
	document_xml_empty(x, "w:widowControl", NULL);
	document_xml_start(x, "w:spacing");
	document_xml_attr(x, "w:before", "%d", look->before_pt * 20);
	document_xml_attr(x, "w:after", "%d", look->after_pt * 20);
	document_xml_attr(x, "w:line", "%d", look->line_percent * 240 / 100);
	document_xml_attr(x, "w:lineRule", "auto");
	document_xml_end(x);
	document_xml_start(x, "w:ind");
	document_xml_attr(
	    x, "w:firstLine", "%d", document_docx_twips(look->first_line_tenths_mm) / 10);
	document_xml_end(x);
	document_docx_val(x, "w:jc", aligns[look->align]);
	if (look->outline > 0)
		document_docx_num(x, "w:outlineLvl", look->outline - 1);
	document_xml_end(x);
}

static void
role_style(struct document_xml *x, const struct document_look *look)
{
	document_xml_start(x, "w:style");
	document_xml_attr(x, "w:type", "paragraph");
	document_xml_attr(x, "w:customStyle", "1");
	document_xml_attr(x, "w:styleId", "%s", look->name);
	document_docx_val(x, "w:name", look->vi);
	document_xml_empty(x, "w:qFormat", NULL);
	paragraph_look(x, look);
	document_xml_start(x, "w:rPr");
	if (look->bold)
		document_xml_empty(x, "w:b", NULL);
	if (look->italic)
		document_xml_empty(x, "w:i", NULL);
	document_docx_num(x, "w:sz", look->size_pt * 2L);
	document_docx_num(x, "w:szCs", look->size_pt * 2L);
	document_xml_end(x);
	document_xml_end(x);
}

bool
document_docx_styles(struct buf *out, struct err *err)
{
	struct document_xml *x = NULL;

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	document_xml_start(x, "w:styles");
	document_xml_attr(x, "xmlns:w", "%s", DOCUMENT_DOCX_W);
	defaults(x);
	for (int i = 0; i < DOCUMENT_ROLE_COUNT_; i++)
		role_style(x, document_look((enum document_role)i));
	return document_xml_close(x, out, err);
}

/* ---- the header: the page's number in the middle */

static void
field(struct document_xml *x, const char *kind)
{
	document_xml_start(x, "w:r");
	document_xml_empty(x, "w:fldChar", (const char *const[]){"w:fldCharType", kind, NULL});
	document_xml_end(x);
}

bool
document_docx_header(struct buf *out, struct err *err)
{
	struct document_xml *x = NULL;

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	document_xml_start(x, "w:hdr");
	document_xml_attr(x, "xmlns:w", "%s", DOCUMENT_DOCX_W);
	document_xml_start(x, "w:p");
	document_xml_start(x, "w:pPr");
	document_docx_val(x, "w:jc", "center");
	document_xml_end(x);
	field(x, "begin");
	document_xml_start(x, "w:r");
	document_xml_leaf(x, "w:instrText", "PAGE");
	document_xml_end(x);
	field(x, "separate");
	document_xml_start(x, "w:r");
	document_xml_start(x, "w:rPr");
	document_docx_num(x, "w:sz", 26);
	document_docx_num(x, "w:szCs", 26);
	document_xml_end(x);
	document_xml_leaf(x, "w:t", "2");
	document_xml_end(x);
	field(x, "end");
	return document_xml_close(x, out, err);
}

/* ---- relations */

struct relation {
	const char *id, *type, *target;
};

static bool
relations(const struct relation *at, size_t n, struct buf *out, struct err *err)
{
	struct document_xml *x = NULL;

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	document_xml_start(x, "Relationships");
	document_xml_attr(x, "xmlns", "%s", RELATIONS);
	for (size_t i = 0; i < n; i++)
		document_xml_empty(x, "Relationship",
		    (const char *const[]){
			"Id", at[i].id, "Type", at[i].type, "Target", at[i].target, NULL});
	return document_xml_close(x, out, err);
}

bool
document_docx_relations(struct buf *out, struct err *err)
{
	static const struct relation at[] = {
	    {"rId1", DOCUMENT_DOCX_R "/officeDocument", "word/document.xml"},
	    {"rId2", RELATIONS "/metadata/core-properties", "docProps/core.xml"},
	    {"rId3", DOCUMENT_DOCX_R "/custom-properties", "docProps/custom.xml"}};

	return relations(at, ARRAY_LEN(at), out, err);
}

bool
document_docx_word_relations(struct buf *out, struct err *err)
{
	static const struct relation at[] = {{"rId1", DOCUMENT_DOCX_R "/styles", "styles.xml"},
	    {"rId2", DOCUMENT_DOCX_R "/header", "header1.xml"}};

	return relations(at, ARRAY_LEN(at), out, err);
}

bool
document_docx_types(struct buf *out, struct err *err)
{
	static const char *const parts[][2] = {
	    {"/word/document.xml", WORD_TYPE "document.main+xml"},
	    {"/word/styles.xml", WORD_TYPE "styles+xml"},
	    {"/word/header1.xml", WORD_TYPE "header+xml"},
	    {"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
	    {"/docProps/custom.xml",
		"application/vnd.openxmlformats-officedocument.custom-properties+xml"},
	};
	struct document_xml *x = NULL;

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	document_xml_start(x, "Types");
	document_xml_attr(
	    x, "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
	document_xml_empty(x, "Default",
	    (const char *const[]){"Extension", "rels", "ContentType",
		"application/vnd.openxmlformats-package.relationships+xml", NULL});
	document_xml_empty(x, "Default",
	    (const char *const[]){"Extension", "xml", "ContentType", "application/xml", NULL});
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		document_xml_empty(x, "Override",
		    (const char *const[]){
			"PartName", parts[i][0], "ContentType", parts[i][1], NULL});
	return document_xml_close(x, out, err);
}

/* ---- properties */

bool
document_docx_core(const struct document *d, struct buf *out, struct err *err)
{
	struct document_xml *x = NULL;

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	document_xml_start(x, "cp:coreProperties");
	document_xml_attr(x, "xmlns:cp",
	    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
	document_xml_attr(x, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	document_xml_leaf(x, "dc:title", document_facts(d)->title);
	document_xml_leaf(x, "dc:subject", document_facts(d)->issuer);
	document_xml_leaf(x, "dc:language", "vi-VN");
	return document_xml_close(x, out, err);
}

static void
property(struct document_xml *x, int pid, const char *name, const char *value)
{
	document_xml_start(x, "property");
	document_xml_attr(x, "fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}");
	document_xml_attr(x, "pid", "%d", pid);
	document_xml_attr(x, "name", "%s", name);
	document_xml_leaf(x, "vt:lpwstr", value);
	document_xml_end(x);
}

bool
document_docx_custom(const struct document *d, struct buf *out, struct err *err)
{
	const struct document_facts *f = document_facts(d);
	struct document_xml *x = NULL;
	char batch[24];

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	(void)snprintf(batch, sizeof(batch), "%llu", (unsigned long long)f->batch);
	document_xml_start(x, "Properties");
	document_xml_attr(x, "xmlns", "%scustom-properties", PROPERTIES);
	document_xml_attr(x, "xmlns:vt", "%sdocPropsVTypes", PROPERTIES);
	property(x, 2, "giothong-batch", batch);
	property(x, 3, "giothong-root", f->root);
	return document_xml_close(x, out, err);
}

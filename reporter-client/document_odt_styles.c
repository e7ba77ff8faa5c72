/* The styles of an OpenDocument: one a role, and its pages. */
#include "document_odt.h"

#include <stdio.h>

#include "base/attrs.h"

void
document_odt_root(struct document_xml *x, const char *element)
{
	static const char *const names[][2] = {
	    {"xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"},
	    {"xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"},
	    {"xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"},
	    {"xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"},
	    {"xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"},
	    {"xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"},
	    {"xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"},
	    {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
	    {"office:version", "1.3"},
	};

	document_xml_start(x, element);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		document_xml_attr(x, names[i][0], "%s", names[i][1]);
}

static void
font_face(struct document_xml *x)
{
	document_xml_start(x, "office:font-face-decls");
	document_xml_start(x, "style:font-face");
	document_xml_attr(x, "style:name", "%s", DOCUMENT_FONT);
	document_xml_attr(x, "svg:font-family", "'%s'", DOCUMENT_FONT);
	document_xml_attr(x, "style:font-family-generic", "roman");
	document_xml_attr(x, "style:font-pitch", "variable");
	document_xml_end(x);
	document_xml_end(x);
}

static void
default_style(struct document_xml *x)
{
	document_xml_start(x, "style:default-style");
	document_xml_attr(x, "style:family", "paragraph");
	document_xml_start(x, "style:text-properties");
	document_xml_attr(x, "style:font-name", "%s", DOCUMENT_FONT);
	document_xml_attr(x, "fo:font-size", "14pt");
	document_xml_attr(x, "fo:color", "#000000");
	document_xml_attr(x, "fo:language", "vi");
	document_xml_attr(x, "fo:country", "VN");
	document_xml_end(x);
	document_xml_end(x);
}

static const char *
align_name(enum document_align align)
{
	static const char *const names[] = {[DOCUMENT_LEFT] = "start",
	    [DOCUMENT_CENTRE] = "center",
	    [DOCUMENT_RIGHT] = "end",
	    [DOCUMENT_JUSTIFIED] = "justify"};

	return names[align];
}

static void
role_style(struct document_xml *x, const struct document_look *look)
{
	document_xml_start(x, "style:style");
	document_xml_attr(x, "style:name", "%s", look->name);
	document_xml_attr(x, "style:display-name", "%s", look->vi);
	document_xml_attr(x, "style:family", "paragraph");
	if (look->outline > 0)
		document_xml_attr(x, "style:default-outline-level", "%d", look->outline);
	document_xml_start(x, "style:paragraph-properties");
	document_xml_attr(x, "fo:text-align", "%s", align_name(look->align));
	document_xml_attr(x, "fo:text-indent", "%d.%dmm", look->first_line_tenths_mm / 10,
	    look->first_line_tenths_mm % 10);
	document_xml_attr(x, "fo:margin-top", "%dpt", look->before_pt);
	document_xml_attr(x, "fo:margin-bottom", "%dpt", look->after_pt);
	document_xml_attr(x, "fo:line-height", "%d%%", look->line_percent);
	document_xml_attr(x, "fo:orphans", "2");
	document_xml_attr(x, "fo:widows", "2");
	if (look->keep_with_next)
		document_xml_attr(x, "fo:keep-with-next", "always");
	document_xml_end(x);
	document_xml_start(x, "style:text-properties");
	document_xml_attr(x, "style:font-name", "%s", DOCUMENT_FONT);
	document_xml_attr(x, "fo:font-size", "%dpt", look->size_pt);
	if (look->bold)
		document_xml_attr(x, "fo:font-weight", "bold");
	if (look->italic)
		document_xml_attr(x, "fo:font-style", "italic");
	document_xml_end(x);
	document_xml_end(x);
}

static void
styles(struct document_xml *x)
{
	static const char *const header[] = {"style:name", "GhHeader", "style:display-name",
	    "Số trang", "style:family", "paragraph", NULL};

	document_xml_start(x, "office:styles");
	default_style(x);
	for (int i = 0; i < DOCUMENT_ROLE_COUNT_; i++)
		role_style(x, document_look((enum document_role)i));
	document_xml_start(x, "style:style");
	for (size_t i = 0; header[i] != NULL; i += 2)
		document_xml_attr(x, header[i], "%s", header[i + 1]);
	document_xml_empty(x, "style:paragraph-properties",
	    (const char *const[]){"fo:text-align", "center", NULL});
	document_xml_empty(
	    x, "style:text-properties", (const char *const[]){"fo:font-size", "13pt", NULL});
	document_xml_end(x);
	document_xml_end(x);
}

/* ---- pages */

static const struct page {
	const char *layout;
	bool wide, numbered;
} pages[] = {
    {"PageFirst", false, false},
    {"PageNext", false, true},
    {"WideFirst", true, false},
    {"WideNext", true, true},
};

static void
page_layout(struct document_xml *x, const struct page *p)
{
	const int top = p->numbered ? DOCUMENT_HEADER_MM : DOCUMENT_MARGIN_TOP_MM;

	document_xml_start(x, "style:page-layout");
	document_xml_attr(x, "style:name", "%s", p->layout);
	document_xml_start(x, "style:page-layout-properties");
	document_xml_attr(
	    x, "fo:page-width", "%dmm", p->wide ? DOCUMENT_PAGE_HEIGHT_MM : DOCUMENT_PAGE_WIDTH_MM);
	document_xml_attr(x, "fo:page-height", "%dmm",
	    p->wide ? DOCUMENT_PAGE_WIDTH_MM : DOCUMENT_PAGE_HEIGHT_MM);
	document_xml_attr(x, "style:print-orientation", "%s", p->wide ? "landscape" : "portrait");
	document_xml_attr(x, "style:num-format", "1");
	document_xml_attr(x, "fo:margin-top", "%dmm", top);
	document_xml_attr(x, "fo:margin-bottom", "%dmm", DOCUMENT_MARGIN_BOTTOM_MM);
	document_xml_attr(x, "fo:margin-left", "%dmm", DOCUMENT_MARGIN_LEFT_MM);
	document_xml_attr(x, "fo:margin-right", "%dmm", DOCUMENT_MARGIN_RIGHT_MM);
	document_xml_end(x);
	if (p->numbered) {
		document_xml_start(x, "style:header-style");
		document_xml_start(x, "style:header-footer-properties");
		document_xml_attr(
		    x, "svg:height", "%dmm", DOCUMENT_MARGIN_TOP_MM - DOCUMENT_HEADER_MM);
		document_xml_attr(x, "fo:margin-bottom", "3mm");
		document_xml_end(x);
		document_xml_end(x);
	}
	document_xml_end(x);
}

/* The first page of the body and of each annex shows no number, those that follow do. */
static void
master_page(struct document_xml *x, const char *name, const struct page *p, const char *next)
{
	document_xml_start(x, "style:master-page");
	document_xml_attr(x, "style:name", "%s", name);
	document_xml_attr(x, "style:page-layout-name", "%s", p->layout);
	if (next != NULL)
		document_xml_attr(x, "style:next-style-name", "%s", next);
	if (p->numbered) {
		document_xml_start(x, "style:header");
		document_xml_start(x, "text:p");
		document_xml_attr(x, "text:style-name", "GhHeader");
		document_xml_start(x, "text:page-number");
		document_xml_attr(x, "text:select-page", "current");
		document_xml_text(x, "2", 1);
		document_xml_end(x);
		document_xml_end(x);
		document_xml_end(x);
	}
	document_xml_end(x);
}

bool
document_odt_styles(struct buf *out, struct err *err)
{
	struct document_xml *x = NULL;

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	document_odt_root(x, "office:document-styles");
	font_face(x);
	styles(x);
	document_xml_start(x, "office:automatic-styles");
	for (size_t i = 0; i < ARRAY_LEN(pages); i++)
		page_layout(x, &pages[i]);
	document_xml_end(x);
	document_xml_start(x, "office:master-styles");
	master_page(x, "Standard", &pages[0], "Following");
	master_page(x, "Following", &pages[1], NULL);
	master_page(x, "Annex", &pages[0], "AnnexFollowing");
	master_page(x, "AnnexFollowing", &pages[1], NULL);
	master_page(x, "Wide", &pages[2], "WideFollowing");
	master_page(x, "WideFollowing", &pages[3], NULL);
	document_xml_end(x);
	return document_xml_close(x, out, err);
}

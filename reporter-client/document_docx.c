/* A document as Office Open XML. */
#include "document_docx.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "document_write.h"
#include "document_zip.h"

struct docx {
	struct document_xml *x;
	int page_mm; /* of the text on this page */
	int left_mm;
	int width_mm; /* where the text stands now */
	bool wide;
};

/* ---- text */

static void
run(struct docx *w, const char *text, bool strong)
{
	document_xml_start(w->x, "w:r");
	if (strong) {
		document_xml_start(w->x, "w:rPr");
		document_xml_empty(w->x, "w:b", NULL);
		document_xml_end(w->x);
	}
	for (;;) {
		const size_t len = strcspn(text, "\n");

		document_xml_start(w->x, "w:t");
		document_xml_attr(w->x, "xml:space", "preserve");
		document_xml_text(w->x, text, len);
		document_xml_end(w->x);
		if (text[len] == '\0')
			break;
		document_xml_empty(w->x, "w:br", NULL);
		text += len + 1;
	}
	document_xml_end(w->x);
}

static void
paragraph(struct docx *w, enum document_role role, const char *text, bool strong)
{
	document_xml_start(w->x, "w:p");
	document_xml_start(w->x, "w:pPr");
	document_docx_val(w->x, "w:pStyle", document_look(role)->name);
	document_xml_end(w->x);
	if (text[0] != '\0')
		run(w, text, strong);
	document_xml_end(w->x);
}

static void
line(struct docx *w, const struct document_block *b)
{
	const int side = document_docx_twips((w->width_mm - b->width_mm) / 2);

	document_xml_start(w->x, "w:p");
	document_xml_start(w->x, "w:pPr");
	document_xml_start(w->x, "w:pBdr");
	document_xml_empty(w->x, "w:bottom",
	    (const char *const[]){
		"w:val", "single", "w:sz", "6", "w:space", "0", "w:color", "000000", NULL});
	document_xml_end(w->x);
	document_xml_start(w->x, "w:spacing");
	document_xml_attr(w->x, "w:before", "0");
	document_xml_attr(w->x, "w:after", "%d", b->after_pt * 20);
	document_xml_attr(w->x, "w:line", "40");
	document_xml_attr(w->x, "w:lineRule", "exact");
	document_xml_end(w->x);
	document_xml_start(w->x, "w:ind");
	document_xml_attr(w->x, "w:left", "%d", side);
	document_xml_attr(w->x, "w:right", "%d", side);
	document_xml_end(w->x);
	document_xml_end(w->x);
	document_xml_end(w->x);
}

/* ---- tables */

static void
borders(struct docx *w)
{
	static const char *const edges[] = {
	    "w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"};

	document_xml_start(w->x, "w:tblBorders");
	for (size_t i = 0; i < ARRAY_LEN(edges); i++)
		document_xml_empty(w->x, edges[i],
		    (const char *const[]){
			"w:val", "single", "w:sz", "4", "w:space", "0", "w:color", "000000", NULL});
	document_xml_end(w->x);
}

static void
width(struct docx *w, const char *element, int twips)
{
	document_xml_start(w->x, element);
	document_xml_attr(w->x, "w:w", "%d", twips);
	document_xml_attr(w->x, "w:type", "dxa");
	document_xml_end(w->x);
}

static void
table_start(struct docx *w, const char *caption, bool ruled)
{
	document_xml_start(w->x, "w:tbl");
	document_xml_start(w->x, "w:tblPr");
	width(w, "w:tblW", document_docx_twips(w->page_mm));
	if (ruled)
		borders(w);
	document_xml_empty(w->x, "w:tblLayout", (const char *const[]){"w:type", "fixed", NULL});
	document_xml_start(w->x, "w:tblCellMar");
	width(w, "w:left", document_docx_twips(1));
	width(w, "w:right", document_docx_twips(1));
	document_xml_end(w->x);
	if (caption[0] != '\0')
		document_docx_val(w->x, "w:tblCaption", caption);
	document_xml_end(w->x);
}

static void
grid_column(struct docx *w, int twips)
{
	document_xml_start(w->x, "w:gridCol");
	document_xml_attr(w->x, "w:w", "%d", twips);
	document_xml_end(w->x);
}

static void
cell_start(struct docx *w, int twips, bool middle)
{
	document_xml_start(w->x, "w:tc");
	document_xml_start(w->x, "w:tcPr");
	width(w, "w:tcW", twips);
	if (middle)
		document_docx_val(w->x, "w:vAlign", "center");
	document_xml_end(w->x);
}

static void
row_start(struct docx *w, bool heading)
{
	document_xml_start(w->x, "w:tr");
	document_xml_start(w->x, "w:trPr");
	document_xml_empty(w->x, "w:cantSplit", NULL);
	if (heading)
		document_xml_empty(w->x, "w:tblHeader", NULL);
	document_xml_end(w->x);
}

static void
table(struct docx *w, const struct document_table *t)
{
	int twips[DOCUMENT_COLUMNS_MAX];
	int sum = 0;

	for (size_t i = 0; i < t->columns_n; i++)
		sum += t->columns[i].width;
	for (size_t i = 0; i < t->columns_n; i++)
		twips[i] = document_docx_twips(w->page_mm) * t->columns[i].width / sum;
	table_start(w, t->caption, true);
	document_xml_start(w->x, "w:tblGrid");
	for (size_t i = 0; i < t->columns_n; i++)
		grid_column(w, twips[i]);
	document_xml_end(w->x);
	for (size_t r = 0; r <= t->rows_n; r++) {
		row_start(w, r == 0);
		for (size_t i = 0; i < t->columns_n; i++) {
			cell_start(w, twips[i], true);
			if (r == 0)
				paragraph(w, DOCUMENT_HEADING_CELL, t->columns[i].title, false);
			else
				paragraph(w, t->columns[i].role,
				    t->cells[(r - 1) * t->columns_n + i],
				    t->has_total && r == t->rows_n);
			document_xml_end(w->x);
		}
		document_xml_end(w->x);
	}
	document_xml_end(w->x);
}

static void
columns(struct docx *w, int left_mm)
{
	w->left_mm = w->width_mm = left_mm;
	table_start(w, "", false);
	document_xml_start(w->x, "w:tblGrid");
	grid_column(w, document_docx_twips(left_mm));
	grid_column(w, document_docx_twips(w->page_mm - left_mm));
	document_xml_end(w->x);
	row_start(w, false);
	cell_start(w, document_docx_twips(left_mm), false);
}

static void
column_next(struct docx *w)
{
	document_xml_end(w->x);
	w->width_mm = w->page_mm - w->left_mm;
	cell_start(w, document_docx_twips(w->width_mm), false);
}

static void
columns_end(struct docx *w)
{
	document_xml_end(w->x);
	document_xml_end(w->x);
	document_xml_end(w->x);
	w->width_mm = w->page_mm;
}

/* ---- sections: the body and each annex, numbered from 1, the first page's number not shown */

static void
section(struct docx *w)
{
	const int across = document_docx_twips(DOCUMENT_PAGE_WIDTH_MM);
	const int down = document_docx_twips(DOCUMENT_PAGE_HEIGHT_MM);

	document_xml_start(w->x, "w:sectPr");
	document_xml_empty(w->x, "w:headerReference",
	    (const char *const[]){"w:type", "default", "r:id", "rId2", NULL});
	document_docx_val(w->x, "w:type", "nextPage");
	document_xml_start(w->x, "w:pgSz");
	document_xml_attr(w->x, "w:w", "%d", w->wide ? down : across);
	document_xml_attr(w->x, "w:h", "%d", w->wide ? across : down);
	if (w->wide)
		document_xml_attr(w->x, "w:orient", "landscape");
	document_xml_end(w->x);
	document_xml_start(w->x, "w:pgMar");
	document_xml_attr(w->x, "w:top", "%d", document_docx_twips(DOCUMENT_MARGIN_TOP_MM));
	document_xml_attr(w->x, "w:right", "%d", document_docx_twips(DOCUMENT_MARGIN_RIGHT_MM));
	document_xml_attr(w->x, "w:bottom", "%d", document_docx_twips(DOCUMENT_MARGIN_BOTTOM_MM));
	document_xml_attr(w->x, "w:left", "%d", document_docx_twips(DOCUMENT_MARGIN_LEFT_MM));
	document_xml_attr(w->x, "w:header", "%d", document_docx_twips(DOCUMENT_HEADER_MM));
	document_xml_attr(w->x, "w:footer", "%d", document_docx_twips(DOCUMENT_HEADER_MM));
	document_xml_attr(w->x, "w:gutter", "0");
	document_xml_end(w->x);
	document_xml_empty(w->x, "w:pgNumType", (const char *const[]){"w:start", "1", NULL});
	document_xml_empty(w->x, "w:titlePg", NULL);
	document_xml_end(w->x);
}

/* A section's end stands in its last paragraph: one of no height. */
static void
section_end(struct docx *w)
{
	document_xml_start(w->x, "w:p");
	document_xml_start(w->x, "w:pPr");
	document_xml_empty(w->x, "w:spacing",
	    (const char *const[]){
		"w:before", "0", "w:after", "0", "w:line", "20", "w:lineRule", "exact", NULL});
	section(w);
	document_xml_end(w->x);
	document_xml_end(w->x);
}

static void
annex(struct docx *w, bool wide)
{
	section_end(w);
	w->wide = wide;
	w->page_mm = w->width_mm = wide ? DOCUMENT_WIDE_WIDTH_MM : DOCUMENT_TEXT_WIDTH_MM;
}

static void
block(struct docx *w, const struct document_block *b)
{
	switch (b->kind) {
	case DOCUMENT_PARAGRAPH:
		paragraph(w, b->role, b->text, false);
		return;
	case DOCUMENT_LINE:
		line(w, b);
		return;
	case DOCUMENT_COLUMNS:
		columns(w, b->width_mm);
		return;
	case DOCUMENT_COLUMN_NEXT:
		column_next(w);
		return;
	case DOCUMENT_COLUMNS_END:
		columns_end(w);
		return;
	case DOCUMENT_TABLE:
		table(w, b->table);
		return;
	case DOCUMENT_ANNEX:
		annex(w, b->wide);
		return;
	}
}

static bool
content(const struct document *d, struct buf *out, struct err *err)
{
	struct docx w = {.page_mm = DOCUMENT_TEXT_WIDTH_MM, .width_mm = DOCUMENT_TEXT_WIDTH_MM};
	size_t n = 0;
	const struct document_block *blocks = document_blocks(d, &n);

	if (!document_xml_open(DOCUMENT_XML, &w.x, err))
		return false;
	document_xml_start(w.x, "w:document");
	document_xml_attr(w.x, "xmlns:w", "%s", DOCUMENT_DOCX_W);
	document_xml_attr(w.x, "xmlns:r", "%s", DOCUMENT_DOCX_R);
	document_xml_start(w.x, "w:body");
	for (size_t i = 0; i < n; i++)
		block(&w, &blocks[i]);
	section(&w);
	return document_xml_close(w.x, out, err);
}

bool
document_write_docx(const struct document *d, struct buf *out, struct err *err)
{
	struct document_part parts[] = {{.name = "[Content_Types].xml"}, {.name = "_rels/.rels"},
	    {.name = "word/document.xml"}, {.name = "word/_rels/document.xml.rels"},
	    {.name = "word/styles.xml"}, {.name = "word/header1.xml"},
	    {.name = "docProps/core.xml"}, {.name = "docProps/custom.xml"}};
	const bool ok = document_docx_types(&parts[0].bytes, err) &&
	    document_docx_relations(&parts[1].bytes, err) && content(d, &parts[2].bytes, err) &&
	    document_docx_word_relations(&parts[3].bytes, err) &&
	    document_docx_styles(&parts[4].bytes, err) &&
	    document_docx_header(&parts[5].bytes, err) &&
	    document_docx_core(d, &parts[6].bytes, err) &&
	    document_docx_custom(d, &parts[7].bytes, err) &&
	    document_zip(parts, ARRAY_LEN(parts), out, err);

	document_zip_free(parts, ARRAY_LEN(parts));
	return ok;
}

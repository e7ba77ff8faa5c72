/* A document as OpenDocument Text. */
#include "document_odt.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "document_write.h"
#include "document_zip.h"

#define MIMETYPE "application/vnd.oasis.opendocument.text"

struct odt {
	struct document_xml *x;
	const struct document_block *blocks;
	size_t n;
	int page_mm;                        /* of the text on this page */
	int left_mm;                        /* of the left column; 0: no columns here */
	int width_mm;                       /* where the text stands now */
	const struct document_block *annex; /* begins with the next paragraph */
	size_t tables_n, lines_n;
};

/* ---- automatic styles, numbered as the blocks that use them */

static void
style_start(struct document_xml *x, const char *family, const char *fmt, size_t number)
{
	char name[48];

	(void)snprintf(name, sizeof(name), "%s%zu", fmt, number);
	document_xml_start(x, "style:style");
	document_xml_attr(x, "style:name", "%s", name);
	document_xml_attr(x, "style:family", "%s", family);
}

static void
line_style(struct odt *o, const struct document_block *b)
{
	const int side = (o->width_mm - b->width_mm) / 2;

	style_start(o->x, "paragraph", "Line", ++o->lines_n);
	document_xml_start(o->x, "style:paragraph-properties");
	document_xml_attr(o->x, "fo:margin-left", "%dmm", side);
	document_xml_attr(o->x, "fo:margin-right", "%dmm", side);
	document_xml_attr(o->x, "fo:margin-bottom", "%dpt", b->after_pt);
	document_xml_attr(o->x, "fo:border-bottom", "0.75pt solid #000000");
	document_xml_end(o->x);
	document_xml_empty(
	    o->x, "style:text-properties", (const char *const[]){"fo:font-size", "2pt", NULL});
	document_xml_end(o->x);
}

static void
column_style(struct odt *o, size_t number, size_t column, int tenths_mm)
{
	char name[48];

	(void)snprintf(name, sizeof(name), "Table%zuColumn", number);
	document_xml_start(o->x, "style:style");
	document_xml_attr(o->x, "style:name", "%s%zu", name, column + 1);
	document_xml_attr(o->x, "style:family", "table-column");
	document_xml_start(o->x, "style:table-column-properties");
	document_xml_attr(o->x, "style:column-width", "%d.%dmm", tenths_mm / 10, tenths_mm % 10);
	document_xml_end(o->x);
	document_xml_end(o->x);
}

static void
table_style(struct odt *o)
{
	style_start(o->x, "table", "Table", o->tables_n);
	document_xml_start(o->x, "style:table-properties");
	document_xml_attr(o->x, "style:width", "%dmm", o->page_mm);
	document_xml_attr(o->x, "table:align", "left");
	document_xml_attr(o->x, "table:border-model", "collapsing");
	document_xml_end(o->x);
	document_xml_end(o->x);
}

static int
widths_sum(const struct document_table *t)
{
	int sum = 0;

	for (size_t i = 0; i < t->columns_n; i++)
		sum += t->columns[i].width;
	return sum;
}

static void
block_style(struct odt *o, const struct document_block *b)
{
	switch (b->kind) {
	case DOCUMENT_LINE:
		line_style(o, b);
		return;
	case DOCUMENT_COLUMNS:
		o->tables_n++;
		table_style(o);
		column_style(o, o->tables_n, 0, b->width_mm * 10);
		column_style(o, o->tables_n, 1, (o->page_mm - b->width_mm) * 10);
		return;
	case DOCUMENT_TABLE:
		o->tables_n++;
		table_style(o);
		for (size_t i = 0; i < b->table->columns_n; i++)
			column_style(o, o->tables_n, i,
			    o->page_mm * 10 * b->table->columns[i].width / widths_sum(b->table));
		return;
	default:
		return;
	}
}

/* Where the text stands after ${b}. */
static void
walk(struct odt *o, const struct document_block *b)
{
	switch (b->kind) {
	case DOCUMENT_ANNEX:
		o->page_mm = b->wide ? DOCUMENT_WIDE_WIDTH_MM : DOCUMENT_TEXT_WIDTH_MM;
		o->width_mm = o->page_mm;
		return;
	case DOCUMENT_COLUMNS:
		o->left_mm = o->width_mm = b->width_mm;
		return;
	case DOCUMENT_COLUMN_NEXT:
		o->width_mm = o->page_mm - o->left_mm;
		return;
	case DOCUMENT_COLUMNS_END:
		o->width_mm = o->page_mm;
		return;
	default:
		return;
	}
}

static void
walk_begin(struct odt *o)
{
	o->page_mm = o->width_mm = DOCUMENT_TEXT_WIDTH_MM;
	o->tables_n = o->lines_n = 0;
}

static void
annex_style(struct document_xml *x, const char *master)
{
	document_xml_start(x, "style:style");
	document_xml_attr(x, "style:name", "Begin%s", master);
	document_xml_attr(x, "style:family", "paragraph");
	document_xml_attr(
	    x, "style:parent-style-name", "%s", document_look(DOCUMENT_ANNEX_NUMBER)->name);
	document_xml_attr(x, "style:master-page-name", "%s", master);
	document_xml_empty(
	    x, "style:paragraph-properties", (const char *const[]){"style:page-number", "1", NULL});
	document_xml_end(x);
}

static void
cell_style(struct document_xml *x, const char *name, const char *border)
{
	document_xml_start(x, "style:style");
	document_xml_attr(x, "style:name", "%s", name);
	document_xml_attr(x, "style:family", "table-cell");
	document_xml_empty(x, "style:table-cell-properties",
	    (const char *const[]){"fo:border", border, "fo:padding", "1mm", "style:vertical-align",
		border[0] == 'n' ? "top" : "middle", NULL});
	document_xml_end(x);
}

static void
styles(struct odt *o)
{
	document_xml_start(o->x, "office:automatic-styles");
	annex_style(o->x, "Annex");
	annex_style(o->x, "Wide");
	cell_style(o->x, "Bare", "none");
	cell_style(o->x, "Ruled", "0.5pt solid #000000");
	document_xml_start(o->x, "style:style");
	document_xml_attr(o->x, "style:name", "Row");
	document_xml_attr(o->x, "style:family", "table-row");
	document_xml_empty(o->x, "style:table-row-properties",
	    (const char *const[]){"fo:keep-together", "always", NULL});
	document_xml_end(o->x);
	document_xml_start(o->x, "style:style");
	document_xml_attr(o->x, "style:name", "Strong");
	document_xml_attr(o->x, "style:family", "text");
	document_xml_empty(
	    o->x, "style:text-properties", (const char *const[]){"fo:font-weight", "bold", NULL});
	document_xml_end(o->x);
	walk_begin(o);
	for (size_t i = 0; i < o->n; i++) {
		walk(o, &o->blocks[i]);
		block_style(o, &o->blocks[i]);
	}
	document_xml_end(o->x);
}

/* ---- text */

static void
paragraph(struct odt *o, const struct document_block *b)
{
	const struct document_look *look = document_look(b->role);
	const bool heading = look->outline > 0;

	document_xml_start(o->x, heading ? "text:h" : "text:p");
	if (o->annex != NULL)
		document_xml_attr(
		    o->x, "text:style-name", "Begin%s", o->annex->wide ? "Wide" : "Annex");
	else
		document_xml_attr(o->x, "text:style-name", "%s", look->name);
	if (heading)
		document_xml_attr(o->x, "text:outline-level", "%d", look->outline);
	document_xml_lines(o->x, b->text, "text:line-break");
	document_xml_end(o->x);
	o->annex = NULL;
}

static void
cell(struct odt *o, const char *text, const char *style, bool strong)
{
	document_xml_start(o->x, "table:table-cell");
	document_xml_attr(o->x, "table:style-name", "Ruled");
	document_xml_attr(o->x, "office:value-type", "string");
	document_xml_start(o->x, "text:p");
	document_xml_attr(o->x, "text:style-name", "%s", style);
	if (strong) {
		document_xml_start(o->x, "text:span");
		document_xml_attr(o->x, "text:style-name", "Strong");
	}
	document_xml_lines(o->x, text, "text:line-break");
	if (strong)
		document_xml_end(o->x);
	document_xml_end(o->x);
	document_xml_end(o->x);
}

static void
row_start(struct odt *o)
{
	document_xml_start(o->x, "table:table-row");
	document_xml_attr(o->x, "table:style-name", "Row");
}

static void
table_start(struct odt *o, size_t columns_n)
{
	o->tables_n++;
	document_xml_start(o->x, "table:table");
	document_xml_attr(o->x, "table:name", "Table%zu", o->tables_n);
	document_xml_attr(o->x, "table:style-name", "Table%zu", o->tables_n);
	for (size_t i = 0; i < columns_n; i++) {
		document_xml_start(o->x, "table:table-column");
		document_xml_attr(
		    o->x, "table:style-name", "Table%zuColumn%zu", o->tables_n, i + 1);
		document_xml_end(o->x);
	}
}

static void
table(struct odt *o, const struct document_table *t)
{
	table_start(o, t->columns_n);
	document_xml_start(o->x, "table:table-header-rows");
	row_start(o);
	for (size_t i = 0; i < t->columns_n; i++)
		cell(o, t->columns[i].title, document_look(DOCUMENT_HEADING_CELL)->name, false);
	document_xml_end(o->x);
	document_xml_end(o->x);
	for (size_t r = 0; r < t->rows_n; r++) {
		row_start(o);
		for (size_t i = 0; i < t->columns_n; i++)
			cell(o, t->cells[r * t->columns_n + i],
			    document_look(t->columns[i].role)->name,
			    t->has_total && r + 1 == t->rows_n);
		document_xml_end(o->x);
	}
	document_xml_end(o->x);
}

static void
bare_cell_start(struct odt *o)
{
	document_xml_start(o->x, "table:table-cell");
	document_xml_attr(o->x, "table:style-name", "Bare");
	document_xml_attr(o->x, "office:value-type", "string");
}

static void
block(struct odt *o, const struct document_block *b)
{
	switch (b->kind) {
	case DOCUMENT_PARAGRAPH:
		paragraph(o, b);
		return;
	case DOCUMENT_LINE:
		document_xml_start(o->x, "text:p");
		document_xml_attr(o->x, "text:style-name", "Line%zu", ++o->lines_n);
		document_xml_end(o->x);
		return;
	case DOCUMENT_COLUMNS:
		table_start(o, 2);
		row_start(o);
		bare_cell_start(o);
		return;
	case DOCUMENT_COLUMN_NEXT:
		document_xml_end(o->x);
		bare_cell_start(o);
		return;
	case DOCUMENT_COLUMNS_END:
		document_xml_end(o->x);
		document_xml_end(o->x);
		document_xml_end(o->x);
		return;
	case DOCUMENT_TABLE:
		table(o, b->table);
		return;
	case DOCUMENT_ANNEX:
		o->annex = b;
		return;
	}
}

static bool
content(const struct document *d, struct buf *out, struct err *err)
{
	struct odt o = {.x = NULL};

	o.blocks = document_blocks(d, &o.n);
	if (!document_xml_open(DOCUMENT_XML, &o.x, err))
		return false;
	document_odt_root(o.x, "office:document-content");
	styles(&o);
	document_xml_start(o.x, "office:body");
	document_xml_start(o.x, "office:text");
	walk_begin(&o);
	for (size_t i = 0; i < o.n; i++)
		block(&o, &o.blocks[i]);
	document_xml_end(o.x);
	document_xml_end(o.x);
	return document_xml_close(o.x, out, err);
}

/* ---- the package */

static void
property(struct document_xml *x, const char *name, const char *value)
{
	document_xml_start(x, "meta:user-defined");
	document_xml_attr(x, "meta:name", "%s", name);
	document_xml_text(x, value, strlen(value));
	document_xml_end(x);
}

static bool
meta(const struct document *d, struct buf *out, struct err *err)
{
	const struct document_facts *f = document_facts(d);
	struct document_xml *x = NULL;
	char batch[24];

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	(void)snprintf(batch, sizeof(batch), "%llu", (unsigned long long)f->batch);
	document_odt_root(x, "office:document-meta");
	document_xml_start(x, "office:meta");
	document_xml_leaf(x, "meta:generator", "giothong");
	document_xml_leaf(x, "dc:title", f->title);
	document_xml_leaf(x, "dc:subject", f->issuer);
	document_xml_leaf(x, "dc:language", "vi-VN");
	property(x, "giothong-batch", batch);
	property(x, "giothong-root", f->root);
	document_xml_end(x);
	return document_xml_close(x, out, err);
}

static bool
manifest(struct buf *out, struct err *err)
{
	static const char *const files[][2] = {{"/", MIMETYPE}, {"content.xml", "text/xml"},
	    {"styles.xml", "text/xml"}, {"meta.xml", "text/xml"}};
	struct document_xml *x = NULL;

	if (!document_xml_open(DOCUMENT_XML, &x, err))
		return false;
	document_xml_start(x, "manifest:manifest");
	document_xml_attr(
	    x, "xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0");
	document_xml_attr(x, "manifest:version", "1.3");
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		document_xml_start(x, "manifest:file-entry");
		document_xml_attr(x, "manifest:full-path", "%s", files[i][0]);
		if (i == 0)
			document_xml_attr(x, "manifest:version", "1.3");
		document_xml_attr(x, "manifest:media-type", "%s", files[i][1]);
		document_xml_end(x);
	}
	return document_xml_close(x, out, err);
}

bool
document_write_odt(const struct document *d, struct buf *out, struct err *err)
{
	struct document_part parts[] = {{.name = "mimetype", .stored = true},
	    {.name = "META-INF/manifest.xml"}, {.name = "content.xml"}, {.name = "styles.xml"},
	    {.name = "meta.xml"}};
	bool ok;

	buf_str(&parts[0].bytes, MIMETYPE);
	ok = manifest(&parts[1].bytes, err) && content(d, &parts[2].bytes, err) &&
	    document_odt_styles(&parts[3].bytes, err) && meta(d, &parts[4].bytes, err) &&
	    document_zip(parts, ARRAY_LEN(parts), out, err);
	document_zip_free(parts, ARRAY_LEN(parts));
	return ok;
}

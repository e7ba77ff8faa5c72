/* A document as one HTML file: its own style sheet, A4, tables that screen readers can read. */
#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "document_write.h"
#include "document_xml.h"

#define STRING(x) #x
#define MM(x) STRING(x) "mm"

static const char page_css[] =
    "@page{size:A4;margin:" MM(DOCUMENT_MARGIN_TOP_MM) " " MM(DOCUMENT_MARGIN_RIGHT_MM) " " MM(DOCUMENT_MARGIN_BOTTOM_MM) " " MM(
	DOCUMENT_MARGIN_LEFT_MM) ";"
				 "@top-center{content:counter(page);font:13pt 'Times New Roman','Liberation Serif',Tinos,serif}}\n"
				 "@page:first{@top-center{content:none}}\n"
				 "@page wide{size:A4 landscape}\n"
				 "html{background:#ddd}\n"
				 "body{margin:0;color:#000;font-family:'Times New Roman','Liberation Serif',Tinos,serif}\n"
				 "article,section{box-sizing:border-box;background:#fff;max-width:" MM(DOCUMENT_PAGE_WIDTH_MM) ";margin:8mm auto;padding:" MM(DOCUMENT_MARGIN_TOP_MM) " " MM(DOCUMENT_MARGIN_RIGHT_MM) " " MM(
				     DOCUMENT_MARGIN_BOTTOM_MM) " " MM(DOCUMENT_MARGIN_LEFT_MM) ";overflow-x:auto}\n"
												"section.wide{max-width:" MM(
												    DOCUMENT_PAGE_HEIGHT_MM) ";page:wide}\n"
															     ".columns{display:flex}\n"
															     ".columns div{flex:0 1 auto;min-width:0}\n"
															     "hr{border:0;border-top:0.75pt solid #000;margin:2pt auto;max-width:100%}\n"
															     "table{border-collapse:collapse;width:100%}\n"
															     "caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
															     "th,td{border:0.5pt solid #000;padding:1mm}\n"
															     "tr.total{font-weight:bold}\n"
															     "tbody th{font-weight:inherit}\n"
															     "tr{break-inside:avoid}\n"
															     "@media(max-width:600px){article,section{padding:5mm}.columns{display:block}}\n"
															     "@media print{html{background:#fff}article,section{margin:0;padding:0;max-width:none;"
															     "overflow:visible}section{break-before:page}}\n";

struct html {
	struct document_xml *x;
	int left_mm; /* of the columns */
};

static void
css(struct document_xml *x)
{
	static const char *const aligns[] = {[DOCUMENT_LEFT] = "left",
	    [DOCUMENT_CENTRE] = "center",
	    [DOCUMENT_RIGHT] = "right",
	    [DOCUMENT_JUSTIFIED] = "justify"};
	char rule[320];

	document_xml_start(x, "style");
	document_xml_text(x, page_css, sizeof(page_css) - 1);
	for (int i = 0; i < DOCUMENT_ROLE_COUNT_; i++) {
		const struct document_look *look = document_look((enum document_role)i);
		const int len = snprintf(rule, sizeof(rule),
		    ".%s{font-size:%dpt;font-weight:%s;font-style:%s;text-align:%s;text-indent:%d.%dmm;"
		    "margin:%dpt 0 %dpt;line-height:%d%%}\n",
		    look->name, look->size_pt, look->bold ? "bold" : "inherit",
		    look->italic ? "italic" : "normal", aligns[look->align],
		    look->first_line_tenths_mm / 10, look->first_line_tenths_mm % 10,
		    look->before_pt, look->after_pt, look->line_percent);

		document_xml_text(x, rule, (size_t)len);
	}
	document_xml_end(x);
}

static void
head(struct document_xml *x, const struct document_facts *f)
{
	char batch[24];

	(void)snprintf(batch, sizeof(batch), "%llu", (unsigned long long)f->batch);
	document_xml_start(x, "head");
	document_xml_empty(x, "meta", (const char *const[]){"charset", "utf-8", NULL});
	document_xml_empty(x, "meta",
	    (const char *const[]){
		"name", "viewport", "content", "width=device-width, initial-scale=1", NULL});
	document_xml_leaf(x, "title", f->title);
	document_xml_empty(
	    x, "meta", (const char *const[]){"name", "giothong-batch", "content", batch, NULL});
	document_xml_empty(
	    x, "meta", (const char *const[]){"name", "giothong-root", "content", f->root, NULL});
	css(x);
	document_xml_end(x);
}

static void
paragraph(struct html *h, const struct document_block *b)
{
	static const char *const elements[] = {"p", "h1", "h2", "h3"};
	const struct document_look *look = document_look(b->role);

	document_xml_start(h->x, elements[look->outline]);
	document_xml_attr(h->x, "class", "%s", look->name);
	document_xml_lines(h->x, b->text, "br");
	document_xml_end(h->x);
}

/* What stands left of the numbers, a name, is the heading of its row. */
static size_t
heading_column(const struct document_table *t)
{
	for (size_t i = 0; i < t->columns_n; i++)
		if (t->columns[i].role == DOCUMENT_TEXT_CELL)
			return i;
	return 0;
}

static void
cell(struct html *h, const char *element, const char *scope, const struct document_look *look,
    const char *text)
{
	document_xml_start(h->x, element);
	document_xml_attr(h->x, "class", "%s", look->name);
	if (scope != NULL)
		document_xml_attr(h->x, "scope", "%s", scope);
	document_xml_lines(h->x, text, "br");
	document_xml_end(h->x);
}

static void
table(struct html *h, const struct document_table *t)
{
	const size_t heading = heading_column(t);

	document_xml_start(h->x, "table");
	document_xml_leaf(h->x, "caption", t->caption);
	document_xml_start(h->x, "thead");
	document_xml_start(h->x, "tr");
	for (size_t i = 0; i < t->columns_n; i++)
		cell(h, "th", "col", document_look(DOCUMENT_HEADING_CELL), t->columns[i].title);
	document_xml_end(h->x);
	document_xml_end(h->x);
	document_xml_start(h->x, "tbody");
	for (size_t r = 0; r < t->rows_n; r++) {
		document_xml_start(h->x, "tr");
		if (t->has_total && r + 1 == t->rows_n)
			document_xml_attr(h->x, "class", "total");
		for (size_t i = 0; i < t->columns_n; i++)
			cell(h, i == heading ? "th" : "td", i == heading ? "row" : NULL,
			    document_look(t->columns[i].role), t->cells[r * t->columns_n + i]);
		document_xml_end(h->x);
	}
	document_xml_end(h->x);
	document_xml_end(h->x);
}

static void
columns(struct html *h, int left_mm)
{
	h->left_mm = left_mm;
	document_xml_start(h->x, "div");
	document_xml_attr(h->x, "class", "columns");
	document_xml_start(h->x, "div");
	document_xml_attr(h->x, "style", "flex-basis:%dmm", left_mm);
}

static void
block(struct html *h, const struct document_block *b)
{
	switch (b->kind) {
	case DOCUMENT_PARAGRAPH:
		paragraph(h, b);
		return;
	case DOCUMENT_LINE:
		document_xml_start(h->x, "hr");
		document_xml_attr(
		    h->x, "style", "width:%dmm;margin-bottom:%dpt", b->width_mm, b->after_pt);
		document_xml_attr(h->x, "aria-hidden", "true");
		document_xml_end_void(h->x);
		return;
	case DOCUMENT_COLUMNS:
		columns(h, b->width_mm);
		return;
	case DOCUMENT_COLUMN_NEXT:
		document_xml_end(h->x);
		document_xml_start(h->x, "div");
		document_xml_attr(
		    h->x, "style", "flex-basis:%dmm", DOCUMENT_TEXT_WIDTH_MM - h->left_mm);
		return;
	case DOCUMENT_COLUMNS_END:
		document_xml_end(h->x);
		document_xml_end(h->x);
		return;
	case DOCUMENT_TABLE:
		table(h, b->table);
		return;
	case DOCUMENT_ANNEX:
		document_xml_end(h->x);
		document_xml_start(h->x, "section");
		if (b->wide)
			document_xml_attr(h->x, "class", "wide");
		return;
	}
}

bool
document_write_html(const struct document *d, struct buf *out, struct err *err)
{
	struct html h = {.x = NULL};
	size_t n = 0;
	const struct document_block *blocks = document_blocks(d, &n);

	if (!document_xml_open(DOCUMENT_HTML5, &h.x, err))
		return false;
	document_xml_start(h.x, "html");
	document_xml_attr(h.x, "lang", "vi");
	head(h.x, document_facts(d));
	document_xml_start(h.x, "body");
	document_xml_start(h.x, "article");
	for (size_t i = 0; i < n; i++)
		block(&h, &blocks[i]);
	return document_xml_close(h.x, out, err);
}

#include "sheet_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"

#define BOOK "xl/workbook.xml"
#define RELATIONS "xl/_rels/workbook.xml.rels"
#define TEXTS "xl/sharedStrings.xml"
#define STYLES "xl/styles.xml"
#define TEXT_BYTES_MAX ((size_t)128 << 20)

/* A format of the file's own. */
struct custom {
	uint32_t id;
	uint32_t format;
};

static uint32_t
number_of(const char *text)
{
	return text == NULL ? 0 : (uint32_t)strtoul(text, NULL, 10);
}

/* ---- the book and where its pages lie */

static bool
book_begin(void *cookie, const char *name, const char **attributes, struct err *err)
{
	struct sheet_book *b = cookie;
	const char *value;
	struct sheet_page *page;

	if (strcmp(name, "workbookPr") == 0) {
		value = sheet_xml_attribute(attributes, "date1904");
		b->is_1904 =
		    value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
	}
	if (strcmp(name, "sheet") != 0)
		return true;
	if (b->pages_n == SHEET_BOOK_PAGES_MAX)
		return err_set(
		    err, ERR_LIMIT, TR("hơn %u trang", "more than %u pages"), SHEET_BOOK_PAGES_MAX);
	page = &b->pages[b->pages_n++];
	value = sheet_xml_attribute(attributes, "name");
	(void)text_copy(page->name, sizeof(page->name), value != NULL ? value : "");
	/* "id" is the relation's: the page's own is "sheetId". */
	value = sheet_xml_attribute(attributes, "id");
	(void)text_copy(page->relation, sizeof(page->relation), value != NULL ? value : "");
	value = sheet_xml_attribute(attributes, "state");
	page->is_hidden = value != NULL && strcmp(value, "visible") != 0;
	return true;
}

static bool
relation_begin(void *cookie, const char *name, const char **attributes, struct err *err)
{
	struct sheet_book *b = cookie;
	const char *id = sheet_xml_attribute(attributes, "Id");
	const char *target = sheet_xml_attribute(attributes, "Target");

	(void)err;
	if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL)
		return true;
	for (size_t i = 0; i < b->pages_n; i++) {
		struct sheet_page *page = &b->pages[i];

		if (strcmp(page->relation, id) != 0)
			continue;
		if (snprintf(page->path, sizeof(page->path), "%s%s", target[0] == '/' ? "" : "xl/",
			target + (target[0] == '/')) >= (int)sizeof(page->path))
			page->path[0] = '\0';
	}
	return true;
}

/* ---- texts */

struct texts {
	struct sheet_book *b;
	bool in_text;      /* <t> */
	unsigned in_other; /* <rPh>: how it is pronounced */
};

static bool
texts_begin(void *cookie, const char *name, const char **attributes, struct err *err)
{
	struct texts *t = cookie;
	const uint32_t at = (uint32_t)t->b->texts.len;

	(void)attributes;
	if (strcmp(name, "si") == 0) {
		if (t->b->text_at.len / sizeof(at) == SHEET_BOOK_STRINGS_MAX)
			return err_set(err, ERR_LIMIT, TR("hơn %u ô chữ", "more than %u texts"),
			    SHEET_BOOK_STRINGS_MAX);
		buf_put(&t->b->text_at, &at, sizeof(at));
	} else if (strcmp(name, "rPh") == 0) {
		t->in_other++;
	} else if (strcmp(name, "t") == 0) {
		t->in_text = true;
	}
	return true;
}

static bool
texts_end(void *cookie, const char *name, struct err *err)
{
	struct texts *t = cookie;

	if (strcmp(name, "si") == 0)
		buf_u8(&t->b->texts, 0);
	else if (strcmp(name, "rPh") == 0)
		t->in_other -= t->in_other > 0;
	else if (strcmp(name, "t") == 0)
		t->in_text = false;
	return buf_ok(&t->b->texts) || err_set(err, ERR_LIMIT, "%s", TEXTS);
}

static bool
texts_text(void *cookie, const char *text, size_t len, struct err *err)
{
	struct texts *t = cookie;

	(void)err;
	if (t->in_text && t->in_other == 0)
		buf_put(&t->b->texts, text, len);
	return true;
}

/* ---- formats */

struct styles {
	struct sheet_book *b;
	bool in_cells; /* <cellXfs>; <cellStyleXfs> are not those of cells */
};

static enum sheet_format
format_of(const struct sheet_book *b, uint32_t id)
{
	for (size_t i = 0; i < b->customs.len / sizeof(struct custom); i++) {
		struct custom custom;

		memcpy(&custom, b->customs.at + i * sizeof(custom), sizeof(custom));
		if (custom.id == id)
			return (enum sheet_format)custom.format;
	}
	return sheet_value_builtin(id);
}

static bool
styles_begin(void *cookie, const char *name, const char **attributes, struct err *err)
{
	struct styles *s = cookie;
	struct sheet_book *b = s->b;

	if (strcmp(name, "cellXfs") == 0) {
		s->in_cells = true;
	} else if (strcmp(name, "numFmt") == 0) {
		const char *text = sheet_xml_attribute(attributes, "formatCode");
		const struct custom custom = {
		    .id = number_of(sheet_xml_attribute(attributes, "numFmtId")),
		    .format = sheet_value_format(text != NULL ? text : "")};

		if (b->customs.len / sizeof(custom) == SHEET_BOOK_FORMATS_MAX / 64)
			return err_set(err, ERR_LIMIT, "%s", STYLES);
		buf_put(&b->customs, &custom, sizeof(custom));
	} else if (s->in_cells && strcmp(name, "xf") == 0) {
		if (b->formats.len == SHEET_BOOK_FORMATS_MAX)
			return err_set(err, ERR_LIMIT, "%s", STYLES);
		buf_u8(&b->formats,
		    (uint8_t)format_of(b, number_of(sheet_xml_attribute(attributes, "numFmtId"))));
	}
	return true;
}

static bool
styles_end(void *cookie, const char *name, struct err *err)
{
	struct styles *s = cookie;

	(void)err;
	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = false;
	return true;
}

/* ---- all of it */

bool
sheet_book_read(struct sheet_archive *a, struct sheet_book *ret, struct err *err)
{
	struct texts t = {.b = ret};
	struct styles s = {.b = ret};
	const struct sheet_xml book = {.begin = book_begin, .cookie = ret};
	const struct sheet_xml relations = {.begin = relation_begin, .cookie = ret};
	const struct sheet_xml texts = {
	    .begin = texts_begin, .end = texts_end, .text = texts_text, .cookie = &t};
	const struct sheet_xml styles = {.begin = styles_begin, .end = styles_end, .cookie = &s};

	*ret = (struct sheet_book){.texts = {.max = TEXT_BYTES_MAX}};
	ret->pages = calloc(SHEET_BOOK_PAGES_MAX, sizeof(*ret->pages));
	if (ret->pages == NULL)
		return err_set(err, ERR_MEMORY, "xlsx");
	if (!sheet_archive_has(a, BOOK))
		return err_set(err, ERR_CSV, "%s",
		    TR("đây không phải tệp Excel .xlsx (ODS, Word?): mở ra, Lưu thành .xlsx",
			"this is no Excel file .xlsx (ODS, Word?): open it, Save As .xlsx"));
	if (!sheet_xml_read(a, BOOK, &book, err) || !sheet_xml_read(a, RELATIONS, &relations, err))
		return false;
	if (sheet_archive_has(a, TEXTS) && !sheet_xml_read(a, TEXTS, &texts, err))
		return false;
	if (sheet_archive_has(a, STYLES) && !sheet_xml_read(a, STYLES, &styles, err))
		return false;
	return (buf_ok(&ret->texts) && buf_ok(&ret->text_at) && buf_ok(&ret->formats) &&
		   buf_ok(&ret->customs)) ||
	    err_set(err, ERR_MEMORY, "xlsx");
}

void
sheet_book_free(struct sheet_book *b)
{
	free(b->pages);
	buf_free(&b->texts);
	buf_free(&b->text_at);
	buf_free(&b->formats);
	buf_free(&b->customs);
	*b = (struct sheet_book){.pages = NULL};
}

const char *
sheet_book_text(const struct sheet_book *b, const char *index)
{
	const uint32_t i = number_of(index);
	uint32_t at;

	if (i >= b->text_at.len / sizeof(at))
		return "";
	memcpy(&at, b->text_at.at + i * sizeof(at), sizeof(at));
	return at < b->texts.len ? (const char *)b->texts.at + at : "";
}

enum sheet_format
sheet_book_format(const struct sheet_book *b, const char *style)
{
	const uint32_t i = number_of(style);

	return style == NULL || i >= b->formats.len ? SHEET_FORMAT_PLAIN
						    : (enum sheet_format)b->formats.at[i];
}

/*
 * sheet_book - what an Excel workbook says beside its cells: its pages, texts and formats.  For
 * sheet_xlsx.c alone.  Errors: those of sheet_xml.h.
 */
#ifndef GH_CLIENT_SHEET_BOOK_H
#define GH_CLIENT_SHEET_BOOK_H

#include "sheet_value.h"
#include "sheet_xml.h"

#define SHEET_BOOK_PAGES_MAX 256U
#define SHEET_BOOK_FORMATS_MAX 65536U
#define SHEET_BOOK_STRINGS_MAX 2000000U
#define SHEET_BOOK_NAME_BYTES 256
#define SHEET_BOOK_PATH_BYTES 256

struct sheet_page {
	char name[SHEET_BOOK_NAME_BYTES];
	char relation[64];
	char path[SHEET_BOOK_PATH_BYTES]; /* its member; "": none was found */
	bool is_hidden;
};
struct sheet_book {
	struct sheet_page *pages;
	size_t pages_n;
	bool is_1904;
	struct buf texts;   /* shared texts, each with its NUL */
	struct buf text_at; /* uint32_t each */
	struct buf formats; /* uint8_t (enum sheet_format) by cell style */
	struct buf customs; /* of the reading */
};

bool sheet_book_read(struct sheet_archive *a, struct sheet_book *ret, struct err *err) MUST_USE;
void sheet_book_free(struct sheet_book *b);
/* "" when there is no such text. */
const char *sheet_book_text(const struct sheet_book *b, const char *index);
enum sheet_format sheet_book_format(const struct sheet_book *b, const char *style);

#endif

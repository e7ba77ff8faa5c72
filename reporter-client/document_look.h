/*
 * document_look - how the parts of an official document look: Decree 30/2020/NĐ-CP, appendices
 * I-III. One table for all writers, so that no format looks otherwise than another.  Static, pure.
 */
#ifndef GH_CLIENT_DOCUMENT_LOOK_H
#define GH_CLIENT_DOCUMENT_LOOK_H

#include <stdbool.h>

#define DOCUMENT_FONT "Times New Roman"
#define DOCUMENT_PAGE_WIDTH_MM 210
#define DOCUMENT_PAGE_HEIGHT_MM 297
#define DOCUMENT_MARGIN_TOP_MM 20
#define DOCUMENT_MARGIN_BOTTOM_MM 20
#define DOCUMENT_MARGIN_LEFT_MM 30
#define DOCUMENT_MARGIN_RIGHT_MM 15
#define DOCUMENT_HEADER_MM 10 /* the page number stands that far below the paper's edge */
#define DOCUMENT_TEXT_WIDTH_MM \
	(DOCUMENT_PAGE_WIDTH_MM - DOCUMENT_MARGIN_LEFT_MM - DOCUMENT_MARGIN_RIGHT_MM)
#define DOCUMENT_WIDE_WIDTH_MM /* of a page that lies on its side */ \
	(DOCUMENT_PAGE_HEIGHT_MM - DOCUMENT_MARGIN_LEFT_MM - DOCUMENT_MARGIN_RIGHT_MM)

enum document_align { DOCUMENT_LEFT, DOCUMENT_CENTRE, DOCUMENT_RIGHT, DOCUMENT_JUSTIFIED };

/* The cells of appendix I of the decree, and what a table is made of. */
enum document_role {
	DOCUMENT_NATION,    /* 1: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM */
	DOCUMENT_MOTTO,     /* 1 */
	DOCUMENT_SUPERIOR,  /* 2: cơ quan chủ quản */
	DOCUMENT_ISSUER,    /* 2: cơ quan ban hành */
	DOCUMENT_NUMBER,    /* 3 */
	DOCUMENT_PLACE_DAY, /* 4 */
	DOCUMENT_KIND,      /* 5a */
	DOCUMENT_SUBJECT,   /* 5a: trích yếu */
	DOCUMENT_ADDRESSEE, /* 9a: Kính gửi */
	DOCUMENT_PART,      /* 6: I. */
	DOCUMENT_CLAUSE,    /* 6: 1. */
	DOCUMENT_BODY,      /* 6 */
	DOCUMENT_CLOSING,   /* 6: its last paragraph, which stays with the signature */
	DOCUMENT_SIGNER,    /* 7a */
	DOCUMENT_SIGNED,    /* 7b: the name */
	DOCUMENT_COPIES,    /* 9b: Nơi nhận: */
	DOCUMENT_COPY,      /* 9b */
	DOCUMENT_ANNEX_NUMBER,
	DOCUMENT_ANNEX_TITLE,
	DOCUMENT_ANNEX_OF,
	DOCUMENT_TABLE_UNIT, /* above a table, at its right */
	DOCUMENT_NOTE,       /* below a table */
	DOCUMENT_HEADING_CELL,
	DOCUMENT_TEXT_CELL,
	DOCUMENT_NUMBER_CELL,
	DOCUMENT_ORDER_CELL,
	DOCUMENT_ROLE_COUNT_
};

struct document_look {
	const char *name; /* a style's name: ASCII, no blanks */
	const char *vi;   /* as a word processor shows it */
	int size_pt;
	enum document_align align;
	bool bold, italic;
	int first_line_tenths_mm;
	int before_pt, after_pt;
	int line_percent;
	bool keep_with_next;
	int outline; /* 1..: a heading; 0: none */
};

const struct document_look *document_look(enum document_role role);

#endif

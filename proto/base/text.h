/*
 * text - UTF-8 from people: validity, NFC, and the keys by which Vietnamese names match.
 * Every function that returns char * allocates; free() releases.  NULL on memory failure with
 * ERR_MEMORY.
 */
#ifndef GH_BASE_TEXT_H
#define GH_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define TEXT_INPUT_MAX ((size_t)1 << 20) /* bytes of one text */

/* Valid UTF-8 without NUL or control characters but TAB and LF. */
bool text_is_valid(const char *s, size_t len);
/* NFC of ${s} and nothing else: blanks and line breaks stay.  ERR_TEXT: not text_is_valid(). */
char *text_nfc(const char *s, size_t len, struct err *err);
/*
 * NFC of ${s}, blanks (TAB, LF, CR, U+00A0 too) trimmed and runs of them made one space; invisible
 * characters (zero width, writing direction) are dropped.  ERR_TEXT: not UTF-8, or a control
 * character; ERR_LIMIT: longer than TEXT_INPUT_MAX bytes.
 */
char *text_clean(const char *s, size_t len, struct err *err);
/*
 * Match key that keeps tones but not their place: Hòa = Hoà, Thủy = Thuỷ; lower case, NFC; any dash
 * is "-", without blanks around it.  For comparing only: the key itself is not for people.
 */
char *text_match_key(const char *s, struct err *err);
/* Search key: lower case, no marks, đ to d, runs of blanks and punctuation one blank: "dak lak". */
char *text_fold(const char *s, struct err *err);
/* Capitals: "huyện Tam Đường" is "HUYỆN TAM ĐƯỜNG".  ERR_TEXT: not UTF-8. */
char *text_upper(const char *s, struct err *err);
/*
 * Two such keys compared with strcmp() are in Vietnamese order: a ă â … d đ … whatever the tones,
 * then by tone (none, huyền, hỏi, ngã, sắc, nặng); case does not matter, numbers by their
 * value.  text_order.c.
 */
char *text_order_key(const char *s, struct err *err);
/* Columns on a terminal (wide and combining characters counted right). */
size_t text_width(const char *s);
#define TEXT_QUOTE_MAX 136
/*
 * What a person wrote, for an error's text: “…”, cut after 40 characters, what is unprintable as
 * "?".
 */
const char *text_quote(const char *s, char buf[TEXT_QUOTE_MAX]);
/* Copy into a fixed buffer, cut at a character boundary; false: it was cut. */
bool text_copy(char *dst, size_t dst_size, const char *src);

#endif

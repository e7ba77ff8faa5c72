/*
 * text - UTF-8 from people: validity, NFC, and the keys by which Vietnamese names match.
 * Every function that returns char * allocates; free() releases.  NULL on memory failure with ERR_MEMORY.
 */
#ifndef GH_BASE_TEXT_H
#define GH_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Valid UTF-8 without NUL or control characters but TAB and LF. */
bool text_is_valid(const char *s, size_t len);
/* NFC of ${s}, blanks trimmed and runs of them made one.  ERR_TEXT: not UTF-8. */
char *text_clean(const char *s, size_t len, struct err *err);
/* Match key that keeps tones but not their place: Hòa = Hoà, Thủy = Thuỷ; lower case, NFC. */
char *text_match_key(const char *s, struct err *err);
/* Search key: lower case, no marks, đ to d, runs of blanks and punctuation one blank: "dak lak". */
char *text_fold(const char *s, struct err *err);
/* Columns on a terminal (wide and combining characters counted right). */
size_t text_width(const char *s);
/* Copy into a fixed buffer, cut at a character boundary; false: it was cut. */
bool text_copy(char *dst, size_t dst_size, const char *src);

#endif

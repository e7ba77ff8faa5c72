/*
 * charset - which letters an office's file is written in.  Guessed from what only one of them makes
 * of the bytes: everyday words of these tables ("ngày", "đơn vị", "huyện").  A guess stands on at
 * least two such words, and on more than any other letters give; else it is CHARSET_UNKNOWN, and
 * nothing is converted.  Pure.
 */
#ifndef GH_CLIENT_CHARSET_H
#define GH_CLIENT_CHARSET_H

#include "base/buf.h"
#include "base/err.h"

enum charset {
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_CP1258, /* Windows' own for Vietnamese, "ANSI" in its menus */
	CHARSET_TCVN3,  /* "ABC": fonts .VnTime */
	CHARSET_VNI,    /* fonts VNI-Times */
	CHARSET_UNKNOWN
};

#define CHARSET_LOOK_BYTES 65536U /* of a file that are looked at */

enum charset charset_guess(const uint8_t *bytes, size_t len);
/* "TCVN3 (ABC, .VnTime)"; the same in both languages. */
const char *charset_name(enum charset c);
/*
 * Append ${bytes} in UTF-8, not composed.  ERR_TEXT: a byte that ${c} does not have (its place is
 * said), or CHARSET_UNKNOWN; ERR_MEMORY.
 */
bool charset_to_utf8(
    enum charset c, const uint8_t *bytes, size_t len, struct buf *out, struct err *err) MUST_USE;
/*
 * UTF-8 whose letters are those of an old font, read as Western ones ("§¬n vÞ m¸u"): CHARSET_TCVN3
 * or CHARSET_VNI; CHARSET_UTF8: no sign of it.
 */
enum charset charset_disguised(const char *utf8, size_t len);

#endif

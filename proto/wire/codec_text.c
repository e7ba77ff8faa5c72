#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "wire/codec_walk.h"

/*
 * Bytes of the character at ${s} where it is surely valid, NFC whatever stands beside it and no
 * control: TAB, LF, U+00A0-U+02FF, U+1E00-U+1EFF (all of Vietnamese), dashes and quotation marks,
 * the dong sign.  0: not sure.
 */
static size_t
plain_bytes(const unsigned char *s)
{
	const unsigned char c = s[0];

	if (c == '\t' || c == '\n')
		return 1;
	if (c == 0xc2 && s[1] >= 0xa0 && s[1] <= 0xbf)
		return 2;
	if (c >= 0xc3 && c <= 0xcb && (s[1] & 0xc0U) == 0x80U)
		return 2;
	if (c == 0xe1 && s[1] >= 0xb8 && s[1] <= 0xbb && (s[2] & 0xc0U) == 0x80U)
		return 3;
	if (c == 0xe2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0xa7)
		return 3;
	if (c == 0xe2 && s[1] == 0x82 && s[2] == 0xab)
		return 3;
	return 0;
}

/* The whole of Unicode, by the tables. */
static bool
take_slowly(struct codec_walk *w, const struct codec_field *f, const char *in, const char **ret)
{
	const size_t len = strlen(in);
	char *text = NULL;
	char *copy = NULL;
	size_t size;
	bool ok = false;

	if (len > f->limit)
		return codec_walk_refuse(
		    w, f, ERR_LIMIT, TR("chữ quá dài", "the text is too long"));
	if (!text_is_valid(in, len))
		return codec_walk_refuse(w, f, ERR_TEXT,
		    TR("chữ không phải UTF-8 hoặc có ký tự điều khiển",
			"not UTF-8, or with a control character"));
	text = text_nfc(in, len, w->err);
	if (text == NULL)
		return false;
	size = strlen(text) + 1;
	if (size > (size_t)f->limit + 1) {
		codec_walk_refuse(w, f, ERR_LIMIT, TR("chữ quá dài", "the text is too long"));
		goto out;
	}
	copy = arena_take(w->arena, size);
	if (copy == NULL) {
		codec_walk_no_room(w, f);
		goto out;
	}
	memcpy(copy, text, size);
	*ret = copy;
	ok = true;
out:
	free(text);
	return ok;
}

bool
codec_text_take(struct codec_walk *w, const struct codec_field *f, const char *in, const char **ret)
{
	const unsigned char *s = (const unsigned char *)in;
	size_t len = 0;

	if (in == NULL) {
		*ret = "";
		return true;
	}
	for (;;) {
		size_t taken;

		while (s[len] >= 0x20 && s[len] < 0x7f)
			len++;
		if (s[len] == '\0')
			break;
		taken = plain_bytes(s + len);
		if (taken == 0)
			return take_slowly(w, f, in, ret);
		len += taken;
	}
	if (len > f->limit)
		return codec_walk_refuse(
		    w, f, ERR_LIMIT, TR("chữ quá dài", "the text is too long"));
	*ret = in;
	return true;
}

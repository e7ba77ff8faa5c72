#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/lang.h"

#define QUOTE_CHARS_MAX 40
#define QUOTE_BYTES_MAX 120
#define WORD_TONES_MAX 4 /* a Vietnamese word has at most one: more in a key are left out */

/* Codepoints of one text, decomposed; one more is allocated than ${count}, for reencoding. */
struct runes {
	utf8proc_int32_t *at;
	size_t count;
};

static bool
is_control(utf8proc_int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

/* Valid UTF-8 whose control characters are all among ${controls}. */
static bool
is_valid_with(const char *s, size_t len, const char *controls)
{
	size_t at = 0;

	while (at < len) {
		const size_t left = len - at < 4 ? len - at : 4;
		utf8proc_int32_t c;
		const utf8proc_ssize_t taken =
		    utf8proc_iterate((const utf8proc_uint8_t *)s + at, (utf8proc_ssize_t)left, &c);

		if (taken <= 0 || c < 0)
			return false;
		if (is_control(c) && (c == 0 || c > 0x7f || strchr(controls, (int)c) == NULL))
			return false;
		at += (size_t)taken;
	}
	return true;
}

bool
text_is_valid(const char *s, size_t len)
{
	return is_valid_with(s, len, "\t\n");
}

static bool
is_blank(utf8proc_int32_t c)
{
	const utf8proc_category_t category = utf8proc_category(c);

	return c == '\t' || c == '\n' || c == '\r' || category == UTF8PROC_CATEGORY_ZS ||
	    category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

static bool
is_word(utf8proc_int32_t c)
{
	const utf8proc_category_t category = utf8proc_category(c);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Fills ${ret}, whose ${at} is the caller's to free. */
static bool
runes_make(const char *s, size_t len, utf8proc_option_t options, struct runes *ret, struct err *err)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s;
	const utf8proc_ssize_t size = (utf8proc_ssize_t)len;
	utf8proc_ssize_t count;

	if (len > TEXT_INPUT_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("chữ dài quá %zu byte", "a text beyond %zu bytes"), TEXT_INPUT_MAX);
	if (!is_valid_with(s, len, "\t\n\r"))
		return err_set(err, ERR_TEXT, "%s",
		    TR("chữ không phải UTF-8 hoặc có ký tự điều khiển",
			"not UTF-8, or with a control character"));
	count = utf8proc_decompose(bytes, size, NULL, 0, options);
	if (count < 0)
		return err_set(err, ERR_TEXT, "%s", utf8proc_errmsg(count));
	ret->at = calloc((size_t)count + 1, sizeof(*ret->at));
	if (ret->at == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("hết bộ nhớ", "out of memory"));
	ret->count = (size_t)count;
	count = utf8proc_decompose(bytes, size, ret->at, count, options);
	if (count < 0 || (size_t)count != ret->count) {
		free(ret->at);
		ret->at = NULL;
		return err_set(err, ERR_TEXT, "%s", utf8proc_errmsg(count));
	}
	return true;
}

/* Blanks trimmed, runs of them one space. */
static void
runes_squeeze(struct runes *runes)
{
	size_t count = 0;
	bool blank = false;

	for (size_t i = 0; i < runes->count; i++) {
		if (is_blank(runes->at[i])) {
			blank = count > 0;
			continue;
		}
		if (blank)
			runes->at[count++] = ' ';
		blank = false;
		runes->at[count++] = runes->at[i];
	}
	runes->count = count;
}

/* The NFC text of ${runes}, whose memory becomes the text's. */
static char *
runes_text(struct runes *runes, struct err *err)
{
	const utf8proc_ssize_t len = utf8proc_reencode(
	    runes->at, (utf8proc_ssize_t)runes->count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	char *text;

	if (len < 0) {
		free(runes->at);
		(void)err_set(err, ERR_TEXT, "%s", utf8proc_errmsg(len));
		return NULL;
	}
	text = realloc(runes->at, (size_t)len + 1);
	return text != NULL ? text : (char *)runes->at;
}

char *
text_nfc(const char *s, size_t len, struct err *err)
{
	struct runes runes = {0};

	if (!text_is_valid(s, len)) {
		(void)err_set(err, ERR_TEXT, "%s",
		    TR("chữ không phải UTF-8 hoặc có ký tự điều khiển",
			"not UTF-8, or with a control character"));
		return NULL;
	}
	if (!runes_make(s, len, UTF8PROC_STABLE | UTF8PROC_COMPOSE, &runes, err))
		return NULL;
	return runes_text(&runes, err);
}

char *
text_clean(const char *s, size_t len, struct err *err)
{
	struct runes runes = {0};

	if (!runes_make(s, len, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_IGNORE, &runes, err))
		return NULL;
	runes_squeeze(&runes);
	return runes_text(&runes, err);
}

/* Grave, acute, tilde, hook above, dot below: the five marks that are tones and not letters. */
static bool
is_tone(utf8proc_int32_t c)
{
	return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

/* Append a mark where the canonical order of marks wants it. */
static void
runes_put_mark(struct runes *runes, utf8proc_int32_t mark)
{
	const int class = utf8proc_get_property(mark)->combining_class;
	size_t i = runes->count++;

	while (i > 0 && utf8proc_get_property(runes->at[i - 1])->combining_class > class) {
		runes->at[i] = runes->at[i - 1];
		i--;
	}
	runes->at[i] = mark;
}

/* Every word's tone moves behind its last letter. */
static void
runes_move_tones(struct runes *runes)
{
	const size_t count = runes->count;
	utf8proc_int32_t tones[WORD_TONES_MAX];
	size_t tone_count = 0;

	runes->count = 0;
	for (size_t i = 0; i <= count; i++) {
		const utf8proc_int32_t c = i < count ? runes->at[i] : ' ';

		if (is_tone(c)) {
			if (tone_count < WORD_TONES_MAX)
				tones[tone_count++] = c;
			continue;
		}
		if (!is_word(c)) {
			for (size_t j = 0; j < tone_count; j++)
				runes_put_mark(runes, tones[j]);
			tone_count = 0;
		}
		if (i < count)
			runes->at[runes->count++] = c;
	}
}

static bool
is_dash(utf8proc_int32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Any dash is "-", and the blanks on both sides of it go; after runes_squeeze(). */
static void
runes_plain_dashes(struct runes *runes)
{
	size_t count = 0;

	for (size_t i = 0; i < runes->count; i++) {
		if (runes->at[i] == ' ' && count > 0 && runes->at[count - 1] == '-')
			continue;
		if (!is_dash(runes->at[i])) {
			runes->at[count++] = runes->at[i];
			continue;
		}
		if (count > 0 && runes->at[count - 1] == ' ')
			count--;
		runes->at[count++] = '-';
	}
	runes->count = count;
}

char *
text_match_key(const char *s, struct err *err)
{
	struct runes runes = {0};

	if (!runes_make(s, strlen(s),
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_IGNORE | UTF8PROC_CASEFOLD, &runes,
		err))
		return NULL;
	runes_squeeze(&runes);
	runes_plain_dashes(&runes);
	runes_move_tones(&runes);
	return runes_text(&runes, err);
}

char *
text_fold(const char *s, struct err *err)
{
	struct runes runes = {0};

	if (!runes_make(s, strlen(s),
		UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE | UTF8PROC_CASEFOLD |
		    UTF8PROC_STRIPMARK,
		&runes, err))
		return NULL;
	for (size_t i = 0; i < runes.count; i++) {
		if (runes.at[i] == 0x111 || runes.at[i] == 0xf0) /* đ, and ð typed for it */
			runes.at[i] = 'd';
		else if (!is_word(runes.at[i]))
			runes.at[i] = ' ';
	}
	runes_squeeze(&runes);
	return runes_text(&runes, err);
}

char *
text_upper(const char *s, struct err *err)
{
	struct runes runes = {0};

	if (!runes_make(s, strlen(s), UTF8PROC_STABLE | UTF8PROC_COMPOSE, &runes, err))
		return NULL;
	for (size_t i = 0; i < runes.count; i++)
		runes.at[i] = utf8proc_toupper(runes.at[i]);
	return runes_text(&runes, err);
}

size_t
text_width(const char *s)
{
	const size_t len = strlen(s);
	size_t at = 0;
	size_t width = 0;

	while (at < len) {
		const size_t left = len - at < 4 ? len - at : 4;
		utf8proc_int32_t c;
		const utf8proc_ssize_t taken =
		    utf8proc_iterate((const utf8proc_uint8_t *)s + at, (utf8proc_ssize_t)left, &c);

		if (taken <= 0) { /* a terminal shows one replacement character */
			at++;
			width++;
			continue;
		}
		at += (size_t)taken;
		width += (size_t)utf8proc_charwidth(c);
	}
	return width;
}

const char *
text_quote(const char *s, char buf[TEXT_QUOTE_MAX])
{
	const size_t len = strlen(s);
	char *out = buf;
	size_t at = 0;

	memcpy(out, "“", 3);
	out += 3;
	for (size_t i = 0; at < len; i++) {
		const size_t left = len - at < 4 ? len - at : 4;
		utf8proc_int32_t c;
		utf8proc_ssize_t taken =
		    utf8proc_iterate((const utf8proc_uint8_t *)s + at, (utf8proc_ssize_t)left, &c);
		const bool plain = taken > 0 && !is_control(c);

		if (!plain)
			taken = 1;
		if (i == QUOTE_CHARS_MAX || out - buf + taken > QUOTE_BYTES_MAX + 3) {
			memcpy(out, "…", 3);
			out += 3;
			break;
		}
		if (plain)
			memcpy(out, s + at, (size_t)taken);
		else
			*out = '?';
		out += taken;
		at += (size_t)taken;
	}
	memcpy(out, "”", 4);
	return buf;
}

bool
text_copy(char *dst, size_t dst_size, const char *src)
{
	const size_t len = strlen(src);
	size_t cut = len;

	if (dst_size == 0)
		return false;
	if (cut >= dst_size) {
		cut = dst_size - 1;
		while (cut > 0 && ((unsigned char)src[cut] & 0xc0U) == 0x80U)
			cut--;
	}
	memcpy(dst, src, cut);
	dst[cut] = '\0';
	return cut == len;
}

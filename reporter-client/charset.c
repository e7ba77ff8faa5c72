#include "charset.h"

#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "base/lang.h"
#include "base/text.h"

#define WORDS_MIN 2 /* of the list below, for a guess */

/* U+FFFF: the charset has no such byte. */
#define NONE 0xffffU

static const uint16_t cp1258_high[32] = {0x20ac, NONE, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
    0x2021, 0x02c6, 0x2030, NONE, 0x2039, 0x0152, NONE, NONE, NONE, NONE, 0x2018, 0x2019, 0x201c,
    0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, NONE, 0x203a, 0x0153, NONE, NONE, 0x0178};

/* Where cp1258 is not Latin-1 from 0xa0 on. */
static const struct {
	uint8_t byte;
	uint16_t point;
} cp1258_own[] = {{0xc3, 0x0102}, {0xcc, 0x0300}, {0xd0, 0x0110}, {0xd2, 0x0309}, {0xd5, 0x01a0},
    {0xdd, 0x01af}, {0xde, 0x0303}, {0xe3, 0x0103}, {0xec, 0x0301}, {0xf0, 0x0111}, {0xf2, 0x0323},
    {0xf5, 0x01a1}, {0xfd, 0x01b0}, {0xfe, 0x20ab}};

static const uint16_t tcvn3[128] = {0x00c0, 0x1ea2, 0x00c3, 0x00c1, 0x1ea0, 0x1eb6, 0x1eac, 0x00c8,
    0x1eba, 0x1ebc, 0x00c9, 0x1eb8, 0x1ec6, 0x00cc, 0x1ec8, 0x0128, 0x00cd, 0x1eca, 0x00d2, 0x1ece,
    0x00d5, 0x00d3, 0x1ecc, 0x1ed8, 0x1edc, 0x1ede, 0x1ee0, 0x1eda, 0x1ee2, 0x00d9, 0x1ee6, 0x0168,
    0x00a0, 0x0102, 0x00c2, 0x00ca, 0x00d4, 0x01a0, 0x01af, 0x0110, 0x0103, 0x00e2, 0x00ea, 0x00f4,
    0x01a1, 0x01b0, 0x0111, 0x1eb0, 0x0300, 0x0309, 0x0303, 0x0301, 0x0323, 0x00e0, 0x1ea3, 0x00e3,
    0x00e1, 0x1ea1, 0x1eb2, 0x1eb1, 0x1eb3, 0x1eb5, 0x1eaf, 0x1eb4, 0x1eae, 0x1ea6, 0x1ea8, 0x1eaa,
    0x1ea4, 0x1ec0, 0x1eb7, 0x1ea7, 0x1ea9, 0x1eab, 0x1ea5, 0x1ead, 0x00e8, 0x1ec2, 0x1ebb, 0x1ebd,
    0x00e9, 0x1eb9, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7, 0x00ec, 0x1ec9, 0x1ec4, 0x1ebe, 0x1ed2,
    0x0129, 0x00ed, 0x1ecb, 0x00f2, 0x1ed4, 0x1ecf, 0x00f5, 0x00f3, 0x1ecd, 0x1ed3, 0x1ed5, 0x1ed7,
    0x1ed1, 0x1ed9, 0x1edd, 0x1edf, 0x1ee1, 0x1edb, 0x1ee3, 0x00f9, 0x1ed6, 0x1ee7, 0x0169, 0x00fa,
    0x1ee5, 0x1eeb, 0x1eed, 0x1eef, 0x1ee9, 0x1ef1, 0x1ef3, 0x1ef7, 0x1ef9, 0x00fd, 0x1ef5, 0x1ed0};

/*
 * VNI: letters of one byte, and marks that follow their vowel (lower case; capitals are 0x20 less).
 */
static const struct {
	uint8_t byte;
	uint16_t point;
} vni_letters[] = {{0xf1, 0x0111}, {0xf4, 0x01a1}, {0xf6, 0x01b0}, {0xed, 0x00ed}, {0xec, 0x00ec},
    {0xe6, 0x1ec9}, {0xf3, 0x0129}, {0xf2, 0x1ecb}, {0xee, 0x1ef5}, {0xd1, 0x0110}, {0xd4, 0x01a0},
    {0xd6, 0x01af}, {0xcd, 0x00cd}, {0xcc, 0x00cc}, {0xc6, 0x1ec8}, {0xd3, 0x0128}, {0xd2, 0x1eca},
    {0xce, 0x1ef4}};
static const struct {
	uint8_t byte;
	uint16_t shape; /* circumflex or breve; 0: none */
	uint16_t tone;  /* 0: none */
} vni_marks[] = {{0xf9, 0, 0x0301}, {0xf8, 0, 0x0300}, {0xfb, 0, 0x0309}, {0xf5, 0, 0x0303},
    {0xef, 0, 0x0323}, {0xe2, 0x0302, 0}, {0xe1, 0x0302, 0x0301}, {0xe0, 0x0302, 0x0300},
    {0xe5, 0x0302, 0x0309}, {0xe3, 0x0302, 0x0303}, {0xe4, 0x0302, 0x0323}, {0xea, 0x0306, 0},
    {0xe9, 0x0306, 0x0301}, {0xe8, 0x0306, 0x0300}, {0xfa, 0x0306, 0x0309}, {0xfc, 0x0306, 0x0303},
    {0xeb, 0x0306, 0x0323}};

/* Words of such tables that need their marks. */
static const char *const known[] = {"ngày", "tháng", "năm", "đơn", "vị", "máu", "địa", "phương",
    "số", "lượng", "lượt", "hiến", "huyện", "xã", "tỉnh", "phường", "thành phố", "chỉ", "tiêu",
    "tổng", "cộng", "người", "được", "kết", "quả", "đăng", "ký", "buổi", "khối", "chú", "điểm"};

static void
point_put(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_u8(out, (uint8_t)c);
	} else if (c < 0x800) {
		buf_u8(out, (uint8_t)(0xc0U | c >> 6));
		buf_u8(out, (uint8_t)(0x80U | (c & 0x3fU)));
	} else if (c < 0x10000) {
		buf_u8(out, (uint8_t)(0xe0U | c >> 12));
		buf_u8(out, (uint8_t)(0x80U | (c >> 6 & 0x3fU)));
		buf_u8(out, (uint8_t)(0x80U | (c & 0x3fU)));
	} else {
		buf_u8(out, (uint8_t)(0xf0U | c >> 18));
		buf_u8(out, (uint8_t)(0x80U | (c >> 12 & 0x3fU)));
		buf_u8(out, (uint8_t)(0x80U | (c >> 6 & 0x3fU)));
		buf_u8(out, (uint8_t)(0x80U | (c & 0x3fU)));
	}
}

static uint32_t
cp1258_point(uint8_t byte)
{
	if (byte < 0x80)
		return byte;
	if (byte < 0xa0)
		return cp1258_high[byte - 0x80];
	for (size_t i = 0; i < ARRAY_LEN(cp1258_own); i++)
		if (cp1258_own[i].byte == byte)
			return cp1258_own[i].point;
	return byte;
}

static bool
is_vni_vowel(uint8_t byte)
{
	return byte != 0 && strchr("aeiouyAEIOUY\xf4\xf6\xd4\xd6", byte) != NULL;
}

/* Bytes taken: the letter at ${at} with the mark after it. */
static size_t
vni_put(const uint8_t *at, size_t left, struct buf *out)
{
	uint32_t point = at[0];

	for (size_t i = 0; i < ARRAY_LEN(vni_letters); i++)
		if (vni_letters[i].byte == at[0])
			point = vni_letters[i].point;
	point_put(out, point);
	for (size_t i = 0; left > 1 && is_vni_vowel(at[0]) && i < ARRAY_LEN(vni_marks); i++) {
		if (at[1] != vni_marks[i].byte && at[1] + 0x20 != vni_marks[i].byte)
			continue;
		if (vni_marks[i].shape != 0)
			point_put(out, vni_marks[i].shape);
		if (vni_marks[i].tone != 0)
			point_put(out, vni_marks[i].tone);
		return 2;
	}
	return 1;
}

static bool
utf16_put(enum charset c, const uint8_t *bytes, size_t len, struct buf *out)
{
	const size_t high = c == CHARSET_UTF16LE ? 1 : 0;
	uint32_t first = 0;

	if (len % 2 != 0)
		return false;
	for (size_t i = 0; i < len; i += 2) {
		const uint32_t unit = (uint32_t)bytes[i + high] << 8 | bytes[i + 1 - high];

		if (first != 0) {
			if (unit < 0xdc00 || unit > 0xdfff)
				return false;
			point_put(out, 0x10000 + ((first - 0xd800) << 10) + (unit - 0xdc00));
			first = 0;
		} else if (unit >= 0xd800 && unit < 0xdc00) {
			first = unit;
		} else if (unit >= 0xdc00 && unit <= 0xdfff) {
			return false;
		} else if (i > 0 || unit != 0xfeff) {
			point_put(out, unit);
		}
	}
	return first == 0;
}

/* false: ${*ret_at} is a byte that the charset lacks. */
static bool
convert(enum charset c, const uint8_t *bytes, size_t len, struct buf *out, size_t *ret_at)
{
	for (size_t i = 0; i < len;) {
		uint32_t point = bytes[i];

		if (c == CHARSET_VNI) {
			i += vni_put(bytes + i, len - i, out);
			continue;
		}
		if (c == CHARSET_CP1258)
			point = cp1258_point(bytes[i]);
		else if (bytes[i] >= 0x80)
			point = tcvn3[bytes[i] - 0x80];
		*ret_at = i++;
		if (point == NONE)
			return false;
		point_put(out, point);
	}
	return true;
}

bool
charset_to_utf8(enum charset c, const uint8_t *bytes, size_t len, struct buf *out, struct err *err)
{
	size_t at = 0;
	bool ok = true;

	if (c == CHARSET_UNKNOWN)
		ok = false;
	else if (c == CHARSET_UTF8)
		buf_put(out, bytes, len);
	else if (c == CHARSET_UTF16LE || c == CHARSET_UTF16BE)
		ok = utf16_put(c, bytes, len, out);
	else
		ok = convert(c, bytes, len, out, &at);
	if (!ok)
		return err_set(err, ERR_TEXT,
		    TR("byte thứ %zu không phải %s", "byte %zu is not %s"), at + 1,
		    charset_name(c));
	return buf_ok(out) || err_set(err, ERR_MEMORY, "%s", charset_name(c));
}

const char *
charset_name(enum charset c)
{
	static const char *const names[] = {[CHARSET_UTF8] = "UTF-8",
	    [CHARSET_UTF16LE] = "UTF-16 (“Unicode Text”)",
	    [CHARSET_UTF16BE] = "UTF-16 (big-endian)",
	    [CHARSET_CP1258] = "Windows-1258 (“ANSI”)",
	    [CHARSET_TCVN3] = "TCVN3 (ABC, .VnTime)",
	    [CHARSET_VNI] = "VNI (VNI-Times)",
	    [CHARSET_UNKNOWN] = "?"};

	return names[c];
}

/* As match keys, made once for the process, which keeps them. */
static char *known_keys[ARRAY_LEN(known)];
static once_flag known_once = ONCE_FLAG_INIT;

static void
known_fold(void)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		known_keys[i] = text_match_key(known[i], NULL);
}

/* How many of the known words ${text} has; 0 when it is no text. */
static size_t
words_in(const char *text, size_t len)
{
	char *copy = strndup(text, len);
	char *key = copy == NULL ? NULL : text_match_key(copy, NULL);
	size_t n = 0;

	call_once(&known_once, known_fold);
	for (size_t i = 0; key != NULL && i < ARRAY_LEN(known); i++)
		n += known_keys[i] != NULL && strstr(key, known_keys[i]) != NULL;
	free(key);
	free(copy);
	return n;
}

/* The letters under which most known words come out. */
static enum charset
best_of(const uint8_t *bytes, size_t len)
{
	static const enum charset tried[] = {CHARSET_CP1258, CHARSET_TCVN3, CHARSET_VNI};
	enum charset best = CHARSET_UNKNOWN;
	size_t most = WORDS_MIN - 1;

	for (size_t i = 0; i < ARRAY_LEN(tried); i++) {
		struct buf text = {0};
		size_t at = 0;
		const size_t words = convert(tried[i], bytes, len, &text, &at) && buf_ok(&text)
		    ? words_in(buf_text(&text), text.len)
		    : 0;

		buf_free(&text);
		if (words > most)
			best = tried[i];
		else if (words == most && best != CHARSET_UNKNOWN)
			best = CHARSET_UNKNOWN;
		most = words > most ? words : most;
	}
	return best;
}

/* A text without a mark at its beginning: every second byte of ASCII is 0. */
static enum charset
utf16_of(const uint8_t *bytes, size_t len)
{
	size_t zeros[2] = {0};

	if (len >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
		return CHARSET_UTF16LE;
	if (len >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
		return CHARSET_UTF16BE;
	for (size_t i = 0; i < len; i++)
		zeros[i % 2] += bytes[i] == 0;
	if (len >= 4 && zeros[1] > len / 8 && zeros[0] == 0)
		return CHARSET_UTF16LE;
	if (len >= 4 && zeros[0] > len / 8 && zeros[1] == 0)
		return CHARSET_UTF16BE;
	return CHARSET_UNKNOWN;
}

enum charset
charset_guess(const uint8_t *bytes, size_t len)
{
	const size_t looked = len < CHARSET_LOOK_BYTES ? len : CHARSET_LOOK_BYTES;
	const enum charset wide = utf16_of(bytes, looked - looked % 2);

	if (wide != CHARSET_UNKNOWN)
		return wide;
	if (len > 0 && text_is_valid((const char *)bytes, len))
		return CHARSET_UTF8;
	return len == 0 ? CHARSET_UTF8 : best_of(bytes, looked);
}

/* One letter of valid UTF-8; *${at} moves past it. */
static uint32_t
point_take(const char **at, const char *end)
{
	const uint8_t first = (uint8_t) * (*at)++;
	uint32_t point = first < 0x80 ? first : first < 0xe0 ? first & 0x1fU : first & 0x0fU;

	while (*at < end && ((uint8_t) * *at & 0xc0U) == 0x80U)
		point = point << 6 | ((uint8_t) * (*at)++ & 0x3fU);
	return point;
}

/* Letters that only Vietnamese in Unicode has. */
static bool
is_vietnamese(uint32_t point)
{
	return (point >= 0x1ea0 && point <= 0x1ef9) || point == 0x0110 || point == 0x0111 ||
	    point == 0x01a0 || point == 0x01a1 || point == 0x01af || point == 0x01b0 ||
	    (point >= 0x0300 && point <= 0x0323);
}

enum charset
charset_disguised(const char *utf8, size_t len)
{
	const char *end = utf8 + (len < CHARSET_LOOK_BYTES ? len : CHARSET_LOOK_BYTES);
	struct buf bytes = {0};
	size_t high = 0;
	enum charset found = CHARSET_UTF8;
	bool plain = true;

	for (const char *at = utf8; plain && at < end;) {
		const uint32_t point = point_take(&at, end);

		plain = !is_vietnamese(point);
		high += point >= 0x80 && point < 0x100;
		buf_u8(&bytes, point < 0x100 ? (uint8_t)point : (uint8_t)'?');
	}
	if (plain && high > 0 && buf_ok(&bytes)) {
		found = best_of(bytes.at, bytes.len);
		/* Western letters alone are no sign of Windows-1258. */
		if (found != CHARSET_TCVN3 && found != CHARSET_VNI)
			found = CHARSET_UTF8;
	}
	buf_free(&bytes);
	return found;
}

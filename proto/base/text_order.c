/* Vietnamese alphabetical order. */
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/text.h"

/* Marks that make another letter (ă â ê ô ơ ư), in their order; the others are tones. */
enum mark { MARK_NONE, MARK_BREVE, MARK_CIRCUMFLEX, MARK_HORN };
#define LETTER_FIRST 0x40 /* above digits and blanks */
#define LETTER_STEP 4     /* as many marks */
#define DIGITS_MAX 9
#define TONE_FIRST 0x31
#define D_WITH_STROKE 0x111
/* Of one letter: its own byte or bytes, and its tone's. */
#define KEY_BYTES_A_RUNE 6

static int
mark_of(utf8proc_int32_t c)
{
	return c == 0x306 ? MARK_BREVE : c == 0x302 ? MARK_CIRCUMFLEX : c == 0x31b ? MARK_HORN : 0;
}

/* Level, huyền, hỏi, ngã, sắc, nặng: 0..5; -1: no tone. */
static int
tone_of(utf8proc_int32_t c)
{
	static const utf8proc_int32_t tones[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};

	for (int i = 1; i < 6; i++)
		if (tones[i] == c)
			return i;
	return -1;
}

struct keys {
	uint8_t *at;   /* letters */
	uint8_t *tone; /* of each word: on whichever letter it is written */
	size_t n, tone_n;
	int word_tone; /* of the word at hand; -1: between words */
};

static bool
is_digit(utf8proc_int32_t c)
{
	return c >= '0' && c <= '9';
}

/* A run of digits by its value: its length first.  Returns how many runes it took. */
static size_t
digits_put(struct keys *k, const utf8proc_int32_t *at, size_t n)
{
	size_t taken = 0, zeros = 0;

	while (taken < n && is_digit(at[taken]))
		taken++;
	while (zeros + 1 < taken && at[zeros] == '0')
		zeros++;
	k->at[k->n++] = (uint8_t)(0x30 + (taken - zeros < DIGITS_MAX ? taken - zeros : DIGITS_MAX));
	for (size_t i = zeros; i < taken; i++)
		k->at[k->n++] = (uint8_t)at[i];
	return taken;
}

/* A letter with its marks.  Returns how many runes it took. */
static size_t
letter_put(struct keys *k, const utf8proc_int32_t *at, size_t n)
{
	const bool is_stroke = at[0] == D_WITH_STROKE;
	int mark = is_stroke ? 1 : MARK_NONE, tone = 0;
	size_t taken = 1;

	for (; taken < n && (mark_of(at[taken]) != 0 || tone_of(at[taken]) > 0); taken++) {
		if (mark_of(at[taken]) != 0)
			mark = mark_of(at[taken]);
		else
			tone = tone_of(at[taken]);
	}
	k->at[k->n++] =
	    (uint8_t)(LETTER_FIRST + LETTER_STEP * ((is_stroke ? 'd' : at[0]) - 'a') + mark);
	if (tone > k->word_tone)
		k->word_tone = tone;
	return taken;
}

static void
word_end(struct keys *k)
{
	if (k->word_tone >= 0)
		k->tone[k->tone_n++] = (uint8_t)(TONE_FIRST + k->word_tone);
	k->word_tone = -1;
}

static void
rune_put(struct keys *k, utf8proc_int32_t c)
{
	if (c < 0x80) {
		k->at[k->n++] = c == ' ' ? 0x20 : 0x21;
		return;
	}
	k->at[k->n++] = 0xf0;
	k->at[k->n++] = (uint8_t)(0x80 | (c >> 14 & 0x7f));
	k->at[k->n++] = (uint8_t)(0x80 | (c >> 7 & 0x7f));
	k->at[k->n++] = (uint8_t)(0x80 | (c & 0x7f));
}

static void
runes_put(struct keys *k, const utf8proc_int32_t *at, size_t n)
{
	for (size_t i = 0; i < n;) {
		if ((at[i] >= 'a' && at[i] <= 'z') || at[i] == D_WITH_STROKE) {
			i += letter_put(k, at + i, n - i);
			continue;
		}
		word_end(k);
		if (is_digit(at[i]))
			i += digits_put(k, at + i, n - i);
		else
			rune_put(k, at[i++]);
	}
	word_end(k);
}

char *
text_order_key(const char *s, struct err *err)
{
	const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STABLE;
	const size_t len = strlen(s);
	utf8proc_int32_t *runes = calloc(len * 4 + 1, sizeof(*runes));
	uint8_t *key = malloc(len * 4 * KEY_BYTES_A_RUNE + 2);
	uint8_t *tone = malloc(len * 4 + 1);
	struct keys k = {.at = key, .tone = tone, .word_tone = -1};
	utf8proc_ssize_t n = -1;

	if (runes == NULL || key == NULL || tone == NULL) {
		(void)err_set(err, ERR_MEMORY, "a name's order");
	} else {
		n = utf8proc_decompose((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, runes,
		    (utf8proc_ssize_t)(len * 4), how);
		if (n < 0 || (size_t)n > len * 4)
			(void)err_set(err, ERR_TEXT, "a name's order");
		else
			runes_put(&k, runes, (size_t)n);
	}
	const bool ok = n >= 0 && (size_t)n <= len * 4;
	if (ok) {
		key[k.n++] = 1;
		memcpy(key + k.n, tone, k.tone_n);
		key[k.n + k.tone_n] = '\0';
	} else {
		free(key);
	}
	free(runes);
	free(tone);
	return ok ? (char *)key : NULL;
}

#include "core/orgs_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "wire/report.h"

#define P (1U << ORG_PROVINCE)
#define D (1U << ORG_DISTRICT)
#define C (1U << ORG_COMMUNE)
#define TYPE_WORDS_MAX 2

/*
 * Districts and provinces have changed type oftener than name.  A commune's name is told apart by
 * its type, and is borne by others elsewhere: only what is written short is written out.
 */
static const struct {
	const char *word, *type; /* folded */
	unsigned kinds;
	bool changes;
} types[] = {
    {"thanh pho", "thanh pho", P | D, true},
    {"tp", "thanh pho", P | D, true},
    {"tinh", "tinh", P, true},
    {"huyen", "huyen", D, true},
    {"h", "huyen", D, true},
    {"quan", "quan", D, true},
    {"q", "quan", D, true},
    {"thi xa", "thi xa", D, true},
    {"tx", "thi xa", D, true},
    {"thi tran", "thi tran", C, false},
    {"tt", "thi tran", C, false},
    {"phuong", "phuong", C, false},
    {"p", "phuong", C, false},
    {"xa", "xa", C, false},
    {"x", "xa", C, false},
};

static bool
is_between(char c)
{
	return c == ' ' || c == '\t' || c == '.';
}

/* Behind the first ${n} words of ${text}; NULL: nothing is there. */
static const char *
behind(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		while (is_between(*text))
			text++;
		while (*text != '\0' && !is_between(*text))
			text++;
	}
	while (is_between(*text))
		text++;
	return *text == '\0' ? NULL : text;
}

bool
orgs_words_type(const char *text, struct orgs_words_type *ret)
{
	char *folded = text_fold(text, NULL);
	bool found = false;

	for (size_t i = 0; folded != NULL && i < ARRAY_LEN(types) && !found; i++) {
		const size_t len = strlen(types[i].word);
		const size_t words = strchr(types[i].word, ' ') == NULL ? 1 : TYPE_WORDS_MAX;

		if (strncmp(folded, types[i].word, len) != 0 || folded[len] != ' ')
			continue;
		*ret = (struct orgs_words_type){.name = behind(text, words),
		    .type = types[i].type,
		    .kinds = types[i].kinds,
		    .changes = types[i].changes};
		found = ret->name != NULL;
	}
	free(folded);
	return found;
}

/* ---- i and y */

static const struct {
	const char *i, *y;
} letters[] = {{"i", "y"}, {"í", "ý"}, {"ì", "ỳ"}, {"ỉ", "ỷ"}, {"ĩ", "ỹ"}, {"ị", "ỵ"}};

/* Which of ${letters} stands at ${at}, as i or as y; its length, 0: none. */
static size_t
letter_at(const char *at, size_t *ret, bool *ret_y)
{
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		for (unsigned y = 0; y < 2; y++) {
			const char *letter = y != 0 ? letters[i].y : letters[i].i;
			const size_t len = strlen(letter);

			if (strncmp(at, letter, len) == 0) {
				*ret = i;
				*ret_y = y != 0;
				return len;
			}
		}
	return 0;
}

/* Behind a consonant, or "qu": "ay" and "ai", "uy" and "ui" are different sounds. */
static bool
may_be_both(const char *key, const char *at)
{
	if (at == key)
		return false;
	if (at[-1] == 'u')
		return at - key >= 2 && at[-2] == 'q';
	return strchr("bcdghklmnprstvx", at[-1]) != NULL;
}

static bool
ends_word(const char *at)
{
	return *at == '\0' || *at == ' ' || *at == '-';
}

char *
orgs_words_spelling(const char *key, unsigned which, struct err *err)
{
	char *made = malloc(strlen(key) * 2 + 1); /* ỉ is longer than í, ỷ than ý */
	char *to = made;
	unsigned word = 0;

	if (made == NULL) {
		(void)err_set(err, ERR_MEMORY, "a name");
		return NULL;
	}
	for (const char *at = key; *at != '\0';) {
		size_t letter = 0;
		bool is_y = false;
		const size_t len = letter_at(at, &letter, &is_y);

		if (len == 0 || word == ORGS_WORDS_MAX || !ends_word(at + len) ||
		    !may_be_both(key, at)) {
			*to++ = *at++;
			continue;
		}
		const bool turns = (which >> word++ & 1U) != 0;
		const char *put = is_y != turns ? letters[letter].y : letters[letter].i;

		memcpy(to, put, strlen(put));
		to += strlen(put);
		at += len;
	}
	*to = '\0';
	if (which >> word != 0) { /* every way was seen */
		free(made);
		return NULL;
	}
	return made;
}

static bool
is_i_or_y(char c)
{
	return c == 'i' || c == 'y';
}

bool
orgs_words_contain(const char *folded, const char *part)
{
	for (const char *at = folded;; at++) {
		size_t n = 0;

		while (part[n] != '\0' &&
		    (at[n] == part[n] ||
			(is_i_or_y(at[n]) && is_i_or_y(part[n]) && may_be_both(folded, at + n) &&
			    ends_word(at + n + 1))))
			n++;
		if (part[n] == '\0')
			return true;
		if (*at == '\0')
			return false;
	}
}

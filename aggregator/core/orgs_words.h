/*
 * orgs_words - other ways in which people write the name of a place: i for y, a short or an earlier
 * type before the name.  Pure.
 */
#ifndef GH_CORE_ORGS_WORDS_H
#define GH_CORE_ORGS_WORDS_H

#include "core/types.h"

/* "TP. Phú Quốc", "huyện Phú Quốc": the type in front, and what it stands before. */
struct orgs_words_type {
	const char *name; /* into the text, behind the type */
	const char *type; /* folded and whole: "thanh pho"; static */
	unsigned kinds;   /* bits of enum org_kind that bear it */
	bool
	    /* places of these kinds are known by earlier types too, and the name tells them */
	    changes;
};
/* false: ${text} begins with no type, or has no name behind it. */
bool orgs_words_type(const char *text, struct orgs_words_type *ret);

#define ORGS_WORDS_MAX \
	5U /* words of a name that may be written both ways; of more, the first ones */
/*
 * Way ${which}, from 1, of writing ${key} (a text_match_key) with i and y exchanged at ends of
 * words: "mĩ tho" for "mỹ tho".  The text is the caller's; NULL: there are no more ways, or
 * ERR_MEMORY.
 */
char *orgs_words_spelling(const char *key, unsigned which, struct err *err);

/* ${part} is in ${folded} (both text_fold()s), i and y at ends of words being one letter. */
bool orgs_words_contain(const char *folded, const char *part);

#endif

/*
 * text_scope - which documents of a type a text is for: all of them, or the one of a period, a
 * campaign or a drive.
 */
#ifndef GH_CLIENT_TEXT_SCOPE_H
#define GH_CLIENT_TEXT_SCOPE_H

#include "cli.h"
#include "document_text.h"

struct text_scope {
	const char *document; /* the word of its type */
	const char *campaign; /* "": not given */
	const char *drive;    /* "": not given */
};

/*
 * ${ret} is the ${document} of an entry, with ${cli}'s --period too: a plan year is the
 * organisation's own, so that the aggregator is asked for its days.  ERR_USAGE: no such type, or
 * not of what that type is about.
 */
bool text_scope_of(struct cli *cli, const struct text_scope *s, char ret[DOCUMENT_WHICH_MAX],
    struct err *err) MUST_USE;

#endif

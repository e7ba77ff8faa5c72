/*
 * document_ask - the questions that an official document of each type puts, and in which order:
 * what one answer says is what the next is asked about.
 */
#ifndef GH_CLIENT_DOCUMENT_ASK_H
#define GH_CLIENT_DOCUMENT_ASK_H

#include "document_data.h"

struct document_question {
	enum document_type type;
	const char *org;      /* "": the profile's own */
	const char *period;   /* "": of today */
	const char *campaign; /* "": none */
	const char *drive;    /* "": none */
	uint64_t as_of_batch; /* 0: the newest */
};

/*
 * Everything that a document of that type needs; ${q}'s strings must outlive it.
 * document_data_free().
 */
bool document_ask(struct ask *a, const struct document_question *q, struct document_data *ret,
    struct err *err) MUST_USE;

#endif

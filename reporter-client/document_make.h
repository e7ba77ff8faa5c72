/*
 * document_make - answers to a tree: which parts a document of each type has, in Vietnamese
 * whatever the reader's language.  Pure: the same data makes the same tree.
 */
#ifndef GH_CLIENT_DOCUMENT_MAKE_H
#define GH_CLIENT_DOCUMENT_MAKE_H

#include "document_data.h"
#include "document_tree.h"

/*
 * *${ret} is the caller's until document_tree_free().  ERR_LIMIT, ERR_MEMORY; ERR_PERIOD: a year's
 * plan of what is no whole plan year.
 */
bool document_make(
    const struct document_data *data, struct document **ret, struct err *err) MUST_USE;

#endif

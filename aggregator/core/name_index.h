/*
 * name_index - subjects by the name of a report that they have, or once had: what a review or a
 * correction names.  Entries are never taken out: who asks compares the subject's name, so that a
 * batch undone needs nothing here.  Zero-initialised is empty.  One thread.
 */
#ifndef GH_CORE_NAME_INDEX_H
#define GH_CORE_NAME_INDEX_H

#include "core/hash_index.h"
#include "core/subjects.h"

struct name_index {
	struct hash_index by_name; /* numbers of subjects */
};

bool name_index_add(
    struct name_index *ix, const struct name *name, subject_t subject, struct err *err) MUST_USE;
/* The subject whose current report has this name; NULL: none. */
struct subject *name_index_find(
    const struct name_index *ix, const struct subjects *s, const struct name *name);
/* A subject that had it once, as its remembered revisions say; NULL: none. */
struct subject *name_index_find_past(
    const struct name_index *ix, const struct subjects *s, const struct name *name);
bool name_index_equal(const struct name *a, const struct name *b);
void name_index_free(struct name_index *ix);

#endif

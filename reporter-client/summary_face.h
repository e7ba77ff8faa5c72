/*
 * summary_face - how totals are shown: a row's kind, what is added, and for whom.  Pure.
 */
#ifndef GH_CLIENT_SUMMARY_FACE_H
#define GH_CLIENT_SUMMARY_FACE_H

#include "summary_compare.h"
#include "summary_pick.h"

struct summary_face {
	enum by by;
	bool wide;                             /* as an office wants it */
	const struct summary_pick *pick;       /* shown besides; NULL: nothing */
	const struct summary_compare *compare; /* the year before beside it; NULL: none */
};

#endif

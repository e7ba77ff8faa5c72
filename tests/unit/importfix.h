/* importfix - a list in a string, and its import, for the tests of org_import. */
#ifndef GH_TESTS_IMPORTFIX_H
#define GH_TESTS_IMPORTFIX_H

#include <string.h>

#include "base/csvfile.h"

#include "org_import.h"

static inline struct csvfile *
import_csv(const char *text)
{
	struct csvfile *f = NULL;
	struct err err;

	if (!csvfile_parse((const uint8_t *)text, strlen(text), &f, &err))
		fail_msg("%s", err.text);
	return f;
}

static inline struct org_import *
import_make(struct org_import_input in)
{
	struct org_import *i = NULL;
	struct err err;

	if (!org_import_make(&in, &i, &err))
		fail_msg("%s", err.text);
	return i;
}

#endif

/*
 * Any bytes are the authority's lists: entries that may be sent and rows refused with a code, or an
 * error; never a crash.  NUL bytes part the three files: units, successions, aliases.
 */
#include <assert.h>
#include <string.h>

#include "fuzz.h"
#include "org_import.h"
#include "rules/rules.h"

#define SNAPSHOT_DAY 18932 /* 2021-11-01 */
#define FILES 3

static void
check(const struct org_import *list)
{
	const struct org_import_reject *rejects;
	const uint32_t rejects_n = org_import_rejects(list, &rejects);
	const uint32_t n = org_import_count(list);
	struct err err = {0};
	uint32_t chunk;

	for (uint32_t from = 0; from < n; from += chunk)
		assert(
		    org_import_chunk(list, from, &chunk, &err) && chunk >= 1 && chunk <= n - from);
	for (uint32_t i = 0; i < rejects_n; i++)
		assert(rejects[i].code != ERR_OK && rejects[i].code != ERR_BUG &&
		    rejects[i].why[0] != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct csvfile *files[FILES] = {0};
	struct org_import_input in = {.as_of = SNAPSHOT_DAY};
	struct org_import *list = NULL;
	struct err err = {0};

	for (size_t i = 0; i < FILES && len > 0; i++) {
		const uint8_t *end = memchr(bytes, 0, len);
		const size_t part = end == NULL ? len : (size_t)(end - bytes);

		if (part > 0 && !csvfile_parse(bytes, part, &files[i], &err))
			assert(err.code != ERR_OK && err.code != ERR_BUG);
		bytes += part + (end != NULL);
		len -= part + (end != NULL);
	}
	in.units = files[IMPORT_UNITS];
	in.successions = files[IMPORT_SUCCESSIONS];
	in.aliases = files[IMPORT_ALIASES];
	if (in.units != NULL && org_import_make(&in, &list, &err))
		check(list);
	org_import_free(list);
	for (size_t i = 0; i < FILES; i++)
		csvfile_free(files[i]);
	return 0;
}

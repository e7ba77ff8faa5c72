/* A sector by code, name or alias is one sector. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plan_check.h"

static const struct plan_check_sector *
find(const struct plan_check *c, const char *key)
{
	for (size_t i = 0; i < c->sectors_n; i++)
		if (strcmp(c->sectors[i].key, key) == 0)
			return &c->sectors[i];
	return NULL;
}

static bool
key_put(struct plan_check *c, const char *key, const char *code, struct err *err)
{
	if (c->sectors_n == PLAN_SECTOR_WORDS_MAX)
		return err_set(err, ERR_LIMIT, "%u", PLAN_SECTOR_WORDS_MAX);
	void *grown = reallocarray(c->sectors, c->sectors_n + 1, sizeof(*c->sectors));
	if (grown == NULL)
		return err_set(err, ERR_MEMORY, "plan check");
	c->sectors = grown;
	c->sectors[c->sectors_n++] = (struct plan_check_sector){
	    .key = plan_check_text(c, key), .code = plan_check_text(c, code)};
	return true;
}

/* What ${text} means; a new one means ${code}. */
static bool
code_of(struct plan_check *c, const char *text, const char *code, const char **ret, struct err *err)
{
	char *key = text_match_key(text, err);
	const struct plan_check_sector *s = key == NULL ? NULL : find(c, key);
	const bool ok = key != NULL && (s != NULL || key_put(c, key, code, err));

	if (ok)
		*ret = s != NULL ? s->code : c->sectors[c->sectors_n - 1].code;
	free(key);
	return ok;
}

bool
plan_check_sector_put(struct plan_check *c, const char *code, const char *name, struct err *err)
{
	const char *known = code;

	return name[0] == '\0' ||
	    (code_of(c, code, code, &known, err) && code_of(c, name, known, &known, err));
}

bool
plan_check_sectors(struct plan_check *c, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < c->lines_n; i++) {
		const char **sector = &c->lines[i].t.sector;

		ok = (*sector)[0] == '\0' || code_of(c, *sector, *sector, sector, err);
	}
	for (size_t i = 0; ok && i < c->drives_n; i++) {
		const char **sector = &c->drives[i].sector;

		ok = (*sector)[0] == '\0' || code_of(c, *sector, *sector, sector, err);
	}
	return ok;
}

/* A sector as people name it. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"
#include "core/plan_impl.h"

#define NAMED_MAX 8 /* of an ambiguous name, or of what there is instead */
#define NAMED_BYTES_MAX 2048

const char *
plan_sector_code_of(const struct plan *p, const char *text)
{
	const int32_t number = plan_sector_number(p, text);

	return number != 0 ? plan_sector_code(p, number) : text;
}

/* ${key} NULL: every sector fits. */
static bool
name_is(const struct plan *p, int32_t number, const char *key)
{
	char *own = key == NULL ? NULL : text_match_key(plan_sector_name(p, number), NULL);
	const bool is = key == NULL || (own != NULL && strcmp(own, key) == 0);

	free(own);
	return is;
}

/* The sectors whose name is ${key}'s, and the one that ${text} finds; how many. */
static uint32_t
named(const struct plan *p, const char *key, int32_t found, struct buf *ret)
{
	uint32_t n = 0;

	for (int32_t i = 1; i <= plan_sector_count(p); i++) {
		if (i != found && !name_is(p, i, key))
			continue;
		if (n < NAMED_MAX)
			buf_printf(ret, "%s%s %s", n > 0 ? "; " : "", plan_sector_code(p, i),
			    plan_sector_name(p, i));
		n++;
	}
	if (n > NAMED_MAX)
		buf_printf(ret, "; …");
	return n;
}

/* A code is one sector's; a name may be several sectors', of different organisations. */
static bool
one_check(
    const struct plan *p, const char *text, int32_t found, enum err_code refused, struct err *err)
{
	struct buf list = {.max = NAMED_BYTES_MAX};
	char quoted[TEXT_QUOTE_MAX];
	char *key = text_match_key(text, err);
	bool ok = key != NULL;

	if (ok && named(p, key, found, &list) > 1)
		ok = err_set(err, refused,
		    TR("khối %s là tên của nhiều khối, dùng mã: %s",
			"%s is the name of several sectors, use a code: %s"),
		    text_quote(text, quoted), buf_text(&list));
	buf_free(&list);
	free(key);
	return ok;
}

bool
plan_sector_check(const struct plan *p, const char *text, enum err_code refused, struct err *err)
{
	const int32_t found = plan_sector_number(p, text);
	struct buf list = {.max = NAMED_BYTES_MAX};
	char quoted[TEXT_QUOTE_MAX];

	if (text[0] == '\0' || strcmp(plan_sector_code(p, found), text) == 0)
		return true;
	if (found != 0)
		return one_check(p, text, found, refused, err);
	(void)named(p, NULL, 0, &list);
	(void)err_set(err, refused,
	    TR("khối %s chưa có trong danh bạ; có: %s",
		"sector %s is not in the registry; there is: %s"),
	    text_quote(text, quoted), plan_sector_count(p) == 0 ? "–" : buf_text(&list));
	buf_free(&list);
	return false;
}

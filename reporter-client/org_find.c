#include "org_find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/lang.h"
#include "base/text.h"

#define CODE_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
#define KEY_EXTRA 16 /* a day, "/" and the NUL */

struct org_find_answer {
	UT_hash_handle hh;
	struct err err; /* ERR_OK: ${code} holds */
	char code[WIRE_CODE_BYTES_MAX + 1];
	char key[]; /* day and text */
};

void
org_find_open(struct org_find *f, const struct profile *p)
{
	*f = (struct org_find){.profile = p};
}

/* NOLINTBEGIN(readability-function-size,clang-analyzer-*): uthash is macros */
static void
answers_free(struct org_find *f)
{
	struct org_find_answer *a, *next;

	HASH_ITER (hh, f->answers, a, next) {
		HASH_DEL(f->answers, a);
		free(a);
	}
}

static struct org_find_answer *
answer_find(const struct org_find *f, const char *key)
{
	struct org_find_answer *a = NULL;

	HASH_FIND_STR(f->answers, key, a);
	return a;
}

static void
answer_add(struct org_find *f, struct org_find_answer *a)
{
	HASH_ADD_STR(f->answers, key, a);
}
/* NOLINTEND(readability-function-size,clang-analyzer-*) */

void
org_find_close(struct org_find *f)
{
	answers_free(f);
	ask_close(f->ask);
	*f = (struct org_find){.profile = NULL};
}

bool
org_find_is_code(const char *text)
{
	const size_t len = strlen(text);

	return len > 0 && len <= WIRE_CODE_BYTES_MAX && strspn(text, CODE_CHARS) == len;
}

static bool
is_away(enum err_code code)
{
	return err_is_retry(code);
}

/*
 * "BCĐ. huyện Phú Quốc" is the committee of a territory: documents write it for the
 * territory.  NULL: no such words before the name.
 */
static const char *
without_committee(const char *text)
{
	static const char *const words[] = {"BCĐ.", "BCĐ", "Ban chỉ đạo", "Ban Chỉ đạo"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const size_t len = strlen(words[i]);

		if (strncmp(text, words[i], len) == 0 && text[len] != '\0')
			return text + len + strspn(text + len, " .");
	}
	return NULL;
}

/* A name needs the network; the office can still go on with a code. */
static bool
say_away(const char *text, const struct err *why, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	return err_set(err, ERR_ORG_UNKNOWN,
	    TR("chưa tra được tên %s (%s): dùng mã, ví dụ 909",
		"the name %s cannot be looked up (%s): use a code, such as 909"),
	    text_quote(text, quoted), err_sentence(why->code));
}

static bool
ask_code(struct org_find *f, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1],
    struct err *err)
{
	char iso[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4] = "";
	struct reference_request q = {.kind = REFERENCE_ORGS,
	    .org = text,
	    .search = "",
	    .period = period,
	    .as_of_batch = f->as_of_batch};
	struct ask_reference answer = {0};
	char quoted[TEXT_QUOTE_MAX];
	bool ok = false;

	if (day != DAY_OPEN_LEFT) {
		(void)day_iso(day, iso);
		(void)snprintf(period, sizeof(period), "%s..%s", iso, iso);
	}
	if (f->ask == NULL && !ask_open(f->profile, &f->ask, err))
		return false;
	if (!ask_reference(f->ask, &q, &answer, err))
		return false;
	/* An organisation comes before those under it. */
	ok = answer.all.orgs_n > 0 &&
	    text_copy(ret, WIRE_CODE_BYTES_MAX + 1, answer.all.orgs[0].code);
	ask_reference_free(&answer);
	return ok || err_set(err, ERR_ORG_UNKNOWN, "%s", text_quote(text, quoted));
}

static bool
ask_either(struct org_find *f, const char *text, day_t day, struct org_find_answer *a)
{
	const char *territory = without_committee(text);

	if (ask_code(f, text, day, a->code, &a->err))
		return true;
	if (a->err.code != ERR_ORG_UNKNOWN || territory == NULL)
		return false;
	a->err.code = ERR_OK;
	return ask_code(f, territory, day, a->code, &a->err);
}

/*
 * What is known of ${text} on ${day}, asked for when it is not.  NULL: ERR_MEMORY, or nobody
 * answers.
 */
static const struct org_find_answer *
answer_of(struct org_find *f, const char *text, day_t day, struct err *err)
{
	const size_t size = strlen(text) + KEY_EXTRA;
	struct org_find_answer *a = calloc(1, sizeof(*a) + size);
	struct org_find_answer *known;

	if (a == NULL) {
		(void)err_set(err, ERR_MEMORY, "%s", TR("một tên", "a name"));
		return NULL;
	}
	(void)snprintf(a->key, size, "%d/%s", day, text);
	known = answer_find(f, a->key);
	if (known != NULL) {
		free(a);
		return known;
	}
	if (!ask_either(f, text, day, a) && is_away(a->err.code)) {
		f->away = a->err;
		free(a);
		(void)say_away(text, &f->away, err);
		return NULL;
	}
	answer_add(f, a);
	return a;
}

bool
org_find_code(struct org_find *f, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1],
    struct err *err)
{
	const struct org_find_answer *a;

	if (org_find_is_code(text))
		return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, text);
	if (f->profile == NULL)
		f->away.code = ERR_NO_PROFILE;
	if (f->away.code != ERR_OK)
		return say_away(text, &f->away, err);
	a = answer_of(f, text, day, err);
	if (a == NULL)
		return false;
	if (a->err.code != ERR_OK)
		return err_set(err, a->err.code, "%s", a->err.text);
	return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, a->code);
}

bool
org_find_entry(struct org_find *f, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1],
    struct err *err)
{
	const char *at = strrchr(text, '@');
	char code[WIRE_CODE_BYTES_MAX + 1], dated[2 * WIRE_CODE_BYTES_MAX + DAY_TEXT_MAX];
	char iso[DAY_TEXT_MAX];
	day_t on = day;

	if (at == NULL)
		return org_find_code(f, text, day, ret, err);
	if (!day_parse(at + 1, &on, err) || !org_find_code(f, text, on, code, err))
		return false;
	(void)snprintf(dated, sizeof(dated), "%s@%s", code, day_iso(on, iso));
	return text_copy(ret, WIRE_CODE_BYTES_MAX + 1, dated) ||
	    err_set(err, ERR_LIMIT, "%s: %d", dated, WIRE_CODE_BYTES_MAX);
}

static bool
find(void *cookie, const char *text, day_t day, char ret[WIRE_CODE_BYTES_MAX + 1], struct err *err)
{
	return org_find_code(cookie, text, day, ret, err);
}

struct org_resolver
org_find_resolver(struct org_find *f)
{
	return (struct org_resolver){.find = find, .cookie = f};
}

/*
 * Free text of documents: every version stays, the newest of (organisation, document, part) stands.
 */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "core/state.h"
#include "core/statement_pack.h"

/* A document may be of a place that has ended. */
static bool
org_of(const struct core *c, const struct admission *a, org_t *ret, struct err *err)
{
	const char *code = a->r->u.text.org;
	const day_t today = day_from_unix_ms(a->at_ms);

	if (strchr(code, '@') != NULL)
		return entry_org(c, code, (const day_t[]){today, today}, ret, err);
	*ret = orgs_by_code(c->orgs, code, today);
	if (*ret == 0)
		*ret = orgs_by_code_last(c->orgs, code);
	return *ret != 0 || err_set(err, ERR_ORG_UNKNOWN, "%s", code);
}

/* The newest version, withdrawn or not; NULL: none. */
static const struct subject *
newest_version(const struct core *c, org_t org, const struct text_entry *t, struct text_entry *ret)
{
	const struct org_index *all = &c->index[INDEX_TEXTS];

	for (uint32_t at = org_index_first(all, org); at != 0;) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));

		if (statement_pack_read_text(x->content, x->content_len, ret, NULL) &&
		    strcmp(ret->document, t->document) == 0 && strcmp(ret->part, t->part) == 0)
			return x;
	}
	return NULL;
}

/*
 * Every version stays in memory, and is looked at to find the newest.  Who writes has a bound of
 * its own, so that an office does not silence its committee.
 */
static bool
has_room(const struct core *c, org_t org, org_t by, struct err *err)
{
	const struct org_index *all = &c->index[INDEX_TEXTS];
	uint32_t n = 0;

	for (uint32_t at = org_index_first(all, org); at != 0;)
		n += subjects_at(&c->subjects, org_index_next(all, &at))->by_org == by;
	return n < TEXTS_OF_ORG_MAX ||
	    err_set(err, ERR_LIMIT,
		TR("mỗi nơi soạn tối đa %d bản văn cho một nơi",
		    "one office writes at most %d texts for one organisation"),
		TEXTS_OF_ORG_MAX);
}

bool
document_text_check(
    const struct core *c, const struct admission *a, struct name *ret_existing, struct err *err)
{
	const struct text_entry *t = &a->r->u.text;
	struct text_entry before = {.text = ""};
	org_t org = 0;

	if (!entry_role_is(a, ENTRY_ROLES_OFFICE, err) || !org_of(c, a, &org, err) ||
	    !entry_may_handle(c, a, org, day_from_unix_ms(a->at_ms), err))
		return false;
	const struct subject *x = newest_version(c, org, t, &before);
	const bool stands = x != NULL && x->state == SUBJECT_STATED;
	if (x != NULL)
		*ret_existing = x->name;
	if (a->r->action != ACTION_FIRST &&
	    (!stands || !name_index_equal(&x->name, &a->r->replaces)))
		return statement_base_refuse(c, &a->r->replaces, err);
	if (stands && a->r->action != ACTION_WITHDRAWAL && strcmp(before.text, t->text) == 0)
		return err_set(err, ERR_ALREADY, "%s/%s", t->document, t->part);
	return has_room(c, org, a->by_org, err);
}

bool
document_text_apply(struct core *c, const struct admission *a, struct err *err)
{
	const day_t day = day_from_unix_ms(a->at_ms);
	const bool is_withdrawal = a->r->action == ACTION_WITHDRAWAL;
	struct statement_entry e = {.letter = 'X',
	    .state = is_withdrawal ? SUBJECT_WITHDRAWN : SUBJECT_STATED,
	    .from = day,
	    .to = day};
	struct text_entry said = a->r->u.text;
	struct buf content = {0};

	if (!org_of(c, a, &e.org, err))
		return false;
	if (is_withdrawal)
		said.text = "";
	statement_pack_text(&said, &content);
	return statement_entry_put(c, a, &e, &content, NULL, err);
}

/* Whole, or not at all. */
static bool
note_append(char buf[WIRE_NOTE_BYTES_MAX + 1], const struct subject *x, const char *text)
{
	char day[DAY_TEXT_MAX], more[WIRE_NOTE_BYTES_MAX + 1];
	const size_t len = strlen(buf);
	const int n = snprintf(
	    more, sizeof(more), " · %s: %s", day_people(day_from_unix_ms(x->at_ms), day), text);

	return n > 0 && len + (size_t)n <= WIRE_NOTE_BYTES_MAX &&
	    text_copy(buf + len, WIRE_NOTE_BYTES_MAX + 1 - len, more);
}

/* After the newest, ${last}: those before it that nobody has seen, but for what it took back. */
static void
notes_append(const struct core *c, org_t org, const struct subject *last, uint64_t seen,
    char buf[WIRE_NOTE_BYTES_MAX + 1])
{
	const struct org_index *all = &c->index[INDEX_TEXTS];
	bool is_replaced = last->action == ACTION_CORRECTION;
	struct text_entry t;

	for (uint32_t at = org_index_first(all, org); at != 0;) {
		const struct subject *x = subjects_at(&c->subjects, org_index_next(all, &at));

		if (x->no >= last->no ||
		    !statement_pack_read_text(x->content, x->content_len, &t, NULL) ||
		    strcmp(t.document, WIRE_NOTE_DOCUMENT) != 0 ||
		    strcmp(t.part, WIRE_NOTE_PART) != 0)
			continue;
		if (x->batch <= seen || x->state != SUBJECT_STATED)
			return;
		if (!is_replaced && x->by_org != org && !note_append(buf, x, t.text))
			return;
		is_replaced = x->action == ACTION_CORRECTION;
	}
}

bool
document_text_note(const struct core *c, org_t org, uint64_t seen,
    char buf[WIRE_NOTE_BYTES_MAX + 1], uint64_t *ret_batch)
{
	const struct text_entry note = {.document = WIRE_NOTE_DOCUMENT, .part = WIRE_NOTE_PART};
	struct text_entry t = {.text = ""};
	const struct subject *x = newest_version(c, org, &note, &t);

	*ret_batch = 0;
	if (x == NULL || x->state != SUBJECT_STATED || x->by_org == org)
		return false;
	(void)text_copy(buf, WIRE_NOTE_BYTES_MAX + 1, t.text);
	*ret_batch = x->batch;
	if (seen > 0 && x->batch > seen)
		notes_append(c, org, x, seen, buf);
	return true;
}

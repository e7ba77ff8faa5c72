#include "body_twin.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/lang.h"
#include "base/text.h"

static bool
same_name(const char *a, const char *b)
{
	char *x = text_match_key(a, NULL), *y = text_match_key(b, NULL);
	const bool same = x != NULL && y != NULL && x[0] != '\0' && strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

static const char *
name_of(const char *full_name, const char *name)
{
	return full_name[0] != '\0' ? full_name : name;
}

/* The code of another body of that name under that parent; false: none, or nobody answers. */
static bool
find(struct ask *a, const struct org_entry *o, char ret[WIRE_CODE_BYTES_MAX + 1], bool *ret_away)
{
	const char *name = name_of(o->full_name, o->name);
	const struct reference_request q = {
	    .kind = REFERENCE_ORGS, .org = o->parent, .search = name, .period = ""};
	struct ask_reference there = {.arenas_n = 0};
	struct err err = {.code = ERR_OK};
	bool found = false;

	*ret_away = false;
	if (!ask_reference(a, &q, &there, &err)) {
		*ret_away = err_is_retry(err.code);
		return false;
	}
	for (uint32_t i = 0; i < there.all.orgs_n && !found; i++) {
		const struct org_row *row = &there.all.orgs[i];

		found = strcmp(row->parent, o->parent) == 0 && strcmp(row->code, o->code) != 0 &&
		    same_name(name_of(row->full_name, row->name), name) &&
		    text_copy(ret, WIRE_CODE_BYTES_MAX + 1, row->code);
	}
	ask_reference_free(&there);
	return found;
}

void
body_twin_note(struct cli *cli, const struct org_entry *o)
{
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct ask *a = NULL;
	bool away = false;

	if (ask_open(&cli->profile, &a, NULL) && find(a, o, code, &away))
		cli_note(cli,
		    TR("Lưu ý: %s cũng tên “%s”, cùng cấp trên: từ nay tên ấy có hai nơi, dùng mã.",
			"Note: %s is called “%s” too, under the same parent: that name is two bodies' now, "
			"use codes."),
		    code, name_of(o->full_name, o->name));
	ask_close(a);
}

static bool
is_body(const struct report *r)
{
	return r->kind == KIND_REGISTRY && r->action == ACTION_FIRST &&
	    (r->u.registry.kind == REGISTRY_ORG || r->u.registry.kind == REGISTRY_FACILITY);
}

bool
body_twin_look(struct cli *cli, struct import_set *set, struct err *err)
{
	char code[WIRE_CODE_BYTES_MAX + 1];
	struct ask *a = NULL;
	bool away = false, ok = true;
	size_t asked = 0;

	for (size_t i = 0; i < set->reports_n && ok && !away; i++) {
		const struct org_entry *o = &set->reports[i].u.registry.u.org;

		if (!is_body(&set->reports[i]) || asked++ >= BODY_TWIN_ASKED_MAX)
			continue;
		if (a == NULL && (!cli_profile(cli, NULL) || !ask_open(&cli->profile, &a, NULL)))
			break;
		if (find(a, o, code, &away))
			ok = import_set_note(set, set->rows[i], "SAME_NAME", err,
			    TR("%s cũng tên “%s”, cùng cấp trên: từ nay tên ấy có hai nơi, dùng mã",
				"%s is called “%s” too, under the same parent: the name is two bodies' now, "
				"use codes"),
			    code, name_of(o->full_name, o->name));
	}
	ask_close(a);
	return ok;
}

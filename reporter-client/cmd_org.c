/* giothong org list|search|history|add - territories and bodies. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "body_twin.h"
#include "cmd.h"
#include "org_find.h"
#include "reference_show.h"
#include "report_build.h"
#include "rules/rules.h"
#include "saving.h"
#include "words.h"

#define ARENA_FIRST ((size_t)4 * 1024)
#define ARENA_MAX ((size_t)64 * 1024)

enum key {
	KEY_AS_OF = 1,
	KEY_UNDER,
	KEY_KIND,
	KEY_PARENT,
	KEY_NAME,
	KEY_FROM,
	KEY_SECTOR,
	KEY_FACILITY,
	KEY_MOVED
};

struct look {
	const char *text;
	const char *under;
	unsigned kind; /* enum org_kind; 0: of any */
	bool moved;    /* only bodies whose parent ended */
	day_t as_of;
};

static error_t
look_parse(int key, char *arg, struct argp_state *state)
{
	struct look *l = state->input;
	struct err why;

	switch (key) {
	case ARGP_KEY_ARG:
		l->text = arg;
		return 0;
	case KEY_UNDER:
		l->under = arg;
		return 0;
	case KEY_KIND:
		return words_parse(WORDS_ORG_KIND, arg, &l->kind, &why)
		    ? 0
		    : cli_refuse(state, why.code, "--kind: %s", why.text);
	case KEY_MOVED:
		l->moved = true;
		return 0;
	case KEY_AS_OF:
		return day_parse(arg, &l->as_of, &why)
		    ? 0
		    : cli_refuse(state, why.code, "%s", why.text);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Show only rows of the kind. */
static bool
show_kind(struct cli *cli, const struct reference *r, unsigned kind, struct err *err)
{
	struct reference some = *r;
	struct org_row *rows = calloc((size_t)r->orgs_n + 1, sizeof(*rows));
	bool ok;

	if (rows == NULL)
		return err_set(err, ERR_MEMORY, "%u", r->orgs_n);
	some.orgs = rows;
	some.orgs_n = 0;
	for (uint32_t i = 0; i < r->orgs_n; i++)
		if ((unsigned)r->orgs[i].kind == kind)
			rows[some.orgs_n++] = r->orgs[i];
	ok = reference_show_orgs(cli, &some, err);
	free(rows);
	return ok;
}

static bool
show(struct cli *cli, const struct look *l, const struct reference *r, struct err *err)
{
	if (r->kind == REFERENCE_ORG_HISTORY)
		return reference_show_org_history(cli, r, err);
	if (l->moved)
		return reference_show_moved(cli, r, err);
	return l->kind != 0 ? show_kind(cli, r, l->kind, err) : reference_show_orgs(cli, r, err);
}

static int
look(struct cli *cli, const struct cli_spec *spec, enum reference_kind kind, int argc, char **argv)
{
	const struct look *l = spec->input;
	char iso[DAY_TEXT_MAX], period[2 * DAY_TEXT_MAX + 4];
	struct ask_reference answer = {.arenas_n = 0};
	struct err err;
	bool ok;

	if (!cli_parse(cli, spec, argc, argv, &err) || !cli_outbox(cli, &err))
		return cli_fail(cli, &err, NULL);
	deliver_waiting(cli, DELIVER_SHORT_MS);
	if (l->under != NULL)
		cli->org = l->under;
	if (cli->period == NULL || l->as_of != DAY_OPEN_LEFT) {
		(void)day_iso(
		    l->as_of != DAY_OPEN_LEFT ? l->as_of : day_from_unix_ms(clock_unix_ms()), iso);
		(void)snprintf(period, sizeof(period), "%s..%s", iso, iso);
		cli->period = period;
	}
	ok = reference_show_ask(cli, kind, l->text, &answer, &err) &&
	    show(cli, l, &answer.all, &err);
	if (ok && kind == REFERENCE_ORGS && l->text != NULL && answer.all.orgs_n == 0)
		cli_note(cli, "%s",
		    TR("Không có vào ngày đó. Tên đã hết: thêm --as-of NGÀY, hoặc giothong org history TÊN",
			"Nothing on that day. A name that ended: add --as-of DAY, or giothong org history NAME"));
	ask_reference_free(&answer);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

int
cmd_org_list(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"as-of", KEY_AS_OF, TR("NGÀY", "DAY"), 0,
		TR("danh bạ vào ngày này (hôm nay)", "the registry on that day (today)"), 0},
	    {"under", KEY_UNDER, TR("NƠI", "ORG"), 0,
		TR("chỉ các nơi dưới nơi này", "only those under this one"), 0},
	    {"kind", KEY_KIND, TR("LOẠI", "KIND"), 0,
		TR("chỉ loại này: province, district, commune, body, facility",
		    "only of this kind: province, district, commune, body, facility"),
		0},
	    {"moved", KEY_MOVED, NULL, 0,
		TR("chỉ các cơ quan mà cấp trên đã hết hiệu lực: cũ, nay, vì sao",
		    "only bodies whose parent ended: the old one, the one now, and why"),
		0},
	    {0},
	};
	struct look l = {.as_of = DAY_OPEN_LEFT};
	const struct cli_spec spec = {.options = options,
	    .parse = look_parse,
	    .input = &l,
	    .doc = TR(
		"Địa phương, cơ quan dưới nơi của máy này, hoặc dưới --under. Cơ quan "
		"mà cấp trên đã hết hiệu lực đứng dưới nơi kế thừa duy nhất, không có thì dưới cấp trên gần "
		"nhất còn hiệu lực: --moved liệt kê để người xem lại.\n\n"
		"Ví dụ:\n"
		"  giothong org list --under 91 --as-of 2022-05-08\n"
		"  giothong org list --moved",
		"Organisations under this machine's, or under --under.  A body whose parent ended "
		"stands under its only successor, else under the nearest ancestor that is there: --moved lists "
		"them for a person to look at.\n\n"
		"Examples:\n"
		"  giothong org list --under 91 --as-of 2022-05-08\n"
		"  giothong org list --moved")};

	return look(cli, &spec, REFERENCE_ORGS, argc, argv);
}

int
cmd_org_history(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"as-of", KEY_AS_OF, TR("NGÀY", "DAY"), 0,
		TR("mã của ai vào ngày này (hôm nay)", "whose code it is on that day (today)"), 0},
	    {0},
	};
	struct look l = {.as_of = DAY_OPEN_LEFT};
	const struct cli_spec spec = {.options = options,
	    .parse = look_parse,
	    .input = &l,
	    .args = TR("MÃ", "CODE"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = TR(
		"Một nơi từ trước đến nay: tên, tên khác, từ đâu mà có, về đâu, dân số, cơ quan.\n\n"
		"Ví dụ: giothong org history 91 --as-of 2022-05-08",
		"An organisation through time: names, other spellings, what it came of and became, "
		"populations, bodies.\n\n"
		"Example: giothong org history 91 --as-of 2022-05-08")};

	return look(cli, &spec, REFERENCE_ORG_HISTORY, argc, argv);
}

int
cmd_org_search(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"as-of", KEY_AS_OF, TR("NGÀY", "DAY"), 0,
		TR("danh bạ vào ngày này (hôm nay)", "the registry on that day (today)"), 0},
	    {"kind", KEY_KIND, TR("LOẠI", "KIND"), 0,
		TR("chỉ loại này: province, district, commune, body, facility",
		    "only of this kind: province, district, commune, body, facility"),
		0},
	    {0},
	};
	struct look l = {.as_of = DAY_OPEN_LEFT};
	const struct cli_spec spec = {.options = options,
	    .parse = look_parse,
	    .input = &l,
	    .args = TR("CHỮ", "TEXT"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = TR("Tìm theo một phần tên hoặc mã, có dấu hay không dấu.\n\n"
		      "Ví dụ: giothong org search \"phu quoc\" --as-of 2022-05-08",
		"Find by a part of a name or code, with or without marks.\n\n"
		"Example: giothong org search \"phu quoc\" --as-of 2022-05-08")};

	return look(cli, &spec, REFERENCE_ORGS, argc, argv);
}

/* ---- add */

struct add {
	struct arena *arena;
	struct org_entry o;
	const char *code;
	const char *parent;
};

static bool
take(struct add *a, int key, const char *arg, struct err *err)
{
	switch (key) {
	case ARGP_KEY_ARG:
		a->code = arg;
		return true;
	case KEY_PARENT:
		a->parent = arg;
		return true;
	case KEY_NAME:
		return report_build_copy(a->arena, arg,
		    (struct text_field){WIRE_NAME_BYTES_MAX, TR("tên", "the name")}, &a->o.name,
		    err);
	case KEY_SECTOR:
		return report_build_copy(a->arena, arg,
		    (struct text_field){WIRE_CODE_BYTES_MAX, TR("khối", "the sector")},
		    &a->o.sector, err);
	case KEY_FROM:
		return day_parse(arg, &a->o.valid_from, err);
	case KEY_FACILITY:
	default:
		a->o.kind = ORG_FACILITY;
		return true;
	}
}

static error_t
add_parse(int key, char *arg, struct argp_state *state)
{
	struct err why;

	if (key != ARGP_KEY_ARG && (key < KEY_PARENT || key > KEY_FACILITY))
		return ARGP_ERR_UNKNOWN;
	return take(state->input, key, arg, &why) ? 0 : cli_refuse(state, why.code, "%s", why.text);
}

/* The parent's code stands in front of a body's own. */
static bool
code_make(struct cli *cli, struct add *a, struct err *err)
{
	char parent[WIRE_CODE_BYTES_MAX + 1], full[2 * WIRE_CODE_BYTES_MAX + 4];
	struct org_find f;
	bool ok;

	org_find_open(&f, &cli->profile);
	ok = org_find_code(
	    &f, a->parent != NULL ? a->parent : cli->profile.org, a->o.valid_from, parent, err);
	org_find_close(&f);
	if (!ok)
		return false;
	const size_t len = strlen(parent);
	const bool has = strncmp(a->code, parent, len) == 0 && a->code[len] == '.';
	(void)snprintf(full, sizeof(full), "%s%s%.64s", has ? "" : parent, has ? "" : ".", a->code);
	return report_build_copy(a->arena, parent,
		   (struct text_field){WIRE_CODE_BYTES_MAX, TR("mã cấp trên", "the parent's code")},
		   &a->o.parent, err) &&
	    report_build_copy(a->arena, full,
		(struct text_field){WIRE_CODE_BYTES_MAX, TR("mã cơ quan", "the body's code")},
		&a->o.code, err);
}

static int
add(struct cli *cli, struct add *a)
{
	char summary[OUTBOX_SUMMARY_MAX];
	struct report r = {.kind = KIND_REGISTRY, .action = ACTION_FIRST, .reason = ""};
	const struct saving saving = {
	    .reports = &r, .n = 1, .summary = summary, .wait_ms = DELIVER_SUBMIT_MS};
	struct err err;

	if (!cli_profile(cli, &err) || !code_make(cli, a, &err))
		return cli_fail(cli, &err, NULL);
	a->o.full_name = a->o.name;
	r.u.registry.kind = a->o.kind == ORG_FACILITY ? REGISTRY_FACILITY : REGISTRY_ORG;
	r.u.registry.u.org = a->o;
	if (!rules_accept(&r, DAY_MAX, &err))
		return cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	body_twin_note(cli, &a->o);
	(void)snprintf(summary, sizeof(summary), "%s %s: %.150s", TR("Cơ quan mới", "New body"),
	    a->o.code, a->o.name);
	return saving_tell(cli, &saving);
}

int
cmd_org_add(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"name", KEY_NAME, TR("TÊN", "NAME"), 0, TR("tên đầy đủ", "full name"), 0},
	    {"parent", KEY_PARENT, TR("NƠI", "ORG"), 0,
		TR("ban chỉ đạo giao chỉ tiêu cho nó (nơi của máy này)",
		    "the committee that gives it its target (this machine's)"),
		0},
	    {"from", KEY_FROM, TR("NGÀY", "DAY"), 0,
		TR("có từ ngày (từ trước đến nay)", "since (always)"), 0},
	    {"sector", KEY_SECTOR, TR("KHỐI", "SECTOR"), 0,
		TR("khối: mã, tên hoặc tên khác", "its sector: code, name or alias"), 0},
	    {"facility", KEY_FACILITY, NULL, 0, TR("nơi tiếp nhận máu", "a collecting facility"),
		0},
	    {0},
	};
	struct add a = {.arena = arena_make(ARENA_FIRST, ARENA_MAX),
	    .o = {.name = "",
		.type = "",
		.sector = "",
		.continues_code = "",
		.kind = ORG_BODY,
		.valid_from = DAY_OPEN_LEFT,
		.valid_to = DAY_OPEN_RIGHT}};
	const struct cli_spec spec = {.options = options,
	    .parse = add_parse,
	    .input = &a,
	    .args = TR("MÃ", "CODE"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = TR(
		"Thêm một cơ quan: trường, bệnh viện, công ty, công an, đoàn thể… Mã của cấp trên "
		"đứng trước: VINPEARL dưới 91 là 91.VINPEARL.\n\n"
		"Ví dụ: giothong org add VINPEARL --parent 91 --name \"Vinpearl Phú Quốc\"",
		"Add a body: a school, hospital, company, police, union…  Its parent's code stands in "
		"front: VINPEARL under 91 is 91.VINPEARL.\n\n"
		"Example: giothong org add VINPEARL --parent 91 --name \"Vinpearl Phú Quốc\"")};
	struct err err;
	int status;

	if (a.arena == NULL) {
		(void)err_set(&err, ERR_MEMORY, "org add");
		return cli_fail(cli, &err, NULL);
	}
	status = cli_parse(cli, &spec, argc, argv, &err) ? add(cli, &a) : cli_fail(cli, &err, NULL);
	arena_free(a.arena);
	return status;
}

/* giothong installs, installs confirm, revoke - the machines of an organisation and below. */
#include <ctype.h>
#include <string.h>

#include "ask.h"
#include "base/clock.h"
#include "base/lang.h"
#include "cmd.h"
#include "saving.h"
#include "words.h"

#define WAIT_MS 10000
#define LIST_PERIOD ""    /* the current plan year: installs have no period of their own */
#define SLIP_NAME_BYTES 4 /* of the invitation's id; the same twice is asked back */
#define SLIP_NAME_MAX (sizeof("slip-") + 2 * (size_t)SLIP_NAME_BYTES)

static bool
installs_ask(struct cli *cli, uint64_t as_of_batch, struct ask **ask, struct ask_reference *ret,
    struct err *err)
{
	/*
	 * None named: this office's own, also when it has ended and its code means nothing today.
	 */
	const struct reference_request q = {.kind = REFERENCE_INSTALLS,
	    .org = cli->org == NULL ? "" : cli->org,
	    .period = LIST_PERIOD,
	    .search = "",
	    .as_of_batch = as_of_batch};

	return ask_open(&cli->profile, ask, err) && ask_reference(*ask, &q, ret, err);
}

/* What an open invitation is called: it has no machine and so no digits. */
static const char *
slip_name(const struct install_row *r, char ret[SLIP_NAME_MAX])
{
	size_t at = (size_t)snprintf(ret, SLIP_NAME_MAX, "slip-");

	for (size_t i = 0; i < SLIP_NAME_BYTES; i++, at += 2)
		(void)snprintf(ret + at, SLIP_NAME_MAX - at, "%02x", r->invitation[i]);
	return ret;
}

static const char *
state_text(const struct install_row *r)
{
	if (r->state == KEY_ACTIVE && r->pending)
		return TR("chờ xác nhận", "waits for confirmation");
	return words_text(WORDS_KEY_STATE, (unsigned)r->state);
}

static bool
installs_print(struct cli *cli, const struct reference *all, struct err *err)
{
	const struct table_column columns[] = {
	    {"org", TR("Nơi", "Organisation"), TABLE_KEY},
	    {"name", TR("Tên", "Name"), TABLE_TEXT},
	    {"state", NULL, TABLE_TEXT},
	    {"state_text", TR("Tình trạng", "State"), TABLE_TEXT},
	    {"pending", NULL, TABLE_BOOL},
	    {"role", NULL, TABLE_TEXT},
	    {"role_text", TR("Vai trò", "Role"), TABLE_TEXT},
	    {"label", TR("Máy", "Machine"), TABLE_TEXT},
	    {"at", TR("Từ", "Since"), TABLE_TIME},
	    {"fingerprint", TR("Sáu nhóm số", "Fingerprint"), TABLE_KEY},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok = t != NULL || err_set(err, ERR_MEMORY, "installs");
	char name[SLIP_NAME_MAX];

	for (uint32_t i = 0; ok && i < all->installs_n; i++) {
		const struct install_row *r = &all->installs[i];

		table_text(t, r->org);
		table_text(t, r->org_name);
		table_text(t, words_name(WORDS_KEY_STATE, (unsigned)r->state));
		table_text(t, state_text(r));
		table_number(t, r->pending);
		table_text(t, words_name(WORDS_ROLE, (unsigned)r->role));
		table_text(t, words_text(WORDS_ROLE, (unsigned)r->role));
		table_text(t, r->label);
		table_number(t, r->at_ms);
		table_text(t, r->state == KEY_INVITED ? slip_name(r, name) : r->fingerprint);
	}
	table_batch(t, all->as_of_batch);
	ok = ok && cli_print(cli, t, "installs", err);
	table_free(t);
	return ok;
}

int
cmd_installs(struct cli *cli, int argc, char **argv)
{
	const struct cli_spec spec = {
	    .doc = TR("Các máy đã kích hoạt và phiếu còn hạn của một nơi và bên dưới (--org).",
		"Enrolled machines and open invitations of an organisation and below (--org)."),
	};
	struct ask_reference found = {.list = NULL};
	struct ask *ask = NULL;
	struct err err = {0};
	int status = 0;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_profile(cli, &err) ||
	    !installs_ask(cli, cli->as_of_batch, &ask, &found, &err) ||
	    !installs_print(cli, &found.all, &err))
		status = cli_fail(cli, &err, NULL);
	ask_reference_free(&found);
	ask_close(ask);
	return status;
}

/*
 * ---- confirm and revoke: one install, named by its digits, its label or, for revoke, its office
 */

struct choice {
	const char *words; /* six groups of digits, a slip's name, a label, or a code */
	const char *reason;
	bool revokes;
	bool yes; /* this very machine may go */
};

static void
digits_of(const char *text, char *ret, size_t size)
{
	size_t n = 0;

	for (; *text != '\0' && n + 1 < size; text++)
		if (isdigit((unsigned char)*text))
			ret[n++] = *text;
	ret[n] = '\0';
}

/* Digits as they are read aloud: blanks and strokes between them do not matter. */
static bool
is_chosen(const struct choice *c, const struct install_row *r)
{
	char asked[64], has[64], name[SLIP_NAME_MAX];

	if (r->state == KEY_INVITED && strcmp(c->words, slip_name(r, name)) == 0)
		return c->revokes;
	digits_of(c->words, asked, sizeof(asked));
	digits_of(r->fingerprint, has, sizeof(has));
	if (has[0] != '\0' && strcmp(asked, has) == 0)
		return true;
	return c->revokes && (strcmp(c->words, r->org) == 0 || strcmp(c->words, r->label) == 0);
}

static bool
is_open(const struct choice *c, const struct install_row *r)
{
	return c->revokes ? r->state == KEY_ACTIVE || r->state == KEY_INVITED
			  : r->state == KEY_ACTIVE && r->pending;
}

static bool
choose(const struct choice *c, const struct reference *all, const struct install_row **ret,
    struct err *err)
{
	bool gone = false;

	*ret = NULL;
	for (uint32_t i = 0; i < all->installs_n; i++) {
		const struct install_row *r = &all->installs[i];

		gone = gone || (r->state == KEY_REVOKED && is_chosen(c, r));
		if (!is_chosen(c, r) || !is_open(c, r))
			continue;
		if (*ret != NULL)
			return err_set(err, ERR_ORG_AMBIGUOUS, "%s",
			    TR("nhiều máy hoặc phiếu: nêu sáu nhóm số, hoặc tên phiếu (giothong installs)",
				"several machines or slips: name the six groups of digits, or the slip (giothong installs)"));
		*ret = r;
	}
	if (*ret == NULL && c->revokes && gone)
		return err_set(
		    err, ERR_NOTHING, TR("%s đã thu hồi rồi", "%s is revoked already"), c->words);
	return *ret != NULL ||
	    err_set(err, ERR_NOT_FOUND,
		TR("không có máy %s; xem: giothong installs",
		    "no machine %s; see: giothong installs"),
		c->words);
}

/* A machine that revokes itself ends its own work: not by a slip of the hand. */
static bool
may_go(const struct cli *cli, const struct choice *c, const struct install_row *r, struct err *err)
{
	struct keys keys = {0};
	bool own;

	if (!c->revokes || c->yes || r->state == KEY_INVITED)
		return true;
	if (!profile_keys(&cli->profile, &keys, err))
		return false;
	own = memcmp(keys.sign_public, r->sign_key, WIRE_KEY_BYTES) == 0;
	keys_wipe(&keys);
	return !own ||
	    err_set(err, ERR_USAGE, "%s",
		TR("đây là chính máy này; chắc chắn thì thêm --yes",
		    "this is the machine itself; add --yes when you are sure"));
}

static int
choice_save(struct cli *cli, const struct choice *c, const struct install_row *r)
{
	char summary[OUTBOX_SUMMARY_MAX];
	struct report report = {.kind = KIND_KEY,
	    .action = ACTION_FIRST,
	    .reason = "",
	    .u.key = {.state = c->revokes ? KEY_REVOKED : KEY_CONFIRMED,
		.org = r->org,
		.role = r->role,
		.label = r->label,
		.reason = c->reason == NULL ? "" : c->reason}};
	const struct saving s = {
	    .reports = &report, .n = 1, .summary = summary, .wait_ms = WAIT_MS};

	if (r->state != KEY_INVITED)
		memcpy(report.u.key.sign_key, r->sign_key, WIRE_KEY_BYTES);
	else
		memcpy(report.u.key.invitation, r->invitation, WIRE_INVITATION_BYTES);
	(void)snprintf(summary, sizeof(summary), "%s: %s, %s%s%s",
	    c->revokes ? TR("Thu hồi", "Revoke") : TR("Xác nhận", "Confirm"), r->org_name,
	    words_text(WORDS_ROLE, (unsigned)r->role), r->label[0] != '\0' ? ", " : "", r->label);
	return saving_tell(cli, &s);
}

static int
choice_run(struct cli *cli, const struct choice *c)
{
	const struct install_row *r = NULL;
	struct ask_reference found = {.list = NULL};
	struct ask *ask = NULL;
	struct err err = {0};
	int status = 0;

	if (!cli_profile(cli, &err) || !installs_ask(cli, 0, &ask, &found, &err) ||
	    !choose(c, &found.all, &r, &err) || !may_go(cli, c, r, &err))
		status = cli_fail(cli, &err, NULL);
	else
		status = choice_save(cli, c, r);
	ask_reference_free(&found);
	ask_close(ask);
	return status;
}

enum { KEY_REASON = 1, KEY_YES };

static error_t
parse(int key, char *arg, struct argp_state *state) /* NOLINT(readability-non-const-parameter) */
{
	struct choice *c = state->input;

	if (key == ARGP_KEY_ARG) {
		c->words = arg;
		return 0;
	}
	if (key == KEY_REASON && c->revokes) {
		c->reason = arg;
		return 0;
	}
	if (key == KEY_YES && c->revokes) {
		c->yes = true;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

int
cmd_installs_confirm(struct cli *cli, int argc, char **argv)
{
	struct choice c = {.revokes = false};
	const struct cli_spec spec = {
	    .parse = parse,
	    .input = &c,
	    .args = TR("\"SÁU NHÓM SỐ\"", "\"SIX GROUPS OF DIGITS\""),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = TR(
		"Người thứ hai xác nhận máy của một ban chỉ đạo: đọc sáu nhóm số cho nhau qua điện thoại.",
		"A second person confirms a committee's machine: read the six groups of digits to each other by telephone."),
	};
	struct err err = {0};

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	return choice_run(cli, &c);
}

int
cmd_revoke(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"reason", KEY_REASON, TR("LÝ-DO", "TEXT"), 0, TR("vì sao (cần có)", "why (needed)"),
		0},
	    {"yes", KEY_YES, NULL, 0,
		TR("thu hồi cả khi đó là chính máy này", "also when it is this very machine"), 0},
	    {0},
	};
	struct choice c = {.revokes = true};
	const struct cli_spec spec = {
	    .options = options,
	    .parse = parse,
	    .input = &c,
	    .args = TR("\"SÁU NHÓM SỐ\"|PHIẾU|NƠI", "\"DIGITS\"|SLIP|ORG"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = TR("Thu hồi một máy hay một phiếu mời: có hiệu lực từ lần ghi kế tiếp.",
		"Revoke a machine or an invitation: it binds from the next batch on."),
	};
	struct err err = {0};

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	if (c.reason == NULL)
		(void)err_set(&err, ERR_NOTE_MISSING, "--reason");
	return c.reason == NULL ? cli_fail(cli, &err, NULL) : choice_run(cli, &c);
}

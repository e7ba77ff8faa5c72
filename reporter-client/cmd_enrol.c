#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cmd.h"
#include "enrol.h"
#include "words.h"

#define FILE_MAX ((size_t)16 * 1024) /* a slip with some words around the invitation */
#define PART_MAX 2048
#define MARK "gh1-"

enum key { KEY_LABEL = 1 };

struct options {
	char *token;
	char *label;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_LABEL:
		o->label = arg;
		return 0;
	case ARGP_KEY_ARG:
		o->token = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* The word that begins with the mark, wherever in the text it stands. */
static bool
word_read(const char *text, struct invitation *ret, struct err *err)
{
	char word[INVITATION_TEXT_MAX];
	const char *at = strstr(text, MARK);
	size_t len;

	if (at == NULL)
		return err_set(err, ERR_INVITATION, "%s",
			   TR("không thấy phiếu mời (một từ bắt đầu bằng gh1-)",
			       "there is no invitation in it (a word that begins with gh1-)")) ||
		    err_next(err,
			TR("chép lại phiếu mời, cả dòng",
			    "copy the invitation again, the whole line"));
	len = strcspn(at, " \t\r\n\"',;<>");
	if (len >= sizeof(word))
		return err_set(err, ERR_INVITATION, "%s",
		    TR("phiếu mời quá dài", "the invitation is too long"));
	memcpy(word, at, len);
	word[len] = '\0';
	return invitation_from_text(word, ret, err);
}

/* Until the line that holds the invitation is whole: who pastes it does not end the input. */
static bool
input_read(struct buf *ret, struct err *err)
{
	char part[PART_MAX];

	while (ret->len < FILE_MAX && fgets(part, sizeof(part), stdin) != NULL) {
		buf_put(ret, part, strlen(part));
		if (strchr(part, '\n') != NULL && strstr(buf_text(ret), MARK) != NULL)
			break;
	}
	return ferror(stdin) == 0 ||
	    err_set(err, ERR_IO, "%s", TR("đầu vào chuẩn", "standard input"));
}

/* A name is a file's; what begins with the mark is the invitation itself. */
static bool
invitation_read(const char *token, struct invitation *ret, struct err *err)
{
	struct buf text = {0};
	bool ok;

	if (strncmp(token, MARK, strlen(MARK)) == 0)
		return word_read(token, ret, err);
	if (strcmp(token, "-") == 0)
		ok = input_read(&text, err);
	else
		ok = os_file_read(token, FILE_MAX, &text, err);
	ok = ok && word_read(buf_text(&text), ret, err);
	buf_free(&text);
	return ok;
}

static bool
result_json(struct cli *cli, const struct enrol_result *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"profile", TR("Hồ sơ", "Profile"), TABLE_TEXT},
	    {"org", TR("Nơi", "Organisation"), TABLE_TEXT},
	    {"org_name", TR("Tên", "Name"), TABLE_TEXT},
	    {"role", TR("Vai trò", "Role"), TABLE_TEXT},
	    {"fingerprint", TR("Sáu nhóm số", "Six groups"), TABLE_TEXT},
	    {"pending", TR("Chờ xác nhận", "Pending"), TABLE_BOOL},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "enrol");
	table_text(t, r->profile.name);
	table_text(t, r->profile.org);
	table_text(t, r->org_name[0] != '\0' ? r->org_name : NULL);
	table_text(t, profile_role_name(r->profile.role));
	table_text(t, r->fingerprint);
	table_number(t, r->pending);
	ok = cli_print(cli, t, "enrol", err);
	table_free(t);
	return ok;
}

static void
result_words(const struct cli *cli, const struct enrol_result *r)
{
	const char *name = r->org_name[0] != '\0' ? r->org_name : r->profile.org;

	(void)printf(r->again ? TR("Máy này đã được kích hoạt cho %s (%s), hồ sơ %s.\n",
				    "This machine is enrolled already for %s (%s), profile %s.\n")
			      : TR("Đã kích hoạt máy này cho %s (%s), hồ sơ %s.\n",
				    "This machine is enrolled for %s (%s), profile %s.\n"),
	    name, words_text(WORDS_ROLE, (unsigned)r->profile.role), r->profile.name);
	if (r->unused)
		cli_note(cli, "%s",
		    TR("Máy đã có khóa từ phiếu trước: phiếu này chưa dùng, để kích hoạt máy khác hoặc thu hồi.",
			"An earlier invitation brought its keys: this one is unused, for another machine or to be "
			"revoked."));
	(void)printf(
	    TR("Sáu nhóm số của máy: %s\n", "This machine's six groups: %s\n"), r->fingerprint);
	if (r->pending)
		(void)printf("%s\n",
		    TR("Chờ người thứ hai xác nhận: đọc sáu nhóm số qua điện thoại cho ban chỉ đạo cấp trên "
		       "(giothong installs confirm).",
			"A second person must confirm: read the six groups to the committee above by telephone "
			"(giothong installs confirm)."));
	cli_note(cli, "%s",
	    TR("Gửi nền khi máy bật: systemctl --user enable --now giothong-send",
		"To send in the background: systemctl --user enable --now giothong-send"));
}

int
cmd_enrol(struct cli *cli, int argc, char **argv)
{
	const struct argp_option options[] = {
	    {"label", KEY_LABEL, TR("TÊN", "LABEL"), 0,
		TR("tên máy, để ban chỉ đạo nhận ra", "this machine's name, for the committee"), 0},
	    {0},
	};
	struct options o = {0};
	const struct cli_spec spec = {
	    .options = options,
	    .parse = parse,
	    .input = &o,
	    .args = TR("TỆP|-|PHIẾU-MỜI", "FILE|-|INVITATION"),
	    .doc = TR(
		"Kích hoạt máy này bằng phiếu mời của ban chỉ đạo: TỆP có phiếu, hoặc - rồi dán phiếu vào. Phiếu gõ ngay "
		"trên dòng lệnh cũng được, nhưng người khác trên máy xem được (ps). Bị ngắt giữa chừng thì chạy lại cùng "
		"lệnh. --profile đặt tên hồ sơ.",
		"Enrol this machine with a committee's invitation: FILE has it in it, or - and paste it. On the command line "
		"it works, too, but others on this machine can see it there (ps). If it breaks off, run the same again. "
		"--profile names the profile."),
	    .args_min = 1,
	    .args_max = 1,
	};
	struct invitation invitation = {0};
	struct enrol_request request = {.invitation = &invitation};
	struct enrol_result result = {0};
	struct err err = {0};
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) ||
	    !invitation_read(o.token, &invitation, &err))
		return cli_fail(cli, &err, NULL);
	request.profile = cli->profile_name;
	request.label = o.label;
	ok = enrol_run(&request, &result, &err);
	memset(&invitation, 0, sizeof(invitation));
	if (!ok)
		return cli_fail(cli, &err,
		    err_is_retry(err.code)
			? TR("Khóa của máy đã giữ lại: chạy lại cùng lệnh là xong tiếp.",
			      "The keys are kept: the same command goes on from here.")
			: NULL);
	if (!cli->json && !cli->csv && cli->output == NULL)
		result_words(cli, &result);
	else if (!result_json(cli, &result, &err))
		return cli_fail(cli, &err, NULL);
	return 0;
}

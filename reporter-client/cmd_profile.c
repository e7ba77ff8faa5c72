#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cmd.h"
#include "server_keys.h"
#include "words.h"

static bool
rows_print(struct cli *cli, const struct profile *list, size_t n, struct err *err)
{
	const struct table_column columns[] = {
	    {"profile", TR("Hồ sơ", "Profile"), TABLE_KEY},
	    {"current", TR("Đang dùng", "In use"), TABLE_BOOL},
	    {"enrolled", TR("Đã kích hoạt", "Enrolled"), TABLE_BOOL},
	    {"org", TR("Nơi", "Organisation"), TABLE_KEY},
	    {"role", NULL, TABLE_TEXT},
	    {"role_text", TR("Vai trò", "Role"), TABLE_TEXT},
	    {"label", TR("Tên máy", "Label"), TABLE_TEXT},
	    {"intake", TR("Cổng nhận", "Intake"), TABLE_TEXT},
	};
	char current[PROFILE_NAME_MAX + 1];
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok = t != NULL || err_set(err, ERR_MEMORY, "profile list");

	ok = ok && profile_current(current, err);
	for (size_t i = 0; ok && i < n; i++) {
		table_text(t, list[i].name);
		table_number(t, strcmp(list[i].name, current) == 0);
		table_number(t, list[i].enrolled);
		table_text(t, list[i].org);
		table_text(t, profile_role_name(list[i].role));
		table_text(t, words_text(WORDS_ROLE, (unsigned)list[i].role));
		table_text(t, list[i].label);
		table_text(t, list[i].intake);
	}
	ok = ok && cli_print(cli, t, "profiles", err);
	table_free(t);
	return ok;
}

int
cmd_profile_list(struct cli *cli, int argc, char **argv)
{
	const struct cli_spec spec = {0};
	struct profile *list = NULL;
	struct err err = {0};
	size_t n = 0;
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err) || !profile_list(&list, &n, &err))
		return cli_fail(cli, &err, NULL);
	if (n == 0)
		ok = err_set(&err, ERR_NO_PROFILE, "%s", "");
	else
		ok = rows_print(cli, list, n, &err);
	free(list);
	return ok ? 0 : cli_fail(cli, &err, NULL);
}

static error_t
use_parse(int key, char *arg, struct argp_state *state)
{
	char **name = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	*name = arg;
	return 0;
}

int
cmd_profile_use(struct cli *cli, int argc, char **argv)
{
	char *name = NULL;
	const struct cli_spec spec = {
	    .parse = use_parse,
	    .input = &name,
	    .args = TR("TÊN", "NAME"),
	    .args_min = 1,
	    .args_max = 1,
	};
	struct err err = {0};

	if (!cli_parse(cli, &spec, argc, argv, &err) || !profile_use(name, &err))
		return cli_fail(cli, &err, NULL);
	cli_note(cli, TR("Từ nay dùng hồ sơ %s.", "Profile %s is in use from now on."), name);
	return 0;
}

int
cmd_profile_renew(struct cli *cli, int argc, char **argv)
{
	char *path = NULL;
	const struct cli_spec spec = {
	    .parse = use_parse,
	    .input = &path,
	    .args = TR("TỆP", "FILE"),
	    .args_min = 1,
	    .args_max = 1,
	    .doc = TR(
		"Nhận khóa mới của máy chủ từ tệp thông báo, khi máy này vắng mặt suốt lần đổi khóa. Tệp "
		"do giothong-aggregator rotate notice ghi ra; chỉ nhận khi khóa đã biết báo trước khóa "
		"mới.",
		"Take the aggregator's new keys from a notice file, when this machine was away through a whole "
		"change of keys.  giothong-aggregator rotate notice writes it; it is taken only when the key "
		"that is known announced the new one."),
	};
	struct err err = {0};

	if (!cli_parse(cli, &spec, argc, argv, &err) || !cli_profile(cli, &err) ||
	    !server_keys_renew(&cli->profile, path, &err))
		return cli_fail(cli, &err, NULL);
	if (cli->json)
		(void)printf("{\"keys\": %u}\n", server_keys_count(&cli->profile));
	else
		cli_note(cli,
		    TR("Từ nay dùng khóa %u của máy chủ, cổng %s.",
			"Key %u of the server is in use from now on, at %s."),
		    server_keys_count(&cli->profile),
		    server_keys_newest_door(&cli->profile, false).address);
	return 0;
}

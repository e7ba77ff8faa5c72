/* giothong-aggregator: takes in signed reports, keeps the ledger, answers questions. */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "cmd.h"
#include "wire/keys.h"

#define EXIT_USAGE 64

struct row {
	const char *name; /* one or two words */
	int (*run)(struct cmd *c);
	const char *args; /* the words that it takes; "": none */
	const char *vi, *en;
};

/* clang-format off */
static const struct row rows[] = {
	{"serve", cmd_serve, "", "nhận báo cáo, trả lời câu hỏi", "take in reports, answer questions"},
	{"bootstrap", cmd_bootstrap, "", "làm khóa và hồ sơ của người vận hành",
		"make the operator's key and profile"},
	{"org import", cmd_org_import, "", "nạp danh mục đơn vị hành chính của cơ quan nhà nước",
		"load the authority's list of places and bodies"},
	{"migrate", cmd_migrate, "", "đưa cơ sở dữ liệu lên bản của chương trình này",
		"bring the database to this program's schema"},
	{"status", cmd_status, "", "sổ cái đến đâu, máy chủ có chạy không",
		"where the ledger stands, and whether the server runs"},
	{"verify", cmd_verify, "", "tính lại tất cả từ sổ cái và so",
		"recompute everything from the ledger, and compare"},
	{"export", cmd_export, "FILE", "ghi sổ cái ra một tệp cho người kiểm toán",
		"write the ledger to a file for an auditor"},
	{"rotate", cmd_rotate, "prepare|start|close|notice|status",
		"đổi khóa của máy chủ: prepare, start, close, notice, status",
		"change the server's keys: prepare, start, close, notice, status"},
	{"backup", cmd_backup, "DIR", "chép cụm PostgreSQL riêng và khóa vào một thư mục",
		"copy the private PostgreSQL cluster and the keys into a folder"},
	{"restore", cmd_restore, "DIR", "đặt một bản sao lưu vào thư mục chưa có cơ sở dữ liệu",
		"put a backup where there is no database"},
	{"recover", cmd_recover, "", "sau khi khôi phục: mở kỳ mới từ lần ghi còn lại mới nhất",
		"after a restore: begin a new epoch at the newest batch there is"},
};
/* clang-format on */

static void
usage(FILE *out)
{
	(void)fprintf(out, "%s\n",
	    TR("Cách dùng: giothong-aggregator LỆNH [TÙY CHỌN]",
		"Usage: giothong-aggregator COMMAND [OPTIONS]"));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		(void)fprintf(out, "  %-12s %s\n", rows[i].name, TR(rows[i].vi, rows[i].en));
	(void)fprintf(out, "%s\n",
	    TR("Xem thêm: giothong-aggregator LỆNH --help",
		"More: giothong-aggregator COMMAND --help"));
}

/* The row that ${argv[1]} (and ${argv[2]}) name; *${ret_words}: how many words that took. */
static const struct row *
row_find(int argc, char **argv, int *ret_words)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *blank = strchr(rows[i].name, ' ');
		const size_t first =
		    blank == NULL ? strlen(rows[i].name) : (size_t)(blank - rows[i].name);

		if (argc < 2 || strlen(argv[1]) != first ||
		    strncmp(argv[1], rows[i].name, first) != 0)
			continue;
		*ret_words = blank == NULL ? 1 : 2;
		if (blank == NULL || (argc > 2 && strcmp(argv[2], blank + 1) == 0))
			return &rows[i];
	}
	return NULL;
}

/* Take "--lang X", "--lang=X" and "--json" out, wherever they stand. */
static bool
shared_take(struct cmd *c, int *argc, char **argv, struct err *err)
{
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		const char *lang = NULL;

		if (strcmp(argv[i], "--json") == 0) {
			c->json = true;
			continue;
		}
		if (strncmp(argv[i], "--lang=", 7) == 0)
			lang = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < *argc)
			lang = argv[++i];
		if (lang == NULL)
			argv[kept++] = argv[i];
		else if (!lang_set(lang))
			return err_set(err, ERR_USAGE,
			    TR("--lang %s: vi hoặc en", "--lang %s: vi or en"), lang);
	}
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

int
main(int argc, char **argv)
{
	struct cmd c = {0};
	struct err err = {0};
	const struct row *row;
	int words = 0;
	int status;

	(void)lang_set(NULL);
	if (!keys_init(&err) || !shared_take(&c, &argc, argv, &err))
		return cmd_fail(&c, &err);
	if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
		(void)puts("giothong-aggregator " GH_VERSION);
		return 0;
	}
	row = row_find(argc, argv, &words);
	if (row == NULL) {
		const bool asked =
		    argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0);

		if (!asked && argc >= 2)
			(void)fprintf(stderr,
			    TR("giothong-aggregator: không có lệnh “%s”\n",
				"giothong-aggregator: no command “%s”\n"),
			    argv[1]);
		usage(asked ? stdout : stderr);
		return asked ? 0 : EXIT_USAGE;
	}
	c.name = row->name;
	c.args = row->args;
	c.vi = row->vi;
	c.en = row->en;
	argv += words;
	argc -= words;
	if (!app_settings_load(&c.settings, &argc, argv, &err)) {
		status = cmd_fail(&c, &err);
	} else {
		c.argc = argc;
		c.argv = argv;
		status = row->run(&c);
	}
	app_settings_free(&c.settings);
	return status;
}

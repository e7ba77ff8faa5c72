#include "app_settings.h"

#include <string.h>

#include "app_state.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/os.h"
#include "db/conninfo.h"

#define CONFIG_FILE "/etc/giothong/aggregator.conf"
#define ENV_PREFIX "GIOTHONG_AGGREGATOR_"
#define CONFIG_OPTION "--config"

#define AT(member) offsetof(struct app_settings, member)

/* clang-format off */
static const struct setting rows[] = {
	{"state", SETTING_PATH, AT(state), APP_STATE_DIR, 1, 0,
		"thư mục của máy chủ: khóa, đầu chuỗi, cụm PostgreSQL riêng",
		"the server's folder: keys, newest head, private PostgreSQL cluster"},
	{"database", SETTING_SECRET, AT(database), "", 0, 0,
		"địa chỉ PostgreSQL (conninfo); trống: cụm riêng trong thư mục trên",
		"PostgreSQL's address (conninfo); empty: a private cluster in that folder"},
	{"intake", SETTING_STR, AT(intake), "tcp://*:7431", 1, 0,
		"cổng nhận báo cáo", "where reports come in"},
	{"query", SETTING_STR, AT(query), "tcp://*:7432", 1, 0,
		"cổng hỏi và theo dõi", "where questions and watches come in"},
	{"public-intake", SETTING_STR, AT(public_intake), "", 0, 0,
		"địa chỉ nhận ghi trong phiếu mời; trống: tcp://127.0.0.1:CỔNG",
		"intake address in invitations; empty: tcp://127.0.0.1:PORT"},
	{"public-query", SETTING_STR, AT(public_query), "", 0, 0,
		"địa chỉ hỏi ghi trong phiếu mời; trống: tcp://127.0.0.1:CỔNG",
		"query address in invitations; empty: tcp://127.0.0.1:PORT"},
	{"second-intake", SETTING_STR, AT(second_intake), "tcp://*:7441", 1, 0,
		"cặp cổng thứ hai, mở khi đổi khóa máy chủ: cổng nhận",
		"the second pair of doors, open while the server's keys change: intake"},
	{"second-query", SETTING_STR, AT(second_query), "tcp://*:7442", 1, 0,
		"cổng hỏi của cặp cổng thứ hai", "the second pair's query door"},
	{"second-public-intake", SETTING_STR, AT(second_public_intake), "", 0, 0,
		"địa chỉ nhận của cặp thứ hai cho các nơi; trống: tcp://127.0.0.1:CỔNG",
		"the second pair's intake as offices reach it; empty: tcp://127.0.0.1:PORT"},
	{"second-public-query", SETTING_STR, AT(second_public_query), "", 0, 0,
		"địa chỉ hỏi của cặp thứ hai cho các nơi; trống: tcp://127.0.0.1:CỔNG",
		"the second pair's query door as offices reach it; empty: tcp://127.0.0.1:PORT"},
	{"realm", SETTING_U32, AT(realm), "1", 1, INT32_MAX,
		"số của chuỗi sổ cái", "number of the ledger's chain"},
	{"queue", SETTING_U32, AT(queue), "32768", 16, 262144,
		"số bản gửi chờ ghi, quá thì để bên gửi chờ",
		"submissions that wait to be written; beyond it senders wait"},
	{"quota-org", SETTING_U32, AT(quota_org), "6000", 0, 10000000,
		"số bản gửi mỗi phút của một nơi, quá thì để nơi đó chờ; 0: không giới hạn",
		"submissions a minute of one organisation; beyond it that one waits; 0: no bound"},
	{"quota-address", SETTING_U32, AT(quota_address), "30000", 0, 10000000,
		"số lần bắt tay mỗi phút của một địa chỉ mạng; 0: không giới hạn",
		"handshakes a minute of one network address; 0: no bound"},
	{"quota-questions", SETTING_U32, AT(quota_questions), "12000", 0, 10000000,
		"số câu hỏi mỗi phút của một máy, quá thì để máy đó chờ; 0: không giới hạn",
		"questions a minute of one machine; beyond it that one waits; 0: no bound"},
	{"quota-questions-address", SETTING_U32, AT(quota_questions_address), "60000", 0, 10000000,
		"số câu hỏi mỗi phút của một địa chỉ mạng; 0: không giới hạn",
		"questions a minute of one network address; 0: no bound"},
	{"log-level", SETTING_STR, AT(log_level), "info", 1, 16,
		"error, warn, info hoặc debug", "error, warn, info or debug"},
};
/* clang-format on */

static struct settings
table_of(struct app_settings *s)
{
	return (struct settings){.rows = rows, .row_count = ARRAY_LEN(rows), .values = s};
}

/* Take "--config FILE" or "--config=FILE" out; NULL: not given. */
static bool
config_take(int *argc, char **argv, const char **ret, struct err *err)
{
	const size_t len = strlen(CONFIG_OPTION);
	int kept = 1;

	*ret = NULL;
	for (int i = 1; i < *argc; i++) {
		if (strcmp(argv[i], CONFIG_OPTION) == 0) {
			if (i + 1 == *argc)
				return err_set(err, ERR_USAGE,
				    TR("%s thiếu tên tệp", "%s lacks a file"), CONFIG_OPTION);
			*ret = argv[++i];
		} else if (strncmp(argv[i], CONFIG_OPTION "=", len + 1) == 0) {
			*ret = argv[i] + len + 1;
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

/* Arguments and the environment are everybody's to read, so that no address holds a password. */
static bool
database_has_no_secret(const char *database, struct err *err)
{
	return !conninfo_has_secret(database) ||
	    err_set(err, ERR_CONFIG, "%s",
		TR("database: mật khẩu không đứng ở đây: để trong một tệp 0600 và ghi passfile=TỆP",
		    "database: a password does not stand here: keep it in a file of mode 0600 and say passfile=FILE"));
}

/* The port at the end of tcp://…; what a door binds may be "*", the system's choice. */
static bool
port_is_right(const char *name, const char *address, bool may_choose, struct err *err)
{
	const char *port = strrchr(address, ':');
	int64_t n = 0;
	struct err ignored;

	if (strncmp(address, "tcp://", 6) != 0 ||
	    (may_choose && port != NULL && strcmp(port, ":*") == 0))
		return true;
	if (port != NULL && port[1] != '\0' && strspn(port + 1, "0123456789") == strlen(port + 1) &&
	    num_parse_count(port + 1, &n, &ignored) && n >= 1 && n <= UINT16_MAX)
		return true;
	return err_set(err, ERR_CONFIG,
	    TR("%s %s: cổng phải là 1..65535", "%s %s: the port has to be 1..65535"), name,
	    address);
}

static bool
ports_are_right(const struct app_settings *s, struct err *err)
{
	const struct {
		const char *name;
		const char *address;
		bool may_choose;
	} doors[] = {
	    {"intake", s->intake, true},
	    {"query", s->query, true},
	    {"second-intake", s->second_intake, true},
	    {"second-query", s->second_query, true},
	    {"public-intake", s->public_intake, false},
	    {"public-query", s->public_query, false},
	    {"second-public-intake", s->second_public_intake, false},
	    {"second-public-query", s->second_public_query, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(doors); i++)
		if (!port_is_right(doors[i].name, doors[i].address, doors[i].may_choose, err))
			return false;
	return true;
}

bool
app_settings_load(struct app_settings *ret, int *argc, char **argv, struct err *err)
{
	const struct settings table = table_of(ret);
	const char *config;

	if (!settings_defaults(&table, err) || !config_take(argc, argv, &config, err))
		return false;
	if (config == NULL && os_file_exists(CONFIG_FILE))
		config = CONFIG_FILE;
	if (config != NULL && !settings_load_file(&table, config, err))
		return false;
	return settings_load_env(&table, ENV_PREFIX, err) &&
	    settings_take_args(&table, argc, argv, err) &&
	    database_has_no_secret(ret->database, err) && ports_are_right(ret, err);
}

void
app_settings_help(FILE *out)
{
	struct app_settings unused = {0};
	const struct settings table = table_of(&unused);

	(void)fprintf(out, "      --config FILE\n%28s%s\n", "",
	    TR("tệp cấu hình; mặc định " CONFIG_FILE " khi có",
		"settings file; default " CONFIG_FILE " when there is one"));
	settings_help(&table, out);
}

void
app_settings_free(struct app_settings *s)
{
	const struct settings table = table_of(s);

	settings_free(&table);
}

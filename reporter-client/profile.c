#include "profile.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "base/settings.h"
#include "base/text.h"
#include "server_keys.h"

#define FILE_INI "profile.ini"
#define FILE_CURRENT "current"
#define HEX_CHARS (2 * WIRE_KEY_BYTES)
#define LABEL_BYTES_MAX 120

static const char *const role_names[ROLE_COUNT_] = {
    [ROLE_NONE] = "",
    [ROLE_REPORTER] = "reporter",
    [ROLE_COMMITTEE] = "committee",
    [ROLE_WATCHER] = "watcher",
    [ROLE_NATIONAL] = "national",
    [ROLE_OPERATOR] = "operator",
};

/* profile.ini as text. */
struct values {
	bool enrolled;
	char *intake;
	char *query;
	char *server_curve;
	char *server_sign;
	uint32_t realm;
	char *org;
	char *role;
	char *label;
};

#define ROW(name, type, field, def, min, max, vi, en) \
	{ \
		name, type, offsetof(struct values, field), def, min, max, vi, en \
	}
static const struct setting rows[] = {
    ROW("enrolled", SETTING_BOOL, enrolled, "no", 0, 0, "đã có biên nhận kích hoạt",
	"the enrolment has its receipt"),
    ROW("intake", SETTING_STR, intake, "", 0, PROFILE_ADDRESS_MAX - 20, "cổng nhận",
	"the intake's address"),
    ROW("query", SETTING_STR, query, "", 0, PROFILE_ADDRESS_MAX - 20, "cổng xem",
	"the query port's address"),
    ROW("server-curve", SETTING_STR, server_curve, "", 0, HEX_CHARS, "khóa kết nối của máy chủ",
	"the aggregator's connection key"),
    ROW("server-sign", SETTING_STR, server_sign, "", 0, HEX_CHARS, "khóa ký của máy chủ",
	"the aggregator's signing key"),
    ROW("realm", SETTING_U32, realm, "1", 1, 0, "chuỗi sổ", "the realm"),
    ROW("org", SETTING_STR, org, "", 0, WIRE_CODE_BYTES_MAX, "mã địa phương, cơ quan",
	"the organisation's code"),
    ROW("role", SETTING_STR, role, "", 0, 20, "vai trò", "the role"),
    ROW("label", SETTING_STR, label, "", 0, LABEL_BYTES_MAX, "tên máy", "this machine's label"),
};
#undef ROW

const char *
profile_role_name(enum role role)
{
	return (size_t)role < ARRAY_LEN(role_names) ? role_names[role] : "";
}

bool
profile_role_from(const char *name, enum role *ret)
{
	for (size_t i = ROLE_REPORTER; i < ARRAY_LEN(role_names); i++) {
		if (strcmp(role_names[i], name) == 0) {
			*ret = (enum role)i;
			return true;
		}
	}
	return false;
}

static bool
name_is_allowed(const char *name)
{
	const size_t len = strlen(name);

	if (len == 0 || len > PROFILE_NAME_MAX || name[0] == '.' || name[0] == '-' ||
	    strcmp(name, FILE_CURRENT) == 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!isascii(name[i]) ||
		    (!isalnum((unsigned char)name[i]) && strchr("._-", name[i]) == NULL))
			return false;
	}
	return true;
}

static bool
name_check(const char *name, struct err *err)
{
	char quoted[TEXT_QUOTE_MAX];

	if (name_is_allowed(name))
		return true;
	return err_set(err, ERR_USAGE,
	    TR("tên hồ sơ %s: chỉ dùng a-z A-Z 0-9 . _ -, tối đa %d ký tự",
		"profile name %s: only a-z A-Z 0-9 . _ -, at most %d characters"),
	    text_quote(name, quoted), PROFILE_NAME_MAX);
}

void
profile_name_from(const char *text, char ret[PROFILE_NAME_MAX + 1])
{
	char *fold = text_fold(text, NULL);
	size_t n = 0;

	for (const char *at = fold != NULL ? fold : ""; *at != '\0' && n < PROFILE_NAME_MAX; at++) {
		const bool plain = isascii(*at) && isalnum((unsigned char)*at);

		if (plain || (n > 0 && ret[n - 1] != '-'))
			ret[n++] = (char)(plain ? *at : '-');
	}
	while (n > 0 && ret[n - 1] == '-')
		n--;
	ret[n] = '\0';
	if (n == 0 || strcmp(ret, FILE_CURRENT) == 0)
		(void)text_copy(ret, PROFILE_NAME_MAX + 1, "office");
	free(fold);
}

static bool
home_dir(char ret[OS_PATH_MAX], struct err *err)
{
	const char *home = getenv("GIOTHONG_HOME");

	if (home == NULL || home[0] == '\0')
		return os_data_dir("giothong", ret, err);
	if (text_copy(ret, OS_PATH_MAX, home))
		return true;
	return err_set(err, ERR_LIMIT, "GIOTHONG_HOME");
}

static bool
folder_of(const char *name, char ret[OS_PATH_MAX], struct err *err)
{
	char home[OS_PATH_MAX];

	return name_check(name, err) && home_dir(home, err) && os_path_join(home, name, ret, err);
}

bool
profile_path(const struct profile *p, const char *file, char ret[OS_PATH_MAX], struct err *err)
{
	return os_path_join(p->folder, file, ret, err);
}

static bool
hex_read(const char *text, uint8_t ret[WIRE_KEY_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(text) != HEX_CHARS)
		return false;
	for (size_t i = 0; i < HEX_CHARS; i++) {
		const char *at = strchr(digits, tolower((unsigned char)text[i]));
		const uint8_t half = at != NULL ? (uint8_t)(at - digits) : 0;

		if (at == NULL)
			return false;
		ret[i / 2] = (uint8_t)(i % 2 == 0 ? half << 4 : ret[i / 2] | half);
	}
	return true;
}

static bool
values_take(const struct values *v, const char *path, struct profile *p, struct err *err)
{
	const char *wrong = NULL;

	p->enrolled = v->enrolled;
	p->realm = v->realm;
	(void)text_copy(p->intake, sizeof(p->intake), v->intake);
	(void)text_copy(p->query, sizeof(p->query), v->query);
	(void)text_copy(p->org, sizeof(p->org), v->org);
	(void)text_copy(p->label, sizeof(p->label), v->label);
	if (v->intake[0] == '\0')
		wrong = "intake";
	else if (!hex_read(v->server_curve, p->server_curve))
		wrong = "server-curve";
	else if (!hex_read(v->server_sign, p->server_sign))
		wrong = "server-sign";
	else if (!profile_role_from(v->role, &p->role))
		wrong = "role";
	if (wrong == NULL)
		return true;
	return err_set(err, ERR_CONFIG, TR("%s: %s thiếu hoặc sai", "%s: %s is missing or wrong"),
	    path, wrong);
}

bool
profile_open_unfinished(const char *name, struct profile *ret, struct err *err)
{
	struct values values = {0};
	const struct settings settings = {rows, ARRAY_LEN(rows), &values};
	struct profile p = {0};
	char path[OS_PATH_MAX];
	bool ok = false;

	if (!folder_of(name, p.folder, err) || !os_path_join(p.folder, FILE_INI, path, err))
		return false;
	(void)text_copy(p.name, sizeof(p.name), name);
	if (!os_file_exists(path))
		return err_set(err, ERR_NOT_FOUND,
		    TR("không có hồ sơ %s; xem: giothong profile list",
			"there is no profile %s; see: giothong profile list"),
		    name);
	if (!settings_defaults(&settings, err) || !settings_load_file(&settings, path, err) ||
	    !values_take(&values, path, &p, err))
		goto out;
	server_keys_load(&p);
	*ret = p;
	ok = true;
out:
	settings_free(&settings);
	return ok;
}

static int
name_compare(const void *a, const void *b)
{
	return strcmp(((const struct profile *)a)->name, ((const struct profile *)b)->name);
}

/*
 * A folder counts when it has a profile.ini; one that cannot be read is listed without its
 * settings.
 */
static bool
list_take(const char *home, const char *name, struct profile *p, struct err *err)
{
	char path[OS_PATH_MAX];

	*p = (struct profile){0};
	if (!name_is_allowed(name) || !os_path_join(home, name, p->folder, err) ||
	    !os_path_join(p->folder, FILE_INI, path, err) || !os_file_exists(path))
		return false;
	(void)text_copy(p->name, sizeof(p->name), name);
	if (!profile_open_unfinished(name, p, NULL))
		p->enrolled = false;
	return true;
}

bool
profile_list(struct profile **ret, size_t *ret_n, struct err *err)
{
	char home[OS_PATH_MAX];
	struct buf names = {0};
	struct profile *list = NULL;
	struct err why = {0};
	size_t cap = 0;
	size_t n = 0;
	bool ok = false;

	if (!home_dir(home, err))
		return false;
	if (!os_dir_names(home, &names, &why) && why.code != ERR_NOT_FOUND) {
		err_set(err, why.code, "%s", why.text);
		goto out;
	}
	for (size_t at = 0; at < names.len; at += strlen((const char *)names.at + at) + 1)
		cap++;
	if (cap > PROFILES_MAX)
		cap = PROFILES_MAX;
	list = calloc(cap + 1, sizeof(*list));
	if (list == NULL) {
		err_set(err, ERR_MEMORY, "%s", home);
		goto out;
	}
	for (size_t at = 0; at < names.len && n < cap;
	     at += strlen((const char *)names.at + at) + 1)
		n += list_take(home, (const char *)names.at + at, &list[n], NULL);
	qsort(list, n, sizeof(*list), name_compare);
	*ret = list;
	*ret_n = n;
	ok = true;
out:
	buf_free(&names);
	return ok;
}

/* The file `current`; "" when there is none. */
static bool
current_read(char ret[PROFILE_NAME_MAX + 1], struct err *err)
{
	char home[OS_PATH_MAX];
	char path[OS_PATH_MAX];
	struct buf file = {0};
	struct err why = {0};
	bool ok = false;

	ret[0] = '\0';
	if (!home_dir(home, err) || !os_path_join(home, FILE_CURRENT, path, err))
		return false;
	if (os_file_read(path, PROFILE_NAME_MAX + 2, &file, &why)) {
		(void)text_copy(ret, PROFILE_NAME_MAX + 1, buf_text(&file));
		ret[strcspn(ret, "\r\n")] = '\0';
		ok = true;
	} else if (why.code == ERR_NOT_FOUND) {
		ok = true;
	} else {
		err_set(err, why.code, "%s", why.text);
	}
	buf_free(&file);
	return ok;
}

/* The only profile of this machine, or "" with *${ret_n} how many there are and their names. */
static bool
only_one(char ret[PROFILE_NAME_MAX + 1], size_t *ret_n, char names[ERR_TEXT_MAX], struct err *err)
{
	struct profile *list = NULL;
	size_t len = 0;

	if (!profile_list(&list, ret_n, err))
		return false;
	ret[0] = '\0';
	names[0] = '\0';
	if (*ret_n == 1)
		(void)text_copy(ret, PROFILE_NAME_MAX + 1, list[0].name);
	for (size_t i = 0; i < *ret_n && len < ERR_TEXT_MAX - 1; i++) {
		(void)text_copy(names + len, ERR_TEXT_MAX - len, i > 0 ? ", " : "");
		len += strlen(names + len);
		(void)text_copy(names + len, ERR_TEXT_MAX - len, list[i].name);
		len += strlen(names + len);
	}
	free(list);
	return true;
}

static bool
name_choose(const char *name, char ret[PROFILE_NAME_MAX + 1], struct err *err)
{
	char names[ERR_TEXT_MAX];
	size_t n = 0;

	if (name == NULL || name[0] == '\0')
		name = getenv("GIOTHONG_PROFILE");
	if (name != NULL && name[0] != '\0')
		return name_check(name, err) && text_copy(ret, PROFILE_NAME_MAX + 1, name);
	if (!current_read(ret, err))
		return false;
	if (ret[0] != '\0')
		return true;
	if (!only_one(ret, &n, names, err))
		return false;
	if (n == 0)
		return err_set(err, ERR_NO_PROFILE, "%s", "");
	if (n > 1)
		return err_set(err, ERR_USAGE,
		    TR("máy này có nhiều hồ sơ (%s): thêm --profile, hoặc giothong profile use",
			"this machine has several profiles (%s): add --profile, or giothong profile use"),
		    names);
	return true;
}

bool
profile_open(const char *name, struct profile *ret, struct err *err)
{
	char chosen[PROFILE_NAME_MAX + 1];
	struct profile p;

	if (!name_choose(name, chosen, err) || !profile_open_unfinished(chosen, &p, err))
		return false;
	if (!p.enrolled)
		return err_set(err, ERR_NO_PROFILE,
		    TR("hồ sơ %s kích hoạt chưa xong: chạy lại giothong enrol với cùng phiếu mời",
			"profile %s is not enrolled yet: run giothong enrol again with the same invitation"),
		    chosen);
	*ret = p;
	return true;
}

bool
profile_current(char ret[PROFILE_NAME_MAX + 1], struct err *err)
{
	struct err why = {0};

	ret[0] = '\0';
	if (name_choose(NULL, ret, &why))
		return true;
	ret[0] = '\0';
	return why.code == ERR_NO_PROFILE || why.code == ERR_USAGE ||
	    err_set(err, why.code, "%s", why.text);
}

bool
profile_use(const char *name, struct err *err)
{
	struct profile p;
	char home[OS_PATH_MAX];
	char path[OS_PATH_MAX];
	char line[PROFILE_NAME_MAX + 2];

	if (!profile_open_unfinished(name, &p, err) || !home_dir(home, err) ||
	    !os_path_join(home, FILE_CURRENT, path, err))
		return false;
	(void)snprintf(line, sizeof(line), "%s\n", name);
	return os_file_write_private(path, line, strlen(line), err);
}

bool
profile_create(struct profile *p, struct err *err)
{
	return folder_of(p->name, p->folder, err) && os_mkdir_p(p->folder, 0700, err);
}

static void
hex_line(struct buf *out, const char *name, const uint8_t key[WIRE_KEY_BYTES])
{
	buf_printf(out, "%s = ", name);
	for (size_t i = 0; i < WIRE_KEY_BYTES; i++)
		buf_printf(out, "%02x", key[i]);
	buf_str(out, "\n");
}

/* A label without what starts a comment in the file. */
static void
label_line(struct buf *out, const char *label)
{
	char clean[LABEL_BYTES_MAX + 1];

	(void)text_copy(clean, sizeof(clean), label);
	for (char *at = clean; *at != '\0'; at++) {
		if (strchr(";#\r\n\t", *at) != NULL)
			*at = ' ';
	}
	buf_printf(out, "label = %s\n", clean);
}

bool
profile_save(const struct profile *p, struct err *err)
{
	struct values values = {0};
	const struct settings settings = {rows, ARRAY_LEN(rows), &values};
	char path[OS_PATH_MAX];
	struct buf text = {0};
	bool ok = false;

	if (!profile_path(p, FILE_INI, path, err))
		return false;
	buf_printf(&text, "enrolled = %s\nintake = %s\nquery = %s\n", p->enrolled ? "yes" : "no",
	    p->intake, p->query);
	hex_line(&text, "server-curve", p->server_curve);
	hex_line(&text, "server-sign", p->server_sign);
	buf_printf(&text, "realm = %u\norg = %s\nrole = %s\n", p->realm, p->org,
	    profile_role_name(p->role));
	label_line(&text, p->label);
	if (!buf_ok(&text)) {
		err_set(err, ERR_MEMORY, "%s", path);
		goto out;
	}
	/* What is written can be read again. */
	if (!settings_defaults(&settings, err) ||
	    !settings_load_bytes(&settings, path, text.at, text.len, err))
		goto out;
	ok = os_file_write_private(path, text.at, text.len, err);
out:
	settings_free(&settings);
	buf_free(&text);
	return ok;
}

bool
profile_keys(const struct profile *p, struct keys *ret, struct err *err)
{
	char path[OS_PATH_MAX];

	if (!profile_path(p, PROFILE_KEYS, path, err))
		return false;
	if (keys_load(path, ret, err))
		return true;
	if (err->code == ERR_INVALID || err->code == ERR_NOT_FOUND)
		return err_next(err,
		    TR("đặt lại tệp keys từ bản sao lưu; không có thì xin phiếu mời mới: giothong enrol "
		       "PHIẾU --profile TÊN-MỚI",
			"put the file keys back from a backup; without one ask for a new invitation: "
			"giothong enrol SLIP --profile NEW"));
	return false;
}

bool
profile_address_split(
    const char *address, char host[PROFILE_ADDRESS_MAX], uint16_t *ret_port, struct err *err)
{
	const char *at = strncmp(address, "tcp://", 6) == 0 ? address + 6 : address;
	const char *colon = strrchr(at, ':');
	int64_t port = 0;
	size_t len;

	if (colon == NULL || !num_parse_count(colon + 1, &port, NULL) || port > UINT16_MAX)
		return err_set(err, ERR_CONFIG,
		    TR("địa chỉ %s không rõ", "the address %s is not clear"), address);
	len = (size_t)(colon - at);
	if (len >= 2 && at[0] == '[' && at[len - 1] == ']') {
		at++;
		len -= 2;
	}
	if (len >= PROFILE_ADDRESS_MAX)
		return err_set(err, ERR_CONFIG, "%s", address);
	memcpy(host, at, len);
	host[len] = '\0';
	*ret_port = (uint16_t)port;
	return true;
}

bool
profile_address_reach(const char *address, int wait_ms, struct err *err)
{
	char host[PROFILE_ADDRESS_MAX];
	uint16_t port = 0;

	return profile_address_split(address, host, &port, err) &&
	    os_net_reach(host, port, wait_ms, err);
}

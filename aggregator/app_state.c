#include "app_state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"

#define FOLDER_MODE 0700
#define KEYS_FILE "server.keys"
#define ENDPOINTS_FILE "endpoints"
#define LOCK_FILE "lock"
#define RESTORED_FILE "restored"
#define HEAD_MAGIC "giothong-head"
#define HEAD_VERSION 1
#define HEAD_BYTES_MAX 1024
#define ENDPOINTS_BYTES_MAX 4096
#define HASH_HEX (2 * WIRE_HASH_BYTES)
#define SIGNATURE_HEX (2 * WIRE_SIGNATURE_BYTES)

bool
app_state_open(const char *dir, struct err *err)
{
	return os_mkdir_p(dir, FOLDER_MODE, err);
}

bool
app_state_find(const char *dir, struct err *err)
{
	char path[OS_PATH_MAX];

	if (!os_path_join(dir, KEYS_FILE, path, err))
		return false;
	return os_file_exists(path) ||
	    err_set(err, ERR_NOT_FOUND,
		TR("%s: không phải thư mục của một máy chủ", "%s: no server's folder"), dir);
}

/* "server.keys", "server.keys.2" and so on. */
static bool
keys_path(const char *dir, uint32_t i, char ret[OS_PATH_MAX], struct err *err)
{
	char name[sizeof(KEYS_FILE) + 16];

	(void)snprintf(name, sizeof(name), i == 0 ? "%s" : "%s.%" PRIu32, KEYS_FILE, i + 1);
	return os_path_join(dir, name, ret, err);
}

/* The keys at place ${i}, made when there are none. */
static bool
keys_make_at(const char *dir, uint32_t i, struct app_keys *k, struct err *err)
{
	char path[OS_PATH_MAX];

	if (!keys_path(dir, i, path, err))
		return false;
	keys_make(&k->at[i]);
	if (!keys_save(path, &k->at[i], err)) {
		keys_wipe(&k->at[i]);
		return false;
	}
	k->n = i + 1;
	return true;
}

bool
app_state_keys(const char *dir, bool make, struct app_keys *ret, struct err *err)
{
	char path[OS_PATH_MAX];

	*ret = (struct app_keys){.n = 0};
	for (uint32_t i = 0; i < CORE_SERVER_KEYS_MAX; i++) {
		if (!keys_path(dir, i, path, err))
			return false;
		if (i == 0 && make && !os_file_exists(path))
			return keys_make_at(dir, 0, ret, err);
		if (i > 0 && !os_file_exists(path))
			break;
		if (!keys_load(path, &ret->at[i], err)) {
			app_keys_wipe(ret);
			return err->code == ERR_INVALID &&
			    err_next(err,
				TR("đặt lại server.keys* từ bản sao lưu mới nhất",
				    "put server.keys* back from the newest backup"));
		}
		ret->n = i + 1;
	}
	return true;
}

bool
app_state_keys_next(const char *dir, struct app_keys *k, struct err *err)
{
	return k->n < CORE_SERVER_KEYS_MAX ? keys_make_at(dir, k->n, k, err)
					   : err_set(err, ERR_LIMIT, "%d", CORE_SERVER_KEYS_MAX);
}

void
app_keys_wipe(struct app_keys *k)
{
	for (uint32_t i = 0; i < CORE_SERVER_KEYS_MAX; i++)
		keys_wipe(&k->at[i]);
	k->n = 0;
}

bool
app_keys_find(const struct app_keys *k, const uint8_t sign_key[WIRE_KEY_BYTES], uint32_t *ret)
{
	for (uint32_t i = 0; i < k->n; i++) {
		if (memcmp(k->at[i].sign_public, sign_key, WIRE_KEY_BYTES) == 0) {
			*ret = i;
			return true;
		}
	}
	return false;
}

void
app_keys_core(const struct app_keys *k, struct core_config *ret)
{
	memcpy(ret->server_sign_public, k->at[0].sign_public, WIRE_KEY_BYTES);
	for (uint32_t i = 0; i < k->n; i++) {
		memcpy(ret->signers[i].sign_public, k->at[i].sign_public, WIRE_KEY_BYTES);
		memcpy(ret->signers[i].sign_secret, k->at[i].sign_secret,
		    sizeof(ret->signers[i].sign_secret));
	}
	ret->signers_n = k->n;
}

static void
hex_put(struct buf *b, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_printf(b, "%02x", bytes[i]);
}

static bool
hex_take(const char *text, uint8_t *ret, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned byte;

		if (sscanf(text + 2 * i, "%2x", &byte) != 1)
			return false;
		ret[i] = (uint8_t)byte;
	}
	return true;
}

static bool
head_parse(const char *text, struct signed_head *ret)
{
	int version = 0;
	char head[HASH_HEX + 1] = "";
	char signature[SIGNATURE_HEX + 1] = "";

	if (sscanf(text,
		HEAD_MAGIC " %d realm %" SCNu32 " epoch %" SCNu32 " batch %" SCNu64 " at %" SCNd64
			   " head %64[0-9a-f] signature %128[0-9a-f]",
		&version, &ret->realm, &ret->epoch, &ret->batch, &ret->at_ms, head, signature) != 7)
		return false;
	return version == HEAD_VERSION && strlen(head) == HASH_HEX &&
	    strlen(signature) == SIGNATURE_HEX && hex_take(head, ret->head.at, WIRE_HASH_BYTES) &&
	    hex_take(signature, ret->signature, WIRE_SIGNATURE_BYTES);
}

static bool
head_is_ours(const struct signed_head *head, const struct app_keys *keys)
{
	for (uint32_t i = 0; i < keys->n; i++)
		if (receipt_verify_head(head, keys->at[i].sign_public))
			return true;
	return false;
}

static bool
head_next(struct err *err)
{
	return err_next(err,
	    TR("để riêng tệp ấy, đặt tệp head của bản sao lưu mới nhất vào chỗ đó, rồi: "
	       "giothong-aggregator verify",
		"set that file aside, put the newest backup's head in its place, then: "
		"giothong-aggregator verify"));
}

bool
app_state_head_read(const char *dir, uint32_t realm, const struct app_keys *keys,
    struct signed_head *ret, struct err *err)
{
	char path[OS_PATH_MAX];
	struct buf text = {0};
	struct signed_head head = {0};
	bool ok = false;

	if (!os_path_join(dir, APP_STATE_HEAD, path, err))
		return false;
	if (!os_file_exists(path)) {
		*ret = head;
		return true;
	}
	if (!os_file_read(path, HEAD_BYTES_MAX, &text, err))
		goto out;
	if (!head_parse(buf_text(&text), &head) || head.realm != realm) {
		ok = err_set(err, ERR_CONFIG, TR("%s: không đọc được", "%s: not readable"), path) ||
		    head_next(err);
		goto out;
	}
	if (!head_is_ours(&head, keys)) {
		ok = err_set(err, ERR_SIGNATURE,
			 TR("%s: không do khóa của máy chủ này ký",
			     "%s: not signed by this server's key"),
			 path) ||
		    head_next(err);
		goto out;
	}
	*ret = head;
	ok = true;
out:
	buf_free(&text);
	return ok;
}

bool
app_state_head_write(const char *dir, const struct signed_head *head, struct err *err)
{
	char path[OS_PATH_MAX];
	struct buf text = {.max = HEAD_BYTES_MAX};
	bool ok = false;

	if (!os_path_join(dir, APP_STATE_HEAD, path, err))
		return false;
	buf_printf(&text,
	    HEAD_MAGIC " %d\nrealm %" PRIu32 "\nepoch %" PRIu32 "\nbatch %" PRIu64 "\nat %" PRId64
		       "\nhead ",
	    HEAD_VERSION, head->realm, head->epoch, head->batch, head->at_ms);
	hex_put(&text, head->head.at, WIRE_HASH_BYTES);
	buf_str(&text, "\nsignature ");
	hex_put(&text, head->signature, WIRE_SIGNATURE_BYTES);
	buf_str(&text, "\n");
	if (!buf_ok(&text))
		err_set(err, ERR_MEMORY, "%s", path);
	else
		ok = os_file_write_private(path, text.at, text.len, err);
	buf_free(&text);
	return ok;
}

bool
app_state_restored_read(const char *dir, uint64_t *ret, struct err *err)
{
	char path[OS_PATH_MAX];
	struct buf text = {0};
	bool ok;

	*ret = 0;
	if (!os_path_join(dir, RESTORED_FILE, path, err))
		return false;
	if (!os_file_exists(path))
		return true;
	ok = os_file_read(path, HEAD_BYTES_MAX, &text, err) &&
	    (sscanf(buf_text(&text), "batch %" SCNu64, ret) == 1 ||
		err_set(err, ERR_CONFIG, TR("%s: không đọc được", "%s: not readable"), path));
	buf_free(&text);
	return ok;
}

bool
app_state_restored_write(const char *dir, uint64_t batch, struct err *err)
{
	char path[OS_PATH_MAX];
	char text[64];
	const int len = snprintf(text, sizeof(text), "batch %" PRIu64 "\n", batch);

	return os_path_join(dir, RESTORED_FILE, path, err) &&
	    os_file_write_private(path, text, (size_t)len, err);
}

bool
app_state_restored_remove(const char *dir, struct err *err)
{
	char path[OS_PATH_MAX];

	if (!os_path_join(dir, RESTORED_FILE, path, err))
		return false;
	return remove(path) == 0 || errno == ENOENT || err_set_errno(err, "%s", path);
}

static void
door_line(struct buf *b, const char *name, const char *suffix, const char *at)
{
	if (at[0] != '\0')
		buf_printf(b, "%s%s %s\n", name, suffix, at);
}

bool
app_state_endpoints_write(
    const char *dir, const struct app_state_door doors[APP_STATE_DOORS], struct err *err)
{
	static const char *const names[APP_STATE_DOORS] = {
	    "intake", "query", "second-intake", "second-query"};
	char path[OS_PATH_MAX];
	struct buf text = {.max = ENDPOINTS_BYTES_MAX};
	bool ok;

	if (!os_path_join(dir, ENDPOINTS_FILE, path, err))
		return false;
	for (size_t i = 0; i < APP_STATE_DOORS; i++) {
		door_line(&text, names[i], "", doors[i].at);
		door_line(&text, names[i], APP_STATE_DOOR_SET, doors[i].set);
		door_line(&text, names[i], APP_STATE_DOOR_PUBLIC, doors[i].public);
	}
	ok = (buf_ok(&text) || err_set(err, ERR_MEMORY, "%s", path)) &&
	    os_file_write_private(path, text.at, text.len, err);
	buf_free(&text);
	return ok;
}

void
app_state_endpoints_remove(const char *dir)
{
	char path[OS_PATH_MAX];
	struct err ignored;

	if (os_path_join(dir, ENDPOINTS_FILE, path, &ignored))
		(void)remove(path);
}

bool
app_state_endpoint(const char *dir, const char *door, char *ret, size_t ret_size)
{
	char path[OS_PATH_MAX];
	struct buf text = {0};
	struct err ignored = {0};
	const size_t door_len = strlen(door);
	bool found = false;

	if (!os_path_join(dir, ENDPOINTS_FILE, path, &ignored) ||
	    !os_file_read(path, ENDPOINTS_BYTES_MAX, &text, &ignored))
		return false;
	for (const char *at = buf_text(&text); *at != '\0' && !found;) {
		const size_t len = strcspn(at, "\n");

		if (len > door_len + 1 && strncmp(at, door, door_len) == 0 && at[door_len] == ' ' &&
		    len - door_len - 1 < ret_size) {
			memcpy(ret, at + door_len + 1, len - door_len - 1);
			ret[len - door_len - 1] = '\0';
			found = true;
		}
		at += len + (at[len] == '\n' ? 1 : 0);
	}
	buf_free(&text);
	return found;
}

bool
app_state_is_served(const char *dir)
{
	char path[OS_PATH_MAX];
	struct err ignored = {0};
	bool taken = true;
	int fd = -1;

	if (!os_path_join(dir, LOCK_FILE, path, &ignored) || !os_file_exists(path) ||
	    !os_lock_try(path, &fd, &taken, &ignored))
		return false;
	os_lock_release(fd);
	return !taken;
}

bool
app_state_lock(const char *dir, int *ret_fd, struct err *err)
{
	char path[OS_PATH_MAX];
	bool taken = false;

	if (!os_path_join(dir, LOCK_FILE, path, err) || !os_lock_try(path, ret_fd, &taken, err))
		return false;
	if (!taken)
		return err_set(err, ERR_BUSY,
		    TR("đã có một giothong-aggregator serve chạy với thư mục %s",
			"another giothong-aggregator serve has the folder %s"),
		    dir);
	return true;
}

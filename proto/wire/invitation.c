#include <ctype.h>
#include <string.h>

#include <sodium.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"
#include "wire/keys.h"

#define PREFIX "gh1-"
#define LAYOUT_VERSION 1
#define CHECK_BYTES 6 /* of SHA-256: one mistyped invitation in 2^48 passes */
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define BYTES_MAX ((size_t)(INVITATION_TEXT_MAX) / 4 * 3)

/* What is still to be read; ${failed} once it did not suffice. */
struct reader {
	const uint8_t *at;
	size_t left;
	bool failed;
};

static void
read_bytes(struct reader *r, void *ret, size_t len)
{
	if (r->failed || len > r->left) {
		r->failed = true;
		return;
	}
	memcpy(ret, r->at, len);
	r->at += len;
	r->left -= len;
}

/* Length byte and text into ${ret}, of ${size} bytes. */
static void
read_text(struct reader *r, char *ret, size_t size)
{
	uint8_t len = 0;

	read_bytes(r, &len, 1);
	if (len >= size) {
		r->failed = true;
		return;
	}
	read_bytes(r, ret, len);
	if (r->failed)
		return;
	ret[len] = '\0';
	r->failed = strlen(ret) != len || !text_is_valid(ret, len);
}

static void
put_text(struct buf *b, const char *s)
{
	const size_t len = strlen(s);

	buf_u8(b, (uint8_t)len);
	buf_put(b, s, len);
}

static void
check_of(const uint8_t *bytes, size_t len, uint8_t ret[CHECK_BYTES])
{
	uint8_t hash[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256(hash, bytes, len);
	memcpy(ret, hash, CHECK_BYTES);
}

static void
wipe(struct buf *b)
{
	if (b->at != NULL)
		sodium_memzero(b->at, b->cap);
	buf_free(b);
}

/* Both ways: the addresses are endpoints, the role is one, the key pair is a pair. */
static bool
is_sound(const struct invitation *inv)
{
	uint8_t once_public[WIRE_KEY_BYTES];

	return strncmp(inv->intake, "tcp://", 6) == 0 &&
	    (inv->query[0] == '\0' || strncmp(inv->query, "tcp://", 6) == 0) &&
	    inv->role > ROLE_NONE && inv->role < ROLE_COUNT_ &&
	    crypto_scalarmult_base(once_public, inv->once_secret) == 0 &&
	    memcmp(once_public, inv->once_public, WIRE_KEY_BYTES) == 0;
}

bool
invitation_to_text(const struct invitation *inv, char ret[INVITATION_TEXT_MAX], struct err *err)
{
	struct buf b = {.max = BYTES_MAX};
	uint8_t check[CHECK_BYTES];
	bool ok = false;

	if (!is_sound(inv))
		return err_set(err, ERR_INVITATION, "%s",
		    TR("phiếu mời thiếu địa chỉ, vai trò hoặc cặp khóa",
			"the invitation lacks an address, a role or a key pair"));
	buf_u8(&b, LAYOUT_VERSION);
	buf_u8(&b, (uint8_t)inv->role);
	buf_u64(&b, (uint64_t)inv->not_after_ms);
	buf_put(&b, inv->id, sizeof(inv->id));
	buf_put(&b, inv->secret, sizeof(inv->secret));
	buf_put(&b, inv->once_secret, sizeof(inv->once_secret));
	buf_put(&b, inv->server_curve, sizeof(inv->server_curve));
	buf_put(&b, inv->server_sign, sizeof(inv->server_sign));
	put_text(&b, inv->intake);
	put_text(&b, inv->query);
	put_text(&b, inv->org);
	if (buf_ok(&b)) {
		check_of(b.at, b.len, check);
		buf_put(&b, check, sizeof(check));
	}
	if (!buf_ok(&b)) {
		err_set(err, ERR_MEMORY, "%s", TR("phiếu mời", "invitation"));
		goto out;
	}
	memcpy(ret, PREFIX, strlen(PREFIX));
	(void)sodium_bin2base64(
	    ret + strlen(PREFIX), INVITATION_TEXT_MAX - strlen(PREFIX), b.at, b.len, BASE64);
	ok = true;
out:
	wipe(&b);
	return ok;
}

/* The word without the line breaks and blanks that mail puts in; false: too long. */
static bool
word_of(const char *text, char ret[INVITATION_TEXT_MAX])
{
	size_t len = 0;

	for (size_t i = 0; text[i] != '\0'; i++) {
		if (isspace((unsigned char)text[i]))
			continue;
		if (len == INVITATION_TEXT_MAX - 1)
			return false;
		ret[len++] = text[i];
	}
	ret[len] = '\0';
	return true;
}

static bool
parse(const uint8_t *bytes, size_t len, struct invitation *ret)
{
	struct reader r = {.at = bytes, .left = len};
	uint8_t version = 0;
	uint8_t role = 0;
	uint8_t not_after[8] = {0};
	uint64_t ms = 0;

	read_bytes(&r, &version, 1);
	read_bytes(&r, &role, 1);
	read_bytes(&r, not_after, sizeof(not_after));
	read_bytes(&r, ret->id, sizeof(ret->id));
	read_bytes(&r, ret->secret, sizeof(ret->secret));
	read_bytes(&r, ret->once_secret, sizeof(ret->once_secret));
	read_bytes(&r, ret->server_curve, sizeof(ret->server_curve));
	read_bytes(&r, ret->server_sign, sizeof(ret->server_sign));
	read_text(&r, ret->intake, sizeof(ret->intake));
	read_text(&r, ret->query, sizeof(ret->query));
	read_text(&r, ret->org, sizeof(ret->org));
	if (r.failed || r.left != 0 || version != LAYOUT_VERSION)
		return false;
	for (size_t i = 0; i < sizeof(not_after); i++)
		ms = ms << 8 | not_after[i];
	ret->not_after_ms = (int64_t)ms;
	ret->role = (enum role)role;
	return crypto_scalarmult_base(ret->once_public, ret->once_secret) == 0 && is_sound(ret);
}

static bool
copy_again(struct err *err)
{
	return err_next(err,
	    TR("chép lại phiếu mời, cả dòng; không cần phiếu khác",
		"copy the invitation again, the whole line; no other one is needed"));
}

bool
invitation_from_text(const char *text, struct invitation *ret, struct err *err)
{
	char word[INVITATION_TEXT_MAX];
	uint8_t bytes[INVITATION_TEXT_MAX];
	uint8_t check[CHECK_BYTES];
	struct invitation inv = {0};
	size_t len = 0;
	bool ok = false;

	if (!word_of(text, word) || strncmp(word, PREFIX, strlen(PREFIX)) != 0)
		return err_set(err, ERR_INVITATION, "%s",
			   TR("phiếu mời phải bắt đầu bằng gh1-",
			       "an invitation begins with gh1-")) ||
		    copy_again(err);
	if (sodium_base642bin(bytes, sizeof(bytes), word + strlen(PREFIX),
		strlen(word) - strlen(PREFIX), NULL, &len, NULL, BASE64) != 0 ||
	    len <= CHECK_BYTES) {
		err_set(err, ERR_INVITATION, "%s",
		    TR("phiếu mời chép thiếu hoặc có ký tự lạ",
			"the invitation is cut short or has a stray character"));
		(void)copy_again(err);
		goto out;
	}
	len -= CHECK_BYTES;
	check_of(bytes, len, check);
	if (memcmp(check, bytes + len, CHECK_BYTES) != 0) {
		err_set(err, ERR_INVITATION, "%s",
		    TR("phiếu mời chép sai hoặc thiếu chữ",
			"a letter of the invitation is wrong or missing"));
		(void)copy_again(err);
		goto out;
	}
	if (!parse(bytes, len, &inv)) {
		err_set(err, ERR_INVITATION, "%s",
		    TR("phiếu mời của phiên bản khác", "the invitation is of another version"));
		goto out;
	}
	*ret = inv;
	ok = true;
out:
	sodium_memzero(word, sizeof(word));
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(&inv, sizeof(inv));
	return ok;
}

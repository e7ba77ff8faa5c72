#include "wire/submission.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "wire/codec.h"

/* With its NUL: what is signed can be nothing else. */
static const char purpose[] = "giothong/submission/v1";

#define SMALL_BODY_BYTES ((size_t)2 * 1024)

bool
submission_decode(const uint8_t *body, size_t body_len, struct submission **ret, struct err *err)
{
	void *decoded = NULL;

	if (!codec_decode(&codec_report_submission, body, body_len, &decoded, err))
		return false;
	*ret = decoded;
	return true;
}

bool
submission_fits_limits(const struct submission *s)
{
	return codec_check(&codec_report_submission, s, NULL);
}

bool
submission_encode(const struct submission *s, struct buf *out, struct err *err)
{
	return codec_encode(&codec_report_submission, s, out, err);
}

void
submission_free(struct submission *s)
{
	if (s != NULL)
		codec_free(s->arena);
}

bool
submission_encode_report(const struct report *r, struct buf *out, struct err *err)
{
	return codec_encode(&codec_report_report, r, out, err);
}

/* ${message} has room for purpose and body; returns the message's length. */
static size_t
message_fill(uint8_t *message, const uint8_t *body, size_t body_len)
{
	memcpy(message, purpose, sizeof(purpose));
	memcpy(message + sizeof(purpose), body, body_len);
	return sizeof(purpose) + body_len;
}

void
submission_sign(const uint8_t *body, size_t body_len, const uint8_t secret[64],
    uint8_t ret_signature[WIRE_SIGNATURE_BYTES])
{
	uint8_t message[sizeof(purpose) + WIRE_BODY_BYTES_MAX];

	assert(body_len <= WIRE_BODY_BYTES_MAX);
	(void)crypto_sign_detached(
	    ret_signature, NULL, message, message_fill(message, body, body_len), secret);
}

static bool
verify_small(
    const uint8_t *body, size_t body_len, const uint8_t *signature, const uint8_t *sign_key)
{
	uint8_t message[sizeof(purpose) + SMALL_BODY_BYTES];

	return crypto_sign_verify_detached(
		   signature, message, message_fill(message, body, body_len), sign_key) == 0;
}

/* Apart, so that a small body does not pay for clearing the large array. */
static bool
verify_large(
    const uint8_t *body, size_t body_len, const uint8_t *signature, const uint8_t *sign_key)
{
	uint8_t message[sizeof(purpose) + WIRE_BODY_BYTES_MAX];

	return crypto_sign_verify_detached(
		   signature, message, message_fill(message, body, body_len), sign_key) == 0;
}

bool
submission_verify(const uint8_t *body, size_t body_len,
    const uint8_t signature[WIRE_SIGNATURE_BYTES], const uint8_t sign_key[WIRE_KEY_BYTES])
{
	if (body_len > WIRE_BODY_BYTES_MAX)
		return false;
	if (body_len <= SMALL_BODY_BYTES)
		return verify_small(body, body_len, signature, sign_key);
	return verify_large(body, body_len, signature, sign_key);
}

#include "issued.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/os.h"
#include "client/hello.h"
#include "support/past_drive.h"
#include "wire/query.h"

#define HELLO_WAIT_MS 30000
#define ISSUED_FILE "issued"
#define STATE_WAITING 1 /* as in an outbox */
#define STATE_DELIVERED 2

void
issued_die(const char *what, const struct err *err)
{
	(void)fprintf(stderr, "%s: %s\n", what, err == NULL ? "" : err->text);
	exit(70);
}

void
issued_open(struct issued *o, const char *profile)
{
	struct err err = {0};

	*o = (struct issued){.row = calloc(ISSUED_MAX, sizeof(*o->row))};
	if (o->row == NULL || !keys_init(&err) || !profile_open(profile, &o->profile, &err) ||
	    !profile_keys(&o->profile, &o->keys, &err) ||
	    !os_random(o->stream, sizeof(o->stream), &err))
		issued_die(profile, &err);
	const struct endpoint_config config = {.address = o->profile.intake,
	    .server_key = o->profile.server_curve,
	    .public_key = o->keys.curve_public,
	    .secret_key = o->keys.curve_secret};

	if (!endpoint_open(&config, &o->endpoint, &err))
		issued_die(profile, &err);
}

bool
issued_receive(struct issued *o, int wait_ms)
{
	struct err err = {0};
	bool got;

	if (!endpoint_receive(o->endpoint, wait_ms, -1, &o->msg, &got, &err))
		issued_die("receive", &err);
	return got;
}

void
issued_hello(struct issued *o, const uint8_t *sign_key)
{
	const struct hello_from from = {
	    .stream = o->stream, .sign_key = sign_key == NULL ? o->keys.sign_public : sign_key};
	struct err err = {0};

	if (!hello_send(o->endpoint, &from, ++o->correlation, &err))
		issued_die("hello", &err);
	do {
		if (!issued_receive(o, HELLO_WAIT_MS))
			issued_die("hello was not answered", NULL);
	} while (o->msg.header.correlation != o->correlation);
	if (o->msg.header.type != FRAME_HELLO_OK)
		issued_die("hello was refused", NULL);
}

void
issued_result(const struct issued *o, uint64_t i, char *drive, struct report *ret)
{
	past_drive_result(o->profile.org, i, SOURCE_OWN, drive, ret);
}

struct issued_row *
issued_add(struct issued *o, const struct report *reports, uint32_t n)
{
	struct submission s = {.seq = o->n + 1,
	    .realm = o->profile.realm,
	    .saved_at_ms = clock_unix_ms(),
	    .reports = reports,
	    .reports_n = n};
	struct err err = {0};

	if (o->n == ISSUED_MAX)
		issued_die("too many", NULL);
	struct issued_row *row = &o->row[o->n++];

	memcpy(s.stream, o->stream, sizeof(s.stream));
	if (!submission_encode(&s, &row->body, &err) || !buf_ok(&row->body))
		issued_die("encode", &err);
	submission_sign(row->body.at, row->body.len, o->keys.sign_secret, row->signature);
	return row;
}

void
issued_send(struct issued *o, const struct buf *body, const uint8_t *signature)
{
	struct err err = {0};

	if (!endpoint_send(o->endpoint, FRAME_SUBMISSION, ++o->correlation, body, signature, &err))
		issued_die("send", &err);
}

struct issued_row *
issued_take(struct issued *o)
{
	struct receipt *r = NULL;
	struct issued_row *row = NULL;
	struct err err = {0};

	if (o->msg.header.type != FRAME_RECEIPT ||
	    !receipt_decode(o->msg.body.at, o->msg.body.len, &r, &err))
		return NULL;
	if (r->stored && memcmp(r->stream, o->stream, sizeof(r->stream)) == 0 && r->seq > 0 &&
	    r->seq <= o->n) {
		row = &o->row[r->seq - 1];
		if (receipt_verify(r, row->body.at, row->body.len, row->signature,
			o->profile.server_sign, &err)) {
			row->receipt_us = clock_mono_us();
			row->batch = r->row.n;
		} else {
			row = NULL;
		}
	}
	receipt_free(r);
	return row;
}

static void
hex_put(FILE *f, const uint8_t *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		(void)fprintf(f, "%02x", at[i]);
}

/* profile, stream, seq, state, reports, refused, signature, body: the columns of check-ledger. */
void
issued_close(struct issued *o)
{
	char path[OS_PATH_MAX];
	struct err err = {0};
	FILE *f;

	if (!profile_path(&o->profile, ISSUED_FILE, path, &err) || (f = fopen(path, "a")) == NULL)
		issued_die("issued", &err);
	for (uint32_t i = 0; i < o->n; i++) {
		const struct issued_row *row = &o->row[i];

		(void)fprintf(f, "%s ", o->profile.name);
		hex_put(f, o->stream, sizeof(o->stream));
		(void)fprintf(
		    f, " %u %d 1 0 ", i + 1, row->batch == 0 ? STATE_WAITING : STATE_DELIVERED);
		hex_put(f, row->signature, sizeof(row->signature));
		(void)fputc(' ', f);
		hex_put(f, row->body.at, row->body.len);
		(void)fputc('\n', f);
		buf_free(&o->row[i].body);
	}
	if (fclose(f) != 0)
		issued_die(path, NULL);
	free(o->row);
	buf_free(&o->msg.body);
	endpoint_close(o->endpoint);
	keys_wipe(&o->keys);
}

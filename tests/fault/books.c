/*
 * books - the ledger, the receipts and the kept heads read again by rules of the tests' own.
 *   books ASK BATCHES SUBMISSIONS RECEIPTS    profile ASK knows the server's keys
 * Lines, parted by spaces, bytes in hex ("-": none), in the ledger's order:
 *   BATCHES      n realm epoch kinds at reports writer leaf_root head sig leaves
 *   SUBMISSIONS  batch ord key sig verdicts body
 *   RECEIPTS     profile key sig body receipt
 * Prints a line a violation of I5, I6 and I7.  Every profile's file of heads is read too.
 */
#include "books.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "client/heads.h"
#include "client/server_keys.h"
#include "wire/receipt.h"

#define FIELDS_MAX 11
#define BATCHES_MAX 200000

struct batch {
	struct batch_row row;
	struct signed_head head;
	struct hash *leaf; /* as stored */
	uint32_t leaves, taken;
};
struct table { /* a file, a line at a time */
	FILE *file;
	char *line;
	size_t size;
	char *field[FIELDS_MAX];
	uint8_t *bytes[FIELDS_MAX]; /* of a field in hex; lent until the next line */
	size_t len[FIELDS_MAX];
};
static struct batch *batches; /* 1.. */
static uint64_t newest;
static struct merkle_frontier tree;

static void
die(const char *what, const char *why)
{
	(void)fprintf(stderr, "books: %s: %s\n", what, why);
	exit(70);
}

void *
books_new(size_t size)
{
	void *at = calloc(1, size);

	if (at == NULL)
		die("memory", "none is left");
	return at;
}

void
books_found(const char *invariant, const struct books_row *row, const char *fmt, ...)
{
	va_list args;

	(void)printf(
	    "%s batch %llu, submission %u: ", invariant, (unsigned long long)row->batch, row->ord);
	va_start(args, fmt);
	(void)vprintf(fmt, args);
	va_end(args);
	(void)putchar('\n');
}

/* ---- reading */

static void
table_open(struct table *t, const char *path)
{
	*t = (struct table){.file = fopen(path, "r")};
	if (t->file == NULL)
		die(path, "cannot be read");
}

static bool
table_next(struct table *t, unsigned fields)
{
	ssize_t len = getline(&t->line, &t->size, t->file);
	char *rest = t->line;

	if (len <= 0)
		return false;
	t->line[len - 1] = '\0';
	for (unsigned i = 0; i < fields; i++) {
		t->field[i] = strsep(&rest, " ");
		if (t->field[i] == NULL)
			die(t->line, "too few fields");
	}
	return true;
}

static const uint8_t *
table_bytes(struct table *t, unsigned i, size_t want)
{
	const size_t len = strcmp(t->field[i], "-") == 0 ? 0 : strlen(t->field[i]);

	free(t->bytes[i]);
	t->bytes[i] = books_new(len / 2 + 1);
	if (sodium_hex2bin(t->bytes[i], len / 2 + 1, t->field[i], len, NULL, &t->len[i], NULL) !=
		0 ||
	    (want != 0 && t->len[i] != want))
		die(t->field[i], "not so many bytes in hex");
	return t->bytes[i];
}

static uint64_t
table_number(const struct table *t, unsigned i)
{
	return strtoull(t->field[i], NULL, 10);
}

static void
table_close(struct table *t)
{
	for (unsigned i = 0; i < FIELDS_MAX; i++)
		free(t->bytes[i]);
	free(t->line);
	(void)fclose(t->file);
}

static struct batch *
batch_of(uint64_t n)
{
	return n == 0 || n > newest || batches[n].row.n == 0 ? NULL : &batches[n];
}

/* ---- I7: leaves, roots, heads */

static void
batch_read(struct table *t)
{
	const uint64_t n = table_number(t, 0);
	struct batch *b = &batches[n];

	b->row = (struct batch_row){.n = n,
	    .realm = (uint32_t)table_number(t, 1),
	    .epoch = (uint32_t)table_number(t, 2),
	    .kinds = (uint32_t)table_number(t, 3),
	    .at_ms = strtoll(t->field[4], NULL, 10),
	    .reports = (uint32_t)table_number(t, 5)};
	memcpy(b->row.writer, table_bytes(t, 6, WIRE_WRITER_BYTES), WIRE_WRITER_BYTES);
	memcpy(b->row.leaf_root.at, table_bytes(t, 7, WIRE_HASH_BYTES), WIRE_HASH_BYTES);
	b->head = (struct signed_head){
	    .realm = b->row.realm, .epoch = b->row.epoch, .batch = n, .at_ms = b->row.at_ms};
	memcpy(b->head.head.at, table_bytes(t, 8, WIRE_HASH_BYTES), WIRE_HASH_BYTES);
	memcpy(b->head.signature, table_bytes(t, 9, WIRE_SIGNATURE_BYTES), WIRE_SIGNATURE_BYTES);
	const uint8_t *leaves = table_bytes(t, 10, 0);
	b->leaves = (uint32_t)(t->len[10] / WIRE_HASH_BYTES);
	b->leaf = books_new(t->len[10] + 1);
	memcpy(b->leaf, leaves, t->len[10]);
	newest = n;
}

static void
batch_check(const struct batch *b, const struct profile *ask)
{
	const unsigned long long n = b->row.n;
	const struct hash root = merkle_root(b->leaf, b->leaves);
	const struct hash row = receipt_row_hash(&b->row);

	merkle_frontier_push(&tree, &row);
	const struct hash head = merkle_frontier_root(&tree);
	if (memcmp(&root, &b->row.leaf_root, sizeof(root)) != 0)
		(void)printf("I7 batch %llu: its leaves do not make its root\n", n);
	if (memcmp(&head, &b->head.head, sizeof(head)) != 0)
		(void)printf("I7 batch %llu: the rows up to it do not make its head\n", n);
	if (!receipt_verify_head(&b->head, server_keys_sign(ask, n)))
		(void)printf("I7 batch %llu: its head is not signed by the server\n", n);
}

static void
batches_take(const char *path, const struct profile *ask)
{
	struct table t;

	table_open(&t, path);
	while (table_next(&t, 11)) {
		if (table_number(&t, 0) >= BATCHES_MAX)
			die(path, "too many batches");
		batch_read(&t);
		batch_check(&batches[newest], ask);
	}
	table_close(&t);
}

static void
leaf_check(const struct books_row *row)
{
	struct batch *b = batch_of(row->batch);
	struct hash body;

	(void)crypto_hash_sha256(body.at, row->body, row->body_len);
	if (b == NULL || row->ord >= b->leaves) {
		books_found("I7", row, "no batch has a leaf for it");
		return;
	}
	const struct hash leaf =
	    receipt_leaf(&b->row, row->ord, &body, row->sig, row->code, row->s->reports_n);
	b->taken++;
	if (memcmp(&leaf, &b->leaf[row->ord], sizeof(leaf)) != 0)
		books_found("I7", row, "it is not what the batch's leaf says");
}

/* ---- the submissions */

static bool
row_read(struct table *t, struct books_row *row)
{
	struct submission *s = NULL;
	struct err err = {0};

	row->batch = table_number(t, 0);
	row->ord = (uint32_t)table_number(t, 1);
	memcpy(row->key, table_bytes(t, 2, WIRE_KEY_BYTES), WIRE_KEY_BYTES);
	memcpy(row->sig, table_bytes(t, 3, WIRE_SIGNATURE_BYTES), WIRE_SIGNATURE_BYTES);
	const uint8_t *codes = table_bytes(t, 4, 0);
	row->body = table_bytes(t, 5, 0);
	row->body_len = t->len[5];
	if (!submission_decode(row->body, row->body_len, &s, &err)) {
		books_found("I2", row, "it cannot be read: %s", err.text);
		return false;
	}
	row->s = s;
	if (t->len[4] != 2 * (size_t)s->reports_n)
		books_found(
		    "I7", row, "%zu bytes of verdicts on %u reports", t->len[4], s->reports_n);
	for (uint32_t i = 0; i < s->reports_n && 2 * i + 1 < t->len[4]; i++)
		row->code[i] = (enum err_code)((unsigned)codes[2 * i] << 8 | codes[2 * i + 1]);
	return true;
}

static void
submissions_take(const char *path)
{
	struct table t;

	table_open(&t, path);
	while (table_next(&t, 6)) {
		struct books_row row = {.ord = 0};

		if (!row_read(&t, &row))
			continue;
		leaf_check(&row);
		books_keys_take(&row);
		books_chain_take(&row);
		submission_free((struct submission *)(uintptr_t)row.s);
	}
	table_close(&t);
	for (uint64_t n = 1; n <= newest; n++)
		if (batches[n].taken != batches[n].leaves)
			(void)printf("I7 batch %llu: %u submissions, %u leaves\n",
			    (unsigned long long)n, batches[n].taken, batches[n].leaves);
}

/* ---- what offices hold */

/* A head that an office holds is the ledger's, unless its epoch ended before it. */
static bool
head_agrees(const struct signed_head *head)
{
	const struct batch *b = batch_of(head->batch);

	if (b != NULL && b->row.epoch == head->epoch)
		return memcmp(&b->head.head, &head->head, sizeof(head->head)) == 0;
	return newest > 0 && head->epoch < batches[newest].row.epoch;
}

static void
receipt_take(struct table *t, const struct profile *p)
{
	const uint8_t *key = table_bytes(t, 1, WIRE_KEY_BYTES);
	const uint8_t *sig = table_bytes(t, 2, WIRE_SIGNATURE_BYTES);
	const uint8_t *body = table_bytes(t, 3, 0);
	const uint8_t *bytes = table_bytes(t, 4, 0);
	struct receipt *r = NULL;
	struct err err = {0};

	if (!submission_verify(body, t->len[3], sig, key))
		(void)printf("I5 %s: a receipted report that its office did not sign\n", p->name);
	if (!receipt_decode(bytes, t->len[4], &r, &err) ||
	    !receipt_verify(r, body, t->len[3], sig, server_keys_sign(p, r->head.batch), &err))
		(void)printf("I7 %s: a receipt that proves nothing: %s\n", p->name, err.text);
	else if (!r->stored || !head_agrees(&r->head))
		(void)printf("I7 %s: the receipt of batch %llu is of another history\n", p->name,
		    (unsigned long long)r->head.batch);
	receipt_free(r);
}

static void
receipts_take(const char *path)
{
	struct profile p = {.name = ""};
	struct err err = {0};
	struct table t;

	table_open(&t, path);
	while (table_next(&t, 5)) {
		if (strcmp(p.name, t.field[0]) != 0 &&
		    !profile_open_unfinished(t.field[0], &p, &err))
			die(t.field[0], err.text);
		receipt_take(&t, &p);
	}
	table_close(&t);
}

static void
heads_read(const struct profile *p)
{
	struct heads h = {0};
	char path[OS_PATH_MAX];
	struct err err = {0};

	if (!profile_path(p, PROFILE_HEADS, path, &err) || !heads_load(path, &h, &err)) {
		(void)printf("I7 %s: its heads: %s\n", p->name, err.text);
		return;
	}
	for (uint32_t i = 0; i < h.n; i++)
		if (!head_agrees(&h.at[i]) ||
		    !receipt_verify_head(&h.at[i], server_keys_sign(p, h.at[i].batch)))
			(void)printf("I7 %s: its head of batch %llu is of another history\n",
			    p->name, (unsigned long long)h.at[i].batch);
}

int
main(int argc, char **argv)
{
	struct profile ask;
	struct profile *profiles = NULL;
	size_t n = 0;
	struct err err = {0};

	if (argc != 5)
		die("usage", "books ASK BATCHES SUBMISSIONS RECEIPTS");
	batches = books_new(BATCHES_MAX * sizeof(*batches));
	if (!keys_init(&err) || !profile_open(argv[1], &ask, &err) ||
	    !profile_list(&profiles, &n, &err))
		die(argv[1], err.text);
	batches_take(argv[2], &ask);
	submissions_take(argv[3]);
	receipts_take(argv[4]);
	for (size_t i = 0; i < n; i++)
		heads_read(&profiles[i]);
	free(profiles);
	return 0;
}

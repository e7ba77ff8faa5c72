#include "app_receipt.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#define VERDICT_BYTES 2

bool
app_paths_fill(struct app_paths *p, const struct hash *leaves, uint32_t leaves_n, struct err *err)
{
	const size_t need = MERKLE_NODES_MAX((size_t)leaves_n);

	if (need > p->cap) {
		struct hash *nodes = realloc(p->nodes, need * sizeof(*nodes));

		if (nodes == NULL)
			return err_set(err, ERR_MEMORY, "%zu", need);
		p->nodes = nodes;
		p->cap = need;
	}
	memcpy(p->nodes, leaves, leaves_n * sizeof(*leaves));
	merkle_nodes_fill(p->nodes, leaves_n);
	p->leaves_n = leaves_n;
	return true;
}

void
app_paths_free(struct app_paths *p)
{
	free(p->nodes);
	*p = (struct app_paths){0};
}

void
app_receipt_stored(
    const struct batch *b, uint32_t i, const struct app_paths *paths, struct receipt *ret)
{
	const struct pending *p = &b->pending[i];
	const struct decided *d = &b->decided[i];

	*ret = (struct receipt){.seq = p->s->seq,
	    .stored = true,
	    .verdicts = d->verdicts,
	    .verdicts_n = d->verdicts_n,
	    .body_hash = p->body_hash,
	    .ord = d->ord,
	    .leaves = b->leaves_n,
	    .row = b->row,
	    .batch_path = b->batch_path,
	    .head = b->head,
	    .detail = ""};
	memcpy(ret->stream, p->s->stream, WIRE_STREAM_BYTES);
	merkle_nodes_path(paths->nodes, paths->leaves_n, d->ord, &ret->path);
}

void
app_receipt_code(
    const struct app_item *item, enum err_code code, const char *detail, struct receipt *ret)
{
	*ret = (struct receipt){.seq = item->p.s->seq,
	    .body_hash = item->p.body_hash,
	    .code = code,
	    .detail = detail == NULL ? "" : detail};
	memcpy(ret->stream, item->p.s->stream, WIRE_STREAM_BYTES);
}

void
app_receipt_refused(const struct app_item *item, const struct decided *d, struct receipt *ret)
{
	app_receipt_code(item, d->code, d->detail, ret);
	if (d->code == ERR_OK) {
		ret->verdicts = d->verdicts;
		ret->verdicts_n = d->verdicts_n;
	}
}

static bool
verdicts_read(const struct stored_submission *s, struct verdict *codes, uint32_t *ret_n)
{
	const uint32_t n = s->verdicts_len / VERDICT_BYTES;

	if (s->verdicts_len % VERDICT_BYTES != 0 || n > WIRE_REPORTS_MAX)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *at = s->verdicts + (size_t)i * VERDICT_BYTES;

		codes[i] = (struct verdict){.detail = ""};
		if (!err_from_number((uint32_t)at[0] << 8 | at[1], &codes[i].code))
			return false;
	}
	*ret_n = n;
	return true;
}

bool
app_receipt_again(const struct stored_receipt *s, const struct name *name, struct verdict *codes,
    struct receipt *ret, struct err *err)
{
	const struct stored_submission *sub = &s->submission;

	*ret = (struct receipt){.seq = name->seq,
	    .stored = true,
	    .verdicts = codes,
	    .ord = sub->ord,
	    .leaves = s->leaves_n,
	    .row = s->row,
	    .batch_path = s->batch_path,
	    .head = s->head,
	    .detail = ""};
	if (sub->ord >= s->leaves_n || !verdicts_read(sub, codes, &ret->verdicts_n))
		return err_set(err, ERR_BUG, "batch %llu submission %u",
		    (unsigned long long)s->row.n, sub->ord);
	memcpy(ret->stream, name->stream, WIRE_STREAM_BYTES);
	(void)crypto_hash_sha256(ret->body_hash.at, sub->body, sub->body_len);
	merkle_path_of(s->leaves, s->leaves_n, sub->ord, &ret->path);
	return true;
}

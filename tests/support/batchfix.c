#include "support/batchfix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBMISSIONS_MAX 8192
#define NEW_ORGS_MAX 64

struct batchfix {
	struct batch batch;
	uint8_t writer;
	struct pending pending[SUBMISSIONS_MAX];
	struct decided decided[SUBMISSIONS_MAX];
	struct submission submissions[SUBMISSIONS_MAX];
	uint32_t stored[SUBMISSIONS_MAX];
	struct hash leaves[SUBMISSIONS_MAX];
	uint32_t submissions_n;
	struct posting *postings;
	uint32_t postings_n, postings_cap;
	org_t new_orgs[NEW_ORGS_MAX];
	uint32_t new_orgs_n;
};

static void *
must(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

struct hash
batchfix_head(uint64_t n, uint8_t writer)
{
	uint8_t text[9] = {writer};

	memcpy(&text[1], &n, sizeof(n));
	return merkle_leaf(text, sizeof(text));
}

struct batchfix *
batchfix_new(uint64_t n, uint8_t writer)
{
	struct batchfix *f = must(calloc(1, sizeof(*f)));
	struct batch_row *row = &f->batch.row;

	f->writer = writer;
	row->realm = 1;
	row->epoch = 1;
	row->n = n;
	row->at_ms = INT64_C(1700000000000) + (int64_t)n;
	memset(row->writer, writer, sizeof(row->writer));
	f->batch.head =
	    (struct signed_head){.realm = 1, .epoch = 1, .batch = n, .at_ms = row->at_ms};
	f->batch.head.head = batchfix_head(n, writer);
	memset(f->batch.head.signature, 0x5a, sizeof(f->batch.head.signature));
	f->batch.batch_path.n = 3;
	for (uint8_t i = 0; i < 3; i++)
		memset(f->batch.batch_path.hash[i].at, 0x10 + i, WIRE_HASH_BYTES);
	return f;
}

void
batchfix_free(struct batchfix *f)
{
	if (f == NULL)
		return;
	for (uint32_t i = 0; i < f->submissions_n; i++) {
		free((void *)(uintptr_t)f->pending[i].body);
		free((void *)(uintptr_t)f->decided[i].verdicts);
	}
	for (uint32_t i = 0; i < f->postings_n; i++) {
		free((void *)(uintptr_t)f->postings[i].ind);
		free((void *)(uintptr_t)f->postings[i].val);
	}
	free(f->postings);
	free(f);
}

static uint32_t
add_submission(struct batchfix *f, int32_t stream_no, uint64_t seq, const struct report *reports,
    uint32_t reports_n)
{
	const uint32_t ord = f->submissions_n++;
	struct pending *p = &f->pending[ord];
	struct decided *d = &f->decided[ord];
	char *body = must(malloc(4096));

	if (f->submissions_n > SUBMISSIONS_MAX)
		abort();
	p->body_len = (uint32_t)snprintf(body, 4096, "body of %d/%llu:%*s", stream_no,
	    (unsigned long long)seq, (int)(reports_n * 10), "");
	p->body = (const uint8_t *)body;
	memset(p->signature, (int)(seq & 0x7f), sizeof(p->signature));
	memset(p->sign_key, stream_no & 0x7f, sizeof(p->sign_key));
	f->submissions[ord] =
	    (struct submission){.seq = seq, .realm = 1, .reports = reports, .reports_n = reports_n};
	memset(f->submissions[ord].stream, stream_no & 0x7f, WIRE_STREAM_BYTES);
	p->s = &f->submissions[ord];
	d->fate = FATE_STORED;
	d->ord = ord;
	d->stream_no = stream_no;
	d->verdicts = must(calloc(reports_n, sizeof(*d->verdicts)));
	d->verdicts_n = reports_n;
	f->stored[ord] = ord;
	f->leaves[ord] = merkle_leaf(body, p->body_len);
	f->batch.row.reports += reports_n;
	return ord;
}

void
batchfix_posting(struct batchfix *f, const struct posting *posting)
{
	uint32_t *ind = must(calloc(posting->n + 1, sizeof(*ind)));
	int64_t *val = must(calloc(posting->n + 1, sizeof(*val)));

	for (uint32_t i = 0; i < posting->n; i++) {
		ind[i] = posting->ind[i];
		val[i] = posting->val[i];
	}
	if (f->postings_n == f->postings_cap) {
		f->postings_cap = f->postings_cap == 0 ? 64 : 2 * f->postings_cap;
		f->postings = must(realloc(f->postings, f->postings_cap * sizeof(f->postings[0])));
	}
	f->postings[f->postings_n] = *posting;
	f->postings[f->postings_n].sub = f->submissions_n - 1;
	f->postings[f->postings_n].ind = ind;
	f->postings[f->postings_n++].val = val;
}

static void
add_result(struct batchfix *f, uint32_t idx, uint64_t seq, uint32_t pairs_n)
{
	uint32_t ind[CORE_PAIRS_MAX];
	int64_t val[CORE_PAIRS_MAX];
	const struct posting posting = {.idx = (uint16_t)idx,
	    .sign = 1,
	    .view = VIEW_CREDITED,
	    .kind = KIND_RESULT,
	    .subject = (subject_t)(seq * 1000 + idx),
	    .org = 7,
	    .day = 19000 + (day_t)idx,
	    .n = pairs_n,
	    .ind = ind,
	    .val = val};

	for (uint32_t i = 0; i < pairs_n; i++) {
		ind[i] = i + 1;
		val[i] = (int64_t)(seq * 100 + idx + i);
	}
	batchfix_posting(f, &posting);
}

void
batchfix_results(
    struct batchfix *f, int32_t stream_no, uint64_t seq, uint32_t reports_n, uint32_t pairs_n)
{
	static struct report results[WIRE_REPORTS_MAX];

	(void)add_submission(f, stream_no, seq, results, reports_n);
	for (uint32_t i = 0; i < WIRE_REPORTS_MAX; i++)
		results[i] = (struct report){.kind = KIND_RESULT, .action = ACTION_FIRST};
	for (uint32_t i = 0; i < reports_n; i++)
		add_result(f, i, seq, pairs_n);
	f->batch.row.kinds |= 1U << KIND_RESULT;
}

void
batchfix_reports(struct batchfix *f, int32_t stream_no, uint64_t seq, const struct report *reports,
    uint32_t reports_n)
{
	(void)add_submission(f, stream_no, seq, reports, reports_n);
	for (uint32_t i = 0; i < reports_n; i++)
		f->batch.row.kinds |= 1U << reports[i].kind;
}

void
batchfix_refuse(struct batchfix *f, uint32_t ord, uint32_t idx, enum err_code code)
{
	struct verdict *v = (struct verdict *)(uintptr_t)f->decided[ord].verdicts;

	v[idx].code = code;
	f->batch.row.reports--;
}

void
batchfix_new_org(struct batchfix *f, org_t org)
{
	if (f->new_orgs_n == NEW_ORGS_MAX)
		abort();
	f->new_orgs[f->new_orgs_n++] = org;
}

const struct batch *
batchfix_batch(struct batchfix *f)
{
	struct batch *b = &f->batch;

	b->leaves = f->leaves;
	b->leaves_n = f->submissions_n;
	b->row.leaf_root = merkle_root(f->leaves, f->submissions_n);
	b->pending = f->pending;
	b->decided = f->decided;
	b->pending_n = f->submissions_n;
	b->stored = f->stored;
	b->postings = f->postings;
	b->postings_n = f->postings_n;
	b->new_orgs = f->new_orgs;
	b->new_orgs_n = f->new_orgs_n;
	return b;
}

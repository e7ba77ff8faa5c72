/* When each organisation's newest result came in. */
#include <stdlib.h>
#include <string.h>

#include "core/state.h"
#include "core/unpack.h"

static bool
newest_set(struct newest *n, org_t org, int64_t ms, struct err *err)
{
	const uint32_t at = (uint32_t)org;

	if (at >= n->cap) {
		const uint32_t cap = (at + 1) * 2;
		int64_t *more = realloc(n->ms, cap * sizeof(*more));

		if (more == NULL)
			return err_set(err, ERR_MEMORY, "times of reports");
		memset(more + n->cap, 0, (cap - n->cap) * sizeof(*more));
		n->ms = more;
		n->cap = cap;
	}
	if (n->ms[at] < ms)
		n->ms[at] = ms;
	return true;
}

bool
newest_note(struct core *c, const struct subject *x, struct err *err)
{
	org_t chain[ORGS_DEPTH_MAX];
	const uint32_t depth = orgs_chain(c->orgs, x->org, x->to, chain);

	for (uint32_t i = 0; i < depth; i++)
		if (!newest_set(&c->newest, chain[i], x->at_ms, err))
			return false;
	return true;
}

bool
newest_rebuild(struct core *c, struct err *err)
{
	if (c->newest.cap > 0)
		memset(c->newest.ms, 0, c->newest.cap * sizeof(*c->newest.ms));
	for (subject_t no = 1; (uint64_t)no <= c->subjects.n; no++) {
		const struct subject *x = subjects_at(&c->subjects, no);

		if (x->kind == KIND_RESULT && !newest_note(c, x, err))
			return false;
	}
	return true;
}

int64_t
newest_of(const struct core *c, org_t org)
{
	return (uint32_t)org < c->newest.cap ? c->newest.ms[org] : 0;
}

bool
newest_equal(const struct newest *a, const struct newest *b, struct err *err)
{
	const uint32_t n = a->cap > b->cap ? a->cap : b->cap;

	for (uint32_t i = 0; i < n; i++)
		if ((i < a->cap ? a->ms[i] : 0) != (i < b->cap ? b->ms[i] : 0))
			return err_set(err, ERR_BUG, "newest report of org %u", i);
	return true;
}

void
newest_pack(const struct newest *n, struct buf *out)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n->cap; i++)
		count += n->ms[i] != 0 ? 1 : 0;
	buf_u32(out, count);
	for (uint32_t i = 0; i < n->cap; i++)
		if (n->ms[i] != 0) {
			buf_u32(out, i);
			buf_u64(out, (uint64_t)n->ms[i]);
		}
}

bool
newest_unpack(struct newest *n, struct unpack *u, struct err *err)
{
	const uint32_t count = unpack_u32(u);

	for (uint32_t i = 0; i < count && !u->failed; i++) {
		const uint32_t org = unpack_u32(u);
		const int64_t ms = (int64_t)unpack_u64(u);

		if (org == 0 || org > ORGS_MAX)
			return core_load_damaged(err);
		if (!newest_set(n, (org_t)org, ms, err))
			return false;
	}
	return !u->failed || core_load_damaged(err);
}

#include "ask.h"

#include <stdlib.h>
#include <string.h>

#include "ask_link.h"
#include "ask_watch.h"
#include "base/lang.h"
#include "wire/receipt.h"

/*
 * A batch may come between two pages of one answer: then anew, and at last as of the batch of the
 * first page.
 */
#define PAGE_TRIES 3

struct ask {
	struct ask_link link;
	struct ask_watches watches;
};

bool
ask_open(const struct profile *p, struct ask **ret, struct err *err)
{
	struct ask *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return err_set(err, ERR_MEMORY, "ask");
	a->link.wait_ms = ASK_WAIT_MS;
	if (!ask_link_init(&a->link, p, err)) {
		ask_close(a);
		return false;
	}
	*ret = a;
	return true;
}

void
ask_close(struct ask *a)
{
	if (a == NULL)
		return;
	ask_watch_free(&a->watches);
	ask_link_close(&a->link);
	free(a);
}

/* The answer is then in ${a->link.msg}. */
static bool
ask_at(struct ask *a, const struct ask_question *q, uint64_t as_of_batch, struct err *err)
{
	const int wait_ms = a->link.wait_ms;
	bool ok;

	if (as_of_batch != 0)
		a->link.wait_ms = ASK_PAST_WAIT_MS;
	ok = ask_link_ask(&a->link, q, err);
	a->link.wait_ms = wait_ms;
	return ok;
}

static bool
is_of_batch(uint64_t asked, uint64_t answered, struct err *err)
{
	return asked == 0 || asked == answered ||
	    err_set(err, ERR_BATCH_UNKNOWN, "%s",
		TR("máy chủ trả lời cho lần ghi khác", "the answer is of another batch"));
}

/* Room for ${more} elements behind the ${n} of *${list}, and for one arena more. */
static bool
list_grow(void *list, size_t n, size_t more, size_t size, struct err *err)
{
	void *at;
	void *grown;

	memcpy(&at, list, sizeof(at));
	grown = realloc(at, (n + more + 1) * size);
	if (grown == NULL)
		return err_set(err, ERR_MEMORY, "ask");
	memcpy(list, &grown, sizeof(grown));
	return true;
}

static void
arenas_free(void **arenas, size_t n)
{
	for (size_t i = 0; i < n; i++)
		query_free(&arenas[i]);
	free(arenas);
}

/* ---- summary */

void
ask_rows_free(struct ask_rows *r)
{
	if (r == NULL)
		return;
	free(r->list);
	arenas_free(r->arenas, r->arenas_n);
	*r = (struct ask_rows){0};
}

static bool
summary_page(struct ask *a, const struct summary_request *q, struct rows *ret, struct err *err)
{
	static const struct ask_question question = {ASK_QUERY, FRAME_SUMMARY, FRAME_ROWS};
	const struct buf *body = &a->link.msg.body;

	buf_clear(&a->link.request);
	if (!query_encode_summary_request(q, &a->link.request, err) ||
	    !ask_at(a, &question, q->as_of_batch, err) ||
	    !query_decode_rows(body->at, body->len, ret, err))
		return false;
	if (is_of_batch(q->as_of_batch, ret->as_of_batch, err) &&
	    ask_link_agrees(&a->link, ret, q->as_of_batch == 0, err))
		return true;
	query_free(&ret->arena);
	return false;
}

/* Take a page over, its arena too; *${ret_same} false: it is of another batch than the first. */
static bool
summary_join(struct ask_rows *r, struct rows *page, bool *ret_same, struct err *err)
{
	const size_t n = r->all.rows_n;

	*ret_same = r->arenas_n == 0 || page->as_of_batch == r->all.as_of_batch;
	if (!*ret_same || !list_grow(&r->arenas, r->arenas_n, 1, sizeof(*r->arenas), err) ||
	    !list_grow(&r->list, n, page->rows_n, sizeof(*r->list), err)) {
		query_free(&page->arena);
		return !*ret_same;
	}
	if (page->rows_n > 0)
		memcpy(r->list + n, page->rows, page->rows_n * sizeof(*r->list));
	if (r->arenas_n == 0)
		r->all = *page;
	r->arenas[r->arenas_n++] = page->arena;
	r->all.arena = NULL;
	r->all.rows = r->list;
	r->all.rows_n = (uint32_t)n + page->rows_n;
	r->all.next_page = page->next_page;
	return true;
}

/* All pages; *${ret_same} false: a batch came between, ask anew. */
static bool
summary_pages(struct ask *a, const struct summary_request *q, struct ask_rows *r, bool *ret_same,
    struct err *err)
{
	struct summary_request page = *q;

	page.page = 0;
	*ret_same = true;
	for (int i = 0; i < ASK_PAGES_MAX; i++) {
		struct rows rows = {0};

		if (!summary_page(a, &page, &rows, err) || !summary_join(r, &rows, ret_same, err))
			return false;
		if (!*ret_same || r->all.next_page == 0)
			return true;
		page.page = r->all.next_page;
	}
	return err_set(err, ERR_LIMIT, TR("hơn %d trang", "more than %d pages"), ASK_PAGES_MAX);
}

bool
ask_summary(struct ask *a, const struct summary_request *q, struct ask_rows *ret, struct err *err)
{
	struct summary_request again = *q;

	for (int i = 0; i < PAGE_TRIES; i++) {
		struct ask_rows r = {0};
		bool same = true;

		if (!summary_pages(a, &again, &r, &same, err)) {
			ask_rows_free(&r);
			return false;
		}
		if (same) {
			*ret = r;
			return true;
		}
		if (i + 2 == PAGE_TRIES)
			again.as_of_batch = r.all.as_of_batch;
		ask_rows_free(&r);
	}
	return err_set(err, ERR_BUG, "pages");
}

/* ---- reference */

void
ask_reference_free(struct ask_reference *r)
{
	if (r == NULL)
		return;
	free(r->list);
	arenas_free(r->arenas, r->arenas_n);
	*r = (struct ask_reference){0};
}

/* A list of one kind of row inside a reference. */
struct list {
	const void *rows;
	uint32_t n;
	size_t size;
};

static struct list
list_of(const struct reference *r)
{
	switch (r->kind) {
	case REFERENCE_ORGS:
	case REFERENCE_ORG_HISTORY:
	case REFERENCE_SILENT:
		return (struct list){r->orgs, r->orgs_n, sizeof(*r->orgs)};
	case REFERENCE_DRIVES:
		return (struct list){r->drives, r->drives_n, sizeof(*r->drives)};
	case REFERENCE_TARGETS:
		return (struct list){r->targets, r->targets_n, sizeof(*r->targets)};
	case REFERENCE_INSTALLS:
		return (struct list){r->installs, r->installs_n, sizeof(*r->installs)};
	case REFERENCE_REPORTS:
	case REFERENCE_HISTORY:
	case REFERENCE_REVIEW:
		return (struct list){r->reports, r->reports_n, sizeof(*r->reports)};
	case REFERENCE_CAMPAIGNS:
		return (struct list){r->campaigns, r->campaigns_n, sizeof(*r->campaigns)};
	case REFERENCE_LOCKS:
		return (struct list){r->locks, r->locks_n, sizeof(*r->locks)};
	case REFERENCE_TEXTS:
		return (struct list){r->texts, r->texts_n, sizeof(*r->texts)};
	case REFERENCE_ROUNDS:
		return (struct list){r->rounds, r->rounds_n, sizeof(*r->rounds)};
	case REFERENCE_POPULATIONS:
		return (struct list){r->populations, r->populations_n, sizeof(*r->populations)};
	case REFERENCE_NONE:
	case REFERENCE_COUNT_:
		break;
	}
	return (struct list){NULL, 0, 1};
}

static void
list_set(struct reference *r, const void *rows, uint32_t n)
{
	switch (r->kind) {
	case REFERENCE_ORGS:
	case REFERENCE_ORG_HISTORY:
	case REFERENCE_SILENT:
		r->orgs = rows;
		r->orgs_n = n;
		return;
	case REFERENCE_DRIVES:
		r->drives = rows;
		r->drives_n = n;
		return;
	case REFERENCE_TARGETS:
		r->targets = rows;
		r->targets_n = n;
		return;
	case REFERENCE_INSTALLS:
		r->installs = rows;
		r->installs_n = n;
		return;
	case REFERENCE_REPORTS:
	case REFERENCE_HISTORY:
	case REFERENCE_REVIEW:
		r->reports = rows;
		r->reports_n = n;
		return;
	case REFERENCE_CAMPAIGNS:
		r->campaigns = rows;
		r->campaigns_n = n;
		return;
	case REFERENCE_LOCKS:
		r->locks = rows;
		r->locks_n = n;
		return;
	case REFERENCE_TEXTS:
		r->texts = rows;
		r->texts_n = n;
		return;
	case REFERENCE_ROUNDS:
		r->rounds = rows;
		r->rounds_n = n;
		return;
	case REFERENCE_POPULATIONS:
		r->populations = rows;
		r->populations_n = n;
		return;
	case REFERENCE_NONE:
	case REFERENCE_COUNT_:
		return;
	}
}

static bool
reference_page(struct ask *a, const struct reference_request *q, enum ask_port port,
    struct reference *ret, struct err *err)
{
	const struct ask_question question = {port, FRAME_REFERENCE, FRAME_REFERENCE_OK};
	const struct buf *body = &a->link.msg.body;

	buf_clear(&a->link.request);
	if (!query_encode_reference_request(q, &a->link.request, err) ||
	    !ask_at(a, &question, q->as_of_batch, err) ||
	    !query_decode_reference(body->at, body->len, ret, err))
		return false;
	if (ret->kind != q->kind)
		(void)err_set(err, ERR_MALFORMED, "%s",
		    TR("máy chủ trả lời loại khác", "the aggregator answered another kind"));
	else if (is_of_batch(q->as_of_batch, ret->as_of_batch, err))
		return true;
	query_free(&ret->arena);
	return false;
}

/* As summary_join(). */
static bool
reference_join(struct ask_reference *r, struct reference *page, bool *ret_same, struct err *err)
{
	const struct list add = list_of(page);
	const uint32_t n = r->arenas_n == 0 ? 0 : list_of(&r->all).n;

	*ret_same = r->arenas_n == 0 || page->as_of_batch == r->all.as_of_batch;
	if (!*ret_same || !list_grow(&r->arenas, r->arenas_n, 1, sizeof(*r->arenas), err) ||
	    !list_grow(&r->list, n, add.n, add.size, err)) {
		query_free(&page->arena);
		return !*ret_same;
	}
	if (add.n > 0)
		memcpy((char *)r->list + n * add.size, add.rows, add.n * add.size);
	if (r->arenas_n == 0)
		r->all = *page;
	r->arenas[r->arenas_n++] = page->arena;
	r->all.arena = NULL;
	r->all.next_page = page->next_page;
	list_set(&r->all, r->list, n + add.n);
	return true;
}

/* As summary_pages(). */
static bool
reference_pages(struct ask *a, const struct reference_request *q, struct ask_reference *r,
    bool *ret_same, struct err *err)
{
	const enum ask_port port = a->link.profile.role == ROLE_REPORTER ? ASK_INTAKE : ASK_QUERY;
	struct reference_request page = *q;

	page.page = 0;
	*ret_same = true;
	for (int i = 0; i < ASK_PAGES_MAX; i++) {
		struct reference reference = {0};

		if (!reference_page(a, &page, port, &reference, err) ||
		    !reference_join(r, &reference, ret_same, err))
			return false;
		if (!*ret_same || r->all.next_page == 0)
			return true;
		page.page = r->all.next_page;
	}
	return err_set(err, ERR_LIMIT, TR("hơn %d trang", "more than %d pages"), ASK_PAGES_MAX);
}

bool
ask_reference(
    struct ask *a, const struct reference_request *q, struct ask_reference *ret, struct err *err)
{
	struct reference_request again = *q;

	for (int i = 0; i < PAGE_TRIES; i++) {
		struct ask_reference r = {0};
		bool same = true;

		if (!reference_pages(a, &again, &r, &same, err)) {
			ask_reference_free(&r);
			return false;
		}
		if (same) {
			*ret = r;
			return true;
		}
		if (i + 2 == PAGE_TRIES)
			again.as_of_batch = r.all.as_of_batch;
		ask_reference_free(&r);
	}
	return err_set(err, ERR_BUG, "pages");
}

/* ---- evidence */

bool
ask_evidence(struct ask *a, const struct proof_request *q, struct evidence *ret, struct err *err)
{
	static const struct ask_question question = {ASK_QUERY, FRAME_EVIDENCE, FRAME_EVIDENCE_OK};
	const struct buf *body = &a->link.msg.body;

	buf_clear(&a->link.request);
	return query_encode_proof_request(q, &a->link.request, err) &&
	    ask_link_ask(&a->link, &question, err) &&
	    query_decode_evidence(body->at, body->len, ret, err);
}

bool
ask_grounds(struct ask *a, const struct grounds_request *q, struct grounds *ret, struct err *err)
{
	static const struct ask_question question = {ASK_QUERY, FRAME_GROUNDS, FRAME_GROUNDS_OK};
	const struct buf *body = &a->link.msg.body;

	buf_clear(&a->link.request);
	return query_encode_grounds_request(q, &a->link.request, err) &&
	    ask_link_ask(&a->link, &question, err) &&
	    query_decode_grounds(body->at, body->len, ret, err);
}

/* ---- watching */

bool
ask_watch(struct ask *a, const struct watch_request *q, uint32_t *ret_watch, struct err *err)
{
	return ask_watch_begin(&a->watches, &a->link, q, ret_watch, err);
}

bool
ask_next(struct ask *a, int wait_ms, int stop_fd, struct ask_event *ret, struct err *err)
{
	return ask_watch_next(&a->watches, &a->link, (struct ask_wait){wait_ms, stop_fd}, ret, err);
}

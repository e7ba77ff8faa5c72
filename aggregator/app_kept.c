#include "app_kept.h"

#include <string.h>

static bool
is_there(const struct app_kept_answer *one)
{
	return one->whole.arena != NULL;
}

static void
drop(struct app_kept_answer *one)
{
	query_free(&one->whole.arena);
	buf_free(&one->question);
	*one = (struct app_kept_answer){0};
}

/* The question without its page; false: no memory. */
static bool
question_of(const struct summary_request *q, struct buf *ret)
{
	struct summary_request first = *q;
	struct err ignored = {0};

	first.page = 0;
	*ret = (struct buf){.max = WIRE_REPLY_BYTES_MAX};
	if (query_encode_summary_request(&first, ret, &ignored) && buf_ok(ret))
		return true;
	buf_free(ret);
	return false;
}

static bool
is_asked(const struct app_kept_answer *one, const struct key_info *who, const struct buf *question)
{
	return is_there(one) && memcmp(one->sign_key, who->sign_key, WIRE_KEY_BYTES) == 0 &&
	    one->question.len == question->len &&
	    (question->len == 0 || memcmp(one->question.at, question->at, question->len) == 0);
}

/* The same question's, a free one, or the one not asked for the longest. */
static struct app_kept_answer *
slot_for(struct app_kept *k, const struct key_info *who, const struct buf *question)
{
	struct app_kept_answer *best = &k->at[0];

	for (uint32_t i = 0; i < APP_KEPT_MAX; i++) {
		struct app_kept_answer *one = &k->at[i];

		if (is_asked(one, who, question))
			return one;
		if (is_there(best) && (!is_there(one) || one->used_ms < best->used_ms))
			best = one;
	}
	return best;
}

bool
app_kept_page(struct app_kept *k, const struct key_info *who, const struct summary_request *q,
    uint64_t now_ms, struct rows *ret)
{
	struct app_kept_answer *one = NULL;
	struct buf question = {0};

	if (q->page == 0 || !question_of(q, &question))
		return false;
	for (uint32_t i = 0; i < APP_KEPT_MAX && one == NULL; i++)
		if (is_asked(&k->at[i], who, &question))
			one = &k->at[i];
	buf_free(&question);
	if (one == NULL)
		return false;
	one->used_ms = now_ms;
	core_summary_page(&one->whole, q->page, ret);
	return true;
}

void
app_kept_put(struct app_kept *k, const struct key_info *who, const struct summary_request *q,
    struct rows *whole, uint64_t now_ms)
{
	struct app_kept_answer *one = NULL;
	struct buf question = {0};

	if (!question_of(q, &question)) {
		query_free(&whole->arena);
		return;
	}
	one = slot_for(k, who, &question);
	drop(one);
	one->whole = *whole;
	one->question = question;
	one->used_ms = now_ms;
	memcpy(one->sign_key, who->sign_key, WIRE_KEY_BYTES);
	whole->arena = NULL;
}

void
app_kept_sweep(struct app_kept *k, uint64_t now_ms)
{
	for (uint32_t i = 0; i < APP_KEPT_MAX; i++)
		if (is_there(&k->at[i]) && now_ms - k->at[i].used_ms > APP_KEPT_MS)
			drop(&k->at[i]);
}

void
app_kept_forget(struct app_kept *k)
{
	for (uint32_t i = 0; i < APP_KEPT_MAX; i++)
		drop(&k->at[i]);
}

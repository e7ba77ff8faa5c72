#include "app_requests.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

struct app_requests {
	struct app_request at[APP_REQUESTS_MAX];
	uint32_t first, n;
};

bool
app_requests_new(struct app_requests **ret, struct err *err)
{
	*ret = calloc(1, sizeof(**ret));
	return *ret != NULL || err_set(err, ERR_MEMORY, "requests");
}

void
app_requests_free(struct app_requests *r)
{
	while (r != NULL && r->n > 0)
		app_requests_drop(r);
	free(r);
}

bool
app_requests_is_full(const struct app_requests *r)
{
	return r->n == APP_REQUESTS_MAX;
}

bool
app_requests_is_empty(const struct app_requests *r)
{
	return r->n == 0;
}

static uint32_t
count_of(const struct app_requests *r, const uint8_t *curve_key)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->n; i++)
		n += memcmp(r->at[(r->first + i) % APP_REQUESTS_MAX].curve_key, curve_key,
			 WIRE_KEY_BYTES) == 0;
	return n;
}

bool
app_requests_put(
    struct app_requests *r, const struct app_request *q, const uint8_t *body, struct err *err)
{
	struct app_request *slot = &r->at[(r->first + r->n) % APP_REQUESTS_MAX];

	if (q->body_len > APP_REQUEST_BYTES_MAX)
		return err_set(err, ERR_TOO_LARGE, "%u", q->body_len);
	if (count_of(r, q->curve_key) >= APP_REQUESTS_OF_ONE)
		return err_set(err, ERR_BUSY,
		    TR("máy này đang có %d câu hỏi chờ trả lời",
			"this machine has %d questions that wait for their answers"),
		    APP_REQUESTS_OF_ONE);
	*slot = *q;
	slot->body = malloc((size_t)q->body_len + 1);
	if (slot->body == NULL)
		return err_set(err, ERR_BUSY, "%s", "");
	if (q->body_len > 0)
		memcpy(slot->body, body, q->body_len);
	r->n++;
	return true;
}

const struct app_request *
app_requests_first(const struct app_requests *r)
{
	return r->n > 0 ? &r->at[r->first] : NULL;
}

void
app_requests_drop(struct app_requests *r)
{
	free(r->at[r->first].body);
	r->at[r->first].body = NULL;
	r->first = (r->first + 1) % APP_REQUESTS_MAX;
	r->n--;
}

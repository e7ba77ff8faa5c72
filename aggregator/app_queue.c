#include "app_queue.h"

#include <stdlib.h>
#include <string.h>

#include "wire/submission.h"

bool
app_item_new(const uint8_t *body, size_t body_len, struct app_item **ret, struct err *err)
{
	struct app_item *i;

	if (body_len > WIRE_BODY_BYTES_MAX)
		return err_set(err, ERR_TOO_LARGE, "%zu", body_len);
	i = malloc(sizeof(*i) + body_len);
	if (i == NULL)
		return err_set(err, ERR_MEMORY, "%zu", body_len);
	memset(i, 0, sizeof(*i));
	memcpy(i->body, body, body_len);
	if (!submission_decode(i->body, body_len, &i->s, err)) {
		free(i);
		return false;
	}
	i->p.body = i->body;
	i->p.body_len = (uint32_t)body_len;
	i->p.s = i->s;
	*ret = i;
	return true;
}

void
app_item_free(struct app_item *i)
{
	if (i == NULL)
		return;
	submission_free(i->s);
	free(i);
}

void
app_queue_push(struct app_queue *q, struct app_item *i)
{
	if (q->first == NULL)
		q->end = &q->first;
	i->next = NULL;
	*q->end = i;
	q->end = &i->next;
	q->n++;
	q->bytes += i->p.body_len;
}

struct app_item *
app_queue_pop(struct app_queue *q)
{
	struct app_item *i = q->first;

	if (i == NULL)
		return NULL;
	q->first = i->next;
	i->next = NULL;
	q->n--;
	q->bytes -= i->p.body_len;
	return i;
}

void
app_queue_prepend(struct app_queue *q, struct app_queue *front)
{
	if (front->first == NULL)
		return;
	*front->end = q->first;
	if (q->first == NULL)
		q->end = front->end;
	q->first = front->first;
	q->n += front->n;
	q->bytes += front->bytes;
	*front = (struct app_queue){0};
}

void
app_queue_free(struct app_queue *q)
{
	struct app_item *i;

	while ((i = app_queue_pop(q)) != NULL)
		app_item_free(i);
}

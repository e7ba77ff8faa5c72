/*
 * app_requests - questions that came in at the intake door, kept until they may be answered: a ring
 * of APP_REQUESTS_MAX, of which one key fills APP_REQUESTS_OF_ONE at most, so that no office closes
 * the door to the others.  One thread.
 */
#ifndef GH_APP_REQUESTS_H
#define GH_APP_REQUESTS_H

#include "app_queue.h"
#include "wire/frame.h"

#define APP_REQUESTS_MAX 4096
#define APP_REQUESTS_OF_ONE 64     /* a client has one under way; an office has some programs */
#define APP_REQUEST_BYTES_MAX 4096 /* of one question's body */

struct app_request {
	struct app_asker asker;
	enum frame_type type;
	uint8_t curve_key[WIRE_KEY_BYTES];
	uint32_t body_len;
	uint8_t *body; /* the ring's; of what is put, nothing */
};
struct app_requests;

bool app_requests_new(struct app_requests **ret, struct err *err) MUST_USE;
void app_requests_free(struct app_requests *r); /* NULL is a no-op */
bool app_requests_is_full(const struct app_requests *r);
bool app_requests_is_empty(const struct app_requests *r);
/*
 * A copy of ${q} and of ${body}, its ${q->body_len} bytes.  There is room (app_requests_is_full()).
 * ERR_TOO_LARGE; ERR_BUSY: that key has as many as one may have, or no memory.
 */
bool app_requests_put(struct app_requests *r, const struct app_request *q, const uint8_t *body,
    struct err *err) MUST_USE;
/* The oldest, lent until app_requests_drop(); NULL: none. */
const struct app_request *app_requests_first(const struct app_requests *r);
void app_requests_drop(struct app_requests *r);

#endif

#include "app_verifier.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <sodium.h>

#include "wire/submission.h"

#define AT_ONCE_MAX 32 /* items between two looks at the lock */

struct app_verifier {
	pthread_t thread;
	int fd;               /* eventfd: not zero while ${out} holds something */
	uint32_t waiting;     /* the caller's own count */
	pthread_mutex_t lock; /* over all that follows */
	pthread_cond_t more;
	struct app_queue in, out;
	bool stop;
};

bool
app_verifier_check(struct app_item *i)
{
	(void)crypto_hash_sha256(i->p.body_hash.at, i->p.body, i->p.body_len);
	for (uint32_t k = 0; k < i->signers_n; k++) {
		if (!submission_verify(i->p.body, i->p.body_len, i->p.signature, i->signer[k]))
			continue;
		memcpy(i->p.sign_key, i->signer[k], WIRE_KEY_BYTES);
		return true;
	}
	return false;
}

/* Some of what waits; false: the end. */
static bool
some_take(struct app_verifier *v, struct app_queue *ret)
{
	bool go_on;

	pthread_mutex_lock(&v->lock);
	while (!v->stop && v->in.first == NULL)
		(void)pthread_cond_wait(&v->more, &v->lock);
	while (v->in.first != NULL && ret->n < AT_ONCE_MAX)
		app_queue_push(ret, app_queue_pop(&v->in));
	go_on = !v->stop;
	pthread_mutex_unlock(&v->lock);
	return go_on;
}

static void
some_give(struct app_verifier *v, struct app_queue *some)
{
	const uint64_t one = 1;
	bool was_empty;

	pthread_mutex_lock(&v->lock);
	was_empty = v->out.first == NULL;
	while (some->first != NULL)
		app_queue_push(&v->out, app_queue_pop(some));
	pthread_mutex_unlock(&v->lock);
	if (was_empty)
		(void)!write(v->fd, &one, sizeof(one));
}

static void *
verifier_run(void *arg)
{
	struct app_verifier *v = arg;
	struct app_queue some = {0};

	while (some_take(v, &some)) {
		for (struct app_item *i = some.first; i != NULL; i = i->next)
			i->is_signed = app_verifier_check(i);
		some_give(v, &some);
	}
	app_queue_free(&some);
	return NULL;
}

bool
app_verifier_start(struct app_verifier **ret, struct err *err)
{
	struct app_verifier *v = calloc(1, sizeof(*v));
	int rc;

	if (v == NULL)
		return err_set(err, ERR_MEMORY, "verifier");
	v->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (v->fd == -1) {
		free(v);
		return err_set_errno(err, "verifier");
	}
	(void)pthread_mutex_init(&v->lock, NULL);
	(void)pthread_cond_init(&v->more, NULL);
	rc = pthread_create(&v->thread, NULL, verifier_run, v);
	if (rc == 0) {
		*ret = v;
		return true;
	}
	(void)pthread_cond_destroy(&v->more);
	(void)pthread_mutex_destroy(&v->lock);
	(void)close(v->fd);
	free(v);
	return err_set(err, ERR_MEMORY, "verifier: %s", strerror(rc));
}

void
app_verifier_stop(struct app_verifier *v)
{
	if (v == NULL)
		return;
	pthread_mutex_lock(&v->lock);
	v->stop = true;
	(void)pthread_cond_signal(&v->more);
	pthread_mutex_unlock(&v->lock);
	(void)pthread_join(v->thread, NULL);
	app_queue_free(&v->in);
	app_queue_free(&v->out);
	(void)pthread_cond_destroy(&v->more);
	(void)pthread_mutex_destroy(&v->lock);
	(void)close(v->fd);
	free(v);
}

void
app_verifier_put(struct app_verifier *v, struct app_item *i)
{
	bool was_empty;

	pthread_mutex_lock(&v->lock);
	was_empty = v->in.first == NULL;
	app_queue_push(&v->in, i);
	if (was_empty)
		(void)pthread_cond_signal(&v->more);
	pthread_mutex_unlock(&v->lock);
	v->waiting++;
}

void
app_verifier_take(struct app_verifier *v, struct app_queue *ret)
{
	uint64_t ignored;

	*ret = (struct app_queue){0};
	if (v->waiting == 0)
		return;
	(void)!read(v->fd, &ignored, sizeof(ignored));
	pthread_mutex_lock(&v->lock);
	app_queue_prepend(ret, &v->out);
	pthread_mutex_unlock(&v->lock);
	v->waiting -= ret->n;
}

uint32_t
app_verifier_waiting(const struct app_verifier *v)
{
	return v->waiting;
}

int
app_verifier_fd(const struct app_verifier *v)
{
	return v->fd;
}

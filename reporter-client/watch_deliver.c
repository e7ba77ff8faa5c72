#include "watch_deliver.h"

#include <stdlib.h>

#include <pthread.h>

#include "base/os_wake.h"
#include "outbox.h"
#include "sender.h"

struct watch_deliver {
	struct profile profile;
	struct outbox *outbox; /* the thread's from its start to its end */
	pthread_t thread;
	bool is_running;
	bool ok; /* the thread's */
	struct wake stop;
};

static void *
deliver(void *arg)
{
	struct watch_deliver *d = arg;
	const struct sender_options options = {.follow = true, .stop_fd = d->stop.fd};
	struct sender_result result;
	struct err err;

	/* What fails here is told by the next command: the rows wait. */
	d->ok = sender_run(&d->profile, d->outbox, &options, &result, &err);
	return NULL;
}

bool
watch_deliver_start(const struct profile *p, struct watch_deliver **ret, struct err *err)
{
	struct watch_deliver *d = calloc(1, sizeof(*d));
	char path[OS_PATH_MAX];

	if (d == NULL)
		return err_set(err, ERR_MEMORY, "watch");
	d->profile = *p;
	d->stop = (struct wake){.fd = -1, .end = -1};
	if (!profile_path(p, PROFILE_OUTBOX, path, err) || !outbox_open(path, &d->outbox, err) ||
	    !os_wake_open(&d->stop, err)) {
		watch_deliver_stop(d);
		return false;
	}
	d->is_running = pthread_create(&d->thread, NULL, deliver, d) == 0;
	if (!d->is_running) {
		watch_deliver_stop(d);
		return err_set(err, ERR_MEMORY, "watch");
	}
	*ret = d;
	return true;
}

void
watch_deliver_stop(struct watch_deliver *d)
{
	if (d == NULL)
		return;
	if (d->is_running) {
		os_wake_signal(&d->stop);
		(void)pthread_join(d->thread, NULL);
	}
	os_wake_close(&d->stop);
	outbox_close(d->outbox);
	free(d);
}

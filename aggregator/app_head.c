#include "app_head.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app_state.h"
#include "base/lang.h"

struct app_head {
	char dir[OS_PATH_MAX];
	pthread_t thread;
	pthread_mutex_t lock; /* over what follows */
	pthread_cond_t changed;
	struct signed_head offered;
	struct signed_head kept;
	struct err err;
	bool has_err;
	bool stop;
};

static bool
is_newer(const struct app_head *h)
{
	return memcmp(&h->offered.head, &h->kept.head, sizeof(h->kept.head)) != 0;
}

/* Wait for something to keep; after that, for the second to pass. */
static bool
wait_for_work(struct app_head *h, bool pause)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += APP_HEAD_MS / 1000;
	while (pause && !h->stop)
		if (pthread_cond_timedwait(&h->changed, &h->lock, &until) != 0)
			break;
	while (!h->stop && !is_newer(h))
		(void)pthread_cond_wait(&h->changed, &h->lock);
	return is_newer(h);
}

static void *
head_run(void *arg)
{
	struct app_head *h = arg;
	bool pause = false;

	pthread_mutex_lock(&h->lock);
	while (wait_for_work(h, pause)) {
		const struct signed_head head = h->offered;
		struct err err = {0};
		bool ok;

		h->kept = head;
		pthread_mutex_unlock(&h->lock);
		ok = app_state_head_write(h->dir, &head, &err);
		pthread_mutex_lock(&h->lock);
		if (!ok) {
			h->err = err;
			h->has_err = true;
		}
		pause = true;
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

bool
app_head_start(const char *dir, struct app_head **ret, struct err *err)
{
	struct app_head *h = calloc(1, sizeof(*h));
	pthread_condattr_t attr;
	int rc;

	if (h == NULL)
		return err_set(err, ERR_MEMORY, "head");
	if (strlen(dir) >= sizeof(h->dir)) {
		free(h);
		return err_set(err, ERR_LIMIT, "%s", dir);
	}
	memcpy(h->dir, dir, strlen(dir) + 1);
	(void)pthread_mutex_init(&h->lock, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&h->changed, &attr);
	(void)pthread_condattr_destroy(&attr);
	rc = pthread_create(&h->thread, NULL, head_run, h);
	if (rc != 0) {
		(void)pthread_cond_destroy(&h->changed);
		(void)pthread_mutex_destroy(&h->lock);
		free(h);
		return err_set(err, ERR_MEMORY, "%s", strerror(rc));
	}
	*ret = h;
	return true;
}

void
app_head_offer(struct app_head *h, const struct signed_head *head)
{
	pthread_mutex_lock(&h->lock);
	h->offered = *head;
	(void)pthread_cond_signal(&h->changed);
	pthread_mutex_unlock(&h->lock);
}

bool
app_head_failed(struct app_head *h, struct err *ret)
{
	bool failed;

	pthread_mutex_lock(&h->lock);
	failed = h->has_err;
	if (failed)
		*ret = h->err;
	h->has_err = false;
	pthread_mutex_unlock(&h->lock);
	return failed;
}

void
app_head_stop(struct app_head *h)
{
	if (h == NULL)
		return;
	pthread_mutex_lock(&h->lock);
	h->stop = true;
	(void)pthread_cond_signal(&h->changed);
	pthread_mutex_unlock(&h->lock);
	(void)pthread_join(h->thread, NULL);
	(void)pthread_cond_destroy(&h->changed);
	(void)pthread_mutex_destroy(&h->lock);
	free(h);
}

bool
app_head_keep(
    const char *dir, const struct signed_head *head, const struct app_keys *server, struct err *err)
{
	struct signed_head kept = {0};

	if (!app_state_head_read(dir, head->realm, server, &kept, err))
		return false;
	if (kept.batch != 0 &&
	    (kept.epoch > head->epoch || (kept.epoch == head->epoch && kept.batch >= head->batch)))
		return true;
	return app_state_head_write(dir, head, err);
}

/* What went back was given up by a person: an epoch after the kept head's forks before it. */
static bool
is_forked(struct reader *r, const struct signed_head *kept, bool *ret, struct err *err)
{
	struct signed_head at = {0};

	*ret = false;
	if (!reader_newest(r, &at, err))
		return false;
	if (at.epoch <= kept->epoch)
		return true;
	/* Epochs only rise: the batch there is of a later one, or the fork lies beyond it. */
	if (at.batch >= kept->batch && !reader_head(r, kept->batch, ret, &at, err))
		return false;
	*ret = at.epoch > kept->epoch;
	return true;
}

bool
app_head_check(const char *dir, struct reader *r, uint32_t realm, const struct app_keys *server,
    struct err *err)
{
	struct signed_head kept = {0};
	struct signed_head there = {0};
	bool found = false;
	bool forked = false;

	if (!app_state_head_read(dir, realm, server, &kept, err))
		return false;
	if (kept.batch == 0)
		return true;
	if (!reader_head(r, kept.batch, &found, &there, err))
		return false;
	if (found && memcmp(&there.head, &kept.head, sizeof(there.head)) == 0)
		return true;
	if (!is_forked(r, &kept, &forked, err) || forked)
		return forked;
	return err_set(err, ERR_HISTORY_WENT_BACK,
	    found ? TR("lần ghi số %llu trong cơ sở dữ liệu không phải lần ghi đã ký",
			"batch %llu of the database is not the one that was signed")
		  : TR("cơ sở dữ liệu không có lần ghi số %llu đã ký",
			"the database lacks batch %llu, which was signed"),
	    (unsigned long long)kept.batch);
}

bool
app_head_recovered(const char *dir, struct err *err)
{
	uint64_t restored = 0;

	if (!app_state_restored_read(dir, &restored, err))
		return false;
	return restored == 0 ||
	    err_set(err, ERR_HISTORY_WENT_BACK,
		TR("cơ sở dữ liệu lấy từ bản sao lưu, đến lần ghi số %llu; chạy: "
		   "giothong-aggregator recover",
		    "the database is a backup's, up to batch %llu; run: giothong-aggregator recover"),
		(unsigned long long)restored);
}

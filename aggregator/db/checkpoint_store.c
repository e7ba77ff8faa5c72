#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "db/checkpoint.h"
#include "db/checkpoint_rows.h"
#include "sql_text.h"

struct checkpoint_store {
	char *conninfo;
	uint32_t realm;
	pthread_t thread;
	pthread_mutex_t mutex; /* of all that follows but the thread's own */
	pthread_cond_t came;
	struct checkpoint *job; /* offered, not stored yet */
	bool has_result;
	struct checkpoint_result result;
	int fd; /* eventfd: a result waits */
	atomic_bool stopping;

	PGconn *conn; /* the thread's own */
	uint64_t base;
};

static bool
session_open(struct checkpoint_store *s, struct err *err)
{
	const struct pg_setup setup = {.conninfo = s->conninfo,
	    .name = "giothong-aggregator checkpoint",
	    .role = PG_ROLE_SERVICE,
	    .async_commit = true,
	    .statements = checkpoint_rows_statements,
	    .statements_n = checkpoint_rows_statements_n};

	return s->conn != NULL || pg_open(&setup, &s->conn, err);
}

static struct checkpoint_result
store(struct checkpoint_store *s, struct checkpoint *p)
{
	const uint64_t from_ms = clock_mono_ms();
	struct checkpoint_result r = {.batch = p->batch};

	if (session_open(s, &r.err)) {
		const struct checkpoint_rows to = {
		    .conn = s->conn, .realm = s->realm, .base = s->base, .stop = &s->stopping};

		r.stored = checkpoint_rows_store(&to, p, &r.rows, &r.err);
	}
	if (r.stored) {
		s->base = p->batch;
		core_checkpoint_free(p);
	} else {
		/* The transaction ends with its session. */
		pg_close(s->conn);
		s->conn = NULL;
		r.failed = p;
	}
	r.took_ms = (uint32_t)(clock_mono_ms() - from_ms);
	return r;
}

static void *
work(void *arg)
{
	struct checkpoint_store *s = arg;
	const uint64_t one = 1;

	(void)pthread_mutex_lock(&s->mutex);
	while (!atomic_load(&s->stopping)) {
		struct checkpoint_result r;
		struct checkpoint *p = s->has_result ? NULL : s->job;

		if (p == NULL) {
			(void)pthread_cond_wait(&s->came, &s->mutex);
			continue;
		}
		(void)pthread_mutex_unlock(&s->mutex);
		r = store(s, p);
		(void)pthread_mutex_lock(&s->mutex);
		s->job = NULL;
		s->result = r;
		s->has_result = true;
		/* Cannot fail: the counter is at most 1. */
		if (write(s->fd, &one, sizeof(one)) != sizeof(one))
			break;
	}
	(void)pthread_mutex_unlock(&s->mutex);
	pg_close(s->conn);
	s->conn = NULL;
	return NULL;
}

/* Signals are the loop's, not this thread's. */
static bool
thread_start(struct checkpoint_store *s)
{
	sigset_t all, before;
	int rc = 0;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&s->thread, NULL, work, s);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc == 0;
}

bool
checkpoint_store_start(
    const struct checkpoint_store_config *config, struct checkpoint_store **ret, struct err *err)
{
	struct checkpoint_store *s = calloc(1, sizeof(*s));

	if (s == NULL || (s->conninfo = strdup(config->conninfo)) == NULL) {
		free(s);
		return err_set(err, ERR_MEMORY, "checkpoint");
	}
	s->realm = config->realm;
	s->base = config->base;
	s->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	(void)pthread_mutex_init(&s->mutex, NULL);
	(void)pthread_cond_init(&s->came, NULL);
	if (s->fd == -1 || !thread_start(s)) {
		(void)err_set_errno(err, "checkpoint");
		if (s->fd != -1)
			(void)close(s->fd);
		free(s->conninfo);
		free(s);
		return false;
	}
	*ret = s;
	return true;
}

bool
checkpoint_store_offer(struct checkpoint_store *s, struct checkpoint *p)
{
	bool taken = false;

	(void)pthread_mutex_lock(&s->mutex);
	if (s->job == NULL && !s->has_result) {
		s->job = p;
		taken = true;
		(void)pthread_cond_signal(&s->came);
	}
	(void)pthread_mutex_unlock(&s->mutex);
	return taken;
}

bool
checkpoint_store_is_busy(struct checkpoint_store *s)
{
	bool busy = false;

	(void)pthread_mutex_lock(&s->mutex);
	busy = s->job != NULL || s->has_result;
	(void)pthread_mutex_unlock(&s->mutex);
	return busy;
}

int
checkpoint_store_fd(const struct checkpoint_store *s)
{
	return s->fd;
}

bool
checkpoint_store_take(struct checkpoint_store *s, struct checkpoint_result *ret)
{
	uint64_t counter = 0;
	bool has = false;

	(void)pthread_mutex_lock(&s->mutex);
	has = s->has_result;
	if (has) {
		*ret = s->result;
		s->has_result = false;
		s->result = (struct checkpoint_result){0};
		has = read(s->fd, &counter, sizeof(counter)) == sizeof(counter);
	}
	(void)pthread_mutex_unlock(&s->mutex);
	return has;
}

void
checkpoint_store_stop(struct checkpoint_store *s)
{
	if (s == NULL)
		return;
	(void)pthread_mutex_lock(&s->mutex);
	atomic_store(&s->stopping, true);
	(void)pthread_cond_signal(&s->came);
	(void)pthread_mutex_unlock(&s->mutex);
	(void)pthread_join(s->thread, NULL);
	core_checkpoint_free(s->job);
	core_checkpoint_free(s->result.failed);
	(void)pthread_cond_destroy(&s->came);
	(void)pthread_mutex_destroy(&s->mutex);
	(void)close(s->fd);
	free(s->conninfo);
	free(s);
}

bool
checkpoint_store_clear(const char *conninfo, uint32_t realm, struct err *err)
{
	static const struct pg_statement clears[] = {{"checkpoint_clear", sql_checkpoint_clear},
	    {"cell_clear", sql_cell_clear}, {"total_clear", sql_total_clear},
	    {"subject_clear", sql_subject_clear}, {"stream_clear", sql_stream_clear}};
	const struct pg_setup setup = {.conninfo = conninfo,
	    .name = "giothong-aggregator checkpoint",
	    .role = PG_ROLE_SERVICE,
	    .async_commit = true,
	    .statements = clears,
	    .statements_n = ARRAY_LEN(clears)};
	PGconn *conn = NULL;
	bool ok = false;

	if (!pg_open(&setup, &conn, err))
		return false;
	ok = pg_run(conn, sql_txn_begin, err);
	for (size_t i = 0; ok && i < ARRAY_LEN(clears); i++) {
		struct pg_params p = {0};

		pg_i32(&p, (int32_t)realm);
		ok = pg_exec(conn, clears[i].name, &p, NULL, err);
	}
	ok = ok && pg_run(conn, sql_txn_commit, err);
	pg_close(conn);
	return ok;
}

#include "sender.h"

#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "sender_session.h"

#define IDLE_MS 250  /* how often an idle sender looks for rows of other processes */
#define OTHER_MS 100 /* how often one looks whether another sender is through */

static bool
is_stopped(const struct sender_options *o)
{
	return o->stop_fd >= 0 && os_wait_readable(o->stop_fd, 0);
}

static int
wait_until(int64_t until_ms, int64_t most_ms)
{
	const int64_t left_ms = until_ms - (int64_t)clock_mono_ms();

	return left_ms <= 0 ? 0 : (int)(left_ms < most_ms ? left_ms : most_ms);
}

/* The deadline of the link has come. */
static bool
timer(struct sender_session *s, struct err *err)
{
	struct err why;

	if (s->link.state == LINK_WAITING)
		return sender_session_event(s, LINK_TIMER, err);
	(void)err_set(&why, ERR_AWAY,
	    s->link.state == LINK_DIALING
		? TR("%s không trả lời trong %d giây", "%s did not answer within %d seconds")
		: TR("%s không gửi biên nhận trong %d giây",
		      "%s sent no receipt within %d seconds"),
	    s->profile->intake, SENDER_RECEIPT_MS / 1000);
	return sender_session_fail(s, LINK_TIMER, &why, err);
}

static bool
link_check(struct sender_session *s, struct err *err)
{
	struct err why;

	if (s->endpoint == NULL || s->link.state == LINK_WAITING)
		return true;
	if (endpoint_is_refused(s->endpoint)) {
		(void)err_set(&why, ERR_KEY_UNKNOWN, "%s", s->profile->intake);
		return sender_session_fail(s, LINK_REFUSED, &why, err);
	}
	if (s->link.state != LINK_DIALING && !endpoint_is_connected(s->endpoint)) {
		(void)err_set(&why, ERR_AWAY, TR("mất kết nối với %s", "lost the connection to %s"),
		    s->profile->intake);
		return sender_session_fail(s, LINK_LOST, &why, err);
	}
	return true;
}

/* Wait for a message, the link's deadline, ${until_ms} or the stop. */
static bool
turn(struct sender_session *s, int64_t until_ms, bool idle, struct err *err)
{
	const int64_t due_ms = s->link.deadline_ms < until_ms ? s->link.deadline_ms : until_ms;
	const bool quiet = idle || (s->link.state == LINK_READY && s->flights_n == 0);
	const int wait_ms = wait_until(due_ms, quiet ? IDLE_MS : SENDER_RECEIPT_MS);
	bool got = false;

	if (s->link.state == LINK_WAITING) {
		if (wait_ms > 0)
			(void)os_wait_readable(s->options->stop_fd, wait_ms);
	} else {
		if (!endpoint_receive(
			s->endpoint, wait_ms, s->options->stop_fd, &s->msg, &got, err))
			return false;
		if (got && !sender_session_take(s, err))
			return false;
	}
	if (!link_check(s, err))
		return false;
	return (int64_t)clock_mono_ms() < s->link.deadline_ms || timer(s, err);
}

/* Nothing more can come of this run: no row is due, or the next try is after its end. */
static bool
run_is_over(const struct sender_session *s, int64_t until_ms, bool idle)
{
	const int64_t now_ms = (int64_t)clock_mono_ms();

	if (is_stopped(s->options))
		return true;
	if (s->options->follow)
		return false;
	return idle || now_ms >= until_ms ||
	    (s->link.state == LINK_WAITING && s->link.deadline_ms >= until_ms);
}

/* The time is over before the link said anything. */
static void
silence_tell(struct sender_session *s)
{
	if (s->link.state != LINK_READY && s->result->link.code == ERR_OK)
		(void)err_set(&s->result->link, ERR_AWAY,
		    TR("%s chưa trả lời", "%s has not answered yet"), s->profile->intake);
}

static bool
session_run(struct sender_session *s, int64_t until_ms, struct err *err)
{
	bool idle = false;

	if (!sender_session_open(s, err))
		return false;
	while (!run_is_over(s, until_ms, idle)) {
		if (!turn(s, until_ms, idle, err))
			return false;
		idle = false;
		if ((s->link.state == LINK_READY || s->link.state == LINK_BUSY) &&
		    !sender_session_fill(s, &idle, err))
			return false;
	}
	silence_tell(s);
	return true;
}

/* Another process sends: wait until it is through, gone, or the time is over. */
static bool
other_wait(struct outbox *box, const struct sender_options *o, int64_t until_ms, bool *ret_over,
    struct err *err)
{
	struct outbox_waiting waiting = {0};

	if (!outbox_rows_waiting(box, &waiting, err))
		return false;
	*ret_over = is_stopped(o) ||
	    (!o->follow && (waiting.rows == 0 || (int64_t)clock_mono_ms() >= until_ms));
	if (!*ret_over)
		(void)os_wait_readable(o->stop_fd, wait_until(until_ms, OTHER_MS));
	return true;
}

bool
sender_run(const struct profile *p, struct outbox *box, const struct sender_options *options,
    struct sender_result *ret, struct err *err)
{
	struct sender_result result = {0};
	struct profile own = *p;
	struct sender_session s = {
	    .profile = &own, .box = box, .options = options, .result = &result};
	const int64_t until_ms =
	    options->follow ? INT64_MAX : (int64_t)clock_mono_ms() + options->wait_ms;
	struct outbox_waiting waiting = {0};
	char lock_path[OS_PATH_MAX];
	bool taken = false;
	bool over = false;
	bool ok = false;
	int lock_fd = -1;

	if (!profile_path(p, PROFILE_SENDER_LOCK, lock_path, err))
		return false;
	while (!taken && !over) {
		if (!os_lock_try(lock_path, &lock_fd, &taken, err))
			return false;
		result.other = !taken;
		if (!taken && !other_wait(box, options, until_ms, &over, err))
			return false;
	}
	if (taken)
		ok = session_run(&s, until_ms, err);
	else
		ok = true;
	if (taken)
		sender_session_close(&s);
	ok = ok && outbox_rows_waiting(box, &waiting, err);
	result.waiting = waiting.rows;
	os_lock_release(lock_fd);
	if (ok)
		*ret = result;
	return ok;
}

#include "base/os_wake.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool
os_wake_open(struct wake *ret, struct err *err)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_set_errno(err, "pipe");
	*ret = (struct wake){.fd = ends[0], .end = ends[1]};
	return true;
}

void
os_wake_signal(const struct wake *w)
{
	const char one = 1;

	/* A full pipe has been signalled already. */
	while (write(w->end, &one, 1) < 0 && errno == EINTR)
		;
}

void
os_wake_close(struct wake *w)
{
	if (w->fd >= 0) {
		(void)close(w->fd);
		(void)close(w->end);
	}
	*w = (struct wake){.fd = -1, .end = -1};
}

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/os.h"

#define ADDRESSES_MAX 8 /* of one name, tried in turn */

static bool
name_resolve(const char *host, const char *port, struct addrinfo **ret, struct err *err)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	const int status = getaddrinfo(host, port, &hints, ret);

	if (status == 0)
		return true;
	return err_set(err, ERR_AWAY, "%s: %s", host,
	    status == EAI_SYSTEM ? strerror(errno) : gai_strerror(status));
}

bool
os_net_resolve(const char *host, struct buf *ret, struct err *err)
{
	struct addrinfo *list = NULL;
	const char *blank = "";

	if (!name_resolve(host, NULL, &list, err))
		return false;
	for (const struct addrinfo *at = list; at != NULL; at = at->ai_next) {
		char text[NI_MAXHOST];

		if (getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof(text), NULL, 0,
			NI_NUMERICHOST) != 0)
			continue;
		buf_printf(ret, "%s%s", blank, text);
		blank = " ";
	}
	freeaddrinfo(list);
	return buf_ok(ret) || err_set(err, ERR_MEMORY, "%s", host);
}

/* errno of one try; 0: connected. */
static int
address_reach(const struct addrinfo *at, int wait_ms)
{
	const int fd =
	    socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
	struct pollfd item = {.fd = fd, .events = POLLOUT};
	int error = 0;
	socklen_t len = sizeof(error);
	int ready;

	if (fd < 0)
		return errno;
	if (connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
		error = errno;
		if (error == EINPROGRESS) {
			ready = poll(&item, 1, wait_ms);
			error = ready == 0 ? ETIMEDOUT : errno;
			if (ready > 0 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
				error = errno;
		}
	}
	(void)close(fd);
	return error;
}

bool
os_net_reach(const char *host, uint16_t port, int wait_ms, struct err *err)
{
	bool closed = false;

	return os_net_reach_told(host, port, wait_ms, &closed, err);
}

bool
os_net_reach_told(const char *host, uint16_t port, int wait_ms, bool *ret_closed, struct err *err)
{
	struct addrinfo *list = NULL;
	char service[8];
	int error = ENOENT;
	int tries = 0;

	(void)snprintf(service, sizeof(service), "%u", (unsigned)port);
	if (!name_resolve(host, service, &list, err))
		return false;
	for (const struct addrinfo *at = list; at != NULL && tries < ADDRESSES_MAX;
	     at = at->ai_next, tries++) {
		error = address_reach(at, wait_ms);
		if (error == 0)
			break;
	}
	freeaddrinfo(list);
	if (error == 0)
		return true;
	*ret_closed = error == ECONNREFUSED;
	return err_set(err, ERR_AWAY, TR("%s cổng %u: %s", "%s port %u: %s"), host, (unsigned)port,
	    strerror(error));
}

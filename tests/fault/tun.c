#include "tun.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * linux/if_tun.h and net/if.h cannot be included together under strict flags: its four names here.
 */
#define TUN_SET_IFF _IOW('T', 202, int)
#define TUN_FLAGS (0x0001 | 0x1000) /* IFF_TUN | IFF_NO_PI */

static bool
address_set(int s, struct ifreq *r, unsigned long request, const char *address)
{
	struct sockaddr_in at = {.sin_family = AF_INET};

	if (inet_pton(AF_INET, address, &at.sin_addr) != 1)
		return false;
	memcpy(&r->ifr_addr, &at, sizeof(at));
	return ioctl(s, request, r) == 0;
}

static bool
interface_up(int s, struct ifreq *r)
{
	if (ioctl(s, SIOCGIFFLAGS, r) != 0)
		return false;
	r->ifr_flags = (short)(r->ifr_flags | IFF_UP | IFF_RUNNING);
	return ioctl(s, SIOCSIFFLAGS, r) == 0;
}

bool
tun_loopback_up(void)
{
	struct ifreq r = {.ifr_name = "lo"};
	const int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	const bool ok = s != -1 && interface_up(s, &r);

	if (s != -1)
		(void)close(s);
	return ok;
}

bool
tun_open(const char *name, const char *address, const char *peer, int *ret_fd)
{
	struct ifreq r = {0};
	const int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	bool ok = false;

	if (s == -1 || fd == -1)
		goto out;
	(void)snprintf(r.ifr_name, sizeof(r.ifr_name), "%s", name);
	r.ifr_flags = TUN_FLAGS;
	if (ioctl(fd, TUN_SET_IFF, &r) != 0)
		goto out;
	ok = address_set(s, &r, SIOCSIFADDR, address) && address_set(s, &r, SIOCSIFDSTADDR, peer);
	r.ifr_mtu = TUN_MTU;
	ok = ok && ioctl(s, SIOCSIFMTU, &r) == 0 && interface_up(s, &r);
out:
	if (s != -1)
		(void)close(s);
	if (!ok && fd != -1)
		(void)close(fd);
	*ret_fd = ok ? fd : -1;
	return ok;
}

bool
tun_leave(void)
{
	return unshare(CLONE_NEWNET) == 0;
}

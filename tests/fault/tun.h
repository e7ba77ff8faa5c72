/*
 * tun - network interfaces for the relay: point-to-point devices in two network namespaces.
 * Linux, root.  Functions return false with errno set.
 */
#ifndef GH_FAULT_TUN_H
#define GH_FAULT_TUN_H

#include <stdbool.h>

#include "base/attrs.h"

#define TUN_MTU 1400

/* lo of the namespace that we are in. */
bool tun_loopback_up(void) MUST_USE;
/*
 * A device with ${address} (and ${peer} at its other end), up; *${ret_fd} reads and writes its IPv4
 * packets.
 */
bool tun_open(const char *name, const char *address, const char *peer, int *ret_fd) MUST_USE;
/* From here on this process is in a namespace of its own; descriptors stay where they were made. */
bool tun_leave(void) MUST_USE;

#endif

/*
 * packet - a bit of an IPv4 packet turned over.
 */
#ifndef GH_FAULT_PACKET_H
#define GH_FAULT_PACKET_H

#include "draw.h"

#define PACKET_MAX 2048

/*
 * Turn one bit behind the IP header: of its data where it has some, and then half of the time with
 * the TCP checksum mended; true: so.
 */
bool packet_flip(uint8_t *at, size_t len, struct draw *rng);

#endif

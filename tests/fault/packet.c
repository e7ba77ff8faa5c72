#include "packet.h"

#define IP_HEAD_MIN 20
#define TCP_HEAD_MIN 20
#define TCP_CHECKSUM 16 /* where it is in the header */
#define IP_PROTOCOL 9
#define PROTOCOL_TCP 6

static uint32_t
sum16(const uint8_t *at, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)at[i] << 8 | at[i + 1];
	if (len % 2 != 0)
		sum += (uint32_t)at[len - 1] << 8;
	return sum;
}

static void
checksum_mend(uint8_t *ip, size_t ip_head, size_t len)
{
	uint8_t *tcp = ip + ip_head;
	const size_t tcp_len = len - ip_head;
	uint32_t sum;

	tcp[TCP_CHECKSUM] = 0;
	tcp[TCP_CHECKSUM + 1] = 0;
	sum = sum16(ip + 12, 8) + PROTOCOL_TCP + (uint32_t)tcp_len + sum16(tcp, tcp_len);
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	tcp[TCP_CHECKSUM] = (uint8_t)(~sum >> 8);
	tcp[TCP_CHECKSUM + 1] = (uint8_t)~sum;
}

bool
packet_flip(uint8_t *at, size_t len, struct draw *rng)
{
	const size_t ip_head = (size_t)(at[0] & 15) * 4;
	size_t from = ip_head;
	bool mend = false;

	if (len <= IP_HEAD_MIN || at[0] >> 4 != 4 || ip_head >= len)
		return false;
	if (at[IP_PROTOCOL] == PROTOCOL_TCP && len >= ip_head + TCP_HEAD_MIN) {
		const size_t data = ip_head + (size_t)(at[ip_head + 12] >> 4) * 4;

		if (data < len) {
			from = data;
			mend = draw_permille(rng, 500);
		}
	}
	at[from + draw_below(rng, (uint32_t)(len - from))] ^= (uint8_t)(1U << draw_below(rng, 8));
	if (mend)
		checksum_mend(at, ip_head, len);
	return mend;
}

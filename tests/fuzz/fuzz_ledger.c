#include <assert.h>
#include <string.h>

#include "audit/ledger_pack.h"
#include "core/core.h"
#include "fuzz.h"

/* A batch of an exported ledger: what is read is what is written again. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct ledger_unpacked u;
	struct buf again = {0};
	struct err err = {0};

	if (!ledger_pack_read(bytes, len, &u, &err)) {
		assert(err.code == ERR_INVALID);
		return 0;
	}
	ledger_pack_batch(&u.batch, &again);
	assert(buf_ok(&again) && again.len == len);
	assert(memcmp(again.at, bytes, len) == 0);
	buf_free(&again);
	ledger_pack_free(&u);
	return 0;
}

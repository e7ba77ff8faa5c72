/* Small looks into the state, for the doors, the proofs and the importers. */
#include "core/state.h"

bool
core_key_at(const struct core *c, uint32_t i, struct key_info *ret)
{
	struct keyring_item item;

	if (!keyring_at(c->keyring, i, &item))
		return false;
	*ret = item.info;
	return true;
}

int32_t
core_stream_no(const struct core *c, const uint8_t stream[WIRE_STREAM_BYTES])
{
	const struct stream *s = names_find(&c->names, stream);

	return s == NULL ? 0 : s->no;
}

const struct orgs *
core_orgs(const struct core *c)
{
	return c->orgs;
}

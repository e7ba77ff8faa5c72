/* Small looks into the state, for the doors, the proofs and the importers. */
#include "core/state.h"

/* The genesis operator's key came before there was a root: it stands at the root. */
static bool
key_found(const struct core *c, bool found, struct key_info *info)
{
	if (found && info->org == 0)
		info->org = orgs_root(c->orgs);
	return found;
}

bool
core_key_by_curve(const struct core *c, const uint8_t curve[WIRE_KEY_BYTES], struct key_info *ret)
{
	return key_found(c, keyring_by_curve(c->keyring, curve, ret), ret);
}

bool
core_key_by_sign(const struct core *c, const uint8_t sign[WIRE_KEY_BYTES], struct key_info *ret)
{
	return key_found(c, keyring_by_sign(c->keyring, sign, ret), ret);
}

uint32_t
core_key_count(const struct core *c)
{
	return keyring_offices(c->keyring);
}

bool
core_key_at(const struct core *c, uint32_t i, struct key_info *ret)
{
	struct keyring_item item;

	if (!keyring_at(c->keyring, i, &item))
		return false;
	*ret = item.info;
	return key_found(c, true, ret);
}

bool
core_is_stored(enum err_code verdict)
{
	return verdict == ERR_OK || verdict == ERR_AFTER_LOCK;
}

int32_t
core_stream_no(const struct core *c, const uint8_t stream[WIRE_STREAM_BYTES])
{
	const struct stream *s = names_find(&c->names, stream);

	return s == NULL ? 0 : s->no;
}

bool
core_may_read_stream(
    const struct core *c, const struct key_info *who, const uint8_t stream[WIRE_STREAM_BYTES])
{
	const struct stream *s = names_find(&c->names, stream);

	return s != NULL &&
	    (who->role == ROLE_OPERATOR || orgs_may_read(c->orgs, who->org, flight_owner(c, s)));
}

const struct orgs *
core_orgs(const struct core *c)
{
	return c->orgs;
}

bool
core_note(const struct core *c, org_t org, uint64_t seen, char buf[WIRE_NOTE_BYTES_MAX + 1],
    uint64_t *ret_batch)
{
	return document_text_note(c, org, seen, buf, ret_batch);
}

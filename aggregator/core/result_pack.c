#include "core/result_pack.h"

#include <string.h>

/* ---- writing: the caller's array holds the longest result */

static uint8_t *
put_number(uint8_t *at, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		*at++ = (uint8_t)(v | 0x80);
	*at++ = (uint8_t)v;
	return at;
}

/* Days before 1970 are small numbers too. */
static uint8_t *
put_signed(uint8_t *at, int64_t v)
{
	return put_number(at, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

/* Length, bytes, NUL. */
static uint8_t *
put_text(uint8_t *at, const char *text)
{
	const size_t len = strlen(text);

	at = put_number(at, len);
	memcpy(at, text, len + 1);
	return at + len + 1;
}

static bool
is_code(const char *text)
{
	return strlen(text) <= WIRE_CODE_BYTES_MAX;
}

static bool
fits(const struct result *r)
{
	bool ok = r->campaigns.n <= WIRE_LIST_MAX && r->executing_n <= WIRE_LIST_MAX &&
	    r->counts.n <= WIRE_PAIRS_MAX && is_code(r->collection.org) && is_code(r->sector) &&
	    is_code(r->place) && is_code(r->facility) && strlen(r->note) <= WIRE_NOTE_BYTES_MAX;

	for (uint32_t i = 0; ok && i < r->campaigns.n; i++)
		ok = is_code(r->campaigns.at[i]);
	for (uint32_t i = 0; ok && i < r->executing_n; i++)
		ok = is_code(r->executing[i].org);
	return ok;
}

size_t
result_pack(const struct result *r, uint8_t ret[RESULT_PACK_BYTES_MAX])
{
	uint8_t *at = ret;

	if (!fits(r))
		return 0;
	at = put_text(at, r->collection.org);
	at = put_signed(at, r->collection.from);
	at = put_signed(at, r->collection.to);
	at = put_number(at, r->collection.kind);
	at = put_signed(at, r->held_from);
	at = put_signed(at, r->held_to);
	at = put_signed(at, r->day);
	at = put_number(at, r->stage);
	at = put_number(at, r->witness);
	at = put_number(at, r->source);
	at = put_text(at, r->sector);
	at = put_text(at, r->place);
	at = put_text(at, r->facility);
	at = put_text(at, r->note);
	at = put_number(at, r->campaigns.n);
	for (uint32_t i = 0; i < r->campaigns.n; i++)
		at = put_text(at, r->campaigns.at[i]);
	at = put_number(at, r->executing_n);
	for (uint32_t i = 0; i < r->executing_n; i++)
		at = put_signed(put_text(at, r->executing[i].org), r->executing[i].units);
	at = put_number(at, r->counts.n);
	for (uint32_t i = 0; i < r->counts.n; i++)
		at = put_signed(put_number(at, r->counts.ind[i]), r->counts.val[i]);
	return (size_t)(at - ret);
}

/* ---- reading: after a short or wrong read ${failed} is set and everything reads as 0 or "" */

struct cursor {
	const uint8_t *at, *end;
	bool failed;
};

static uint64_t
get_number(struct cursor *c)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 64 && c->at != c->end; shift += 7) {
		v |= (uint64_t)(*c->at & 0x7f) << shift;
		if ((*c->at++ & 0x80) == 0)
			return v;
	}
	c->failed = true;
	return 0;
}

static int64_t
get_signed(struct cursor *c)
{
	const uint64_t v = get_number(c);

	return (int64_t)(v >> 1 ^ (~(v & 1) + 1));
}

static day_t
get_day(struct cursor *c)
{
	const int64_t v = get_signed(c);

	c->failed = c->failed || v < INT32_MIN || v > INT32_MAX;
	return c->failed ? 0 : (day_t)v;
}

/* A count or enum that is below ${end}. */
static uint32_t
get_below(struct cursor *c, uint32_t end)
{
	const uint64_t v = get_number(c);

	c->failed = c->failed || v >= end;
	return c->failed ? 0 : (uint32_t)v;
}

static const char *
get_text(struct cursor *c)
{
	const uint64_t len = get_number(c);
	const char *text = (const char *)c->at;

	if (c->failed || (uint64_t)(c->end - c->at) <= len || c->at[len] != '\0') {
		c->failed = true;
		return "";
	}
	c->at += len + 1;
	return text;
}

static void
get_lists(struct cursor *c, struct result_unpacked *ret)
{
	struct result *r = &ret->r;

	r->campaigns = (struct strings){.at = ret->campaigns, .n = get_below(c, WIRE_LIST_MAX + 1)};
	for (uint32_t i = 0; i < r->campaigns.n; i++)
		ret->campaigns[i] = get_text(c);
	r->executing = ret->executing;
	r->executing_n = get_below(c, WIRE_LIST_MAX + 1);
	for (uint32_t i = 0; i < r->executing_n; i++) {
		ret->executing[i].org = get_text(c);
		ret->executing[i].units = get_signed(c);
	}
	r->counts = (struct counts){
	    .ind = ret->ind, .val = ret->val, .n = get_below(c, WIRE_PAIRS_MAX + 1)};
	for (uint32_t i = 0; i < r->counts.n; i++) {
		ret->ind[i] = get_below(c, UINT32_MAX);
		ret->val[i] = get_signed(c);
	}
}

bool
result_pack_read(const uint8_t *bytes, size_t len, const char *drive, struct result_unpacked *ret,
    struct err *err)
{
	struct cursor c = {.at = bytes, .end = bytes + len};
	struct result *r = &ret->r;

	*r = (struct result){.drive = drive};
	r->collection.org = get_text(&c);
	r->collection.from = get_day(&c);
	r->collection.to = get_day(&c);
	r->collection.kind = (enum collection_kind)get_below(&c, COLLECTION_COUNT_);
	r->held_from = get_day(&c);
	r->held_to = get_day(&c);
	r->day = get_day(&c);
	r->stage = (enum stage)get_below(&c, STAGE_COUNT_);
	r->witness = (enum witness)get_below(&c, WITNESS_COUNT_);
	r->source = (enum source)get_below(&c, SOURCE_COUNT_);
	r->sector = get_text(&c);
	r->place = get_text(&c);
	r->facility = get_text(&c);
	r->note = get_text(&c);
	get_lists(&c, ret);
	return (!c.failed && c.at == c.end) ||
	    err_set(err, ERR_INVALID, "the content of a result of “%s”", drive);
}

#include "wire/merkle.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#define LEAF_PREFIX 0x00
#define NODE_PREFIX 0x01

struct hash
merkle_leaf(const void *leaf, size_t len)
{
	static const uint8_t prefix = LEAF_PREFIX;
	crypto_hash_sha256_state state;
	struct hash ret;

	(void)crypto_hash_sha256_init(&state);
	(void)crypto_hash_sha256_update(&state, &prefix, 1);
	(void)crypto_hash_sha256_update(&state, leaf, len);
	(void)crypto_hash_sha256_final(&state, ret.at);
	return ret;
}

static struct hash
node(const struct hash *left, const struct hash *right)
{
	uint8_t bytes[1 + 2 * WIRE_HASH_BYTES];
	struct hash ret;

	bytes[0] = NODE_PREFIX;
	memcpy(bytes + 1, left->at, WIRE_HASH_BYTES);
	memcpy(bytes + 1 + WIRE_HASH_BYTES, right->at, WIRE_HASH_BYTES);
	(void)crypto_hash_sha256(ret.at, bytes, sizeof(bytes));
	return ret;
}

static bool
is_same(const struct hash *a, const struct hash *b)
{
	return memcmp(a->at, b->at, WIRE_HASH_BYTES) == 0;
}

/* The largest power of two below ${n}; n > 1. */
static size_t
split_of(size_t n)
{
	size_t k = 1;

	while (k < n - k)
		k *= 2;
	return k;
}

static void
path_add(struct merkle_path *path, const struct hash *hash)
{
	assert(path->n < WIRE_PATH_MAX);
	path->hash[path->n++] = *hash;
}

struct hash
merkle_root(const struct hash *leaves, size_t n)
{
	struct merkle_frontier f = {0};

	for (size_t i = 0; i < n; i++)
		merkle_frontier_push(&f, &leaves[i]);
	return merkle_frontier_root(&f);
}

void
merkle_path_of(const struct hash *leaves, size_t n, size_t i, struct merkle_path *ret)
{
	struct merkle_path down = {0};

	assert(i < n);
	while (n > 1) {
		const size_t k = split_of(n);
		const bool left = i < k;
		const struct hash sibling =
		    left ? merkle_root(leaves + k, n - k) : merkle_root(leaves, k);

		path_add(&down, &sibling);
		if (!left) {
			leaves += k;
			i -= k;
		}
		n = left ? k : n - k;
	}
	ret->n = down.n;
	for (uint32_t at = 0; at < down.n; at++)
		ret->hash[at] = down.hash[down.n - 1 - at];
}

/* Level by level: pairs, and a last odd node goes up as it is.  This is RFC 9162's tree. */
void
merkle_nodes_fill(struct hash *nodes, size_t n)
{
	assert(n > 0);
	while (n > 1) {
		struct hash *above = nodes + n;

		for (size_t i = 0; i + 1 < n; i += 2)
			above[i / 2] = node(&nodes[i], &nodes[i + 1]);
		if (n % 2 != 0)
			above[n / 2] = nodes[n - 1];
		nodes = above;
		n = (n + 1) / 2;
	}
}

void
merkle_nodes_path(const struct hash *nodes, size_t n, size_t i, struct merkle_path *ret)
{
	assert(i < n);
	ret->n = 0;
	while (n > 1) {
		if ((i ^ 1) < n)
			path_add(ret, &nodes[i ^ 1]);
		nodes += n;
		n = (n + 1) / 2;
		i /= 2;
	}
}

/* RFC 9162, 2.1.3.2. */
bool
merkle_path_holds(const struct hash *leaf, uint64_t i, uint64_t n, const struct merkle_path *path,
    const struct hash *root)
{
	uint64_t fn = i;
	uint64_t sn = n - 1;
	struct hash r = *leaf;

	if (i >= n || path->n > WIRE_PATH_MAX)
		return false;
	for (uint32_t at = 0; at < path->n; at++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			r = node(&path->hash[at], &r);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			r = node(&r, &path->hash[at]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && is_same(&r, root);
}

void
merkle_frontier_push(struct merkle_frontier *f, const struct hash *leaf)
{
	struct hash carry = *leaf;
	size_t level = 0;

	assert(f->size < UINT64_MAX);
	while ((f->size >> level & 1U) != 0) {
		carry = node(&f->level[level], &carry);
		level++;
	}
	f->level[level] = carry;
	f->size++;
}

struct hash
merkle_frontier_root(const struct merkle_frontier *f)
{
	struct hash root;
	bool started = false;

	if (f->size == 0) {
		(void)crypto_hash_sha256(root.at, NULL, 0);
		return root;
	}
	memset(&root, 0, sizeof(root));
	for (size_t level = 0; level < WIRE_PATH_MAX; level++) {
		if ((f->size >> level & 1U) == 0)
			continue;
		root = started ? node(&f->level[level], &root) : f->level[level];
		started = true;
	}
	return root;
}

/*
 * The left neighbours of the newest leaf: a set bit of its index is a whole subtree beside its own.
 */
void
merkle_frontier_path(const struct merkle_frontier *f, struct merkle_path *ret)
{
	assert(f->size > 0);
	ret->n = 0;
	for (size_t level = 0; level < WIRE_PATH_MAX; level++) {
		if (((f->size - 1) >> level & 1U) != 0)
			path_add(ret, &f->level[level]);
	}
}

/*
 * merkle - SHA-256 trees of RFC 9162 section 2.1: roots, inclusion paths, a frontier that grows.
 * leaf hash = H(0x00 || leaf), node = H(0x01 || left || right), empty tree = H("").
 */
#ifndef GH_WIRE_MERKLE_H
#define GH_WIRE_MERKLE_H

#include "base/err.h"
#include "wire/limits.h"

#include <stddef.h>

struct hash {
	uint8_t at[WIRE_HASH_BYTES];
};
struct merkle_path {
	struct hash hash[WIRE_PATH_MAX];
	uint32_t n;
};
/*
 * The right edge of a tree of ${size} leaves: enough to append and to prove the newest leaf.
 * level[i] is the root of 2^i leaves: valid where bit i of ${size} is set, and since the last push
 * also where bit i of ${size} - 1 is set (what that push merged).  Zero-initialised is the empty
 * tree.
 */
struct merkle_frontier {
	uint64_t size;
	struct hash level[WIRE_PATH_MAX];
};

struct hash merkle_leaf(const void *leaf, size_t len);
struct hash merkle_root(const struct hash *leaves, size_t n);
/* Path of leaf ${i} of ${n}; i < n.  O(n): see merkle_nodes_path() for many. */
void merkle_path_of(const struct hash *leaves, size_t n, size_t i, struct merkle_path *ret);
bool merkle_path_holds(const struct hash *leaf, uint64_t i, uint64_t n,
    const struct merkle_path *path, const struct hash *root);

/*
 * Every node of a tree, for the paths of all its leaves in one go.  ${nodes} is the caller's, of
 * MERKLE_NODES_MAX(n) hashes, the leaves in its first ${n}.  n > 0.
 */
#define MERKLE_NODES_MAX(n) (2 * (n) + WIRE_PATH_MAX)
void merkle_nodes_fill(struct hash *nodes, size_t n);
void merkle_nodes_path(const struct hash *nodes, size_t n, size_t i, struct merkle_path *ret);

void merkle_frontier_push(struct merkle_frontier *f, const struct hash *leaf);
struct hash merkle_frontier_root(const struct merkle_frontier *f);
/* Path of the newest leaf (index size - 1), which this process pushed; size > 0. */
void merkle_frontier_path(const struct merkle_frontier *f, struct merkle_path *ret);

#endif

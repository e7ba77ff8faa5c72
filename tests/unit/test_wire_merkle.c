#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "support/wire_bytes.h"
#include "wire/merkle.h"

#define SIZES 131 /* past 128, so that every shape of a last level is there */

static struct hash leaves[SIZES];

static int
setup(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		const uint8_t leaf[2] = {(uint8_t)(i >> 8), (uint8_t)i};

		leaves[i] = merkle_leaf(leaf, sizeof(leaf));
	}
	return 0;
}

static void
assert_same(const struct hash *a, const struct hash *b)
{
	assert_memory_equal(a->at, b->at, WIRE_HASH_BYTES);
}

/* NOLINTBEGIN(misc-no-recursion): the definitions are recursive */

/* RFC 9162, 2.1.1 word for word: MTH(D[n]) = H(0x01 || MTH(D[0:k]) || MTH(D[k:n])). */
static struct hash
defined_root(const struct hash *at, size_t n)
{
	uint8_t both[1 + 2 * WIRE_HASH_BYTES];
	struct hash left;
	struct hash right;
	size_t k = 1;

	if (n == 1)
		return at[0];
	while (2 * k < n)
		k *= 2;
	left = defined_root(at, k);
	right = defined_root(at + k, n - k);
	both[0] = 1;
	memcpy(both + 1, left.at, WIRE_HASH_BYTES);
	memcpy(both + 1 + WIRE_HASH_BYTES, right.at, WIRE_HASH_BYTES);
	(void)crypto_hash_sha256(left.at, both, sizeof(both));
	return left;
}

/* 2.1.3.1 word for word. */
static void
defined_path(const struct hash *at, size_t n, size_t m, struct merkle_path *ret)
{
	size_t k = 1;

	if (n == 1)
		return;
	while (2 * k < n)
		k *= 2;
	if (m < k) {
		defined_path(at, k, m, ret);
		ret->hash[ret->n++] = defined_root(at + k, n - k);
	} else {
		defined_path(at + k, n - k, m - k, ret);
		ret->hash[ret->n++] = defined_root(at, k);
	}
}

/* NOLINTEND(misc-no-recursion) */

static void
assert_same_path(const struct merkle_path *a, const struct merkle_path *b)
{
	assert_int_equal(a->n, b->n);
	for (uint32_t i = 0; i < a->n; i++)
		assert_same(&a->hash[i], &b->hash[i]);
}

static void
the_known_roots_of_certificate_transparency_come_out(void **state)
{
	static const char *const inputs[] = {"", "00", "10", "2021", "3031", "40414243",
	    "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
	static const char *const roots[] = {
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
	struct hash hashes[ARRAY_LEN(inputs)];

	(void)state;
	for (size_t n = 0; n <= ARRAY_LEN(inputs); n++) {
		struct buf wanted = {0};
		const struct hash root = merkle_root(hashes, n);

		wire_bytes_hex(&wanted, roots[n]);
		assert_memory_equal(root.at, wanted.at, WIRE_HASH_BYTES);
		buf_clear(&wanted);
		if (n < ARRAY_LEN(inputs)) {
			wire_bytes_hex(&wanted, inputs[n]);
			hashes[n] = merkle_leaf(wanted.at, wanted.len);
		}
		buf_free(&wanted);
	}
}

static void
roots_are_as_defined_at_every_size(void **state)
{
	struct merkle_frontier f = {0};

	(void)state;
	for (size_t n = 1; n <= SIZES; n++) {
		const struct hash wanted = defined_root(leaves, n);
		const struct hash root = merkle_root(leaves, n);
		struct hash grown;

		assert_same(&root, &wanted);
		merkle_frontier_push(&f, &leaves[n - 1]);
		grown = merkle_frontier_root(&f);
		assert_same(&grown, &wanted);
	}
}

static void
paths_are_as_defined_and_prove_their_leaf_alone(void **state)
{
	struct hash nodes[MERKLE_NODES_MAX(SIZES)];

	(void)state;
	for (size_t n = 1; n <= SIZES; n++) {
		const struct hash root = defined_root(leaves, n);

		memcpy(nodes, leaves, n * sizeof(*nodes));
		merkle_nodes_fill(nodes, n);
		for (size_t i = 0; i < n; i++) {
			struct merkle_path wanted = {0};
			struct merkle_path path;

			defined_path(leaves, n, i, &wanted);
			merkle_path_of(leaves, n, i, &path);
			assert_same_path(&path, &wanted);
			merkle_nodes_path(nodes, n, i, &path);
			assert_same_path(&path, &wanted);
			assert_true(merkle_path_holds(&leaves[i], i, n, &path, &root));
			assert_false(
			    merkle_path_holds(&leaves[(i + 1) % SIZES], i, n, &path, &root));
			assert_false(merkle_path_holds(&leaves[i], n, n, &path, &root));
			if (n > 1)
				assert_false(
				    merkle_path_holds(&leaves[i], (i + 1) % n, n, &path, &root));
			path.n++;
			assert_false(merkle_path_holds(&leaves[i], i, n, &path, &root));
		}
	}
}

static void
the_frontier_proves_its_newest_leaf(void **state)
{
	struct merkle_frontier f = {0};

	(void)state;
	for (size_t n = 1; n <= SIZES; n++) {
		struct merkle_path wanted = {0};
		struct merkle_path path;

		merkle_frontier_push(&f, &leaves[n - 1]);
		merkle_frontier_path(&f, &path);
		defined_path(leaves, n, n - 1, &wanted);
		assert_same_path(&path, &wanted);
	}
}

static void
a_path_too_long_and_a_tree_of_nothing_prove_nothing(void **state)
{
	const struct hash root = merkle_root(leaves, 5);
	struct merkle_path path;

	(void)state;
	path.n = WIRE_PATH_MAX + 1;
	assert_false(merkle_path_holds(&leaves[0], 0, 5, &path, &root));
	path.n = 0;
	assert_false(merkle_path_holds(&leaves[0], 0, 0, &path, &root));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_known_roots_of_certificate_transparency_come_out),
	    cmocka_unit_test(roots_are_as_defined_at_every_size),
	    cmocka_unit_test(paths_are_as_defined_and_prove_their_leaf_alone),
	    cmocka_unit_test(the_frontier_proves_its_newest_leaf),
	    cmocka_unit_test(a_path_too_long_and_a_tree_of_nothing_prove_nothing),
	};

	return cmocka_run_group_tests_name("wire_merkle", tests, setup, NULL);
}

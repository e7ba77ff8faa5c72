#!/usr/bin/env bash
# No failpoint in a release: neither the function nor the variable's name is in the programs, and the test
# build has both, so that the look can fail.
set -euo pipefail
cd "$(dirname "$0")/../.."
release=$PWD/build/release-look
{ cmake -S . -B "$release" -G Ninja -DGH_TESTS=OFF && cmake --build "$release"; } >&2
has() { # has PROGRAM: a trace of failpoints
	grep -qaE 'GIOTHONG_(FAILPOINT|OLDER)' "$1" || nm "$1" | grep -qE ' (failpoint|older_wire)$'
}
for program in aggregator/giothong-aggregator reporter-client/giothong; do
	! has "$release/$program" || {
		echo "a failpoint in $program" >&2
		exit 1
	}
done
has "$GH_BUILD/aggregator/giothong-aggregator" || {
	echo "the test build has no failpoints" >&2
	exit 1
}
jq -cn --argjson seed "$GH_SEED" '{fault: "F0", trials: 1, duplicates: 0, lost: 0, double_counted: 0, recovery_ms: 0,
	$seed, ok: true}'

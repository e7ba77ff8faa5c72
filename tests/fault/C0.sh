#!/usr/bin/env bash
# The checker is shown to fail for each of its ten invariants: one state, doctored in one way each (test_checker.sh).
set -euo pipefail
GH_FAILPOINTS=1 "$(dirname "$0")/../e2e/test_checker.sh" >&2
jq -cn --argjson seed "$GH_SEED" '{fault: "C0", trials: 10, duplicates: 0, lost: 0, double_counted: 0, recovery_ms: 0,
	$seed, invariants: 10, ok: true}'

#!/usr/bin/env bash
# An office changes its key: two are active for one organisation for a while, then the old one is revoked.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter old
same state delivered "$(json .state as old submit --date 2026-05-01 --units 10)"
as old submit --date 2026-05-02 --units 20 --wait 0 >/dev/null 2>&1

it "a new key is enrolled while the old one works"
world_enrol 31018 reporter new
active() { json '[.installs[] | select(.org == "31018" and .state == "active")] | length' as national installs; }
same "active keys of the office" 2 "$(active)"
same state delivered "$(json .state as new submit --date 2026-05-03 --units 40)"
as old send --wait 30 >/dev/null 2>&1
nothing_waits old || fail "the old key's reports wait"
same units 70 "$(units national VN 2026)"

it "the new key corrects what the old one signed"
same state delivered "$(json .state as new correct 31018/2026-05-01/1 --units 11 --reason "đếm lại")"
same units 71 "$(units national VN 2026)"

it "with the old key revoked the office works on, and all that it said stays and is proven"
as national revoke old --reason "đổi khóa" >/dev/null
same "active keys of the office" 1 "$(active)"
refused=0
as old submit --date 2026-05-04 --units 1000 --wait 5 >/dev/null 2>&1 || refused=$?
same "exit status of the old key" 77 $refused
expect_code NOTHING as national revoke old --reason "lần nữa"

it "what waits under the revoked key is not carried: whose key it is, and what helps, is said"
as old outbox export "$world/left.gh" >/dev/null 2>&1
expect_code KEY_REVOKED as new send "$world/left.gh"
next_says "enters those rows again"
[[ "$(jq -r .error.detail "$world/out")" = *"made this file"* ]] || fail "whose key: $(cat "$world/out")"
expect_code INVALID as new profile renew /etc/passwd
next_says "rotate notice"

it "the office goes on under its other key"
same state delivered "$(json .state as new submit --date 2026-05-04 --units 100)"
same units 171 "$(units national VN 2026)"
same "figures that do not hold" 0 \
	"$(json '[.sums[] | select(.holds | not)] | length' as national verify --org VN --period 2026)"
check_ledger

#!/usr/bin/env bash
# What was reported is corrected, taken back, replaced while it is interim; two versions are for a person.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
key=31018/2026-05-08/1

it "a correction replaces what it names"
as an-minh submit --date 2026-05-08 --attended 402 --units 365 >/dev/null
as an-minh correct $key --units 366 --reason "đếm lại" --json >"$world/corrected"
same state delivered "$(jq -r .state "$world/corrected")"
same units 366 "$(units national VN 2026)"
same "attended stays" 402 "$(json .total.counts.attended as national summary --org VN --period 2026)"

it "as of the batch before, the first version stands"
same units 365 "$(json .total.counts.blood_units as national summary --org VN --period 2026 \
	--as-of-batch $(($(jq .batch "$world/corrected") - 1)))"

it "a second version of the same drive is a conflict, kept for a person, and counts nothing"
expect_code REVISION_CONFLICT as an-minh submit --date 2026-05-08 --attended 402 --units 380
grep -q 'outbox' <(jq -r .error.kept "$world/out") || fail "does not say what was kept"
same units 366 "$(units national VN 2026)"
same refused refused "$(json '[.. | objects | select(.state?)][-1].state' as an-minh outbox list)"

it "a refused row that was read is put out of the list, and is still there"
row=$(json '[.. | objects | select(.state? == "refused")][-1].id' as an-minh outbox list)
as an-minh outbox list >"$world/list" 2>&1
grep -qF "outbox dismiss $row" "$world/list" || fail "no next step: $(cat "$world/list")"
as an-minh outbox dismiss "$row" 2>/dev/null
as an-minh outbox list >"$world/list" 2>&1
! grep -qi refused "$world/list" || fail "$(cat "$world/list")"
as an-minh outbox list --all >"$world/list" 2>&1
grep -qF '; dismissed' "$world/list" || fail "$(cat "$world/list")"
same "what was answered" REVISION_CONFLICT "$(json ".. | objects | select(.id? == $row) | .code" as an-minh outbox list --all)"
expect_code INVALID as an-minh outbox dismiss 1
expect_code NOT_FOUND as an-minh outbox dismiss 999
expect_code REVISION_CONFLICT as an-giang submit --for 31018 --date 2026-05-08 --units 1000
same units 366 "$(units national VN 2026)"

it "of two corrections of one report the second to arrive is stale"
as an-minh correct $key --units 367 --reason "bản một" --wait 0 >/dev/null
as an-giang correct $key --units 368 --reason "bản hai" --json >"$world/out"
same state delivered "$(jq -r .state "$world/out")"
as an-minh send --wait 20 --json >"$world/sent" 2>/dev/null || true
same refused 1 "$(jq -r '[.. | .refused? // empty][0]' "$world/sent")"
same units 368 "$(units national VN 2026)"
same code BASE_STALE "$(json '[.. | objects | select(.state?)][-1].code' as an-minh outbox list)"

it "a withdrawn report counts no more, and the drive may be reported anew"
as an-minh withdraw $key --reason "nhầm ngày" --json >"$world/out"
same state delivered "$(jq -r .state "$world/out")"
same units 0 "$(units national VN 2026)"
same "withdrawn twice" already "$(json .state as an-minh withdraw $key --reason "nhầm ngày")"
expect_code NOT_FOUND as an-minh correct $key --units 3
grep -q 'was withdrawn' "$world/out" || fail "$(cat "$world/out")"
as an-minh submit --date 2026-05-08 --attended 300 --units 280 >/dev/null
same units 280 "$(units national VN 2026)"

it "interim counts replace each other and are shown apart, until the final one"
as an-minh submit --date 2026-06-14 --units 100 --interim >/dev/null
as an-minh submit --date 2026-06-14 --units 120 --interim >/dev/null
same units 400 "$(units national VN 2026)"
same interim 120 "$(json .total.interim_units as national summary --org VN --period 2026)"
as an-minh submit --date 2026-06-14 --units 150 >/dev/null
same units 430 "$(units national VN 2026)"
same interim 0 "$(json .total.interim_units as national summary --org VN --period 2026)"

it "a correction of what was not sent yet waits for it"
as an-minh submit --date 2026-07-01 --units 50 --wait 0 >/dev/null
as an-minh correct 31018/2026-07-01/1 --units 55 --reason "thêm" --wait 0 >/dev/null
as an-minh send --wait 30 >/dev/null 2>&1
same units 485 "$(units national VN 2026)"
same "still waiting" 0 "$(waiting an-minh)"

it "a report that is not there cannot be corrected"
expect_code NOT_FOUND as an-minh correct 31018/2026-01-01/1 --units 1 --reason "không có"

it "ledger, outboxes and summaries agree"
check_ledger

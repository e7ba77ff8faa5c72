#!/usr/bin/env bash
# However often and by whatever way a report arrives, it counts once.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
stored() { sql "SELECT count(*) FROM giothong.submission"; }

it "the same report entered twice is there already, and nothing is stored"
as an-minh submit --date 2026-05-08 --attended 402 --units 365 --json >"$world/first"
before=$(stored)
as an-minh submit --date 2026-05-08 --attended 402 --units 365 --json >"$world/second"
same state already "$(jq -r .state "$world/second")"
same stored "$before" "$(stored)"
same units 365 "$(units national VN 2026)"
as an-minh submit --date 2026-05-08 --attended 402 --units 365 --lang vi >"$world/words"
grep -q 'không tính hai lần' "$world/words" || fail "$(cat "$world/words")"

it "so it is when the office above enters it"
same state already "$(json .state as an-giang submit --for 31018 --date 2026-05-08 --attended 402 --units 365)"
same stored "$before" "$(stored)"

it "the same bytes again get the same receipt"
batch=$(jq -r .batch "$world/first")
row=$(jq -r .row "$world/first")
receipt=$(outbox an-minh "SELECT hex(receipt) FROM entry WHERE id = $row")
for again in 1 2 3; do
	outbox an-minh "UPDATE entry SET state = $((again % 2)), receipt = NULL, batch = 0 WHERE id = $row"
	as an-minh send --wait 20 >/dev/null 2>&1
	same "state, batch" "2|$batch" "$(outbox an-minh "SELECT state, batch FROM entry WHERE id = $row")"
done
same stored "$before" "$(stored)"
same units 365 "$(units national VN 2026)"

it "a receipt is for its own bytes: the part that proves inclusion is unchanged"
[ "$(outbox an-minh "SELECT length(receipt) > 200 FROM entry WHERE id = $row")" = 1 ] || fail "no receipt"
[ -n "$receipt" ] || fail "no receipt at first"

it "two processes of one office at once do not count twice"
for n in 1 2 3 4; do
	spawn "racer$n" giothong submit --profile an-minh --date 2026-05-09 --units 100 --wait 20
done
for n in "${!pids[@]}"; do
	[[ ${pids[$n]} != racer* ]] || finish "$n" 60
	same "exit status" 0 $status
done
same units 465 "$(units national VN 2026)"

it "ledger, outboxes and summaries agree"
check_ledger

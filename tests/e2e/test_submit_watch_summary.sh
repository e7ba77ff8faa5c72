#!/usr/bin/env bash
# A report's whole way: saved, receipted, seen by who watches, counted in every summary above it.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh an-giang

watch_has() { # watch_has NAME FILTER: a line of a watch for which the filter holds
	jq -e -s "any(.[]; $2)" "$world/$1.log" >/dev/null 2>&1
}

it "who watches gets a snapshot first"
spawn nation giothong watch --profile national --org VN --period 2026 --json
spawn province giothong watch --profile an-giang --period 2026 --json
wait_until 20 watch_has nation '.as_of_batch > 0'
wait_until 20 watch_has province '.as_of_batch > 0'

it "submit prints the receipt"
as an-minh submit --date 2026-05-08 --attended 402 --units 365 --json >"$world/receipt"
same state delivered "$(jq -r .state "$world/receipt")"
same accepted 1 "$(jq -r .accepted "$world/receipt")"
batch=$(jq -r .batch "$world/receipt")
[ "$batch" -gt 1 ] || fail "batch $batch"
same "the root's length" 64 "$(jq -r '.root | length' "$world/receipt")"
same "rows in the ledger of that batch" 1 "$(sql "SELECT count(*) FROM giothong.submission WHERE batch = $batch")"

it "the watches see it, with its batch and what it added"
wait_until 10 watch_has nation '.as_of_batch == '"$batch"' and .counts.blood_units == 365 and .delta_units == 365'
wait_until 10 watch_has province '.as_of_batch == '"$batch"' and .org == "31018" and .counts.blood_units == 365'

it "every summary above has it, and no other"
same nation 365 "$(units national VN 2026)"
same province 365 "$(units an-giang 91 2026)"
same commune 365 "$(units an-minh 31018 2026)"
same "May" 365 "$(units national VN 2026-05)"
same "June" 0 "$(units national VN 2026-06)"
same "another province" 0 "$(units national 01 2026)"
same "the day before" 0 "$(units national VN 2026-05-01..2026-05-07)"

it "the children sum to the total"
same sum 365 "$(json '[.rows[].counts.blood_units // 0] | add' as national summary --org VN --period 2026 --by child)"

it "the summary says as of which batch, and as of an earlier one it was not there"
same batch "$batch" "$(json .as_of_batch as national summary --org VN --period 2026)"
same before 0 "$(json '.total.counts.blood_units // 0' as national summary --org VN --period 2026 \
	--as-of-batch $((batch - 1)))"
expect_code BATCH_UNKNOWN as national summary --org VN --period 2026 --as-of-batch 999999

it "the outbox shows it as delivered, with its batch"
same state delivered "$(json '[.. | objects | select(.state?)][-1].state' as an-minh outbox list)"
row=$(outbox an-minh 'SELECT max(id) FROM entry')
same "one row of it" "delivered $batch" \
	"$(json '.reports[0] | "\(.state) \(.batch)"' as an-minh outbox show "$row")"

it "people read the receipt in Vietnamese, with a dot for thousands"
GIOTHONG_LANG=vi as an-minh submit --date 2026-05-09 --attended 1.950 --units 1.365 >"$world/words"
grep -q 'Đã nhận, có biên nhận' "$world/words" || fail "$(cat "$world/words")"
grep -q '1\.365' "$world/words" || fail "$(cat "$world/words")"

it "one line of it is enough for a chat, of a correction too"
as an-minh submit --date 2026-05-09 --attended 1.950 --units 1.365 --text --lang vi >"$world/words"
same lines 1 "$(wc -l <"$world/words")"
grep -q 'Đơn vị máu: 1\.365.*\. Đã có, không tính hai lần\.$' "$world/words" || fail "$(cat "$world/words")"
as an-minh correct 31018/2026-05-09/1 --attended 1.951 --reason "đếm lại" --text --lang vi >"$world/words"
same lines 1 "$(wc -l <"$world/words")"
grep -q '1\.950 → 1\.951\. Đã nhận, có biên nhận: lần ghi số' "$world/words" || fail "$(cat "$world/words")"
wait_until 10 watch_has nation '.counts.blood_units == 1730 and .delta_units == 1365'

it "doctor finds nothing"
as an-minh doctor >/dev/null

it "ledger, outboxes and summaries agree"
check_ledger

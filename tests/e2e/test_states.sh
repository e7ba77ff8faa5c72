#!/usr/bin/env bash
# The states of a number: approved, returned, corrected, locked, after the lock, admitted; and its history.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
key=31018/2026-05-08/1
of() { # of MEMBER [PERIOD]: of the province's total
	json ".total.$1" as national summary --org 91 --period "${2:-2026}"
}
queue() { # queue FILTER: of the committee's queue
	json "[.queue[] | $1] | length" as an-giang review --period 2026
}

it "a final result waits for review and counts meanwhile"
as an-minh submit --date 2026-05-08 --attended 402 --units 365 >/dev/null
same units 365 "$(units national VN 2026)"
same waiting 1 "$(queue "select(.state == \"waiting\" and .key == \"$key\" and .blood_units == 365)")"
same approved 0 "$(of approved_units)"

it "approval is a mark: the total says how much of it is approved"
same state delivered "$(json .state as an-giang review accept $key)"
same approved 365 "$(of approved_units)"
same waiting 0 "$(queue 'select(.state == "waiting")')"
same again already "$(json .state as an-giang review accept $key)"
as national summary --org 91 --period 2026 >"$world/people"
grep -q 'Approved among them: 365 units' "$world/people" || fail "$(cat "$world/people")"

it "correcting what was approved counts at once and waits for review again"
as an-minh correct $key --units 366 --reason "đếm lại" >/dev/null
same units 366 "$(units national VN 2026)"
same approved 0 "$(of approved_units)"
same waiting 1 "$(queue "select(.state == \"waiting\" and .key == \"$key\")")"
same "its reason, and that it was approved" "đã sửa, chờ duyệt lại · đếm lại" "$(GIOTHONG_LANG=vi \
	json '.queue[] | select(.key == "'$key'") | "\(.state_text) · \(.reason)"' as an-giang review --period 2026)"

it "a returned report leaves the total and stands in a line of its own, until it is corrected"
expect_code NOTE_MISSING as an-giang review return $key
as an-giang review return $key --reason "số bỏ về chưa khớp" >/dev/null
same units 0 "$(units national VN 2026)"
same returned 366 "$(of returned_units)"
as national summary --org 91 --period 2026 >"$world/people"
grep -q 'Returned, not counted: 366 units' "$world/people" || fail "$(cat "$world/people")"
same reason "số bỏ về chưa khớp" "$(json '.queue[] | select(.state == "returned") | .reason' as an-minh review --period 2026)"
as an-minh correct $key --units 364 --reason "đã trừ số bỏ về" >/dev/null
same units 364 "$(units national VN 2026)"
same returned 0 "$(of returned_units)"

it "several are approved by one command"
as an-minh submit --date 2026-05-15 --units 100 >/dev/null
as an-minh submit --collection fixed_site --from 2026-05-01 --to 2026-05-31 --units 87 >/dev/null
collection=31018/2026-05-01..2026-05-31/fixed_site
same "its name" 1 "$(queue "select(.key == \"$collection\")")"
same accepted 3 "$(json .accepted as an-giang review accept $key 31018/2026-05-15/1 $collection)"
same approved 551 "$(of approved_units)"

it "a collection is corrected by the name that the queue shows"
as an-minh correct $collection --units 88 --reason "sót một" >/dev/null
same units 552 "$(units national VN 2026)"
same "what waits" "corrected, waits for review again" \
	"$(json '.queue[] | select(.key == "'$collection'") | .state_text' as an-giang review --period 2026)"
as an-minh correct $collection --units 87 --reason "không sót" >/dev/null
as an-giang review accept $collection >/dev/null

it "who may not review is told so, and what is not there is not found"
expect_code ROLE as an-minh review accept $key
expect_code NOT_FOUND as an-giang review accept 31018/2026-01-01/1
expect_code NOT_FOUND as an-giang review admit $key --reason "không có"
expect_code SUBJECT_MISSING as an-giang review accept 31018

it "the books of May are locked: what comes later is stored and does not count"
as an-giang lock 91 --period 2026-05 --reason "đã báo cáo quốc gia" >/dev/null
same locked true "$(of locked 2026-05)"
same "list" "true 2026-05-01 2026-05-31" \
	"$(json '.locks[0] | "\(.locked) \(.from) \(.to)"' as an-giang lock list --period 2026)"
same "of another year's period" 0 "$(json '.locks | length' as an-giang lock list --period 2024)"
same "of every day without one" 2 "$(as an-giang lock 91 --period 2024-05 --reason "đã chốt" >/dev/null
	json '.locks | length' as an-giang lock list)"
expect_code USAGE as national summary --as-of-batch 0
as an-minh submit --date 2026-05-22 --units 50 --json >"$world/late"
same state delivered "$(jq -r .state "$world/late")"
same "after the lock" 1 "$(jq -r .after_lock "$world/late")"
same units 551 "$(units national VN 2026)"
same "after the lock" 50 "$(of after_lock_units)"
as an-minh submit --date 2026-05-23 --units 51 --lang en >"$world/late"
grep -q 'came after the lock: stored, not counted' "$world/late" || fail "$(cat "$world/late")"
as national summary --org 91 --period 2026-05 >"$world/people"
grep -q 'After the lock, not counted: 101 units' "$world/people" || fail "$(cat "$world/people")"
grep -q 'The books of this period are locked' "$world/people" || fail "$(cat "$world/people")"

it "what the locked month is measured against stands as it was, until the books are opened"
measured='.total | [.drives_planned, .drives_reported, .drives_missing, .target_units, .percent] | @csv'
before=$(json "$measured" as national summary --org 91 --period 2026-05)
expect_code LOCKED as an-giang drive add --org 31018 --date 2026-05-26 --target 80
next_says "giothong unlock"
expect_code LOCKED as an-giang drive link 31018/2026-05-15/1 --target 80
same measured "$before" "$(json "$measured" as national summary --org 91 --period 2026-05)"
as an-giang drive add --org 31018 --date 2026-06-26 --target 80 >/dev/null
as an-giang drive cancel 31018/2026-06-26/1 --reason "nhầm" >/dev/null

it "its office may correct what waits, or take it back"
as an-minh correct 31018/2026-05-23/1 --units 55 --reason "đếm thêm" >/dev/null
same "after the lock" 105 "$(of after_lock_units)"
as an-minh withdraw 31018/2026-05-23/1 --reason "nhầm buổi" >/dev/null
same "after the lock" 50 "$(of after_lock_units)"
as an-minh submit --date 2026-05-23 --units 51 >/dev/null

it "what was approved before stays; a correction after the lock waits, too"
as an-minh correct $key --units 360 --reason "muộn" --json >"$world/late"
same "after the lock" 1 "$(jq -r .after_lock "$world/late")"
same units 551 "$(units national VN 2026)"
same "the difference that it would make" 97 "$(of after_lock_units)"
expect_code LOCKED as an-giang review return $key --reason "sổ đã khóa"
same "what it would do" "correction a correction that came after the lock" "$(json '.queue[] |
	select(.state == "after_lock" and .key == "'$key'") | "\(.action) \(.state_text)"' as an-giang review --period 2026)"

it "admitted with a reason it counts, and the books stay locked"
expect_code NOTE_MISSING as an-giang review admit 31018/2026-05-22/1
as an-giang review admit 31018/2026-05-22/1 --reason "mất mạng một tuần" >/dev/null
same units 601 "$(units national VN 2026)"
as an-giang review admit $key --reason "đúng là 360" >/dev/null
same units 597 "$(units national VN 2026)"
same locked true "$(of locked 2026-05)"
same "still waiting" 51 "$(of after_lock_units)"

it "the books are opened with a reason, by who locked them or above"
expect_code NOTE_MISSING as an-giang unlock 91 --period 2026-05
expect_code ROLE as an-minh unlock 31018 --period 2026-05 --reason "mở"
as an-giang unlock 91 --period 2026-05 --reason "sửa số tháng 5" >/dev/null
same locked null "$(of locked 2026-05)"
same "newest first" false "$(json '.locks[0].locked' as an-giang lock list --period 2026)"
as an-minh submit --date 2026-05-30 --units 10 >/dev/null
same units 607 "$(units national VN 2026)"

it "the history says who said what, when, and what it replaced"
as an-giang history $key --json >"$world/history"
holds() { # holds FILTER
	[ "$(jq "$1" "$world/history" 2>&1)" = true ] || fail "not so: $1 in $(cat "$world/history")"
}
holds '.history | map(.batch) | . == sort'
holds '[.history[] | select(.kind == "result")] | length == 4'
holds '[.history[] | select(.kind == "result" and .current)] | length == 1 and .[0].blood_units == 360'
holds '[.history[] | select(.kind == "review") | .state] | sort == ["accepted","accepted","admitted","returned"]'
holds '[.history[] | select(.kind == "review" and .state == "returned")][0].reason == "số bỏ về chưa khớp"'
holds '.history[0] | .by_org == "31018" and .action == "first" and .blood_units == 365'
holds '[.history[] | select(.kind == "lock") | .state] == ["locked","unlocked"]'
# It came before another was admitted, and then itself: its batch is the one that it came in.
holds '[.history[] | select(.reason == "muộn" or .state == "admitted") | .batch] | length == 2 and .[0] + 1 < .[1]'
holds '[.history[] | select(.reason == "đếm lại")][0] | .says | test("365 → 366")'
as an-minh history --org 31018 --drive 2026-05-08/1 >"$world/people"
grep -q '365 → 366' "$world/people" || fail "$(cat "$world/people")"
as an-minh history $key --csv | head -n 1 | grep -q '^batch,' || fail "CSV"
expect_code NOT_FOUND as an-minh history 31018/2026-01-01/1

it "another's history is refused, whether there is one or not"
world_enrol 31891 watcher neighbour
expect_code FORBIDDEN as neighbour history --org 31018 --drive 2026-05-08/1
next_says "ask the committee"
expect_code FORBIDDEN as neighbour history --org 31018 --drive 2026-01-01/1

it "words of a document have versions, and an earlier batch keeps its own"
printf '\xef\xbb\xbfDòng một\r\nDòng hai\r\n' >"$world/words.txt"
as an-giang text edit --org 91 --document year --part I.5 --file "$world/words.txt" --json >"$world/edited"
batch=$(jq .batch "$world/edited")
GIOTHONG_LANG=vi as an-giang text edit --org 91 --document year --part I.5 --text "Bản hai" >"$world/told" 2>&1
grep -qF 'Lời văn của 91, văn bản year, phần I.5: 2 chữ' "$world/told" || fail "$(cat "$world/told")"
same "now" "Bản hai" "$(as an-giang text show --org 91 --document year --part I.5)"
same "then" $'Dòng một\nDòng hai' "$(as an-giang text show --org 91 --document year --part I.5 --as-of-batch "$batch")"
same versions 2 "$(json '.texts | length' as an-giang text show --org 91 --document year)"
expect_code NOT_YOURS as an-minh text edit --org 91 --document year --part I.5 --text "x"
expect_code USAGE as an-giang text edit --org 91 --document year --part I.5
expect_code NOT_FOUND as an-giang text show --org 91 --document plan

it "after a restart everything stands as it stood"
before=$(as an-giang history $key --json | jq -S "del(.as_of_batch)")
serve_stop 1
serve_start 1
same history "$before" "$(as an-giang history $key --json | jq -S "del(.as_of_batch)")"
same units 607 "$(units national VN 2026)"

it "a lock under another one says whose covers it: nothing is kept of its own"
as an-giang lock 91 --period 2025-09 --reason "đã chốt" >/dev/null
as an-giang lock 31018 --period 2025-09 --reason "đã chốt" >"$world/under"
grep -q 'the lock of .* covers it' "$world/under" || fail "$(cat "$world/under")"
as an-giang unlock 91 --period 2025-09 --reason "thử" >/dev/null

it "ledger, outboxes and summaries agree"
check_ledger

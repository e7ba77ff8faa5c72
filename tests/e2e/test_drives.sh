#!/usr/bin/env bash
# The life of a drive in the plan: changed, postponed, cancelled, and one outside the plan tied to it.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
key=31018/2026-05-08/1
drive() { # drive KEY FILTER: of one row of the list
	json ".drives[] | select(.drive == \"$1\") | $2" as "${by:-national}" drive list --org 91 --period 2026
}
planned() { json .total.drives.planned as national summary --org 91 --period "$1"; }

it "a planned drive is changed: only what is named, under the same key"
as an-giang drive add --for 31018 --date 2026-05-08 --venue "Trung tâm xã" --executing 31018 --target 350 >/dev/null
as an-giang drive change $key --venue "Nhà văn hóa" --name "Lễ phát động" --json >"$world/changed"
same state delivered "$(jq -r .state "$world/changed")"
grep -q 'Trung tâm xã → Nhà văn hóa' <(jq -r .summary "$world/changed") || fail "$(cat "$world/changed")"
same venue "Nhà văn hóa" "$(drive $key .venue)"
same name "Lễ phát động" "$(drive $key .name)"
same target 350 "$(drive $key .target_units)"
same planned 1 "$(planned 2026-05)"

it "the same change again is none, and the aggregator is not asked to write it"
expect_code USAGE as an-giang drive change $key --venue "Nhà văn hóa"

it "its own office postpones it: the key stays, the new day counts, as long as before"
as an-minh drive change $key --date 2026-06-14 --state postponed --reason "mưa bão" >/dev/null
same state postponed "$(drive $key .state)"
same day 2026-06-14 "$(drive $key .from)"
same "its last day" 2026-06-14 "$(drive $key .to)"
same venue "Nhà văn hóa" "$(drive $key .venue)"
same "planned in May" 0 "$(planned 2026-05)"
same "planned in June" 1 "$(planned 2026-06)"

it "moved into the next plan year it counts there, and the plan that it was in says so"
as an-giang drive add --for 31018 --date 2026-11-20 >/dev/null
late=31018/2026-11-20/1
as an-giang drive change $late --date 2026-12-02 --reason "bão" >/dev/null
moved() { json ".drives[] | select(.drive == \"$late\") | \"\(.counted_year) \(.elsewhere)\"" as national drive list --org 91 --period "$1"; }
same "said at once" 2027 "$(json .counted_year as an-giang drive change $late --date 2026-12-03 --reason "bão")"
as an-giang drive change $late --date 2026-12-02 --lang vi | grep -q 'tính vào năm kế hoạch 2027' || fail "not said"
same "in its own year" "2027 true" "$(moved 2026)"
same "where it counts" "2027 false" "$(moved 2027)"
same "in a month of it" "2027 true" "$(moved 2026-11)"
same "planned, moved" "1 1" "$(json '.total.drives | "\(.planned) \(.moved)"' as national summary --org 91 --period 2026)"
same "planned, moved, next year" "1 null" "$(json '.total.drives | "\(.planned) \(.moved)"' as national summary --org 91 --period 2027)"
same "its row" 1 "$(json '.rows[] | select(.drives.moved) | .drives.moved' as national summary --org 91 --period 2026 --by child)"
same "in the check" 2027 "$(json '[.findings[] | select(.code == "OTHER_YEAR")][0].text' as an-giang plan check --period 2026 | grep -o '2027$')"
GIOTHONG_LANG=vi as national summary --org 91 --period 2026 | grep -q '1 buổi chuyển sang năm kế hoạch khác' || fail "no words"
GIOTHONG_LANG=vi as an-giang plan show --period 2026 | grep -q 'Tính vào năm kế hoạch' || fail "no column"
as an-giang drive cancel $late --reason "thôi" >/dev/null
same "cancelled it is nobody's" null "$(json .total.drives.moved as national summary --org 91 --period 2026)"

it "a result under the old key fulfils the postponed line"
as an-minh submit --drive $key --from 2026-06-14 --units 340 --attended 400 >/dev/null
same reported 1 "$(json .total.drives.reported as national summary --org 91 --period 2026-06)"
same percent 97.1429 "$(json '.rows[] | select(.key == "'$key'") | .percent_of_target' \
	as national summary --org 91 --period 2026 --by drive)"

it "a drive is cancelled with a reason, which must be there"
as an-giang drive add --for 31018 --date 2026-07-01 >/dev/null
cancelled=31018/2026-07-01/1
expect_code NOTE_MISSING as an-giang drive cancel $cancelled
same "still planned" 1 "$(planned 2026-07)"
as an-giang drive cancel $cancelled --reason "trùng kỳ thi" >/dev/null
same state cancelled "$(drive $cancelled .state)"
same "planned no more" 0 "$(planned 2026-07)"

it "put off without a new day, or cancelled, it owes nothing to anybody, and late names it apart"
late_of() { json "[.late[] | select(.drive == \"$1\") | .what] | join(\" \")" as national late --org 91 --period 2026; }
owed=31018/2026-04-02/1
as an-giang drive add --for 31018 --date 2026-04-02 --target 40 >/dev/null
at_least=$(planned 2026-04)
same "planned" 1 "$at_least"
as an-giang drive change $owed --date 2026-04-09 >/dev/null
as an-giang drive change $owed --state postponed --reason "chưa có xe" >/dev/null
same "its day" 2026-04-02 "$(drive $owed .from)"
same "in words" "postponed, no new day" "$(drive $owed .state_text)"
same "planned no more" 0 "$(planned 2026-04)"
same "apart" postponed "$(late_of $owed)"
as national late --org 91 --period 2026-04 --text --lang vi >"$world/late.txt"
grep -q 'Không nơi nào còn nợ' "$world/late.txt" && grep -q 'hoãn, chưa có ngày' "$world/late.txt" || fail "$(cat "$world/late.txt")"
expect_code NOT_FOUND as national remind 31018 --period 2026-04
as an-giang drive change $owed --date 2026-04-16 --reason "có xe" >/dev/null
same "planned again" 1 "$(planned 2026-04)"
same "still postponed" postponed "$(drive $owed .state)"
as an-giang drive cancel $owed --reason "thôi" >/dev/null
same "not at all" "" "$(late_of $owed)"
same "nobody is waited for" 0 "$(json '.late | length' as national late --org 91 --period 2026-04)"

it "the papers of a drive that is cancelled or put off say so, in the title too"
paper() { as national document "$1" --drive "$2" -o "$world/paper.html" >/dev/null && sed 's/<[^>]*>/ /g' "$world/paper.html"; }
for kind in drive-plan drive-result; do
	paper $kind $owed >"$world/paper.txt"
	grep -q '(đã hủy)' "$world/paper.txt" && grep -q 'Buổi này đã hủy' "$world/paper.txt" || fail "$kind: $(cat "$world/paper.txt")"
done
as an-giang drive add --for 31018 --date 2026-04-23 >/dev/null
as an-giang drive change 31018/2026-04-23/1 --state postponed --reason "mưa" >/dev/null
paper drive-plan 31018/2026-04-23/1 | grep -q 'hoãn, chưa có ngày mới (ngày theo kế hoạch ban đầu' || fail "not put off"
as an-giang drive cancel 31018/2026-04-23/1 --reason "thôi" >/dev/null
paper drive-result $key | grep -q 'đã hủy' && fail "held, and cancelled"

it "states that a plan cannot say are refused, with the command that can"
expect_code USAGE as an-giang drive change $cancelled --state cancelled
grep -q 'drive cancel' <(jq -r .error.detail "$world/out") || fail "$(cat "$world/out")"
expect_code USAGE as an-giang drive change $cancelled --state held
expect_code NOT_FOUND as an-giang drive change 31018/2026-01-01/1 --name "không có"

it "a drive outside the plan is tied to it, and fulfils its target"
as an-minh submit --date 2026-08-02 --units 90 >/dev/null
outside=31018/2026-08-02/1
same planned false "$(drive $outside .planned)"
as an-giang drive link $outside --plan 12/KH --number 3 --target 100 >/dev/null
same planned true "$(drive $outside .planned)"
same plan 12/KH "$(drive $outside .plan)"
same percent 90 "$(json '.rows[] | select(.key == "'$outside'") | .percent_of_target' \
	as national summary --org 91 --period 2026 --by drive)"
same "units stay" 430 "$(units national VN 2026)"
expect_code USAGE as an-giang drive link $outside

it "a move of its state that makes no sense is refused by name, and nothing changes"
expect_code PLAN as an-giang drive change $outside --state postponed --reason "mưa"
grep -q 'held, and cannot become postponed; withdraw its result first' "$world/out" || fail "$(cat "$world/out")"
expect_code PLAN as an-giang drive cancel $outside --reason "nhầm"
same state held "$(drive $outside .state)"
expect_code PLAN as an-giang drive change $key --state draft --reason "thôi"
same state postponed "$(drive $key .state)"

it "what is not yet sent can be changed, and the change waits for it"
as an-minh drive add --date 2026-09-01 --name "Một" --wait 0 >/dev/null
as an-minh drive change 31018/2026-09-01/1 --name "Hai" --wait 0 >/dev/null
as an-minh send --wait 30 >/dev/null 2>&1
same name "Hai" "$(drive 31018/2026-09-01/1 .name)"
same "still waiting" 0 "$(waiting an-minh)"

it "another office's drive is not changed"
world_enrol 31891 reporter hoa-binh
expect_code NOT_FOUND as hoa-binh drive change $key --name "của nơi khác"
same name "Lễ phát động" "$(drive $key .name)"

it "who registered is shown with the drive, the newest day's count stands, and results have none of it"
as an-minh registration $key --registered 400 --as-of 2026-05-01 >/dev/null
as an-minh registration $key --registered 420 --as-of 2026-05-05 >/dev/null
same registered 420 "$(drive $key .registered)"
same "as of" 2026-05-05 "$(drive $key .registered_day)"
same again already "$(json .state as an-minh registration $key --registered 420 --as-of 2026-05-05)"
same "in time" false "$(drive $key .registered_late)"
as an-giang drive add --for 31018 --date "$(date -d +2day +%F)" >/dev/null
soon=31018/$(date -d +2day +%F)/1
as an-minh registration "$soon" --registered 30 >"$world/soon" 2>&1
grep -q 'After the deadline' "$world/soon" || fail "no word of the deadline: $(cat "$world/soon")"
same "late, and taken" "30 true" "$(json ".drives[] | select(.drive == \"$soon\") | \"\(.registered) \(.registered_late)\"" as national drive list --org 91)"
as national drive list --org 91 --lang vi | grep -q 'sau hạn' || fail "not in the list"
as an-giang drive cancel "$soon" --reason "thôi" >/dev/null
expect_code REVISION_CONFLICT as an-minh registration $key --registered 300 --as-of 2026-05-02
expect_code DRIVE_UNKNOWN as an-minh registration 31018/2026-01-02/1 --registered 3
expect_code USAGE as an-minh registration $key
same "registered in totals" null "$(json .total.counts.registered as national summary --org 91 --period 2026)"

it "an activity counts on its last day; spans do not overlap, a cumulative one replaces those inside"
as an-minh activity --from 2026-01-01 --to 2026-01-31 --set leaflets=500 --set talks=2 >/dev/null
as an-minh activity --from 2026-02-01 --to 2026-02-28 --set leaflets=300 >/dev/null
leaflets() { json ".total.counts.leaflets" as national summary --org 91 --period "$1"; }
same "the year" 800 "$(leaflets 2026)"
same January 500 "$(leaflets 2026-01)"
expect_code OVERLAPS as an-minh activity --from 2026-01-15 --to 2026-02-03 --set leaflets=9
expect_code COLLECTION_SPAN as an-minh activity --from 2026-01-01 --to 2026-05-31 --cumulative --set leaflets=9
expect_code NOTE_MISSING as an-minh activity --from 2025-12-01 --to 2026-05-31 --cumulative --set leaflets=1000
grep -qi 'V22.*talks' "$world/out" || fail "$(cat "$world/out")"
as an-minh activity --from 2025-12-01 --to 2026-05-31 --cumulative --set leaflets=1000 --set talks=2 --set reserve_donors=40 >/dev/null
same "the year" 1000 "$(leaflets 2026)"
same "approved by name" delivered "$(json .state as an-giang review accept 31018/2025-12-01..2026-05-31/activity)"
again() { as an-minh activity --from 2025-12-01 --to 2026-05-31 --cumulative --set leaflets=1100 "$@"; }
expect_code REVISION_CONFLICT again
same corrected delivered "$(json .state again --reason "đếm lại")"
same "the year" 1100 "$(leaflets 2026)"
as an-minh history 31018/2025-12-01..2026-05-31/activity >"$world/people"
grep -q '1[.,]000 → 1[.,]100' "$world/people" || fail "$(cat "$world/people")"
as an-minh withdraw 31018/2025-12-01..2026-05-31/activity --reason "nhầm kỳ" >/dev/null
same "those inside count again" 800 "$(leaflets 2026)"
expect_code NOT_FOUND as an-minh withdraw 31018/2025-12-01..2026-05-31/activity --reason "lần nữa"
expect_code USAGE as an-minh correct 31018/2026-01-01..2026-01-31/activity --units 1
expect_code USAGE as an-minh activity --from 2026-06-01 --to 2026-06-30
expect_code INDICATOR_UNKNOWN as an-minh activity --from 2026-06-01 --to 2026-06-30 --set phép_lạ=1
expect_code NOT_YOURS as an-minh activity --for 31891 --from 2026-06-01 --to 2026-06-30 --set leaflets=1

it "communes are those that the registry has, or a note says why not"
expect_code NOTE_MISSING as an-minh activity --from 2026-03-01 --to 2026-03-31 --set committees=2 --set communes=2
grep -q 'V23W' "$world/out" || fail "$(cat "$world/out")"
same "by the aggregator" saved "$(json .state as an-minh activity --from 2026-03-01 --to 2026-03-31 --set communes=2 --wait 0)"
as an-minh send --wait 30 >"$world/sent" 2>&1
grep -q 'V23W' "$world/sent" || fail "$(cat "$world/sent")"
as an-minh activity --from 2026-03-01 --to 2026-03-31 --set committees=2 --set communes=2 --note "sắp tách" >/dev/null

it "a facility that the drive names may count for itself; both are held against each other"
as national org add 91.HUYETHOC --name "Bệnh viện Huyết học" --parent 91 --facility >/dev/null
world_enrol 91.HUYETHOC reporter huyet-hoc
as an-giang drive change $key --facility 91.HUYETHOC >/dev/null
expect_code USAGE as huyet-hoc submit --date 2026-06-14 --units 1 --witness collector
expect_code WITNESS as huyet-hoc submit --drive $outside --units 90 --witness collector
same state delivered "$(json .state as huyet-hoc submit --drive $key --from 2026-06-14 --units 338 --witness collector)"
same units 430 "$(units national VN 2026)"
same conflicts 1 "$(json .total.conflicts as national summary --org 91 --period 2026)"
as an-giang review --period 2026 --state differs --json >"$world/differs"
same "whose" "$key" "$(jq -r '.queue[0].key' "$world/differs")"
same "what differs" 'Blood units: 340 → 338' "$(jq -r '.queue[0].differences' "$world/differs")"

it "the collector corrects its own count; the committee takes it, and the organiser's says so"
as huyet-hoc correct $key --witness collector --units 339 --reason "đếm lại túi" >/dev/null
same units 430 "$(units national VN 2026)"
as an-minh correct $key --executing 31018=200 --executing 91.HUYETHOC=140 --reason "chia theo nơi" >/dev/null
as an-giang review take $key >/dev/null 2>"$world/split"
grep -q "31018 200, 91.HUYETHOC 140.*of 340 units, not of the collector's 339" "$world/split" || fail "the split goes unsaid: $(cat "$world/split")"
grep -q "giothong correct $key --executing" "$world/split" || fail "no next step: $(cat "$world/split")"
same units 429 "$(units national VN 2026)"
same conflicts 0 "$(json .total.conflicts as national summary --org 91 --period 2026)"
as an-minh history $key >"$world/people"
grep -q 'what each body executed is let go: 31018 200, 91.HUYETHOC 140' "$world/people" || fail "$(cat "$world/people")"
same "taken by" take_collector "$(json '[.history[] | select(.kind == "review")][0].state' as an-giang history $key)"
as an-minh correct $key --units 341 --reason "thêm hai người" >/dev/null
same units 431 "$(units national VN 2026)"

it "of two drives that may be one the committee says which"
as an-minh submit --date 2026-09-20 --units 77 --attended 90 >/dev/null
as an-minh submit --date 2026-09-21 --units 77 --attended 90 >/dev/null
same units 585 "$(units national VN 2026)"
same duplicates 1 "$(json '[.queue[] | select(.state == "duplicate")] | length' as an-giang review --period 2026)"
as an-giang review same 31018/2026-09-21/1 >/dev/null
same units 508 "$(units national VN 2026)"
as an-giang review different 31018/2026-09-21/1 31018/2026-09-20/1 >/dev/null
same units 585 "$(units national VN 2026)"
same duplicates 0 "$(json '[.queue[] | select(.state == "duplicate")] | length' as an-giang review --period 2026)"
expect_code NOT_FOUND as an-giang review same 31018/2026-09-21/1

it "two drives of one place on one day are marked in the list, not refused"
as an-giang drive add --for 31018 --date 2026-10-20 --to 2026-10-22 >/dev/null
as an-giang drive add --for 31018 --date 2026-10-22 >/dev/null
as an-giang drive add --for 31018 --date 2026-10-23 >/dev/null
same overlaps 31018/2026-10-22/1 "$(drive 31018/2026-10-20/1 .overlaps)"
same overlaps 31018/2026-10-20/1 "$(drive 31018/2026-10-22/1 .overlaps)"
same overlaps null "$(drive 31018/2026-10-23/1 .overlaps)"
GIOTHONG_LANG=vi as an-giang drive list --org 91 --period 2026-10 | grep -q 'Chồng chéo với' || fail "no column"

it "what overlaps is said at once when a drive is added or moved, and once in the committee's queue"
say() { as an-giang drive "$@" --json | jq -r '"\(.state) \(.overlaps)"'; }
same added "delivered 31018/2026-10-20/1" "$(say add --for 31018 --date 2026-10-21)"
same moved "delivered null" "$(say change 31018/2026-10-21/1 --date 2026-10-25)"
same "moved back" "delivered 31018/2026-10-23/1" "$(say change 31018/2026-10-21/1 --date 2026-10-23)"
same cancelled "delivered null" "$(say cancel 31018/2026-10-21/1 --reason "nhầm")"
GIOTHONG_LANG=vi as an-giang drive add --for 31018 --date 2026-10-23 --no 2 |
	grep -qF 'chồng chéo với buổi 31018/2026-10-23/1 (cùng ngày, cùng nơi hoặc cùng địa phương, cơ quan)' ||
	fail "nothing said"
as an-giang review --period 2026-10 --state overlaps --json >"$world/overlaps"
same queue '31018/2026-10-22/1 31018/2026-10-20/1 schedule
31018/2026-10-23/2 31018/2026-10-23/1 schedule' "$(jq -r '.queue[] | "\(.key) \(.other) \(.kind)"' "$world/overlaps")"
expect_code NOT_FOUND as an-giang review different 31018/2026-10-22/1
same "offline nothing is said of it" "saved null" "$(say add --for 31018 --date 2026-10-23 --no 3 --wait 0)"
nothing_waits an-giang || as an-giang send --wait 30 >/dev/null 2>&1

it "a file says what overlaps in it and in the plan, and a weekday that is not its day's; nothing is refused"
cat >"$world/plan.csv" <<'CSV'
type,org,date,to
drive,31018,Thứ Bảy 21/10/2026,
drive,31018,2026-11-01,2026-11-03
drive,31018,"Thứ Ba, 3/11/2026",
CSV
as an-giang plan import "$world/plan.csv" --dry-run --json >"$world/dry" 2>/dev/null
same "warnings" 'OVERLAP 2
OVERLAP 4
WEEKDAY 2' "$(jq -r '.warnings[] | "\(.code) \(.line)"' "$world/dry" | sort)"
grep -q 'Thứ Bảy 21/10/2026.*Wednesday 21 October 2026' "$world/dry" || fail "$(cat "$world/dry")"
same "all of them are right" "3 0" "$(jq -r '"\(.entries) \(.refused)"' "$world/dry")"
as an-giang plan check "$world/plan.csv" --json >"$world/checked-plan"
same "findings" 'OVERLAP warning 2
OVERLAP warning 4
WEEKDAY warning 2' "$(jq -r '.findings[] | select(.line > 0) | "\(.code) \(.severity) \(.line)"' "$world/checked-plan" | sort)"
same "of the plan in force" 31018/2026-10-22/1 "$(json '[.findings[] | select(.code == "OVERLAP")][0].text' \
	as an-giang plan check --org 31018 --period 2026-10 | grep -o '31018/2026-10-22/1')"

it "what was reported of a cancelled drive counts, and the list of drives says what the plan says"
as an-minh submit --drive $cancelled --attended 6 --units 5 --note "vẫn tổ chức" >/dev/null
as national summary --org 91 --period 2026-07 --by drive --json >"$world/cancelled.json"
same state reported_cancelled "$(jq -r ".rows[] | select(.key == \"$cancelled\") | .state" "$world/cancelled.json")"
as national summary --org 91 --period 2026-07 --by drive --lang vi | grep -q 'kế hoạch ghi đã hủy' || fail "not said"

it "people that only some reports counted are not told as all who came"
as national submit --for 31018 --date 2026-03-01 --units 900 --quiet >/dev/null
as national document year --org 91 --period 2026 -o "$world/paper.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/paper.html" | grep -qE 'có [0-9.]+ lượt người tham gia \(chỉ một số báo cáo có\), tiếp nhận' || fail "$(sed 's/<[^>]*>/ /g' "$world/paper.html" | grep lượt)"

it "what an office set itself is not told as assigned to it"
cat >"$world/self.csv" <<'CSV'
type,org,period,units,assigned,plan
target,31018,2025-07-01..2025-11-30,70,tự đặt,2/KH
CSV
same refused 0 "$(json .refused as an-giang plan import "$world/self.csv")"
as national submit --collection fixed_site --for 31018 --from 2025-08-01 --to 2025-08-31 --units 107 --quiet >/dev/null
for kind in plan year; do as national document $kind --org 91 --period 2025 -o "$world/$kind.html" >/dev/null; done
sed 's/<[^>]*>/ /g' "$world/plan.html" | grep -q '1 địa phương, cơ quan tự đặt chỉ tiêu: 70 đơn vị máu' || fail "the plan: $(sed 's/<[^>]*>/ /g' "$world/plan.html")"
sed 's/<[^>]*>/ /g' "$world/year.html" | grep -q 'vượt 52,9%; tự đặt)' || fail "the year: $(sed 's/<[^>]*>/ /g' "$world/year.html")"

it "the other of a pair is found in whatever plan year it is"
as an-minh submit --date 2025-09-20 --units 33 >/dev/null
as an-minh submit --date 2025-09-22 --units 33 >/dev/null
as an-giang review same 31018/2025-09-22/1 >"$world/same" 2>&1 || fail "of another year: $(cat "$world/same")"
grep -q '31018/2025-09-20/1' "$world/same" || fail "$(cat "$world/same")"

it "ledger, outboxes and summaries agree"
check_ledger

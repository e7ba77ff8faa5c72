#!/usr/bin/env bash
# A drive whose plan changed: its result takes the days that the plan has by now, and what is odd beside the
# plan (its old day, a cancelled drive, ten times its target) is asked about.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
drive() { # drive PERIOD KEY FILTER
	json ".drives[] | select(.drive == \"$2\") | $3" as national drive list --org 91 --period "$1"
}
total() { json ".total | $2" as national summary --org 91 --period "$1"; }
plan() { as an-giang drive "$@" >/dev/null; }

it "a result by the key of a drive that was put off into the next plan year counts on its new day"
plan add --for 31018 --date 2025-11-25 --target 60
moved=31018/2025-11-25/1
plan change $moved --date 2025-12-10 --state postponed --reason "mưa lũ"
as an-minh submit --drive $moved --units 55 --attended 70 >/dev/null
same "the old year" "0 0 1" "$(total 2025 '"\(.counts.blood_units // 0) \(.drives.planned // 0) \(.drives.moved)"')"
same "the new year" "55 1 1" "$(total 2026 '"\(.counts.blood_units) \(.drives.planned) \(.drives.reported)"')"
same "in the list" "2025-12-10 55 true" "$(drive 2026 $moved '"\(.from) \(.blood_units) \(.reported)"')"
same "its row" "2025-12-10 55" "$(json ".rows[] | select(.key == \"$moved\") | \"\(.day) \(.counts.blood_units)\"" \
	as national summary --org 91 --period 2026 --by drive)"

it "so does one that was moved inside the year, and one of several days as a whole"
plan add --for 31018 --date 2026-03-01 --to 2026-03-03
plan change 31018/2026-03-01/1 --date 2026-03-08 --state postponed --reason "lũ"
as an-minh submit --drive 31018/2026-03-01/1 --units 90 >/dev/null
same "its days" "2026-03-08 2026-03-10" "$(drive 2026 31018/2026-03-01/1 '"\(.from) \(.to)"')"
plan add --for 31018 --date 2026-04-01 --to 2026-04-02
as an-minh submit --drive 31018/2026-04-01/1 --date 2026-04-05 --units 80 >/dev/null
same "moved by its report" "2026-04-05 2026-04-06" "$(drive 2026 31018/2026-04-01/1 '"\(.from) \(.to)"')"

it "for its old day only with a note, by the key, by the date and in a sheet"
plan add --for 31018 --date 2026-05-01
old=31018/2026-05-01/1
plan change $old --date 2099-01-01 --state postponed --reason "chưa rõ ngày"
expect_code NOTE_MISSING as an-minh submit --drive $old --date 2026-05-01 --units 40
grep -q V29 "$world/out" || fail "$(cat "$world/out")"
expect_code NOTE_MISSING as an-minh submit --date 2026-05-01 --units 40
expect_code NOTE_MISSING as an-minh submit --drive $old --from 2026-05-02 --units 40
printf 'drive,date,blood_units\n%s,2026-05-01,40\n' $old >"$world/old.csv"
! as an-minh import "$world/old.csv" --dry-run --json >"$world/out" 2>/dev/null || fail "not refused"
same refused 1 "$(jq .refused "$world/out")"
plan change $old --date 2026-05-09 --reason "đã rõ"
printf 'drive,blood_units\n%s,40\n' $old >"$world/new.csv"
as an-minh import "$world/new.csv" >/dev/null
same "by a sheet" "2026-05-09 40" "$(drive 2026 $old '"\(.from) \(.blood_units)"')"

it "the day to which it was moved means that drive, and no other is made"
plan add --for 31018 --date 2026-06-15
moved=31018/2026-06-15/1
plan change $moved --date 2026-06-22 --reason "mưa"
as an-minh submit --date 2026-06-22 --units 31 --wait 30 >"$world/said" 2>&1
grep -q "the drive $moved to this day" "$world/said" || fail "$(cat "$world/said")"
same "where it was moved" "2026-06-22 31" "$(drive 2026 $moved '"\(.from) \(.blood_units)"')"
same "again" already "$(json .state as an-minh submit --date 2026-06-22 --units 31)"
printf 'org,date,blood_units\n31018,2026-06-22,31\n' >"$world/moved.csv"
same "in a sheet" 1 "$(json .already as an-minh import "$world/moved.csv")"
same "one drive" 1 "$(json '.drives | length' as an-minh drive list --org 31018 --period 2026-06-22..2026-06-22)"
plan add --for 31018 --date 2026-06-16
plan add --for 31018 --date 2026-06-17
for one in 2026-06-16 2026-06-17; do plan change 31018/$one/1 --date 2026-06-29 --reason "mưa"; done
as an-minh submit --date 2026-06-29 --units 7 >/dev/null
same "of two nobody is meant" "2026-06-29 7" "$(drive 2026 31018/2026-06-29/1 '"\(.from) \(.blood_units)"')"

it "put off without a new day it is reported for its old day only with a note"
plan add --for 31018 --date 2026-06-12
open=31018/2026-06-12/1
plan change $open --state postponed --reason "chưa có xe"
expect_code NOTE_MISSING as an-minh submit --date 2026-06-12 --units 20
grep -q 'V29.*no new day' "$world/out" || fail "$(cat "$world/out")"
printf 'drive,blood_units\n%s,20\n' $open >"$world/open.csv"
! as an-minh import "$world/open.csv" --dry-run --json >"$world/out" 2>/dev/null || fail "not refused"
same refused 1 "$(jq .refused "$world/out")"
as an-minh submit --drive $open --from 2026-06-14 --units 20 >/dev/null
same "its day" 2026-06-14 "$(drive 2026 $open .from)"

it "held on its old day all the same, it is nobody's moved drive, in the list as in the total"
plan add --for 31018 --date 2026-05-20
plan change 31018/2026-05-20/1 --date 2026-12-05 --reason "dự kiến dời"
same "moved" 1 "$(total 2026 .drives.moved)"
as an-minh submit --drive 31018/2026-05-20/1 --date 2026-05-20 --units 5 --note "vẫn tổ chức" >/dev/null
same "moved" null "$(total 2026 .drives.moved)"
same "the year of its result, beside another" "2 2" "$(json '.rows[] | select(.key == "2026-05") | "\(.drives.planned) \(.drives.reported)"' \
	as national summary --org 91 --period 2026 --by month)"
same "no other year" "0 0" "$(total 2027 '"\(.drives.planned) \(.drives.reported)"')"
same "in the list" "2026-05-20 5 null" "$(drive 2026 31018/2026-05-20/1 '"\(.from) \(.blood_units) \(.counted_year)"')"

it "what this machine said of the plan stands before it is sent"
as an-minh drive add --date 2026-06-01 --wait 0 >/dev/null
as an-minh drive change 31018/2026-06-01/1 --date 2026-06-08 --wait 0 >/dev/null
as an-minh submit --drive 31018/2026-06-01/1 --units 30 --wait 0 >/dev/null
as an-minh send --wait 30 >/dev/null 2>&1
same "its day" "2026-06-08 30" "$(drive 2026 31018/2026-06-01/1 '"\(.from) \(.blood_units)"')"

it "with nobody to ask the key's day is taken, and said"
GIOTHONG_LANG=vi as an-minh submit --drive 31018/2026-07-01/1 --units 9 --wait 0 >"$world/said" 2>&1
grep -q 'Chưa hỏi được kế hoạch.*01 tháng 7 năm 2026' "$world/said" || fail "$(cat "$world/said")"

it "a cancelled drive that has a result needs a note, and says what to do"
plan add --for 31018 --date 2026-08-01
plan cancel 31018/2026-08-01/1 --reason "trùng kỳ thi"
expect_code NOTE_MISSING as an-minh submit --drive 31018/2026-08-01/1 --units 10
grep -q 'drive change 31018/2026-08-01/1 --state' "$world/out" || fail "$(cat "$world/out")"
as an-minh submit --drive 31018/2026-08-01/1 --units 10 --note "vẫn tổ chức" >/dev/null

it "cancelling a drive that has a result warns, with the next step"
plan add --for 31018 --date 2026-09-01
as an-minh submit --drive 31018/2026-09-01/1 --units 20 >/dev/null
GIOTHONG_LANG=vi as an-giang drive cancel 31018/2026-09-01/1 --reason "nhầm" >"$world/cancel" 2>&1
grep -q 'đã có kết quả 20 đơn vị.*giothong withdraw 31018/2026-09-01/1' "$world/cancel" || fail "$(cat "$world/cancel")"
as an-giang drive add --for 31018 --date 2026-09-02 >/dev/null
GIOTHONG_LANG=vi as an-giang drive cancel 31018/2026-09-02/1 --reason "nhầm" >"$world/cancel" 2>&1
! grep -q 'đã có kết quả' "$world/cancel" || fail "$(cat "$world/cancel")"

it "a number far beyond the target, or any drive, needs a note"
plan add --for 31018 --date 2026-10-01 --target 60
expect_code NOTE_MISSING as an-minh submit --drive 31018/2026-10-01/1 --units 601
expect_code NOTE_MISSING as an-minh submit --date 2026-10-01 --units 601
as an-minh submit --drive 31018/2026-10-01/1 --units 600 >/dev/null
expect_code NOTE_MISSING as an-minh submit --date 2026-10-02 --units 5000000
same noted saved "$(json .state as an-minh submit --date 2026-10-02 --units 10001 --note "toàn tỉnh" --wait 0)"

it "a sheet's row with a place and a date is held against the plan as well"
as an-giang drive add --for 31018 --date 2026-11-01 --target 60 >/dev/null
plan add --for 31018 --date 2026-11-03
plan change 31018/2026-11-03/1 --date 2026-11-06 --state postponed --reason "lũ"
plan add --for 31018 --date 2026-11-05
plan cancel 31018/2026-11-05/1 --reason "trùng"
printf 'org,date,blood_units\n31018,2026-11-01,601\n31018,2026-11-03,40\n31018,2026-11-05,41\n31018,2026-11-07,42\n' >"$world/rows.csv"
! as an-minh import "$world/rows.csv" --dry-run --json >"$world/out" 2>/dev/null || fail "not refused"
same "refused, right" "3 1" "$(jq -r '"\(.refused) \(.entries)"' "$world/out")"
for rule in V29 V30 V31; do
	grep -q "NOTE_MISSING.*$rule" "$world/rows.csv.rejects.csv" || fail "$rule: $(cat "$world/rows.csv.rejects.csv")"
done
printf 'org,date,blood_units,note\n31018,2026-11-03,40,vẫn tổ chức\n' >"$world/noted.csv"
as an-minh import "$world/noted.csv" >/dev/null
same "where it was held" "2026-11-03 40" "$(drive 2026 31018/2026-11-03/1 '"\(.from) \(.blood_units)"')"
expect_code NOTE_MISSING as an-minh submit --date 2026-11-05 --units 41

it "so is a correction, with what this machine knows when nobody answers"
as an-minh submit --drive 31018/2026-11-01/1 --units 60 >/dev/null
expect_code NOTE_MISSING as an-minh correct 31018/2026-11-01/1 --units 601
as an-minh drive add --date 2026-11-11 --target 50 --wait 0 >/dev/null
as an-minh submit --drive 31018/2026-11-11/1 --units 50 --wait 0 >/dev/null
expect_code NOTE_MISSING as an-minh correct 31018/2026-11-11/1 --units 502 --wait 0
as an-minh correct 31018/2026-11-01/1 --units 601 --reason "gộp hai buổi" >/dev/null
same "corrected" 601 "$(drive 2026 31018/2026-11-01/1 .blood_units)"
as an-minh send --wait 30 >/dev/null 2>&1

it "what an office could not know the aggregator asks about"
plan add --for 31018 --date 2026-11-13 --target 60
plan add --for 31018 --date 2026-11-14
plan cancel 31018/2026-11-14/1 --reason "trùng"
plan add --for 31018 --date 2026-11-15
plan change 31018/2026-11-15/1 --date 2026-11-17 --state postponed --reason "lũ"
for day in 13 14 15; do
	as an-minh submit --date 2026-11-$day --units 601 --wait 0 >/dev/null
done
as an-minh submit --date 2026-11-14 --no 2 --units 7 --wait 0 >/dev/null
as an-minh send --wait 30 >/dev/null 2>&1 || true
wait_until 20 nothing_waits an-minh || fail "$(as an-minh outbox list)"
same "asked" 3 "$(json '[.. | objects | select(.code? == "NOTE_MISSING")] | length' as an-minh outbox list)"
same "counted" 7 "$(drive 2026 31018/2026-11-14/2 .blood_units)"
same "its plan's day stays free" null "$(drive 2026 31018/2026-11-13/1 .blood_units)"
as an-minh submit --date 2026-11-13 --units 601 --note "gộp hai buổi" >/dev/null
same "with a note" 601 "$(drive 2026 31018/2026-11-13/1 .blood_units)"

check_ledger

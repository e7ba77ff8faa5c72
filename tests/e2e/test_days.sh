#!/usr/bin/env bash
# A drive of several days, reported day by day: the days add up, and never count beside the whole drive.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
key=31018/2026-05-08/1
drive() { # drive KEY FILTER: of one row of the list
	json ".drives[] | select(.drive == \"$1\") | $2" as national drive list --org 91 --period 2026
}
total() { json ".total.$1" as national summary --org 91 --period "${2:-2026}"; }

it "each day is a report of its own; the drive is reported once all its days are"
as an-giang drive add --for 31018 --date 2026-05-08 --to 2026-05-10 --target 300 >/dev/null
as an-minh submit --drive $key --day 2026-05-08 --attended 120 --units 100 >/dev/null
expect_code USAGE as an-minh submit --drive $key --date 10/5/2026 --units 90
as an-minh submit --drive $key --day 10/5/2026 --units 90 >/dev/null
same units 190 "$(units national VN 2026)"
same held 1 "$(total drives.held)"
same reported 0 "$(total drives.reported)"
same "days so far" 2 "$(drive $key .days_reported)"
same result "2 of 3 days" "$(drive $key .result)"
same "state by drive" partial "$(json ".rows[] | select(.key == \"$key\") | .state" \
	as national summary --org 91 --period 2026 --by drive)"
as an-minh submit --drive $key@2026-05-09 --units 80 >/dev/null
same units 270 "$(units national VN 2026)"
same "the second day" 80 "$(units national VN 2026-05-09..2026-05-09)"
same reported 1 "$(total drives.reported)"
same result reported "$(drive $key .result)"
same "in the list" 270 "$(drive $key .blood_units)"
same percent 90 "$(json ".rows[] | select(.key == \"$key\") | .percent_of_target" \
	as national summary --org 91 --period 2026 --by drive)"

it "the whole drive beside its days is refused, with what to withdraw"
expect_code OVERLAPS as an-minh submit --drive $key --from 2026-05-08 --to 2026-05-10 --units 270
grep -q "$key@2026-05-08, $key@2026-05-09, $key@2026-05-10" "$world/out" || fail "$(cat "$world/out")"
same units 270 "$(units national VN 2026)"

it "a day that the drive does not have is refused, and says which it has"
expect_code COLLECTION_SPAN as an-minh submit --drive $key --day 2026-05-11 --units 1
expect_code REVISION_CONFLICT as an-minh submit --drive $key --day 2026-05-09 --units 81

it "correcting or withdrawing the whole of it names the days that hold reports"
expect_code NOT_FOUND as an-minh correct $key --units 1 --reason "nhầm"
grep -q "$key@2026-05-08, $key@2026-05-09, $key@2026-05-10" "$world/out" || fail "$(cat "$world/out")"
expect_code NOT_FOUND as an-minh withdraw $key --reason "nhầm"
grep -q "$key@2026-05-08, $key@2026-05-09, $key@2026-05-10" "$world/out" || fail "$(cat "$world/out")"

it "the day of a drive that has just one is the whole drive, also when it was held on another"
as an-giang drive add --for 31018 --date 2026-03-01 >/dev/null
as an-giang drive add --for 31018 --date 2026-03-05 >/dev/null
as an-minh submit --drive 31018/2026-03-01/1 --date 2026-03-01 --units 10 >/dev/null
as an-minh submit --drive 31018/2026-03-05/1 --date 2026-03-06 --units 20 >/dev/null
same "by days" "null null" "$(drive 31018/2026-03-01/1 .days_reported) $(drive 31018/2026-03-05/1 .days_reported)"
same "held on" 2026-03-06 "$(drive 31018/2026-03-05/1 .from)"
as an-minh correct 31018/2026-03-05/1 --units 21 --reason "sót" >/dev/null
same units 31 "$(units national VN 2026-03)"
as an-minh withdraw 31018/2026-03-01/1 --reason "thử" >/dev/null
as an-minh withdraw 31018/2026-03-05/1 --reason "thử" >/dev/null
as an-giang drive cancel 31018/2026-03-01/1 --reason "thử" >/dev/null
as an-giang drive cancel 31018/2026-03-05/1 --reason "thử" >/dev/null

it "a row with the key and its date is the whole drive, as the template has both"
as an-minh drive add --date 2026-04-01 --to 2026-04-02 >/dev/null
printf 'drive,date,units\n31018/2026-04-01/1,2026-04-01,100\n' >"$world/key-and-date.csv"
as an-minh import "$world/key-and-date.csv" >/dev/null
same result reported "$(drive 31018/2026-04-01/1 .result)"
as an-minh correct 31018/2026-04-01/1 --units 101 --reason "sót" >/dev/null
as an-minh withdraw 31018/2026-04-01/1 --reason "thử" >/dev/null
as an-giang drive cancel 31018/2026-04-01/1 --reason "thử" >/dev/null

it "one day is corrected, looked up, returned and withdrawn by its own name"
as an-minh correct $key@2026-05-09 --units 81 --reason "đếm lại" >/dev/null
same units 271 "$(units national VN 2026)"
same "its history" 2 "$(json '.history | length' as an-minh history $key@2026-05-09)"
same "the drive's history" 4 "$(json '.history | length' as an-minh history $key)"
same "of which day" "2026-05-08 2026-05-10 2026-05-09 2026-05-09" \
	"$(json '[.history[].day] | join(" ")' as an-minh history $key)"
same "old and new" "Blood units: 80 → 81" "$(json '.history[3].says' as an-minh history $key)"
same "a first one of a day" "Blood units: 80" "$(json '.history[2].says' as an-minh history $key)"
as an-giang review accept $key@2026-05-09 >/dev/null
as an-minh correct $key@2026-05-09 --units 82 --reason "đếm lại lần nữa" >/dev/null
same "what waits again" "Blood units: 81 → 82" \
	"$(json ".queue[] | select(.key == \"$key@2026-05-09\") | .changes" as an-giang review --period 2026)"
as an-minh correct $key@2026-05-09 --units 81 --reason "vẫn như trước" >/dev/null
expect_code NOT_FOUND as an-giang review accept $key
as an-giang review return $key@2026-05-08 --reason "xem lại" >/dev/null
same units 171 "$(units national VN 2026)"
same reported 0 "$(total drives.reported)"
as an-giang review accept $key@2026-05-08 >/dev/null
same units 271 "$(units national VN 2026)"
same "nothing waits as a duplicate" 0 "$(json '[.queue[] | select(.state == "duplicate")] | length' \
	as an-giang review --period 2026)"
as an-minh withdraw $key@2026-05-10 --reason "nhầm buổi" >/dev/null
same units 181 "$(units national VN 2026)"
same "days so far" 2 "$(drive $key .days_reported)"

it "the facility counts a day for itself"
as national org add 91.HUYETHOC --name "Bệnh viện Huyết học" --parent 91 --facility >/dev/null
as national org add 91.HUYETHOC2 --name "Bệnh viện  huyết học" --parent 91 --facility --lang vi 2>&1 >/dev/null |
	grep -q '91.HUYETHOC cũng tên' || fail "a second one of that name is taken without a word"
printf 'type,code,org,name,parent\nfacility,HUYETHOC3,,Bệnh viện Huyết học,91\nbody,KHAC,,Trường khác,91\n' >"$world/bodies.csv"
same "in a file" "2 SAME_NAME" "$(as national plan import "$world/bodies.csv" --json 2>/dev/null | jq -r '"\(.warnings[0].line) \(.warnings | map(.code) | join(","))"')"
world_enrol 91.HUYETHOC reporter huyet-hoc
as an-giang drive change $key --facility 91.HUYETHOC >/dev/null
as huyet-hoc submit --drive $key --day 2026-05-09 --units 79 --witness collector >/dev/null
same conflicts 1 "$(total conflicts)"
as an-giang review take $key@2026-05-09 >/dev/null
same units 179 "$(units national VN 2026)"

it "and the whole of it, against the sum of the days"
as an-giang drive add --for 31018 --date 2026-06-01 --to 2026-06-02 --facility 91.HUYETHOC >/dev/null
two=31018/2026-06-01/1
as an-minh submit --drive $two@2026-06-01 --units 40 >/dev/null
as huyet-hoc submit --drive $two --from 2026-06-01 --to 2026-06-02 --units 99 --witness collector >/dev/null
same "a day is missing" 0 "$(total conflicts 2026-06)"
as an-minh submit --drive $two@2026-06-02 --units 60 >/dev/null
same conflicts 1 "$(total conflicts 2026-06)"
same queue "$two Blood units: 100 → 99" "$(json '.queue[] | "\(.key) \(.differences)"' as an-giang review --period 2026-06 --state differs)"
expect_code OVERLAPS as an-giang review take $two
as an-minh correct $two@2026-06-02 --units 59 --reason "đếm lại" >/dev/null
same conflicts 0 "$(total conflicts 2026-06)"
as an-minh withdraw $two@2026-06-01 --reason "thử" >/dev/null
as an-minh withdraw $two@2026-06-02 --reason "thử" >/dev/null
as an-giang drive cancel $two --reason "thử" >/dev/null

it "outside the plan the first day makes the drive, and a plan takes it in"
as an-minh submit --date 2026-08-01 --day 2026-08-02 --units 20 >/dev/null
as an-minh submit --drive 31018/2026-08-01/1 --day 2026-08-01 --units 30 >/dev/null
same "its units" 50 "$(drive 31018/2026-08-01/1 .blood_units)"
same "its first day" 2026-08-01 "$(drive 31018/2026-08-01/1 .from)"
same held 1 "$(total drives.held 2026-08)"
as an-giang drive link 31018/2026-08-01/1 --plan 12/KH --target 100 >/dev/null
same planned 1 "$(total drives.planned 2026-08)"
same reported 1 "$(total drives.reported 2026-08)"

it "an office without its outbox reads the day back and corrects it"
world_enrol 31018 reporter an-minh-2
as an-minh-2 correct 31018/2026-08-01/1@2026-08-02 --units 21 --reason "sót một" >/dev/null
same units 230 "$(units national VN 2026)"

it "who executes is said by code, by CODE@DATE or by name, as elsewhere"
as an-giang drive add --for 31018 --date 2026-09-05 --executing 31018@2026-09-05 --place 31018@2026-09-05 >/dev/null
as an-minh submit --drive 31018/2026-09-05/1 --units 12 --executing 31018@2026-09-05=12 >/dev/null
same executed 12 "$(json '[.rows[] | select(.org == "31018")][0].counts.blood_units' \
	as national summary --org 91 --period 2026-09 --by executing)"
as an-minh withdraw 31018/2026-09-05/1 --reason "chỉ để thử" >/dev/null

it "after a restart without a checkpoint the same stands"
serve_kill 1
serve_start 1
same units 230 "$(units national VN 2026)"
same "days so far" 2 "$(drive $key .days_reported)"

it "ledger, outboxes and summaries agree"
check_ledger

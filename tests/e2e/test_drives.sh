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

it "a result under the old key fulfils the postponed line"
as an-minh submit --drive $key --from 2026-06-14 --units 340 >/dev/null
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

it "ledger, outboxes and summaries agree"
check_ledger

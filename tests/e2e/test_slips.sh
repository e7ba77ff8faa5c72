#!/usr/bin/env bash
# Slips: a file of them, one of them taken back, and an enrolment that is killed wherever it stands.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
enrol() { # enrol TOKEN PROFILE [OPTION...]
	giothong enrol "$1" --profile "$2" --label "$2" "${@:3}"
}

it "a file of slips is for its owner alone, and is itself a slip"
(umask 0000 && as national invite --under 91 --file "$world/slips.csv" >/dev/null 2>&1)
same mode 600 "$(stat -c %a "$world/slips.csv")"
same "a slip a commune" 1 "$(grep -c gh1- "$world/slips.csv")"
giothong enrol "$world/slips.csv" --profile from-file --label from-file >/dev/null 2>&1
same state delivered "$(json .state as from-file submit --date 2026-05-10 --units 10)"

it "one of an office's slips is taken back by its name; its machines and other slips stay"
lost=$(invitation 31018 reporter)
name=$(json '[.installs[] | select(.state == "invited")][-1].fingerprint' as national installs --org 31018)
[[ $name =~ ^slip-[0-9a-f]{8}$ ]] || fail "the slip's name: $name"
kept=$(invitation 31018 reporter)
expect_code ORG_AMBIGUOUS as national revoke 31018 --reason "phiếu thất lạc"
expect_code NOT_FOUND as national installs confirm "$name"
as national revoke "$name" --reason "phiếu thất lạc" >/dev/null
expect_code INVITATION enrol "$lost" lost
enrol "$kept" kept >/dev/null 2>&1
same state delivered "$(json .state as an-minh submit --date 2026-05-11 --units 11)"
expect_code NOT_FOUND as national revoke "$name" --reason "lần nữa"

it "a slip is for a day at least, and three months at most"
expect_code USAGE as national invite --org 31018 --days 0
same "the bound that was broken" "--days: from 1 to 90" "$(jq -r .error.detail "$world/out")"
expect_code USAGE as national invite --org 31018 --days 91

it "a slip is never for whoever had the code on another day"
expect_code ORG_NOT_VALID as national invite --org 31018@2022-01-01

it "whenever it is killed, the same command finishes it, and the slip is used once"
for round in 1 2 3 4 5; do
	token=$(invitation 31018 reporter)
	spawn "killed$round" giothong enrol "$token" --profile "killed$round" --label "killed$round"
	read -rt "0.0$((round * 2 - 1))" -u "$never" || true
	slay "$spawned"
	enrol "$token" "killed$round" >"$world/words" 2>&1 || fail "round $round: $(cat "$world/words")"
	same "round $round" delivered "$(json .state as "killed$round" submit --date "2026-06-0$round" --units 1)"
done
same installs 5 "$(json '[.installs[] | select((.fingerprint | length) > 0 and ((.label // "") | startswith("killed")))] | length' \
	as national installs)"

it "ledger, outboxes and summaries agree"
same units $((10 + 11 + 5)) "$(units national VN 2026)"
check_ledger

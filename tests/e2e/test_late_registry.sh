#!/usr/bin/env bash
# What the registry learns late: bodies whose parent ended, and totals that move from its batch on, never before.
. "$(dirname "$0")/world.sh"

world_start
of() { # of ORG OPTION...: the units of a row; 0: it has none
	local org=$1
	shift
	as national summary "$@" --json >"$world/of"
	jq --arg o "$org" '[.rows[] | select(.org == $o or .key == $o) | .counts.blood_units // 0] | add // 0' "$world/of"
}
whole() { json '.total.counts.blood_units // 0' as national summary "$@"; }
moved() { # moved CODE FILTER OPTION...: of the row of a body that moved
	json ".moved[] | select(.org == \"$1\") | $2" as national org list --moved "${@:3}"
}

as national org add BENHVIEN --parent 89 --name "Bệnh viện tỉnh cũ" >/dev/null
as national org add TRUONG --parent 148 --name "Trường của thành phố" >/dev/null
as national org add NHAMAY --parent 909 --name "Nhà máy của huyện" >/dev/null
as national submit --for 909 --date 2025-03-01 --units 10 >/dev/null
as national submit --for 909.NHAMAY --date 2026-05-01 --units 7 >/dev/null

it "a body whose parent ended stands under its only successor, and is listed with both and the law"
same "old and new" "89 Tỉnh An Giang 91 Tỉnh An Giang" \
	"$(moved 89.BENHVIEN '"\(.from) \(.from_name) \(.parent) \(.parent_name)"')"
same why "merged 202/2025/QH15 2025-07-01" "$(moved 89.BENHVIEN '"\(.succession) \(.basis) \(.day)"')"

it "of a parent that nobody alone succeeds, under the nearest ancestor that is there"
same "old and new" "148 Thành phố Hòa Bình 25 Tỉnh Phú Thọ" \
	"$(moved 148.TRUONG '"\(.from) \(.from_name) \(.parent) \(.parent_name)"')"
same why "no successor on record" "$(moved 148.TRUONG .why)"
same "of the district" "909 91" "$(moved 909.NHAMAY '"\(.from) \(.parent)"')"
same "all of them" 3 "$(json '.moved | length' as national org list --moved)"
same "on the eve" 0 "$(json '.moved | length' as national org list --moved --as-of 2025-06-30)"
same "the list's own parent" 91 "$(json '.orgs[] | select(.org == "89.BENHVIEN") | .parent' as national org list)"
as national org list --moved >"$world/people"
grep -q 'Bệnh viện tỉnh cũ.*Tỉnh An Giang' "$world/people" || fail "$(cat "$world/people")"

it "an abolition has no day of 1970"
same "days that nobody knows" 0 "$(json '[.history[] | select(.valid_from == "1970-01-01" or .valid_to == "1970-01-01")] | length' \
	as national org history 909 --as-of 2025-06-30)"

it "a district's successor learned late moves what is restated, and what its bodies report, from its batch on"
level=(--period 2025 --by level:commune)
same "restated: nobody's" 10 "$(of unknown "${level[@]}" --org 91)"
same "under the commune" 0 "$(whole --org 31018 --period 2026)"
before=$(json .as_of_batch as national summary)
{
	cat "$here/successions.csv"
	echo 909,31018,merged,2025-07-01,full,full,1671/NQ-UBTVQH15,,district
} >"$world/late.csv"
same entered 1 "$(giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" --json \
	--list "$here/places.csv" --successions "$world/late.csv" | jq .entered)"
has_moved() { [ "$(of 31018 "${level[@]}")" = 10 ]; }
wait_until 20 has_moved || fail "it is still nobody's"
same "restated: nobody's" 0 "$(of unknown "${level[@]}" --org 91)"
same "under the commune" 7 "$(whole --org 31018 --period 2026)"
same "the body's parent" "909 31018 merged" "$(moved 909.NHAMAY '"\(.from) \(.parent) \(.succession)"')"

it "as of the batch before it everything is as it was, and the whole never changes"
same "restated: nobody's" 10 "$(of unknown "${level[@]}" --org 91 --as-of-batch "$before")"
same "restated: the commune's" 0 "$(of 31018 "${level[@]}" --as-of-batch "$before")"
same "under the commune" 0 "$(whole --org 31018 --period 2026 --as-of-batch "$before")"
same "the body's parent" 91 "$(moved 909.NHAMAY .parent --as-of-batch "$before")"
for when in "" "--as-of-batch $before"; do
	# shellcheck disable=SC2086 # two words or none
	same "2025 $when" 10 "$(whole --period 2025 $when)"
	# shellcheck disable=SC2086
	same "2026 $when" 7 "$(whole --period 2026 $when)"
done
check_ledger
serve_stop 1
giothong-aggregator verify --state "$world/a1" --json >"$world/verified" || fail "$(cat "$world/verified")"

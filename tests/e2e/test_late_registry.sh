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

it "a second whole successor contradicts the first: refused, and nothing moves"
sed 's/^909,31018,/909,31891,/' "$world/late.csv" >"$world/contrary.csv"
code=0
giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" \
	--list "$here/places.csv" --successions "$world/contrary.csv" >"$world/out" 2>"$world/err" || code=$?
same exit 65 "$code"
cat "$world/out" "$world/err" | grep -q '909 → 31891.*909 → 31018 stands' || fail "$(cat "$world/out" "$world/err")"
same "restated: the commune's" 10 "$(of 31018 "${level[@]}")"

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

it "a list corrected later is shown first, and a plain import says that there is something to correct"
import() {
	giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" \
		--list "$world/right.csv" --successions "$world/right-edges.csv" "$@"
}
sed 's/^909,\(.*\),2025-07-01$/909,\1,/; s/^31018,An Minh/31018,An Minh mới/' "$here/places.csv" >"$world/right.csv"
cp "$here/successions.csv" "$world/right-edges.csv"
sed -i '/^909,/d' "$world/right-edges.csv"
code=0
import >"$world/plain" 2>"$world/plain.err" || code=$?
same "exit: 31018 stands with another name" 65 "$code"
grep -q '^1 go on in the list and have ended in the registry' "$world/plain" || fail "$(cat "$world/plain")"
before=$(json .as_of_batch as national summary)
import --dry-run --reopen "danh mục đính chính" >"$world/dry"
grep -qx '909 Huyện An Minh: to 30/06/2025 → to –' "$world/dry" || fail "$(cat "$world/dry")"
grep -q '^909 Huyện An Minh: succeeded by: 31018 .* → withdrawn$' "$world/dry" || fail "$(cat "$world/dry")"
grep -q '^31018 Xã An Minh: name An Minh → name An Minh mới$' "$world/dry" || fail "$(cat "$world/dry")"
same "of the table" 3 "$(import --dry-run --reopen x --json | jq '.changes | length')"
same "nothing was written" "An Minh" "$(json '.orgs[] | select(.org == "31018") | .name' as national org list)"

it "with a reason it is entered: the district lives on with its bodies, from that batch on"
same "corrections" 3 "$(import --reopen "danh mục đính chính" --json | jq .entered)"
lives() { as national org list --as-of 2026-05-01 --json | jq -e 'any(.orgs[]; .org == "909")' >"$world/lives"; }
wait_until 20 lives || fail "the district is still ended"
same "under the district" 7 "$(whole --org 909 --period 2026)"
same "under the commune" 0 "$(whole --org 31018 --period 2026)"
same "no body has moved from it" 2 "$(json '.moved | length' as national org list --moved)"
same "the whole" 7 "$(whole --period 2026)"
same "under the commune, before" 7 "$(whole --org 31018 --period 2026 --as-of-batch "$before")"
same "the same again" "0 0" "$(import --reopen "danh mục đính chính" --json | jq -r '"\(.entered) \(.refused)"')"

it "a row that is refused is told, the others are entered, and the exit status says it"
{
	cat "$world/right.csv"
	echo 31998,Xa,Xã,77,commune,Xã Xa,2025-07-01,
	echo 31999,Gần,Xã,91,commune,Xã Gần,2025-07-01,
} >"$world/one-bad.csv"
code=0
giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" --json \
	--list "$world/one-bad.csv" --successions "$world/right-edges.csv" >"$world/out" 2>"$world/err" || code=$?
same "exit, entered, refused" "65 1 1" "$code $(jq -r '"\(.entered) \(.refused)"' "$world/out")"

it "a list whose codes lost their zeros is refused whole, tried or not"
sed 's/^01,/1,/' "$here/places.csv" >"$world/zeros.csv"
for try in "" --dry-run; do
	# shellcheck disable=SC2086 # a word or none
	expect_code CSV giothong-aggregator org import --state "$world/a1" \
		--profile-dir "$GIOTHONG_HOME/operator" --list "$world/zeros.csv" $try
	grep -q 'zeros' "$world/out" || fail "$(cat "$world/out")"
done

it "a correction has a reason"
expect_code NOTE_MISSING import --reopen ""

it "what cannot be corrected is named, and then nothing of the list is entered"
cp "$world/right.csv" "$world/good.csv"
sed 's/^148,Hòa Bình/148,Hoà Bình mới/' "$world/right.csv" >"$world/bad.csv"
sed -i 's/^25,Phú Thọ,Tỉnh,,province,Tỉnh Phú Thọ,2025-07-01,$/25,Phú Thọ,Tỉnh,,province,Tỉnh Phú Thọ,2025-09-01,/' "$world/bad.csv"
mv "$world/bad.csv" "$world/right.csv"
code=0
import --reopen "danh mục đính chính" --json >"$world/out" 2>"$world/err" || code=$?
[ $code -ne 0 ] || fail "taken: $(cat "$world/out")"
grep -q 'it succeeds others before that: withdraw that first' "$world/err" || fail "$(cat "$world/err")"
expect_code REGISTRY import --reopen "danh mục đính chính" --dry-run
! grep -q ' → ' "$world/out" || fail "changes that are never made: $(cat "$world/out")"
same "the other row's name" "Thành phố Hòa Bình" "$(json '.orgs[] | select(.org == "148") | .full_name' as national org list --as-of 2025-06-30)"

it "a locked period moves only with a reason"
as national lock 909 --period 2026-05 --reason "số đã chốt" >/dev/null
sed 's/^909,\(.*\),2021-11-01,$/909,\1,2021-11-01,2026-01-01/' "$world/good.csv" >"$world/moved.csv"
echo 909,An Minh,Huyện,12,district,Huyện An Minh,2026-01-01, >>"$world/moved.csv"
mv "$world/moved.csv" "$world/right.csv"
import --json >"$world/out" 2>"$world/err" || true
same "refused" 2 "$(jq .refused "$world/out")"
grep -q 'LOCKED' "$world/err" || fail "$(cat "$world/err")"
same "with a reason" 2 "$(import --reopen "nghị quyết" --json | jq .entered)"
moved_to_12() { [ "$(whole --org 12 --period 2026)" = 7 ]; }
wait_until 20 moved_to_12 || fail "it has not moved"
# The checker places by parents alone, and reads what is derived where its checkpoint stands: that may be
# a batch in which the body's parent had ended.  The last one is written at the end.
serve_stop 1
serve_start 1
check_ledger
serve_stop 1
giothong-aggregator verify --state "$world/a1" --json >"$world/verified" || fail "$(cat "$world/verified")"

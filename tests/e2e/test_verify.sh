#!/usr/bin/env bash
# Receipts and totals believed by their signatures alone: a row offline, a total down to each signed report,
# and the whole ledger replayed from a file.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
world_enrol 91 committee kien-giang
ledger=$world/ledger.ghl
world_enrol 31018 reporter lost
as lost submit --date 2026-05-04 --units 0 >/dev/null 2>&1
as national revoke lost --reason "máy mất" >/dev/null
as an-minh submit --date 2026-05-01 --attended 120 --units 100 >/dev/null 2>&1
as an-minh submit --date 2026-05-02 --units 70 >/dev/null 2>&1
as an-minh correct 31018/2026-05-02/1 --units 80 --reason "đếm lại" >/dev/null 2>&1
as national submit --for 31018 --date 2026-05-03 --units 40 >/dev/null 2>&1
as an-minh submit --date 2026-05-01 --attended 120 --units 100 >/dev/null 2>&1
! as an-minh submit --for 96 --date 2026-05-05 --units 9 >/dev/null 2>&1 || fail "taken for another's province"
row=$(json '.rows[] | select(.summary | test("2026-05-01")) | .id' as an-minh outbox list | head -n 1)
row_of() { json ".rows[] | select(.code == \"$1\") | .id" as an-minh outbox list; }
again=$(row_of ALREADY)
refused=$(row_of NOT_YOURS)
[ -n "$refused" ] || fail "no refused row: $(as an-minh outbox list --json)"

it "a total is every signed report behind it, added up"
same "sum, total" "220 220 true" "$(json '.sums[] | select(.indicator == "blood_units") | "\(.sum) \(.said) \(.holds)"' \
	as national verify --org VN --period 2026)"
same "reports, with the corrected one once" 4 "$(json '.reports | length' as national verify --org VN --period 2026 --list)"

it "what the server alone can say of the question is named"
untold() { json '"\(.proven) \(.org_untold) \(.period_untold) \(.entries_untold)"' as national verify "$@"; }
same "code and year" "true false false false" "$(untold --org 31018 --period 2026)"
same "own organisation" "true false false false" "$(untold --period 2026-05)"
same "a name" "true true false false" "$(untold --org "An Minh" --period 2026)"

it "whose each key was, and that it may report for that place, is shown by entries of the ledger"
offices() { json '[.reports[].office | tostring] | sort | join(" ")' as "$@" --list; }
same "whose keys, a revoked one's among them" "31018 31018 31018 VN" "$(offices national verify --org VN --period 2026)"
same "by the province, of what it may read" "31018 31018 31018 null" "$(offices kien-giang verify --org 91 --period 2026)"

it "what another office sent is added as the server says it, and named so"
same "own, others'" "180 40" "$(json '.sums[] | select(.indicator == "blood_units") | "\(.sum) \(.hidden)"' \
	as an-minh verify --org 31018 --period 2026)"

it "a total that may not be read is not verified either"
expect_code FORBIDDEN as an-minh verify --org VN --period 2026

it "the whole ledger in a file gives the same totals, and the server's agree"
giothong-aggregator export --state "$world/a1" "$ledger" >/dev/null
same "recomputed, said" "220 220 true" \
	"$(json '.facts[] | select(.fact == "blood_units") | "\(.own) \(.said) \(.holds)"' \
		as national verify --org VN --period 2026 --full "$ledger")"
expect_code DUPLICATE giothong-aggregator export --state "$world/a1" "$ledger"
expect_code BATCH_UNKNOWN giothong-aggregator export --state "$world/a1" --to 100000 "$world/other.ghl"

it "a file up to an older batch gives the totals of that batch"
older=$(($(json '.as_of_batch' as national summary) - 1))
giothong-aggregator export --state "$world/a1" --to "$older" "$world/older.ghl" >/dev/null
same "one report less" "180 true" "$(json '.facts[] | select(.fact == "blood_units") | "\(.own) \(.holds)"' \
	as national verify --org VN --period 2026 --full "$world/older.ghl" --as-of-batch "$older")"
it "a file that ends early says so, up to where it goes, and is refused for more than that"
result=0
as national verify --org VN --period 2026 --full "$world/older.ghl" --json >"$world/out" || result=$?
same "exit, ends early, up to, newest, place" "65 true $older $((older + 1)) VN 2026" \
	"$result $(jq -r '"\(.ends_early) \(.batch) \(.newest_known) \(.org) \(.period)"' "$world/out")"
jq -e '(.root | length) == 64 and .epoch == 1 and .batches == .batch and .reports > 0' "$world/out" >/dev/null ||
	fail "what it goes up to: $(cat "$world/out")"
! as national verify --full "$world/older.ghl" >"$world/out" 2>"$world/err" || fail "exit 0"
grep -q "up to batch $older (epoch 1), root [0-9a-f]\{64\}" "$world/out" || fail "$(cat "$world/out")"
grep -q "ends at batch $older, and the ledger has batch $((older + 1))" "$world/err" || fail "$(cat "$world/err")"
same "the whole file" "false $((older + 1))" "$(json '"\(.ends_early) \(.batch)"' as national verify --full "$ledger")"
expect_code USAGE as national verify --full "$ledger" --as-of-batch 3
expect_code USAGE as national verify "$row" --full "$ledger"

it "one changed byte anywhere in the ledger is found"
size=$(stat -c %s "$ledger")
for at in 60 $((size / 3)) $((size / 2)) $((size - 40)); do
	cp "$ledger" "$world/bad.ghl"
	byte=$(od -An -tu1 -j "$at" -N 1 "$ledger")
	printf "\\x$(printf %x $((byte ^ 1)))" | dd of="$world/bad.ghl" bs=1 seek="$at" conv=notrunc status=none
	result=0
	as national verify --full "$world/bad.ghl" --json >"$world/out" 2>"$world/err" || result=$?
	case "$(jq -r .error.code "$world/out")" in
	SIGNATURE | INVALID | MALFORMED) ;;
	*) fail "byte $at changed, exit $result: $(cat "$world/out")" ;;
	esac
done

it "a ledger that is cut, or another kind of file, is refused"
head -c $((size - 10)) "$ledger" >"$world/cut.ghl"
expect_code INVALID as national verify --full "$world/cut.ghl"
expect_code INVALID as national verify --full "$here/places.csv"
expect_code NOT_FOUND as national verify --full "$world/nosuch.ghl"

it "a server whose totals were tampered with is found out by its own reports"
serve_stop 1
serve_start 1
same "cells changed" t "$(sql "UPDATE giothong.cell SET val[1] = val[1] + 1 WHERE view = 0 AND ind[1] < 1000 RETURNING true" | head -n 1)"
serve_kill 1
serve_start 1
disagree() { # disagree WHAT COMMAND...: refused, and the figure that differs is named
	local what=$1 result=0
	shift
	"$@" --json >"$world/out" || result=$?
	same "exit status: $what" 65 $result
	same "figures that do not hold: $what" true "$(jq '[.. | .holds? | select(. == false)] | length > 0' "$world/out")"
}
disagree "its reports" as national verify --org VN --period 2026
disagree "the ledger" as national verify --org VN --period 2026 --full "$ledger"
serve_stop 1

it "a receipt is checked without a server"
same "its row" "$row true" "$(json '.receipts[0] | "\(.row) \(.holds)"' as an-minh verify "$row")"
it "a row that was not entered is no alarm: why, and where the same stands"
same "there already" "$again ALREADY $row null" \
	"$(json '.receipts[0] | "\(.row) \(.code) \(.same_row) \(.holds)"' as an-minh verify "$again")"
result=0
as an-minh verify "$refused" --json >"$world/out" || result=$?
same "refused" "77 NOT_YOURS null" "$result $(jq -r '.receipts[0] | "\(.code) \(.holds)"' "$world/out")"
expect_code NOT_FOUND as an-minh verify 99

it "a receipt with a changed byte is an alarm"
outbox an-minh "UPDATE entry SET receipt = CAST(substr(receipt, 1, 60) || x'00' || substr(receipt, 62) AS blob) WHERE id = $row"
result=0
as an-minh verify "$row" --json >"$world/out" 2>/dev/null || result=$?
[ $result -ne 0 ] || fail "a receipt with a changed byte holds: $(cat "$world/out")"
same "the ledger, recomputed offline" "220 null" \
	"$(json '.facts[] | select(.fact == "blood_units") | "\(.own) \(.said)"' \
		as national verify --org VN --period 2026 --full "$ledger")"

#!/usr/bin/env bash
# The checker can fail: on copies of an outbox and of the ledger, tampered with in one place each.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
for day in 01 02 03; do
	as an-minh submit --date "2026-05-$day" --units 100 >/dev/null
done
as an-minh submit --date 2026-05-04 --units 100 --wait 0 >/dev/null

check() { # check PROFILES DATABASE [OPTION...]
	"$here/check-ledger" --state "$world/a1" --database "$2" --profiles "$1" --ask national "${@:3}" \
		>"$world/checked" 2>"$world/found"
}
# finds WHAT TEXT: with that SQL on a copy of the outbox, the checker says WHAT.
finds_outbox() {
	cp -a "$GIOTHONG_HOME" "$world/copy"
	sqlite3 "$world/copy/an-minh/outbox.sqlite" "$2"
	! check "$world/copy" "$(world_conninfo)" || fail "saw nothing: $2"
	grep -q "violation: $1" "$world/found" || fail "$(cat "$world/found")"
	same "says so" false "$(jq .ok "$world/checked")"
	rm -r "$world/copy"
}
finds_ledger() {
	copies=$((copies + 1))
	sql "CREATE DATABASE copy$copies" >/dev/null
	pg_dump -d "$(world_conninfo)" | psql -Xq -v ON_ERROR_STOP=1 "$(world_conninfo) dbname=copy$copies" >/dev/null
	psql -Xq -v ON_ERROR_STOP=1 "$(world_conninfo) dbname=copy$copies" -c "$2"
	! check "$GIOTHONG_HOME" "$(world_conninfo) dbname=copy$copies" || fail "saw nothing: $2"
	grep -q "violation: $1" "$world/found" || fail "$(cat "$world/found")"
}

it "as it is, everything agrees"
check_ledger
copies=0

it "a row called delivered that is not in the ledger"
finds_outbox I1 "UPDATE entry SET state = 2 WHERE state = 0"

it "a row of the ledger that was issued with other bytes"
finds_outbox I2 "UPDATE entry SET body = CAST(substr(body, 1, length(body) - 1) || X'7f' AS BLOB) WHERE id = 3"

it "a row of the ledger that nobody issued"
finds_outbox I2 "DELETE FROM entry WHERE id = 3"

it "rows of the ledger by somebody whom nobody knows"
cp -a "$GIOTHONG_HOME" "$world/copy"
rm -r "$world/copy/an-minh"
! check "$world/copy" "$(world_conninfo)" || fail "saw nothing"
grep -q "violation: I2 signed by nobody" "$world/found" || fail "$(cat "$world/found")"
rm -r "$world/copy"

it "a watch that saw something else, or went back"
{
	echo '{"event": "total", "as_of_batch": 9, "key": "total", "counts": {"blood_units": 301}, "interim_units": 0, "reports": 3}'
	echo '{"event": "row", "as_of_batch": 8, "key": "x", "counts": {}, "interim_units": 0, "reports": 0}'
} >"$world/watched"
! check "$GIOTHONG_HOME" "$(world_conninfo)" --watched "$world/watched" || fail "saw nothing"
for found in 'I8 the watch last saw total 301' 'I8 the watch went back from batch 9 to 8'; do
	grep -q "violation: $found" "$world/found" || fail "$(cat "$world/found")"
done

it "a posting that is missing"
finds_ledger I3 "DELETE FROM giothong.report WHERE kind = 1 AND batch = (SELECT max(batch) FROM giothong.report)"

it "a posting that stands twice"
finds_ledger I1 "INSERT INTO giothong.report SELECT realm, batch, ord + 100, sub, idx, sign, view, kind, subject, org,
	dim, day, ind, val FROM giothong.report WHERE kind = 1 AND batch = (SELECT max(batch) FROM giothong.report)"

it "a bit turned in signed bytes"
finds_ledger I3 "UPDATE giothong.submission SET bytes = set_bit(bytes, 400, 1 - get_bit(bytes, 400))
	WHERE batch = (SELECT max(batch) FROM giothong.submission)"

it "a batch that is missing"
finds_ledger I6 "DELETE FROM giothong.batch WHERE n = (SELECT max(n) - 1 FROM giothong.batch)"

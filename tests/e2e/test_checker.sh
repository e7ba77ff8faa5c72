#!/usr/bin/env bash
# The checker can fail, for each of I1 to I10: on copies of an outbox and of the ledger, tampered with in one place each.
# (I10 where the programs have failpoints: tests/fault/C0.sh.)
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
for day in 01 02 03; do
	as an-minh submit --date "2026-05-$day" --units 100 --male 40 >/dev/null
done
as an-minh correct 31018/2026-05-02/1 --units 99 --reason "đếm lại" >/dev/null
as an-minh correct 31018/2026-05-02/1 --units 100 --reason "đếm lại" >/dev/null
as an-minh withdraw 31018/2026-05-03/1 --reason "nhầm ngày" >/dev/null
as an-minh submit --date 2026-05-03 --units 100 --male 40 >/dev/null
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
	found_of[${1%% *}]=1
	rm -r "$world/copy"
}
finds_ledger() {
	copies=$((copies + 1))
	sql "CREATE DATABASE copy$copies" >/dev/null
	pg_dump -d "$(world_conninfo)" | psql -Xq -v ON_ERROR_STOP=1 "$(world_conninfo) dbname=copy$copies" >/dev/null
	psql -Xq -v ON_ERROR_STOP=1 "$(world_conninfo) dbname=copy$copies" -c "$2"
	! check "$GIOTHONG_HOME" "$(world_conninfo) dbname=copy$copies" || fail "saw nothing: $2"
	grep -q "violation: $1" "$world/found" || fail "$(cat "$world/found")"
	found_of[${1%% *}]=1
}
finds() { # finds WHAT OPTION...: with such an option
	! check "$GIOTHONG_HOME" "$(world_conninfo)" "${@:2}" || fail "saw nothing: ${*:2}"
	grep -q "violation: $1" "$world/found" || fail "$(cat "$world/found")"
	found_of[${1%% *}]=1
}
declare -A found_of=()

it "as it is, everything agrees"
serve_stop 1 # which writes a checkpoint
serve_start 1
descriptors=$(find "/proc/${serve_pid[1]}/fd" -type l | wc -l)
check_ledger --calm "${serve_pid[1]}:$((descriptors + 10)):1000"
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
	found_of[I8]=1
done

it "a posting that is missing"
finds_ledger 'I3 verify: .*"DAMAGED".*table report, batch [0-9]*, submission' "DELETE FROM giothong.report WHERE kind = 1 AND batch = (SELECT max(batch) FROM giothong.report)"

it "a posting that stands twice"
finds_ledger I1 "INSERT INTO giothong.report SELECT realm, batch, ord + 100, sub, idx, sign, view, kind, subject, org,
	dim, day, ind, val FROM giothong.report WHERE kind = 1 AND sign = 1 AND batch = (SELECT max(batch) FROM giothong.report)"

it "a bit turned in signed bytes"
finds_ledger I3 "UPDATE giothong.submission SET bytes = set_bit(bytes, 400, 1 - get_bit(bytes, 400))
	WHERE batch = (SELECT max(batch) FROM giothong.submission)"

it "a batch that is missing"
finds_ledger I6 "DELETE FROM giothong.batch WHERE n = (SELECT max(n) - 1 FROM giothong.batch)"

it "a cell, and a total, of which nobody reported so much"
finds_ledger "I3 the cell of .*, indicator 40: 41 of" "UPDATE giothong.cell SET val[array_position(ind, 40::smallint)] = 41
	WHERE 40 = ANY (ind)"
finds_ledger "I3 the total of .*, view 1/" "UPDATE giothong.total SET view = 1 WHERE ctid = (SELECT max(ctid) FROM giothong.total)"

it "a row that still waits"
finds "I4 still waits: an-minh" --settled yes

it "a signature that is nobody's, and a key that was revoked before"
finds_ledger "I5 .*signature is wrong" "UPDATE giothong.submission SET sig = set_bit(sig, 7, 1 - get_bit(sig, 7))
	WHERE batch = (SELECT max(batch) FROM giothong.submission)"
# The reporter's entries in the committee's name: signed, but by a key that may not say that.
finds_ledger "I5 .*nobody let in" "DELETE FROM giothong.submission WHERE key = (SELECT key FROM giothong.submission
	ORDER BY batch DESC LIMIT 1) AND seq = 1"
finds_ledger "I5 a key of 001" "UPDATE giothong.key SET org = '001' WHERE state = 1 AND role = 1"

it "a correction whose base was taken out, and two first reports of one drive"
finds_ledger "I6 .*replaces one that is not there" "DELETE FROM giothong.submission WHERE seq = 3
	AND key = (SELECT key FROM giothong.submission ORDER BY batch DESC LIMIT 1)"
# Between a first report and the next one its withdrawal is taken out.
finds_ledger "I6 .*a second one that counts" "DELETE FROM giothong.submission WHERE seq = 7
	AND key = (SELECT key FROM giothong.submission ORDER BY batch DESC LIMIT 1)"

it "a receipt of other bytes, a head of another history, and a root that is not the leaves'"
finds_outbox "I7 an-minh: a receipt that proves nothing" "UPDATE entry SET receipt = (SELECT receipt FROM entry WHERE id = 3)
	WHERE id = 4"
finds_outbox "I7 an-minh: verify" "UPDATE entry SET receipt = (SELECT receipt FROM entry WHERE id = 3)
	WHERE id = (SELECT max(id) FROM entry WHERE state = 2)"
finds_ledger "I7 batch .*the rows up to it do not make its head" "UPDATE giothong.batch SET at = at + 1
	WHERE n = (SELECT max(n) FROM giothong.batch)"
finds_ledger "I7 an-minh: its head of batch .* is of another history" "UPDATE giothong.batch SET head = set_byte(head, 0, get_byte(head, 0) # 1)"

it "a process that grew, kept descriptors open, or ended"
finds "I9 .*MiB of memory" --calm "${serve_pid[1]}:1000:1"
finds "I9 .*descriptors" --calm "${serve_pid[1]}:1:1000"
finds "I9 the aggregator ended" --calm "$(bash -c 'echo $$'):1000:1000"

if [ -n "${GH_FAILPOINTS:-}" ]; then
	it "a stranger's frame that is decoded: here an enrolled office's"
	serve_stop 1
	GIOTHONG_FAILPOINT=received:1 serve_start 1
	as an-minh send --wait 5 >/dev/null 2>&1 || true
	wait_until 10 is_gone "${serve_pid[1]}" || fail "nothing was decoded"
	finds "I9 the aggregator ended" --calm "${serve_pid[1]}:1000:1000"
	slay "${serve_pid[1]}"
	found_of[I10]=1
	serve_start 1
fi
it "each of them was found"
invariants=9
[ -z "${GH_FAILPOINTS:-}" ] || invariants=10
for ((i = 1; i <= invariants; i++)); do
	[ -n "${found_of[I$i]:-}" ] || fail "nothing shows that I$i can fail"
done

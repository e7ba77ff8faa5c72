#!/usr/bin/env bash
# One bit of a stored report is flipped on disk: verify names its batch, and the client finds it too.
. "$(dirname "$0")/fault.sh"
world_start
world_enrol "${communes[0]}" reporter o0
for ((i = 1; i <= 5; i++)); do
	as o0 submit --date 2026-04-02 --no $i --units $((i * 10)) --quiet >/dev/null
done
key=$(sed -n 's/^sign-public //p' "$GIOTHONG_HOME/o0/keys")
report="key = '\\x$key' AND seq > 1" # its first row is its enrolment
for ((trial = 0; trial < trials; trial++)); do
	# Any submission; every second time one that a total rests on.
	which="batch > 3"
	[ $((trial % 2)) -eq 1 ] || which=$report
	it "a bit that flipped in the ledger is named"
	read -r batch ord length < <(sql "SELECT batch || ' ' || ord || ' ' || octet_length(bytes) FROM giothong.submission
		WHERE $which ORDER BY md5(batch::text || '$RANDOM') LIMIT 1")
	bit=$((RANDOM % (length * 8)))
	flip="UPDATE giothong.submission SET bytes = set_bit(bytes, $bit, 1 - get_bit(bytes, $bit))
		WHERE batch = $batch AND ord = $ord"
	sql "$flip"
	giothong-aggregator verify --state "$world/a1" --database "$(world_conninfo)" --json >"$world/out" 2>&1 &&
		fail "bit $bit of batch $batch: verify found nothing"
	grep -qE "(batch|lần ghi) $batch\b" "$world/out" || fail "bit $bit of batch $batch is not named: $(cat "$world/out")"
	if [ "$which" = "$report" ]; then
		# Whoever may read the total finds it by the office's own signature.
		result=0
		as national verify --org VN --period 2026 --json >"$world/out" 2>"$world/err" || result=$?
		[ $result -eq 65 ] ||
			fail "bit $bit of batch $batch: the client's verify ended with $result: $(cat "$world/out" "$world/err")"
		grep -qE "(batch|lần ghi) $batch\b" "$world/out" || fail "the client does not name batch $batch: $(cat "$world/out")"
	fi
	sql "$flip"
	giothong-aggregator verify --state "$world/a1" --database "$(world_conninfo)" >/dev/null
	as national verify --org VN --period 2026 >/dev/null 2>&1 || fail "the client does not believe what is right again"
done
fault_check
fault_line F24

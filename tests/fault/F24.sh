#!/usr/bin/env bash
# One bit of a stored report is flipped: by a statement, where only signatures can tell, and in the file of the table
# while PostgreSQL is down, where the page's checksum tells first.  verify names the batch and the submission (of a
# page the first), and the client finds what a total rests on too.
. "$(dirname "$0")/fault.sh"
world_start
world_enrol "${communes[0]}" reporter o0
for ((i = 1; i <= 5; i++)); do
	as o0 submit --date 2026-04-02 --no $i --units $((i * 10)) --quiet >/dev/null
done
key=$(sed -n 's/^sign-public //p' "$GIOTHONG_HOME/o0/keys")
report="key = '\\x$key' AND seq > 1" # its first row is its enrolment
database=$(world_conninfo)
in_pages=0
found_by_verify() { # found_by_verify OPTION...: it names ${batch} and ${ord}
	giothong-aggregator verify --state "$world/a1" "$@" --json >"$world/out" 2>&1 &&
		fail "bit $bit of batch $batch: verify found nothing"
	grep -qE "batch $batch, submission $ord\b" "$world/out" ||
		fail "bit $bit of batch $batch, submission $ord is not named: $(cat "$world/out")"
}
flip() { # flip FILE BYTE BIT
	local byte
	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	# shellcheck disable=SC2059 # the byte itself
	printf "\\x$(printf %02x $((byte ^ 1 << $3)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
bit_in_page() { # of that row; the first of its page is the first that cannot be read
	local file body block page at
	file=$world/a1/pg/$(sql "SELECT pg_relation_filepath('giothong.submission')")
	read -r block body < <(sql "SELECT (ctid::text::point)[0] || ' ' || encode(bytes, 'hex')
		FROM giothong.submission WHERE batch = $batch AND ord = $ord")
	read -r batch ord < <(sql "SELECT batch || ' ' || ord FROM giothong.submission
		WHERE (ctid::text::point)[0] = $block ORDER BY batch, ord LIMIT 1")
	serve_stop 1
	wait_until 20 postmaster_is_gone
	page=$(od -An -v -tx1 -j $((block * 8192)) -N 8192 "$file" | tr -d ' \n')
	at=${page%%"$body"*}
	[ "$at" != "$page" ] || fail "the row is not in block $block"
	at=$((block * 8192 + ${#at} / 2 + bit / 8))
	flip "$file" $at $((bit % 8))
	found_by_verify
	same "code" DAMAGED "$(jq -r .error.code "$world/out")"
	grep -q XX001 "$world/out" || fail "it was not the page's checksum: $(cat "$world/out")"
	flip "$file" $at $((bit % 8))
	in_pages=$((in_pages + 1))
	serve_start 1
}
bit_in_row() { # bit_in_row [yes]: of a report, so the client finds it too
	local result=0 text
	text="UPDATE giothong.submission SET bytes = set_bit(bytes, $bit, 1 - get_bit(bytes, $bit))
		WHERE batch = $batch AND ord = $ord"
	sql "$text"
	found_by_verify --database "$database"
	if [ -n "${1:-}" ]; then
		# Whoever may read the total finds it by the office's own signature.
		as national verify --org VN --period 2026 --json >"$world/out" 2>"$world/err" || result=$?
		[ $result -eq 65 ] ||
			fail "bit $bit of batch $batch: the client's verify ended with $result: $(cat "$world/out" "$world/err")"
		grep -qE "(batch|lần ghi) $batch\b" "$world/out" || fail "the client does not name batch $batch: $(cat "$world/out")"
	fi
	sql "$text"
}

for ((trial = 0; trial < trials; trial++)); do
	# Of any submission; two times of three of one that a total rests on.
	which=$report
	[ $((trial % 3)) -ne 1 ] || which="batch > 3"
	it "a bit that flipped in the ledger is named"
	read -r batch ord length < <(sql "SELECT batch || ' ' || ord || ' ' || octet_length(bytes) FROM giothong.submission
		WHERE $which ORDER BY md5(batch::text || '$RANDOM') LIMIT 1")
	bit=$((RANDOM % (length * 8)))
	case $((trial % 3)) in
	0) bit_in_row yes ;;
	1) bit_in_row ;;
	2) bit_in_page ;;
	esac
	giothong-aggregator verify --state "$world/a1" --database "$database" >/dev/null
	as national verify --org VN --period 2026 >/dev/null 2>&1 || fail "the client does not believe what is right again"
done
fault_check
fault_line F24 "{\"in_pages\": $in_pages}"

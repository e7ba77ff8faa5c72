#!/usr/bin/env bash
# Power is lost: every two seconds PostgreSQL is frozen and the disk under it copied as the cut would leave it;
# each copy recovers, and holds every receipt that was given before.
#   GH_CONTRAST=C5  the same with synchronous_commit off, which is to lose some
. "$(dirname "$0")/fault.sh"
fault_disk "$world/disk" "$world/a1" 700M
mkdir "$world/frozen"
world_after() { umount -l "$world/frozen" "$world/a1" 2>/dev/null; }
world_start
[ -z "${GH_CONTRAST:-}" ] || {
	for set in "synchronous_commit = off" "wal_writer_delay = '10s'"; do
		sql "ALTER SYSTEM SET $set"
	done
	sql "SELECT pg_reload_conf()" >/dev/null
	serve_stop 1 # a session keeps what it began with
	serve_start 1
}
offices_start 3
at_frozen="host=$world/frozen/pg port=5432 user=postgres dbname=giothong"
frozen_at=() # process ids
freeze() { # all that writes there; the postmaster before those that it makes
	kill -STOP "${serve_pid[1]}" "$(head -n 1 "$world/a1/pg/postmaster.pid")"
	mapfile -t frozen_at < <(find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$world/a1/pg*" 2>"$world/find" |
		cut -d / -f 3 || true)
	kill -STOP "${frozen_at[@]}" 2>/dev/null || true
}
receipts() {
	local k
	for k in "${!office[@]}"; do
		outbox "o$k" "SELECT lower(hex(s.id)) || ' ' || e.seq FROM entry AS e JOIN stream AS s ON s.no = e.stream
			WHERE e.state = 2"
	done | sort
}
is_served() { [ -s "$world/frozen/endpoints" ] || is_gone "$frozen"; }
copy_recovers() {
	mount -o loop "$world/copy" "$world/frozen"
	# A machine that comes up again has none of the processes that these name.
	rm -f "$world/frozen/endpoints" "$world/frozen/pg/postmaster.pid" "$world/frozen/pg/.s.PGSQL.5432.lock"
	[ -z "${GH_CONTRAST:-}" ] || rm -f "$world/frozen/head"
	spawn frozen giothong-aggregator serve --state "$world/frozen" --intake 'tcp://127.0.0.1:*' \
		--query 'tcp://127.0.0.1:*'
	frozen=$spawned
	wait_until 120 is_served
	[ -s "$world/frozen/endpoints" ] || fail "the copy does not start: $(tail -n 3 "$world/frozen.log")"
	psql -XAtq -F ' ' "$at_frozen" \
		-c "SELECT encode(substr(bytes, 3, 16), 'hex'), seq FROM giothong.submission" | sort >"$world/held"
	giothong-aggregator verify --state "$world/frozen" --database "$at_frozen" --json | jq -e .ok >/dev/null ||
		violated "the copy does not verify"
	kill -TERM "$frozen"
	finish "$frozen" 20
	umount "$world/frozen" || umount -l "$world/frozen"
}

it "what was receipted before the cut is in the copy"
compared=0
for ((trial = 0; trial < trials; trial++)); do
	read -rt 2 -u "$never" || true
	freeze
	cp --sparse=always "$world/disk" "$world/copy"
	receipts >"$world/receipted"
	kill -CONT "${frozen_at[@]}" "${serve_pid[1]}"
	start=${EPOCHREALTIME/./}
	copy_recovers
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	[ $took -le $recovery_ms ] || recovery_ms=$took
	[ -s "$world/receipted" ] || violated "no receipt was given before the cut"
	compared=$((compared + $(wc -l <"$world/receipted")))
	missing=$(comm -23 "$world/receipted" "$world/held" | wc -l)
	lost=$((lost + missing))
	violations=$((violations + missing))
	[ -z "${GH_CONTRAST:-}" ] || ! seen_enough $lost || trials=$((trial + 1))
done
offices_enough
[ -z "${GH_CONTRAST:-}" ] || {
	contrast_line "$GH_CONTRAST" "$lost" "{\"receipts\": $compared}"
	exit
}
fault_check
fault_line F5 "{\"receipts\": $compared}"

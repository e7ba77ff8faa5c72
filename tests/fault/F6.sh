#!/usr/bin/env bash
# A disk is full: that of the data, of the WAL, of an office's outbox.  No receipt for what is not stored, the
# office is told what was not saved, and all goes on when there is room.
. "$(dirname "$0")/fault.sh"
fault_small "$world/data" 300m
fault_small "$world/wal" 96m
fault_small "$world/box" 700k
world_after() { umount -l "$world/data" "$world/wal" "$world/box" 2>/dev/null; }
install -d -m 0700 "$world/data/a1"
ln -s data/a1 "$world/a1"
world_start
office=("${communes[0]}" "${communes[1]}")
world_enrol "${office[0]}" reporter o0
world_enrol "${office[1]}" reporter o1
mv "$GIOTHONG_HOME/o1" "$world/box/o1"
ln -s "$world/box/o1" "$GIOTHONG_HOME/o1"
# No spare segments, which would in the end fill the disk themselves: there is room when the filler goes.
sql "ALTER SYSTEM SET wal_recycle = off" >/dev/null
serve_stop 1
wait_until 20 postmaster_is_gone
mv "$world/a1/pg/pg_wal" "$world/wal/pg_wal"
ln -s "$world/wal/pg_wal" "$world/a1/pg/pg_wal"
chmod 0755 "$world" "$world/wal" # PostgreSQL's user goes through them by name
serve_start 1
fill() { cat /dev/zero >"$1/filler" 2>/dev/null || true; }
number=0
refused=0
put_off=0
report() { # report PROFILE: saved, delivered or refused with DISK_FULL, and nothing else
	number=$((number + 1))
	if as "$1" submit --date 2026-05-03 --no $number --units 1 --note "$(printf 'a%.0s' {1..900})" --wait 1 \
		--json >"$world/out" 2>/dev/null; then
		[ "$(jq -r .state "$world/out")" != saved ] || put_off=$((put_off + 1))
	else
		same "the office is told" DISK_FULL "$(jq -r .error.code "$world/out")"
		refused=$((refused + 1))
	fi
}
rows() { outbox o1 'SELECT count(*) FROM entry'; }

it "nothing is receipted that is not stored, nor shown as saved that is not on disk"
for ((trial = 0; trial < trials; trial++)); do
	put_off_before=$put_off
	was=$refused
	case $((trial % 3)) in
	0)
		fill "$world/data"
		for i in {1..12}; do report o0; done
		rm -f "$world/data/filler"
		;;
	1)
		fill "$world/wal"
		for i in {1..8}; do # what segments there are get used up
			sql "SELECT pg_switch_wal()" >/dev/null 2>&1 || true
			report o0
		done
		rm -f "$world/wal/filler"
		;;
	2)
		fill "$world/box"
		before=$(rows)
		for i in {1..4}; do report o1; done
		same "rows of the outbox" $((before + 4 - (refused - was))) "$(rows)"
		rm -f "$world/box/filler"
		;;
	esac
	restarted "${EPOCHREALTIME/./}"
	# A fault that harmed nobody shows nothing.
	case $((trial % 3)) in
	0 | 1) [ $put_off -gt $put_off_before ] || violated "all was receipted beside a full disk" ;;
	2) [ $refused -gt $was ] || violated "all was saved on a full disk" ;;
	esac
done
offices_enough
fault_check
fault_line F6 "{\"told_not_saved\": $refused, \"saved_without_receipt\": $put_off}"

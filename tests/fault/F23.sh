#!/usr/bin/env bash
# The database is put back to an earlier time: by `restore`, by hand, or so that the head is lost with it; and
# history is rewritten by SQL.  Refused until a person recovers, or noticed by the offices; then what was
# receipted beyond the fork is offered again.
. "$(dirname "$0")/fault.sh"
world_start
offices_start 2
refused=0
alarms=0
alarm_before=() # the newest alarm of each office
alarms_note() {
	local k
	for k in "${!office[@]}"; do
		alarm_before[k]=$(outbox "o$k" "SELECT coalesce(max(id), 0) FROM alarm")
	done
}
is_alarmed() { # an office has seen another history than the one it is shown
	local k
	for k in "${!office[@]}"; do
		[ "$(outbox "o$k" "SELECT count(*) FROM alarm WHERE code = 18 AND id > ${alarm_before[k]}")" = 0 ] || return 0
	done
	return 1
}
pause() { read -rt "1.$((RANDOM % 9))" -u "$never" || true; }
all_stops() {
	serve_kill 1
	kill -QUIT "$(head -n 1 "$world/a1/pg/postmaster.pid")" 2>/dev/null || true
	wait_until 20 postmaster_is_gone || fail "PostgreSQL goes on"
}
is_refused() {
	expect_code HISTORY_WENT_BACK timeout 60 giothong-aggregator serve --state "$world/a1" --intake "${intake[1]}" \
		--query "${query[1]}"
	refused=$((refused + 1))
}
put_back() {
	rm -rf "$world/a1/pg"
	cp -a "$world/backup/pg" "$world/a1/pg"
}
recover() {
	giothong-aggregator recover --state "$world/a1" --json "$@" >"$world/out" 2>&1 || fail "recover: $(cat "$world/out")"
}
# Another history in the same epoch: whoever owns database and folder, or a restore that took the head along.
is_noticed_by_an_office() {
	rm -f "$world/a1/head"
	alarms_note
	serve_start 1
	wait_until 120 is_alarmed || fail "no office noticed"
	alarms=$((alarms + 1))
	serve_stop 1
}
# The newest five batches, as if they had not been.
forget() {
	psql -XAtq -v ON_ERROR_STOP=1 "$(world_conninfo)" <<'END'
DO $$ DECLARE
	stood bigint := (SELECT max(n) - 5 FROM giothong.batch);
	one text;
BEGIN
	FOR one IN SELECT c.table_name FROM information_schema.columns AS c
		JOIN information_schema.tables AS t USING (table_schema, table_name)
		WHERE c.table_schema = 'giothong' AND c.column_name = 'batch' AND t.table_type = 'BASE TABLE'
	LOOP
		EXECUTE format('DELETE FROM giothong.%I WHERE batch > %s', one, stood);
	END LOOP;
	DELETE FROM giothong.batch WHERE n > stood;
	TRUNCATE giothong.checkpoint, giothong.cell, giothong.total, giothong.subject, giothong.stream;
END $$
END
}

it "what was receipted beyond the fork is in the ledger again"
for ((trial = 0; trial < trials; trial++)); do
	pause
	rm -rf "$world/backup"
	giothong-aggregator backup --state "$world/a1" "$world/backup" >"$world/backup.log" 2>&1
	# What is put back has to lack something, however slow the machine is.
	wait_until 60 receipted || fail "nothing was receipted after the backup"
	pause
	case $((trial % 4)) in
	0)
		all_stops
		rm -rf "$world/a1/pg"
		giothong-aggregator restore --state "$world/a1" "$world/backup" >>"$world/backup.log" 2>&1
		is_refused
		recover
		;;
	1)
		all_stops
		put_back
		is_refused
		recover
		;;
	2)
		all_stops
		put_back
		is_noticed_by_an_office
		recover --anyway
		;;
	3)
		serve_kill 1
		forget
		is_noticed_by_an_office
		recover --anyway
		;;
	esac
	start=${EPOCHREALTIME/./}
	serve_start 1
	restarted "$start"
	offices_enough
	fault_check
	[ $trial -eq $((trials - 1)) ] || offices_start 2
done
fault_line F23 "{\"refused\": $refused, \"alarms\": $alarms, \"epoch\": $(sql 'SELECT max(epoch) FROM giothong.batch')}"

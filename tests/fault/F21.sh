#!/usr/bin/env bash
# An upgrade under traffic, from the version before: its aggregator serves on its schema, which two operators
# migrate at once; then it is replaced.  Half of the offices are of the version before, one of them and one
# other are upgraded on the way.  An aggregator meets a schema that is older or newer than itself.
. "$(dirname "$0")/fault.sh"
migrations=("$here"/../../sql/migrations/*.sql)
newest=${#migrations[@]}
pause_ms=0
schema() { sql 'SELECT max(number) FROM giothong_admin.migration'; }
receipts() { # of the offices named: receipts 0 2
	local k sum=0
	for k in "$@"; do
		sum=$((sum + $(outbox "o$k" 'SELECT count(*) FROM entry WHERE state = 2')))
	done
	echo $sum
}
more_receipts() { [ "$(receipts "$@")" -gt "$before" ]; }
each_goes_on() { # each_goes_on WHEN: every office gets a receipt
	local k
	for k in "${!office[@]}"; do
		before=$(receipts "$k")
		wait_until 60 more_receipts "$k" || fail "$1: o$k gets no receipt"
	done
}
migrate() { giothong-aggregator migrate --state "$world/a1" --database "$(world_conninfo)" "$@"; }
serve_apart() { # on that database, as an operator's own
	giothong-aggregator serve --state "$world/a9" --database "$(world_conninfo)" \
		--intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*' "$@"
}
migrate_under_traffic() {
	local one two start took
	start=${EPOCHREALTIME/./}
	before=$(receipts "${!office[@]}")
	spawn migrate.1 giothong-aggregator migrate --state "$world/a1" --database "$(world_conninfo)"
	one=$spawned
	spawn migrate.2 giothong-aggregator migrate --state "$world/a1" --database "$(world_conninfo)"
	two=$spawned
	wait_until 60 more_receipts "${!office[@]}" || fail "no receipt during the migration"
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	[ $took -le $pause_ms ] || pause_ms=$took
	finish "$one" 60
	same "exit status of the first" 0 "$status"
	finish "$two" 60
	same "exit status of the second" 0 "$status"
	same schema "$newest" "$(schema)"
}
complaints() { # refused for good by the protocol, or alarmed: no office is
	local k
	for k in "${!office[@]}"; do
		outbox "o$k" 'SELECT code FROM entry WHERE code IN (203, 204) UNION ALL SELECT detail FROM alarm'
	done
}

it "offices of both versions go on while schema and aggregator change under them"
for ((trial = 0; trial < trials; trial++)); do
	as_older world_start
	[ -n "${GH_OLDER:-}" ] || same "schema of the version before" $((newest - 1)) "$(schema)"
	mkdir -m 0700 "$world/a9"
	cp -p "$world/a1/server.keys" "$world/a9/"
	older=(1 '' 1 '')
	offices_start 4
	each_goes_on "before"

	# A newer aggregator on a database of the operator's own says what to do.
	[ "$(schema)" = "$newest" ] || expect_code CONFIG serve_apart
	migrate_under_traffic
	each_goes_on "on the newer schema"
	[ -n "${GH_OLDER:-}" ] || {
		as_older expect_code SCHEMA_NEWER serve_apart
		as_older expect_code SCHEMA_NEWER migrate
	}

	start=${EPOCHREALTIME/./}
	serve_stop 1
	serve_start 1
	restarted "$start"
	each_goes_on "with the newer aggregator"
	offices_enough
	older=(1 '' '' 1) # o2 is upgraded, o3 put back
	offices_start 4
	each_goes_on "after an upgrade and its undoing"
	offices_enough
	same "refusals by the protocol, and alarms" "" "$(complaints)"
	fault_check

	[ $trial -eq $((trials - 1)) ] || {
		serve_stop 1
		rm -r "$world/a1" "$world/a9" "$GIOTHONG_HOME"
	}
done
fault_line F21 "{\"pause_ms\": $pause_ms}"

#!/usr/bin/env bash
# An upgrade under traffic: the schema of the version before is migrated while the aggregator serves, by two
# operators at once; an aggregator meets a schema that is older or newer than itself.
. "$(dirname "$0")/fault.sh"
world_start
newest=$(sql 'SELECT max(number) FROM giothong_admin.migration')
[ "$newest" = 3 ] || skip "this script knows how to take migration 3 back, the newest is $newest"
offices_start 3
pause_ms=0
# The schema as the version before had it: migration 3 is views, functions and three indexes.
take_back() {
	sql "SET client_min_messages = error; DO \$\$ DECLARE r record; BEGIN
		FOR r IN SELECT viewname FROM pg_views WHERE schemaname = 'giothong' LOOP
			EXECUTE format('DROP VIEW IF EXISTS giothong.%I CASCADE', r.viewname);
		END LOOP;
		FOR r IN SELECT p.oid::regprocedure::text AS f FROM pg_proc AS p WHERE p.pronamespace = 'giothong'::regnamespace LOOP
			EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', r.f);
		END LOOP;
		DROP INDEX giothong.org_version_org, giothong.org_version_code, giothong.succession_old;
		DELETE FROM giothong_admin.migration WHERE number = 3; END \$\$"
}
receipts() {
	local k sum=0
	for k in "${!office[@]}"; do
		sum=$((sum + $(outbox "o$k" 'SELECT count(*) FROM entry WHERE state = 2')))
	done
	echo $sum
}
more_receipts() { [ "$(receipts)" -gt "$before" ]; }
migrate() { giothong-aggregator migrate --state "$world/a1" --database "$(world_conninfo)" "$@"; }

it "offices go on while the schema changes under the aggregator"
for ((trial = 0; trial < trials; trial++)); do
	before=$(receipts)
	wait_until 60 more_receipts || fail "no traffic"
	take_back
	spawn migrate.1 giothong-aggregator migrate --state "$world/a1" --database "$(world_conninfo)"
	one=$spawned
	spawn migrate.2 giothong-aggregator migrate --state "$world/a1" --database "$(world_conninfo)"
	two=$spawned
	start=${EPOCHREALTIME/./}
	before=$(receipts)
	wait_until 60 more_receipts || fail "no receipt during the migration"
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	[ $took -le $pause_ms ] || pause_ms=$took
	finish "$one" 60
	same "exit status of the first" 0 "$status"
	finish "$two" 60
	same "exit status of the second" 0 "$status"
	same schema 3 "$(sql 'SELECT max(number) FROM giothong_admin.migration')"

	# An aggregator of its own database says what to do; one newer than itself it leaves alone.
	take_back
	mkdir -p "$world/a9"
	cp -p "$world/a1/server.keys" "$world/a9/"
	expect_code CONFIG giothong-aggregator serve --state "$world/a9" --database "$(world_conninfo)" \
		--intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*'
	sql "INSERT INTO giothong_admin.migration (number, name, sha256) VALUES (99, 'later', sha256('later'))"
	expect_code SCHEMA_NEWER giothong-aggregator serve --state "$world/a9" --database "$(world_conninfo)" \
		--intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*'
	expect_code SCHEMA_NEWER migrate
	sql 'DELETE FROM giothong_admin.migration WHERE number = 99'

	# The upgrade of the private cluster: stop, install, start.
	start=${EPOCHREALTIME/./}
	serve_stop 1
	serve_start 1
	restarted "$start"
	same schema 3 "$(sql 'SELECT max(number) FROM giothong_admin.migration')"
done
offices_enough
same "rows that were refused for good by the protocol" 0 "$(for k in "${!office[@]}"; do
	outbox "o$k" 'SELECT count(*) FROM entry WHERE code = 203'
done | awk '{ n += $1 } END { print n }')"
fault_check
fault_line F21 "{\"pause_ms\": $pause_ms}"

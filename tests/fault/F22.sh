#!/usr/bin/env bash
# The primary is lost and its standby promoted, under synchronous replication: at once, after the standby was lost,
# and after a COMMIT that waited for it was cancelled (COMMAND_OK with WARNING 01000 is no acknowledgement).
. "$(dirname "$0")/fault.sh"
[ "$(id -u)" -eq 0 ] || skip "two clusters of PostgreSQL's own user need root"
bin=$(find /usr/lib/postgresql -name pg_basebackup -printf '%h\n' | sort -V | tail -n 1)
chmod 0755 "$world" # PostgreSQL's user finds its folders by name
world_conninfo() {
	echo "host=$world/s1,$world/s2 port=5432,5432 user=postgres dbname=giothong target_session_attrs=read-write"
}
pg() { # pg PROGRAM WORDS...: as PostgreSQL's user, in a folder that it may enter
	(cd / && exec runuser -u postgres -- "$bin/$1" "${@:2}" </dev/null {never}<&- {told}>&-)
}
node_start() {
	install -o postgres -m 0600 /dev/null "$world/n$1.log"
	pg pg_ctl -D "$world/n$1" -w -t 60 -l "$world/n$1.log" \
		-o "-c listen_addresses= -c unix_socket_directories=$world/s$1" start >"$world/pg.log" 2>&1 || {
		cat "$world/n$1.log" >&2
		fail "node $1"
	}
}
node_stop() { pg pg_ctl -D "$world/n$1" -w -m immediate stop >"$world/pg.log" 2>&1 || true; }
on() { # on NODE TEXT: SQL there
	psql -XAtq -v ON_ERROR_STOP=1 "host=$world/s$1 port=5432 user=postgres dbname=giothong" -c "$2"
}
is_sync() { [ "$(on "$primary" "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")" = 1 ]; }
standby_make() { # a new one; from now on nothing is committed without it
	rm -rf "$world/n$standby"
	install -d -o postgres -m 0700 "$world/n$standby"
	pg pg_basebackup -D "$world/n$standby" -R -X stream -c fast -h "$world/s$primary" -U postgres >"$world/pg.log" 2>&1 ||
		fail "$(cat "$world/pg.log")"
	node_start "$standby"
	on "$primary" "ALTER SYSTEM SET synchronous_standby_names = '*'"
	on "$primary" "SELECT pg_reload_conf()" >/dev/null
	wait_until 60 is_sync || fail "no standby"
}
promote() { # the other one is gone for ever
	local old=$primary
	node_stop "$primary"
	primary=$standby
	standby=$old
	on "$primary" "SELECT pg_promote(true, 60)" >/dev/null
	on "$primary" "ALTER SYSTEM RESET synchronous_standby_names"
	on "$primary" "SELECT pg_reload_conf()" >/dev/null
}
delivered() {
	local k sum=0
	for k in "${!office[@]}"; do
		sum=$((sum + $(outbox "o$k" 'SELECT count(*) FROM entry WHERE state = 2')))
	done
	echo $sum
}
waits_for_standby() {
	[ "$(on "$primary" "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")" != 0 ]
}
cancel() { on "$primary" "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" >/dev/null; }

primary=1
standby=2
for k in 1 2; do install -d -o postgres -m 0700 "$world/n$k" "$world/s$k"; done
pg initdb -D "$world/n1" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$world/pg.log" 2>&1
node_start 1
psql -XAtq "host=$world/s1 port=5432 user=postgres dbname=postgres" -c 'CREATE DATABASE giothong'
export GIOTHONG_AGGREGATOR_DATABASE
GIOTHONG_AGGREGATOR_DATABASE=$(world_conninfo)
install -d -m 0700 "$world/a1"
giothong-aggregator migrate --state "$world/a1" >"$world/migrate.log"
world_start
offices_start 3
withheld=0

it "a receipt stands on what the promoted standby has"
for ((trial = 0; trial < trials; trial++)); do
	standby_make
	restarted "${EPOCHREALTIME/./}"
	read -rt "1.$((RANDOM % 9))" -u "$never" || true
	case $((trial % 3)) in
	0) ;;
	1 | 2) # alone, the primary acknowledges nothing
		node_stop "$standby"
		wait_until 60 waits_for_standby || fail "nothing waits for the standby"
		before=$(delivered)
		[ $((trial % 3)) -eq 1 ] || cancel
		read -rt 3 -u "$never" || true
		[ $((trial % 3)) -eq 1 ] || cancel
		[ "$(delivered)" = "$before" ] || violated "a receipt without the standby"
		withheld=$((withheld + 1))
		node_start "$standby"
		;;
	esac
	start=${EPOCHREALTIME/./}
	promote
	restarted "$start"
	offices_enough
	fault_check
	[ $trial -eq $((trials - 1)) ] || offices_start 3
done
node_stop "$standby"
serve_stop 1
node_stop "$primary"
fault_line F22 "{\"withheld\": $withheld}"

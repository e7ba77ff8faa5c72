#!/usr/bin/env bash
# Ctrl-C and SIGTERM end every program cleanly within five seconds, under load too.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
has_said() { [ -s "$world/$1.log" ]; }

for signal in INT TERM; do
	it "watch ends on SIG$signal"
	spawn "watch$signal" giothong watch --profile national --org VN --period 2026 --json
	wait_until 20 has_said "watch$signal"
	kill -$signal "$spawned"
	finish "$spawned" 5
	same "exit status" 0 $status

	it "send --follow ends on SIG$signal"
	spawn "follow$signal" giothong send --profile an-minh --follow
	wait_until 20 has_said "follow$signal"
	kill -$signal "$spawned"
	finish "$spawned" 5
	same "exit status" 0 $status

	it "an idle aggregator ends on SIG$signal, and its cluster with it"
	kill -$signal "${serve_pid[1]}"
	finish "${serve_pid[1]}" 5
	same "exit status" 0 $status
	wait_until 10 postmaster_is_gone
	serve_start 1
done

it "watch and send --follow end while the aggregator is stopped in mid-air"
spawn watcher giothong watch --profile national --org VN --period 2026 --json
watcher=$spawned
spawn follower giothong send --profile an-minh --follow
follower=$spawned
wait_until 20 has_said watcher
wait_until 20 has_said follower
kill -STOP "${serve_pid[1]}"
as an-minh submit --date 2026-05-08 --units 5 --wait 0 >/dev/null
kill -TERM "$watcher" "$follower"
finish "$watcher" 5
same "exit status of watch" 0 $status
finish "$follower" 5
same "exit status of send" 0 $status
kill -CONT "${serve_pid[1]}"

it "an aggregator under load ends within five seconds, and nothing receipted is lost"
world_enrol 31891 reporter hoa-binh
spawn load1 "$here/load" an-minh 31018 1
load1=$spawned
spawn load2 "$here/load" hoa-binh 31891 2
load2=$spawned
some_delivered() { [ "$(outbox an-minh 'SELECT count(*) FROM entry WHERE state = 2')" -gt 20 ]; }
wait_until 60 some_delivered
serve_stop 1
touch "$world/enough"
finish "$load1" 60
finish "$load2" 60
serve_start 1
as an-minh send --wait 60 >/dev/null 2>&1
as hoa-binh send --wait 60 >/dev/null 2>&1
check_ledger

it "an aggregator started twice on one folder is refused, and the first goes on"
refused=0
giothong-aggregator serve --state "$world/a1" --intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*' --json \
	>"$world/out" 2>&1 || refused=$?
same code BUSY "$(jq -r .error.code "$world/out")"
same "exit status" 75 $refused
same state delivered "$(json .state as an-minh submit --date 2026-10-08 --units 5)"

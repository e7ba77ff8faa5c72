#!/usr/bin/env bash
# The first run of somebody who is nobody in particular: no root, no configuration, no database.
. "$(dirname "$0")/world.sh"

runs=(env)
if [ "$(id -u)" -eq 0 ]; then
	# The build folder may lie where nobody may look: the programs are copied.
	mkdir -m 0755 "$world/bin"
	cp "$GH_BUILD/aggregator/giothong-aggregator" "$GH_BUILD/reporter-client/giothong" "$world/bin/"
	mkdir -m 0700 "$world/home"
	chown nobody "$world/home"
	chmod 0755 "$world"
	cp "$here/places.csv" "$world/home/"
	runs=(runuser -u nobody -- env "PATH=$world/bin:/usr/bin:/bin")
else
	mkdir -m 0700 "$world/home"
	cp "$here/places.csv" "$world/home/"
fi
home=$world/home
run() { (cd "$home" && "${runs[@]}" GIOTHONG_HOME="$home/profiles" "$@"); }

it "serve makes its keys, its cluster and its schema"
cd "$home"
spawn serve1 "${runs[@]}" giothong-aggregator serve --state "$home/state" --intake 'tcp://127.0.0.1:*' \
	--query 'tcp://127.0.0.1:*'
serve_pid[1]=$spawned
cd /
is_up() { [ -s "$home/state/endpoints" ] || is_gone "$spawned"; }
wait_until 60 is_up
[ -s "$home/state/endpoints" ] || fail "$(cat "$world/serve1.log")"
same "server.keys" 600 "$(stat -c %a "$home/state/server.keys")"
same "the cluster's folder" 700 "$(stat -c %a "$home/state/pg")"

it "the operator's first steps"
run giothong-aggregator bootstrap --state "$home/state" --profile-dir "$home/profiles/operator" >/dev/null
run giothong-aggregator org import --state "$home/state" --profile-dir "$home/profiles/operator" \
	--list "$home/places.csv" >"$world/places.log" 2>&1
token=$(run giothong invite --profile operator --org 31018 --role reporter --json | jq -r '[.. | .token? // empty][0]')
run giothong enrol "$token" --profile an-minh >/dev/null 2>&1
same state delivered "$(run giothong submit --profile an-minh --date 2026-05-08 --units 365 --json | jq -r .state)"
same units 365 "$(run giothong summary --profile an-minh --period 2026 --json | jq -r .total.counts.blood_units)"
run giothong-aggregator verify --state "$home/state" --json | jq -e .ok >/dev/null

it "SIGTERM ends the aggregator and its cluster"
kill -TERM "$(pgrep -f "^giothong-aggregator serve --state $home/state" | head -n 1)"
finish "$spawned" 6
same "exit status" 0 $status
cluster_is_gone() { [ ! -e "$home/state/pg/postmaster.pid" ]; }
wait_until 10 cluster_is_gone

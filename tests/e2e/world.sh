# shellcheck shell=bash
# world.sh - sourced by every test here: one private PostgreSQL cluster, its aggregators and its offices
# in a temporary folder, and the words that the tests are written in.
#
#   world_start [N]                 N aggregators (1) on one database, places, profiles operator, national
#   world_enrol ORG ROLE NAME [BY]  an invitation by BY (national), used and, where needed, confirmed
#   serve_start K · serve_try K · serve_stop K · serve_kill K    aggregator K, on the ports that it had at first
#   as NAME WORDS...                giothong under that profile
#   it SENTENCE                     what is shown next; a failure names it
#   same WHAT WANT GOT · expect_code CODE COMMAND... · next_says WORDS · fail WORDS... · skip WHY
#   wait_until SECONDS COMMAND...   looks again and again; false after SECONDS (times GH_SLOW)
#   outbox NAME TEXT · waiting NAME · nothing_waits NAME    SQL on an outbox, and the usual question
#   spawn NAME PROGRAM WORDS...     in the background: ${spawned} its pid, ${world}/NAME.log its words
#   finish PID SECONDS · slay PID   waits for its end: ${status} · kill -9
#
# GH_BUILD names the build folder.  Nothing is left behind: at the end every process that lives in the
# world is ended, and one that should have gone by itself, or a sanitizer's report, fails the test.
# A test's own function world_after runs at the very end.  GH_KEEP=1 keeps the folder.
set -euEo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=${GH_BUILD:?the build folder}/aggregator:$GH_BUILD/reporter-client:$PATH
slow=${GH_SLOW:-1}
world=$(mktemp -d "${TMPDIR:-/tmp}/gh-e2e.XXXXXX")
export GH_WORLD=$world GIOTHONG_HOME=$world/profiles GIOTHONG_LANG=en LC_ALL=C.UTF-8 PATH
unset GIOTHONG_PROFILE TZ
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0:exitcode=99}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
aggregators=0       # how many
declare -a serve_pid intake query second_intake second_query # of each, from 1
declare -a database               # of those that do not use aggregator 1's cluster as it is
declare -A pids=()  # pid -> name, of what was spawned and not yet finished
sentence="the world"
spawned=
status=0
skipping=

exec {told}>&2 # a failure is told, whatever the command that failed was redirected to
# A pause without a process of its own: reading from a pipe that nobody writes to.
mkfifo "$world/never"
exec {never}<>"$world/never"

fail() {
	echo "FAILED: $sentence: $*" >&$told
	exit 1
}
it() {
	sentence=$*
	echo "- $sentence" >&2
}
skip() { # skip WHY: nothing to show here
	echo "skipped: $*"
	skipping=1
	exit 0
}
wait_until() {
	local until=$((${EPOCHREALTIME/./} + $1 * slow * 1000000))
	shift
	until "$@"; do
		[ "${EPOCHREALTIME/./}" -lt $until ] || {
			echo "waited in vain for: $*" >&2
			return 1
		}
		read -rt 0.05 -u "$never" || true
	done
}
same() { # same WHAT WANT GOT
	[ "$2" = "$3" ] || fail "$1: wanted $2, got $3"
}
as() {
	local profile=$1
	shift
	GIOTHONG_PROFILE=$profile giothong "$@"
}
# A refusal: its stable code, its own exit status, a sentence.  ${world}/out is the answer.
expect_code() { # expect_code CODE COMMAND...
	local want=$1 got=0
	shift
	"$@" --json >"$world/out" 2>"$world/err" || got=$?
	[ $got -ne 0 ] || fail "wanted $want, but this succeeded: $*: $(cat "$world/out")"
	same "code of: $*" "$want" "$(jq -r '.error.code' "$world/out" 2>&1)"
	same "exit status of: $*" "$(jq -r '.error.exit' "$world/out")" $got
	[ -n "$(jq -r '.error.what' "$world/out")" ] || fail "no sentence: $*"
}
# What expect_code's refusal says to do next.
next_says() { # next_says WORDS
	[[ "$(jq -r '.error.next' "$world/out")" = *"$1"* ]] || fail "next: wanted $1, got $(cat "$world/out")"
}
# A program whose wall clock is off: at_clock -13d COMMAND...
at_clock() {
	local offset=$1 lib=(/usr/lib/*/faketime/libfaketime.so.1)
	shift
	LD_PRELOAD=${lib[0]} FAKETIME=$offset FAKETIME_DONT_FAKE_MONOTONIC=1 \
		ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 "$@"
}
clocks_can_be_off() { # not under every sanitizer
	at_clock -1d timeout 10 giothong --version >/dev/null 2>&1
}
# What of an answer in JSON: json FILTER COMMAND...
json() {
	local filter=$1
	shift
	local file=$world/json.$BASHPID
	"$@" --json >"$file" || {
		cat "$file" >&$told
		return 1
	}
	jq -r "$filter" "$file"
	rm "$file"
}
units() { # units PROFILE ORG PERIOD: the blood units of a summary
	json '.total.counts.blood_units // 0' as "$1" summary --org "$2" --period "$3"
}
units_are() { # for wait_until: units_are PROFILE ORG PERIOD N
	[ "$(units "$1" "$2" "$3" 2>/dev/null)" = "$4" ]
}

# ---------------------------------------------------------------- processes

spawn() {
	local name=$1
	shift
	setpriv --pdeathsig TERM env --default-signal=INT,QUIT,TERM "$@" >>"$world/$name.log" 2>&1 </dev/null {never}<&- {told}>&- &
	spawned=$!
	pids[$spawned]=$name
}
is_gone() { # bash reaps its children by itself, and keeps their status for wait
	! kill -0 "$1" 2>/dev/null || grep -qs '^State:.*[ZX]' "/proc/$1/status" || [ ! -e "/proc/$1" ]
}
finish() {
	wait_until "$2" is_gone "$1" || fail "${pids[$1]} did not end within $2 s"
	status=0
	wait "$1" || status=$?
	unset "pids[$1]"
}
slay() { # slay PID: kill -9, and the shell says no word about it
	{
		kill -KILL "$1"
		wait "$1"
	} 2>/dev/null || true
	unset "pids[$1]"
}
# Processes of the world that this shell may not know: by environment, or (PostgreSQL writes over its
# own) by working folder.
world_processes() (
	export -n GH_WORLD # or what looks for it, and what sorts beside, has it, too
	{
		grep -lasz "^GH_WORLD=$world\$" /proc/[0-9]*/environ
		find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$world/*" 2>/dev/null
	} | while IFS=/ read -r _ _ pid _; do
		is_gone "$pid" || echo "$pid"
	done | sort -un
)
postmaster_is_gone() {
	local pid
	pid=$(head -n 1 "$world/a1/pg/postmaster.pid" 2>/dev/null) || return 0
	is_gone "$pid"
}
world_is_empty() { [ -z "$(world_processes)" ]; }

# ---------------------------------------------------------------- aggregators

serve_start() { # serve_start K
	serve_try "$1" || serve_failed "$1"
}
serve_try() { # false: it ended before its doors were open
	local k=$1 options=() at=${database[$1]:-}
	[ -n "$at" ] || [ "$k" -eq 1 ] || at=$(world_conninfo)
	[ -z "$at" ] || options=(--database "$at")
	rm -f "$world/a$k/endpoints"
	local -n these
	for these in intake query second_intake second_query; do
		[ -n "${these[k]:-}" ] || free_door
		these[k]=${these[k]:-$world_door}
	done
	spawn "serve$k" giothong-aggregator serve --state "$world/a$k" \
		--intake "${intake[k]}" --query "${query[k]}" \
		--second-intake "${second_intake[k]}" --second-query "${second_query[k]}" "${options[@]}"
	serve_pid[k]=$spawned
	wait_until 60 serve_is_up "$k" && [ -s "$world/a$k/endpoints" ]
}
# Doors of this world's own, so that no other world takes one while its aggregator is away: a hundred
# ports behind a lock that the world holds to its end.  They lie outside those that the kernel gives to
# outgoing connections: one of those may have a port for a minute after it has ended, and a client that
# dials a door with nobody behind it may even meet itself.
world_ports= # the first port of this world's
world_ports_used=0
world_ports_take() {
	local low high from=1100 blocks block first folder=${TMPDIR:-/tmp}/gh-doors.$UID
	read -r low high </proc/sys/net/ipv4/ip_local_port_range
	blocks=$(((low - from) / 100))
	[ $blocks -ge 50 ] || from=$((high + 1)) blocks=$(((65535 - high) / 100))
	[ $blocks -ge 10 ] || from=10000 blocks=200 # they take all: then so be it
	first=$((SRANDOM % blocks))
	mkdir -p "$folder"
	for ((block = first; block < first + blocks; block++)); do
		world_ports=$((from + block % blocks * 100))
		exec {world_ports_lock}>"$folder/$world_ports"
		! flock -n "$world_ports_lock" || return 0
		exec {world_ports_lock}>&-
	done
	fail "$blocks worlds at once"
}
free_door() { # sets world_door
	local port
	[ -n "$world_ports" ] || world_ports_take
	while port=$((world_ports + world_ports_used++)); do
		[ $world_ports_used -le 100 ] || fail "a hundred ports, and none is free"
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
	done
	world_door=tcp://127.0.0.1:$port
}
serve_is_up() { [ -s "$world/a$1/endpoints" ] || is_gone "${serve_pid[$1]}"; }
serve_failed() {
	tail -n 20 "$world/serve$1.log" >&2
	fail "aggregator $1 did not start"
}
serve_stop() { # SIGTERM, and its end within five seconds without fault
	kill -TERM "${serve_pid[$1]}"
	finish "${serve_pid[$1]}" 5
	same "exit status of aggregator $1" 0 $status
}
serve_kill() { slay "${serve_pid[$1]}"; }
# The private cluster as its owner; its socket lies in its own folder.
world_conninfo() { echo "host=$world/a1/pg port=5432 user=postgres dbname=giothong"; }
sql() { # sql TEXT: rows, fields parted by |
	psql -XAtq -v ON_ERROR_STOP=1 "$(world_conninfo)" -c "$1"
}

outbox() { # outbox NAME TEXT: SQL on a profile's outbox
	sqlite3 -batch -cmd '.timeout 10000' "$GIOTHONG_HOME/$1/outbox.sqlite" "$2"
}
waiting() { outbox "$1" 'SELECT count(*) FROM entry WHERE state < 2'; } # rows without an answer
nothing_waits() { [ "$(waiting "$1")" = 0 ]; }

# ---------------------------------------------------------------- the world

operator_is_known() { as operator org search VN >/dev/null 2>&1; }
world_start() {
	local k
	aggregators=${1:-1}
	install -d -m 0700 "$world/a1" "$GIOTHONG_HOME"
	serve_start 1
	giothong-aggregator bootstrap --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" >/dev/null
	giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" \
		--list "${GH_PLACES:-$here/places.csv}" --successions "${GH_SUCCESSIONS:-$here/successions.csv}" \
		>"$world/places.log" 2>&1 || {
		cat "$world/places.log" >&2
		fail "the places"
	}
	# The aggregator hears of what another process wrote a moment later.
	wait_until 20 operator_is_known || fail "the operator stays unknown"
	world_enrol VN national national operator
	as national profile use national 2>/dev/null
	for ((k = 2; k <= aggregators; k++)); do
		mkdir -m 0700 "$world/a$k"
		cp -p "$world/a1/server.keys" "$world/a$k/"
		serve_start "$k"
	done
}
invitation() { # invitation ORG ROLE [BY] [OPTION...]: a fresh one
	json '.slips[0].token' as "${3:-national}" invite --org "$1" --role "$2" --label "$1 $2" "${@:4}"
}
# The six groups of digits of a profile's machine, as its screen shows them.
fingerprint() {
	json "[.installs[] | select(.label == \"$1\")][-1].fingerprint" as "${2:-national}" installs
}
world_enrol() {
	local by=${4:-national} token
	token=$(invitation "$1" "$2" "$by")
	giothong enrol "$token" --profile "$3" --label "$3" >>"$world/enrol.log" 2>&1 || {
		cat "$world/enrol.log" >&2
		fail "enrol $3"
	}
	case "$2" in
	reporter | watcher) ;;
	*) as "$by" installs confirm "$(fingerprint "$3" "$by")" >>"$world/enrol.log" 2>&1 ||
		fail "confirm $3: $(cat "$world/enrol.log")" ;;
	esac
}
# Move a profile to aggregator K.
world_move() { # world_move NAME K
	sed -i -e "s|^intake *=.*|intake = ${intake[$2]}|" -e "s|^query *=.*|query = ${query[$2]}|" \
		"$GIOTHONG_HOME/$1/profile.ini"
}
check_ledger() { # check_ledger [OPTION...]: the checker over the whole world, its line in ${world}/checked
	"$here/check-ledger" --state "$world/a1" --database "$(world_conninfo)" --profiles "$GIOTHONG_HOME" \
		--ask national "$@" >"$world/checked" || {
		cat "$world/checked" >&2
		fail "the ledger and the outboxes disagree"
	}
	cat "$world/checked" >&2
}

# ---------------------------------------------------------------- the end

world_stop() {
	local pid left=0
	for pid in "${!pids[@]}"; do
		kill -TERM "$pid" 2>/dev/null || true
	done
	wait_until 10 world_is_empty 2>/dev/null || left=1
	while read -r pid; do
		[ $left -eq 0 ] || echo "left behind: $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null)" >&2
		kill -KILL "$pid" 2>/dev/null || true
	done < <(world_processes)
	return $left
}
world_end() {
	local result=$?
	trap - EXIT ERR
	set +e
	exec 2>&$told
	[ $result -eq 0 ] || echo "FAILED at: $sentence" >&2
	world_stop || [ $result -ne 0 ] || result=1
	! declare -F world_after >/dev/null || world_after
	if grep -slE 'AddressSanitizer|LeakSanitizer|runtime error:|Assertion .* failed' "$world"/*.log >&2; then
		grep -hE -A 20 'AddressSanitizer|LeakSanitizer|runtime error:|Assertion .* failed' "$world"/*.log |
			head -n 80 >&2
		result=1
	fi
	if [ $result -ne 0 ]; then
		tail -n 15 "$world"/serve*.log "$world/err" 2>/dev/null >&2
	fi
	if [ -n "${GH_KEEP:-}" ]; then
		echo "kept: $world" >&2
	else
		exec {never}<&-
		rm -rf "$world"
	fi
	[ $result -eq 0 ] || exit 1
	[ -z "$skipping" ] || exit 77
	exit 0
}
trap world_end EXIT
trap 'echo "line $LINENO: $BASH_COMMAND" >&$told' ERR

# shellcheck shell=bash
# link.sh - sourced by the rows with a bad link, after fault.sh: the aggregator at one end, the offices o0, o1, …
# at the other (relay.c).
#   link_start       the relay; the aggregator's doors are at its near end
#   link WORDS...    what it does from now on: nothing, or loss, dup, flip, delay, cut with their numbers
#   link_stop        its end: prints its counts
near=10.77.0.1
far=10.77.0.2
link_start() {
	mkfifo "$world/control"
	exec {control}<>"$world/control"
	spawn relay bash -c 'exec fault_relay "$@" <"$GH_WORLD/control"' relay $near $far "$GH_SEED"
	relay=$spawned
	wait_until 10 grep -q ready "$world/relay.log" || skip "no TUN device: $(cat "$world/relay.log")"
	intake[1]=tcp://$near:7431
	query[1]=tcp://$near:7432
	export GIOTHONG_AGGREGATOR_PUBLIC_INTAKE=${intake[1]} GIOTHONG_AGGREGATOR_PUBLIC_QUERY=${query[1]}
	beyond=(nsenter "--net=/proc/$relay/ns/net")
}
link() { echo "$*" >&$control; }
link_stop() {
	link end
	finish "$relay" 10
	tail -n 1 "$world/relay.log"
}
# Offices are at the far end; everybody else is with the aggregator.
giothong() {
	case "${GIOTHONG_PROFILE:-}" in
	o[0-9]*) "${beyond[@]}" giothong "$@" ;;
	*) command giothong "$@" ;;
	esac
}

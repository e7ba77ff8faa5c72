#!/usr/bin/env bash
# The server changes its own keys: a second pair of doors, offices that hear of it in time and one that does not.
. "$(dirname "$0")/world.sh"

# Without the server's settings: the doors are those of the serve that runs.
rotate() {
	giothong-aggregator rotate "$@" --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator"
}
is_open() { # is_open ADDRESS
	local at=${1#tcp://}
	(exec 3<>"/dev/tcp/${at%:*}/${at##*:}") 2>/dev/null
}
is_closed() { ! is_open "$1"; }
delivered() { # delivered NAME N: so many rows have their receipt
	[ "$(outbox "$1" 'SELECT count(*) FROM entry WHERE state = 2')" = "$2" ]
}
check_of() { # check_of NAME CHECK FIELD: what doctor says, whether all is well or not
	as "$1" doctor --json >"$world/doctor" 2>/dev/null || true
	jq -r ".checks[] | select(.check == \"$2\") | .$3" "$world/doctor"
}

world_start
world_enrol 31018 reporter online
world_enrol 04795 reporter late
world_enrol 31891 reporter away
for name in online late away; do
	same "$name before" delivered "$(json .state as $name submit --date 2026-05-01 --units 10)"
done
spawn follow env GIOTHONG_PROFILE=online giothong send --follow
follow=$spawned

it "keys that are made beforehand change nothing"
same prepared true "$(json .prepared rotate prepare)"
same two_keys false "$(json .two_keys rotate status)"
is_closed "${second_intake[1]}" || fail "the second door is open"

it "with the next keys in the ledger both pairs of doors are open"
same two_keys true "$(json .two_keys rotate start --days 3)"
wait_until 20 is_open "${second_intake[1]}" || fail "the second door is closed"
is_open "${intake[1]}" || fail "the first door is closed"
expect_code KEY_ENTRY rotate start
next_says "rotate close"

it "an office that is connected meanwhile gets receipts of the new key, without an alarm"
as online submit --date 2026-05-02 --units 20 --wait 0 >/dev/null 2>&1
wait_until 30 delivered online 3 || fail "$(cat "$world/follow.log")"
same "what the ledger's keys are" 2 "$(json '.keys | length' rotate status)"
! grep -qi 'signature' "$world/follow.log" || fail "$(cat "$world/follow.log")"
[ -s "$GIOTHONG_HOME/online/handovers" ] || fail "nothing was kept of the new key"

it "an office that comes later hears of it at the old door, and then uses the new one"
same late delivered "$(json .state as late submit --date 2026-05-02 --units 20)"
same "the door that is used" "key 2, door ${second_intake[1]}" "$(check_of late server-keys detail)"
same "units, by who only asks" 70 "$(units national VN 2026)"
[ -s "$GIOTHONG_HOME/national/handovers" ] || fail "the nation did not hear of it"

it "a slip of before is good while the old doors are open; one of now names the new keys"
world_enrol 31018 reporter fresh
same fresh delivered "$(json .state as fresh submit --date 2026-05-03 --units 1)"
same "the door of the slip" "intake = ${second_intake[1]}" "$(grep '^intake' "$GIOTHONG_HOME/fresh/profile.ini")"

it "the old doors are closed, and who has heard goes on"
rotate close >/dev/null
wait_until 20 is_closed "${intake[1]}" || fail "the first door is open"
same late delivered "$(json .state as late submit --date 2026-05-04 --units 100)"
as online submit --date 2026-05-04 --units 200 --wait 0 >/dev/null 2>&1
wait_until 60 delivered online 4 || fail "$(cat "$world/follow.log")"
same units 371 "$(units national VN 2026)"
expect_code NOTHING rotate close

it "who was away the whole time keeps its report and is told what to do"
same away saved "$(json .state as away submit --date 2026-05-04 --units 400 --wait 2)"
same "what doctor says" SERVER_KEYS "$(check_of away server-keys code)"
check_of away server-keys detail | grep -q 'giothong profile renew' || fail "no next step"

it "a notice that the known key did not sign is refused"
rotate notice --file "$world/notice" >/dev/null
for at in 200 700 1100; do
	cp "$world/notice" "$world/forged"
	printf '\xff\xfe' | dd of="$world/forged" bs=1 seek=$at conv=notrunc status=none
	as away profile renew "$world/forged" >/dev/null 2>&1 && fail "byte $at was changed"
done
[ ! -e "$GIOTHONG_HOME/away/handovers" ] || fail "a forged notice was kept"

it "with the notice it comes back, and nothing is lost"
same keys 2 "$(json .keys as away profile renew "$world/notice")"
expect_code NOTHING as away profile renew "$world/notice"
as away send --wait 30 >/dev/null 2>&1
nothing_waits away || fail "the report waits"
same units 771 "$(units national VN 2026)"

it "receipts of the old key and of the new one are proven offline"
for name in online late away; do
	same "receipts of $name" '[true]' "$(json '[.receipts[].holds] | unique | tostring' as $name verify 2)"
	same "receipts of $name" '[true]' "$(json '[.receipts[].holds] | unique | tostring' as $name verify 3)"
done
same "figures that do not hold" 0 \
	"$(json '[.sums[] | select(.holds | not)] | length' as national verify --org VN --period 2026)"
same "by an office that never knew the first key" 0 \
	"$(json '[.sums[] | select(.holds | not)] | length' as fresh verify --org 31018 --period 2026)"
giothong-aggregator export "$world/ledger" --state "$world/a1" >/dev/null
for name in national fresh; do
	as $name verify --org 31018 --period 2026 --full "$world/ledger" >/dev/null || fail "$name: the whole ledger"
done
giothong-aggregator verify --state "$world/a1" >/dev/null || fail "the ledger does not recompute"

it "the server comes back with the same key after a restart, and the next change uses the first doors again"
serve_stop 1
serve_start 1
is_closed "${intake[1]}" || fail "the first door is open"
same late delivered "$(json .state as late submit --date 2026-05-05 --units 1000)"
rotate start >/dev/null
wait_until 20 is_open "${intake[1]}" || fail "the first door is closed"
same away delivered "$(json .state as away submit --date 2026-05-05 --units 1000)"
same "the door that is used" "key 3, door ${intake[1]}" "$(check_of away server-keys detail)"
same units 2771 "$(units national VN 2026)"
rotate close >/dev/null
wait_until 20 is_closed "${second_intake[1]}" || fail "the second door is open"
same away delivered "$(json .state as away submit --date 2026-05-06 --units 1000)"
same units 3771 "$(units national VN 2026)"
kill -TERM "$follow"
finish "$follow" 5
check_ledger

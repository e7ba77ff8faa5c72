#!/usr/bin/env bash
# A backup from before a change of the server's keys: recover says that the change is lost, and begun again it
# brings back the offices that took the new key.
. "$(dirname "$0")/world.sh"

rotate() {
	giothong-aggregator rotate "$@" --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" \
		--intake "${intake[1]}" --query "${query[1]}" \
		--second-intake "${second_intake[1]}" --second-query "${second_query[1]}"
}
is_open() { (exec 3<>"/dev/tcp/127.0.0.1/${1##*:}") 2>/dev/null; }

world_start
world_enrol 31018 reporter an-minh
same before delivered "$(json .state as an-minh submit --date 2026-05-01 --units 10)"
giothong-aggregator backup --state "$world/a1" "$world/backup" >"$world/backup.log" 2>&1
rotate start --days 3 >/dev/null
wait_until 20 is_open "${second_intake[1]}" || fail "the second door is closed"
same "under the new key" delivered "$(json .state as an-minh submit --date 2026-05-02 --units 20)"
[ -s "$GIOTHONG_HOME/an-minh/handovers" ] || fail "the office did not take the new key"
rotate close >/dev/null
serve_stop 1
rm -rf "$world/a1/pg"
giothong-aggregator restore --state "$world/a1" "$world/backup" >/dev/null

it "recover says that the ledger does not know the newest key"
cp -a "$world/a1" "$world/a2"
same "keys unknown" 1 "$(json .server_keys_unknown giothong-aggregator recover --state "$world/a2")"
giothong-aggregator recover --state "$world/a1" | grep -q 'server.keys.2.*rotate start' || fail "it is not said"
expect_code NOTHING rotate notice --file "$world/notice"
grep -q 'rotate start' "$world/out" || fail "notice: $(cat "$world/out")"

# On the copy: serve of a1 is to begin with the change begun again.
serve_copy() { # serve_copy WORDS: its log says them
	spawn copy giothong-aggregator serve --state "$world/a2" --intake "${intake[1]}" --query "${query[1]}" \
		--second-intake "${second_intake[1]}" --second-query "${second_query[1]}"
	wait_until 20 grep -q "$1" "$world/copy.log" || fail "not said: $1: $(cat "$world/copy.log")"
	kill -TERM "$spawned"
	finish "$spawned" 10
}
it "so does the log of a server that is started before it is begun again"
serve_copy 'does not know all keys.*server\.keys\.2.*rotate start'
! grep -q 'no head was kept' "$world/copy.log" || fail "a kept head is not seen"

it "a kept head that is no good is refused with what to do, and a ledger without one is told in the log"
mv "$world/a2/head" "$world/head"
for bytes in 'no head' "$(sed 's/^at [0-9]*$/at 1/' "$world/head")"; do
	echo "$bytes" >"$world/a2/head"
	giothong-aggregator verify --state "$world/a2" >"$world/out" 2>&1 && fail "verify took: $bytes"
	grep -q "newest backup's head" "$world/out" || fail "$(cat "$world/out")"
done
rm "$world/a2/head"
serve_copy 'no head was kept'

it "begun again, the office that took the new key goes on, and what was lost comes back"
rotate start --days 3 >/dev/null
serve_start 1
same "under the new key again" delivered "$(json .state as an-minh submit --date 2026-05-03 --units 40)"
as an-minh send --wait 60 >/dev/null 2>&1
same units 70 "$(units national VN 2026)"
check_ledger

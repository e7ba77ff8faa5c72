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

it "begun again, the office that took the new key goes on, and what was lost comes back"
rotate start --days 3 >/dev/null
serve_start 1
same "under the new key again" delivered "$(json .state as an-minh submit --date 2026-05-03 --units 40)"
as an-minh send --wait 60 >/dev/null 2>&1
same units 70 "$(units national VN 2026)"
check_ledger

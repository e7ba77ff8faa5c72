#!/usr/bin/env bash
# Two aggregators race on one database: each batch is one of theirs, and nothing counts twice.
. "$(dirname "$0")/world.sh"

seconds=${GH_RACE_SECONDS:-20}
RANDOM=${GH_SEED:=$((EPOCHSECONDS % 32768))}
echo "seed $GH_SEED" >&2
world_start 2
offices=(31018:an-minh:1 31891:hoa-binh-ca-mau:2 29830:hoa-binh-vinh-long:1 04795:hoa-binh-phu-tho:2)
loads=()
for office in "${offices[@]}"; do
	IFS=: read -r org name k <<<"$office"
	world_enrol "$org" reporter "$name"
	world_move "$name" "$k"
done
cp -a "$GIOTHONG_HOME/national" "$GIOTHONG_HOME/national-2"
rm "$GIOTHONG_HOME/national-2/outbox.sqlite"
world_move national-2 2
both_say() { [ "$(units national VN 2026)" = "$1" ] && [ "$(units national-2 VN 2026)" = "$1" ]; }

it "what one takes in the other knows"
as an-minh submit --date 2026-11-01 --units 100 >/dev/null
as hoa-binh-ca-mau submit --date 2026-11-01 --units 11 >/dev/null
wait_until 20 both_say 111

it "the same report through both counts once"
world_move an-minh 2
same state already "$(json .state as an-minh submit --date 2026-11-01 --units 100)"
outbox an-minh 'UPDATE entry SET state = 0, receipt = NULL, batch = 0 WHERE id > 1'
as an-minh send --wait 30 >/dev/null 2>&1
world_move an-minh 1
wait_until 20 both_say 111

it "under load on both, with one killed now and then, each goes on"
for office in "${offices[@]}"; do
	IFS=: read -r org name k <<<"$office"
	spawn "load.$name" "$here/load" "$name" "$org" "$RANDOM"
	loads+=("$spawned")
done
until=$((SECONDS + seconds * slow))
while [ $SECONDS -lt $until ]; do
	read -rt $((RANDOM % 4 + 1)).$((RANDOM % 10)) -u "$never" || true
	k=$((RANDOM % 2 + 1))
	serve_kill $k
	serve_start $k
done
touch "$world/enough"
for load in "${loads[@]}"; do
	finish "$load" 90
done
for office in "${offices[@]}"; do
	IFS=: read -r org name k <<<"$office"
	as "$name" send --wait 120 >/dev/null 2>&1 || fail "$name: something still waits"
done

it "both wrote"
[ "$(sql 'SELECT count(DISTINCT writer) FROM giothong.batch')" -gt 2 ] || fail "one writer"

it "ledger, outboxes and summaries agree, and both say the same"
check_ledger
wait_until 20 both_say "$(units national VN 2026)"

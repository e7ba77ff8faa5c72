#!/usr/bin/env bash
# kill -9 of the aggregator at random under load, over and over; of senders too, and of its PostgreSQL.
# GH_KILL_ROUNDS rounds (50), GH_SEED the seed.
. "$(dirname "$0")/world.sh"

rounds=${GH_KILL_ROUNDS:-${GH_KILL_ROUNDS_DEFAULT:-50}}
RANDOM=${GH_SEED:=$((EPOCHSECONDS % 32768))}
echo "seed $GH_SEED, $rounds rounds" >&2
world_start
offices=(31018:an-minh 31891:hoa-binh-ca-mau 29830:hoa-binh-vinh-long 04795:hoa-binh-phu-tho)
declare -A follower=()
loads=()

follow() {
	spawn "$1.follow" giothong send --profile "$1" --follow
	follower[$1]=$spawned
}
head_batch() { sed -n 's/^batch //p' "$world/a1/head"; }
has_grown() { [ "$(head_batch)" -gt "$1" ]; }
pause() { read -rt "$1" -u "$never" || true; }

for office in "${offices[@]}"; do
	world_enrol "${office%%:*}" reporter "${office#*:}"
done
follow an-minh
follow hoa-binh-ca-mau
spawn watch giothong watch --profile national --org VN --period 2026 --by child --json
watch_says() { [ "$(jq -s '[.[] | select(.key == "total")][-1].counts.blood_units' "$world/watch.log")" = "$1" ]; }
for office in "${offices[@]}"; do
	spawn "load.${office#*:}" "$here/load" "${office#*:}" "${office%%:*}" "$RANDOM"
	loads+=("$spawned")
done

it "the aggregator comes back after each kill -9 and takes up where it was"
slowest=0
for ((round = 1; round <= rounds; round++)); do
	before=$(head_batch)
	wait_until 60 has_grown "$before" || fail "round $round: no batch after $before"
	pause "0.$((RANDOM % 900 + 100))"
	serve_kill 1
	case $((round % 10)) in
	3) # a sender dies too
		slay "${follower[an-minh]}"
		follow an-minh
		;;
	6) # PostgreSQL dies too, with every backend
		kill -QUIT "$(head -n 1 "$world/a1/pg/postmaster.pid")"
		;;
	9) # its postmaster alone is killed
		kill -KILL "$(head -n 1 "$world/a1/pg/postmaster.pid")"
		;;
	esac
	start=${EPOCHREALTIME/./}
	serve_start 1
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	[ $took -le $slowest ] || slowest=$took
done

it "every office gets its receipts"
touch "$world/enough"
for load in "${loads[@]}"; do
	finish "$load" 90
done
for office in "${!follower[@]}"; do
	kill -TERM "${follower[$office]}"
	finish "${follower[$office]}" 5
done
for office in "${offices[@]}"; do
	as "${office#*:}" send --wait 180 >/dev/null 2>&1 || fail "${office#*:}: something still waits"
done

it "ledger, outboxes, summaries and a watch agree"
wait_until 30 watch_says "$(units national VN 2026)"
check_ledger --watched "$world/watch.log"
jq -c --argjson rounds "$rounds" --argjson slowest $slowest '{rounds: $rounds, slowest_start_ms: $slowest} + .' \
	"$world/checked"

it "whatever was shown as saved counts, with its newest number"
for office in "${offices[@]}"; do
	name=${office#*:}
	json '.rows[] | "\(.key) \(.counts.blood_units)"' as "$name" summary --org "${office%%:*}" --period 2026 --by drive |
		sort >"$world/$name.counted"
	awk '{ units[$1] = $2 } END { for (k in units) print k, units[k] }' "$world/$name.shown" | sort >"$world/$name.newest"
	missing=$(comm -23 "$world/$name.newest" "$world/$name.counted" | head -n 5)
	[ -z "$missing" ] || fail "$name: $missing"
	echo "$name: $(wc -l <"$world/$name.newest") drives shown, $(wc -l <"$world/$name.counted") counted" >&2
done

#!/usr/bin/env bash
# While reports wait in outboxes their organisations are moved to another province, merged, or split: totals on the
# map of each report's day, and on the newest map, are both exact.  One trial: four organisations of its own.
. "$(dirname "$0")/fault.sh"
before=$world/before.csv after=$world/after.csv edges=$world/edges.csv
row() { echo "$1,Thử $1,Xã,$2,commune,Xã Thử $1,$3,$4"; } # row CODE PARENT FROM TO
cp "$here/../e2e/places.csv" "$before"
cp "$here/../e2e/places.csv" "$after"
cp "$here/../e2e/successions.csv" "$edges"
edge() { echo "$1,$2,$3,2026-03-01,$4,$4,1/2026/NQ,,commune" >>"$edges"; } # edge OLD NEW KIND EXTENT
for ((trial = 0; trial < trials; trial++)); do
	t=$((40000 + trial * 10)) # +1 moves, +2 and +3 become +5, +4 becomes +6 and +7
	for k in 1 2 3 4; do row $((t + k)) 91 2025-07-01 "" >>"$before"; done
	row $((t + 1)) 91 2025-07-01 2026-03-01 >>"$after"
	row $((t + 1)) 96 2026-03-01 "" >>"$after"
	for k in 2 3 4; do row $((t + k)) 91 2025-07-01 2026-03-01 >>"$after"; done
	for k in 5 6 7; do row $((t + k)) 91 2026-03-01 "" >>"$after"; done
	edge $((t + 1)) $((t + 1)) unchanged full
	for k in 2 3; do edge $((t + k)) $((t + 5)) merged full; done
	for k in 6 7; do edge $((t + 4)) $((t + k)) split part; done
done
export GH_PLACES=$before GH_SUCCESSIONS=$here/../e2e/successions.csv
world_start
moved=0 # units of the moved, before and after
stayed=0
merged=0
split=0
say() { # say PROFILE DATE UNITS: saved, and not sent
	as "$1" submit --date "$2" --units "$3" --wait 0 --quiet >/dev/null 2>>"$world/said" || fail "$1 $2: $(tail -n 3 "$world/said")"
}

it "reports wait"
for ((trial = 0; trial < trials; trial++)); do
	t=$((40000 + trial * 10))
	for k in 1 2 3 4; do
		world_enrol $((t + k)) reporter "p$((t + k))"
		units=$((RANDOM % 200 + 1))
		say "p$((t + k))" "2026-0$((RANDOM % 2 + 1))-1$((RANDOM % 10))" $units
		case $k in
		1) stayed=$((stayed + units)) ;;
		2 | 3) merged=$((merged + units)) ;;
		4) split=$((split + units)) ;;
		esac
	done
	units=$((RANDOM % 200 + 1))
	say "p$((t + 1))" "2026-03-1$((RANDOM % 10))" $units
	moved=$((moved + units))
done

it "the map changes, and then they go"
giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" --list "$after" \
	--successions "$edges" --json >"$world/import" 2>"$world/err" || fail "$(cat "$world/import" "$world/err")"
same "refused rows of the list" 0 "$(jq .refused "$world/import")"
knows() { as national org search $((40000 + 5)) --json 2>/dev/null | grep -q $((40000 + 5)); }
wait_until 30 knows || fail "the new map is not known"
for profile in "$GIOTHONG_HOME"/p4*; do
	as "${profile##*/}" send --wait 60 >/dev/null 2>"$world/err" || fail "${profile##*/}: $(cat "$world/err")"
	same "refused by the ledger" 0 "$(outbox "${profile##*/}" 'SELECT count(*) FROM entry WHERE state = 3 OR refused > 0')"
done

it "on the maps of the days, and on the newest, every unit is where it belongs"
total() { # total ORG OPTION...
	json '.total.counts.blood_units // 0' as national summary --org "$1" --period 2026 "${@:2}"
}
same "the nation" $((stayed + moved + merged + split)) "$(total VN)"
same "91, recorded" $((stayed + merged + split)) "$(total 91 --basis recorded)"
same "96, recorded" $moved "$(total 96 --basis recorded)"
same "91, restated" $((merged + split)) "$(total 91 --basis 2026-11-01)"
same "96, restated" $((stayed + moved)) "$(total 96 --basis 2026-11-01)"
of() { # of ROW: its units, one level down in 91, on the newest map
	json "[.rows[] | select($1) | .counts.blood_units // 0] | add // 0" as national summary --org 91 \
		--period 2026 --by child --basis 2026-11-01
}
same "the merged" $merged "$(of '(.org // "") | test("^4[0-9]{3}5$")')"
same "the split, whose law divides nothing" $split "$(of '.kind == "split" or .key == "split"')"
fault_check
fault_line F20 "{\"units\": $((stayed + moved + merged + split))}"

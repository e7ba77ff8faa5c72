#!/usr/bin/env bash
# The real list of places: two maps, one sum.  Needs GH_ADMIN_UNITS, the folder of the administrative units.
units=${GH_ADMIN_UNITS:-}
if [ -r "$units/units_history.csv" ]; then
	export GH_PLACES=$units/units_history.csv GH_SUCCESSIONS=$units/unit_successions.csv
fi
. "$(dirname "$0")/world.sh"
[ -r "$units/units_history.csv" ] || skip "GH_ADMIN_UNITS names no folder with units_history.csv"

world_start
org_import() { # org_import OPTION...: the three files as they are
	giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" --json \
		--list "$GH_PLACES" --successions "$GH_SUCCESSIONS" --aliases "$units/unit_name_aliases.csv" "$@"
}

it "the authority's files are taken as they are, and a second time changes nothing"
org_import --dry-run >"$world/dry"
same rows 27193 "$(jq .rows "$world/dry")"
same refused 0 "$(jq .refused "$world/dry")"
aliases=$(jq .would_enter "$world/dry")
[ "$aliases" -gt 0 ] || fail "no alias is new"
same "entered by a dry run" "$aliases" "$(org_import --dry-run | jq .would_enter)"
started=$EPOCHREALTIME
same entered "$aliases" "$(org_import | jq .entered)"
before=$(sql "SELECT count(*) FROM giothong.submission")
same "entered again" 0 "$(org_import | jq .entered)"
same "submissions" "$before" "$(sql "SELECT count(*) FROM giothong.submission")"
echo "two imports of 27.193 rows: $(jq -n "$EPOCHREALTIME - $started" | cut -c 1-4) s" >&2

it "places are found without marks, in Vietnamese order, and told through time"
same "dak lak" 66 "$(json '[.orgs[] | select(.kind == "province") | .org] | join(" ")' as national org search "dak lak" --as-of 2025-06-30)"
as national org search "kien giang" 2>"$world/ended" >"$world/none"
grep -q "org history" "$world/ended" || fail "no hint at a name that ended"
same order "An Giang,Bà Rịa - Vũng Tàu,Bạc Liêu,Bắc Giang,Bắc Kạn,Bắc Ninh,Bình Thuận" "$(json \
	'[.orgs[].name] | .[0:7] | join(",")' as national org search a --as-of 2025-06-30 --kind province)"
count() { json '.orgs | length' as national org list --under "$1" --as-of "$2" --kind "$3"; }
for name in "Mỹ Quý" "mỹ quí" "my quy"; do
	same "$name" "27907 30055" "$(json '[.orgs[].org] | map(select(. == "27907" or . == "30055")) | sort | join(" ")' as national org search "$name")"
done
same "communes of Kiên Giang" 143 "$(count 91 2025-06-30 commune)"
same "its districts" 15 "$(count 91 2025-06-30 district)"
same "provinces" 34 "$(count VN 2025-07-01 province)"
history() { json "[.history[] | select(.relation == \"$1\") | $2] | join(\",\")" as national org history "${@:3}"; }
same "An Giang came of" 91,89 "$(history predecessor .org 91)"
same "Kiên Giang became" 91 "$(history successor .org 91 --as-of 2025-06-30)"
same "Kiên Giang by its name, now that it is none" 91 "$(history successor .org "Tỉnh Kiên Giang")"
history successor .basis 91 --as-of 2025-06-30 | grep -q 202/2025/QH15 || fail "no law"
as national org add 019.GDDT --name "Phòng Giáo dục" --parent 019 --from 2020-01-01 >/dev/null
same "a body's parents" "019 – 2025-06-30,01 2025-07-01 –" \
	"$(history version '"\(.parent) \(if .valid_from > "2024" then .valid_from + " –" else "– " + .valid_to end)"' 019.GDDT)"
same "Đồng Nai is" "Tỉnh Đồng Nai,Thành phố Đồng Nai" "$(history version .full_name 75)"
same "other spellings" "Thị trấn Phố Bảng" "$(history alias .full_name 00712 --as-of 2025-06-30)"

# Every commune of 1 March 2024 collects 3, every one of 15 March 2025 collects 1; those that the files let end
# without a word, by the files alone: the last of its versions that follow each other ends, and no succession
# takes it over.
alive() { # alive DAY: the communes of that day
	awk -F, -v d="$1" '$5 == "commune" && $7 <= d && ($8 == "" || $8 > d) { print $1 }' "$GH_PLACES" | sort -u
}
alive 2024-03-01 >"$world/communes_2024"
alive 2025-03-15 >"$world/communes_2025"
awk -F, 'NR > 1 && $9 == "commune" && $6 != "none" { print $1 "," $2 }' "$GH_SUCCESSIONS" | sort -u |
	cut -d, -f 1 | uniq -c | awk '$1 > 1 { print $2 }' >"$world/divided"
same "communes that were divided" 381 "$(wc -l <"$world/divided")"
awk -F, -v d=2024-03-01 'FNR == 1 { file++; next }
	file == 1 { taken[$1 "," $4] = 1; next }
	$5 == "commune" { ends[$1 "," $7] = $8 }
	$5 == "commune" && $7 <= d && ($8 == "" || $8 > d) { end[$1] = $8 }
	END {
		for (c in end) {
			while ((c "," end[c]) in ends) end[c] = ends[c "," end[c]]
			if (end[c] != "" && !((c "," end[c]) in taken)) print c
		}
	}' "$GH_SUCCESSIONS" "$GH_PLACES" | sort -u >"$world/gone"
awk -F, '$7 == "2025-07-01" && $5 == "commune" { print $1 }' "$GH_PLACES" | sort -u | sed -n 1,100p >"$world/new"
{
	echo org,date,blood_units
	sed 's/$/,2024-03-01,3/' "$world/communes_2024"
	sed 's/$/,2025-03-15,1/' "$world/communes_2025"
	sed 's/$/,2025-08-01,1/' "$world/new"
	echo 909,2025-06-30,1000
	echo 31018,2025-07-01,2000
	echo 75,2026-01-10,10
	echo 75,2026-06-10,20
	echo 22,2026-01-10,10
	echo 22,2026-06-10,20
	echo 24,2026-01-10,10
	echo 24,2026-06-10,20
} >"$world/results.csv"
same refused 0 "$(json .refused as national import "$world/results.csv" --wait 300)"
wait_until 300 nothing_waits national || fail "results wait"

ask() { # ask FILTER OPTION...: of a summary
	json "$1" as national summary "${@:2}"
}
row='.rows[] | select(.org == $o or .key == $o) | .counts.blood_units // 0'
of() { # of ORG OPTION...: the units of a row; 0: it has none
	local org=$1
	shift
	as national summary "$@" --json >"$world/of"
	jq --arg o "$org" "[$row] | add // 0" "$world/of"
}
provinces='[.rows[] | select(.kind == "province")] | length'

it "a drive of the eve counts under its district and old province, the next day's under the new ones"
eve=2025-06-30..2025-06-30 day=2025-07-01..2025-07-01
same "Kiên Giang" 1000 "$(ask .total.counts.blood_units --org "Tỉnh Kiên Giang" --period $eve)"
same "An Minh" 1000 "$(of 909 --org 91 --period $eve)"
same "An Giang" 2000 "$(ask .total.counts.blood_units --org "Tỉnh An Giang" --period $day)"
same "xã An Minh" 2000 "$(of 31018 --org 91 --period $day)"

it "commune results of 2024 and 2025 sum to the same on 63 and on 34 provinces"
sum_2024=$((3 * $(wc -l <"$world/communes_2024"))) sum_2025=$(($(wc -l <"$world/communes_2025") + 100 + 3000))
for basis in recorded end 2024-11-30 2025-06-30 2025-07-01 2026-11-22; do
	for by in child level:province level:district level:commune month executing; do
		same "2024 on $basis by $by" $sum_2024 \
			"$(ask '[.rows[].counts.blood_units // 0] | add' --period 2024 --basis $basis --by $by)"
		same "2025 on $basis by $by" $sum_2025 \
			"$(ask '[.rows[].counts.blood_units // 0] | add' --period 2025 --basis $basis --by $by)"
	done
done
same "provinces of 2024 on the new map" 34 "$(ask "$provinces" --period 2024 --basis 2025-07-01)"
same "provinces of 2025 on the old map" 63 "$(ask "$provinces" --period 2025 --basis 2025-06-30)"

it "2025 shows 34 provinces, whatever was recorded"
same provinces 34 "$(ask "$provinces" --period 2025)"
same "as recorded" true "$(ask "($provinces) > 63" --period 2025 --basis recorded)"
as national summary --period 2025 --basis recorded --csv >"$world/recorded"
cut -d, -f3 "$world/recorded" | sort | uniq -d >"$world/doubled"
[ ! -s "$world/doubled" ] || fail "codes of two rows: $(cat "$world/doubled")"
code=$(cut -d, -f3 "$world/recorded" | grep @2025-07-01 | head -n 1)
same "one of them, asked for" "$(awk -F, -v c="$code" '$3 == c { print $4 }' "$world/recorded")" \
	"$(json .name as national summary --org "$code" --period 2025 --basis recorded)"
as national summary --period 2025 >"$world/table"
grep -q 'restated to the map of 30/11/2025' "$world/table" || fail "$(head -n 3 "$world/table")"

it "the divided and those without a word stand in their lines"
same divided $((381 + 1000)) "$(of split --period 2025 --by level:commune)"
same unknown 0 "$(of unknown --period 2025 --by level:commune)"
gone=$(wc -l <"$world/gone")
# One code of the divided was another commune's in 2024, which ended without a word.
divided_2024=$(comm -12 "$world/communes_2024" "$world/divided" | comm -23 - "$world/gone" | wc -l)
same "divided, 2024" $((3 * divided_2024)) "$(of split --period 2024 --by level:commune --basis 2025-07-01)"
same "unknown, 2024" $((3 * gone)) "$(of unknown --period 2024 --by level:commune --basis 2025-07-01)"
# In each province the lines stand beside its communes, and nowhere above.
same "lines of the nation" 0 "$(ask '[.rows[] | select(.kind == "split" or .kind == "unknown")] | length' --period 2025)"
lines=0
for province in $(ask '.rows[] | select(.kind == "province" and .counts.blood_units) | .org' --period 2025); do
	lines=$((lines + $(ask '[.rows[] | select(.kind == "split" or .kind == "unknown") | .counts.blood_units] | add // 0' \
		--org "$province" --period 2025)))
done
same "lines of the provinces" $((381 + 1000)) $lines

it "Đồng Nai, Quảng Ninh and Bắc Ninh are one row each in 2026"
for code in 75 22 24; do
	same "rows of $code" 1 "$(ask "[.rows[] | select(.org == \"$code\")] | length" --period 2026)"
	same "units of $code" 30 "$(of $code --period 2026)"
	same "units of $code, recorded" 30 "$(of $code --period 2026 --basis recorded)"
done

it "a succession learned late moves totals from its batch on"
before=$(ask .as_of_batch --period 2024)
while read -r moved; do # one with a neighbour that was merged
	parent=$(awk -F, -v c="$moved" '$1 == c { print $4 }' "$GH_PLACES")
	heir=$(awk -F, -v p="$parent" '$4 == p && $5 == "commune" && $8 == "2025-07-01" { print $1 }' "$GH_PLACES" |
		grep -vxf "$world/divided" | sed -n 1p) || heir=
	[ -z "$heir" ] || break
done <"$world/gone"
{
	cat "$GH_SUCCESSIONS"
	echo "$moved,$heir,merged,2025-01-01,full,full,,,commune"
} >"$world/late.csv"
same entered 1 "$(GH_SUCCESSIONS=$world/late.csv org_import | jq .entered)"
is_moved() { [ "$(of unknown --period 2024 --by level:commune --basis 2025-07-01)" = $((3 * gone - 3)) ]; }
wait_until 20 is_moved || fail "it is still in its line"
same "before it" $((3 * gone)) "$(of unknown --period 2024 --by level:commune --basis 2025-07-01 --as-of-batch "$before")"
same "the whole" $sum_2024 "$(ask .total.counts.blood_units --period 2024 --basis 2025-07-01)"

it "verify holds"
serve_stop 1
giothong-aggregator verify --state "$world/a1" --json >"$world/verify" || fail "$(cat "$world/verify")"
same "units of every view" $((sum_2024 + sum_2025 + 90)) "$(jq .blood_units "$world/verify")"
same "of nobody" "$(jq .blood_units "$world/verify")" "$(jq .not_stated.executing "$world/verify")"

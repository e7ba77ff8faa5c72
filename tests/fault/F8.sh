#!/usr/bin/env bash
# A bad link: 5 to 20 % of the packets lost, 2 % doubled, 1 % with a bit turned (half of them so that TCP does not
# see it), each way held up by 25 to 1000 ms.  Trials are links, each drawn from the seed.  Goodput: receipted
# reports a second while the link is bad.
. "$(dirname "$0")/fault.sh"
. "$(dirname "$0")/link.sh"
in_a_room
offices=3
rows=120
seconds=6
delay_max=120
[ -z "${GH_FULL:-}" ] || seconds=60 delay_max=1000 rows=900
[ "$trials" -le 9 ] || fail "a month a trial, at most nine"
goodputs=()
link_start
world_start
for ((k = 0; k < offices; k++)); do
	world_enrol "${communes[k]}" reporter "o$k"
done
receipted_reports() { # of all offices
	local k sum=0
	for ((k = 0; k < offices; k++)); do
		sum=$((sum + $(outbox "o$k" 'SELECT coalesce(sum(reports), 0) FROM entry WHERE state = 2')))
	done
	echo $sum
}
enrolments=$(receipted_reports)

for ((trial = 0; trial < trials; trial++)); do
	loss=$((50 + RANDOM % 151))
	it "through a link that loses $loss ‰ every report counts once"
	senders=()
	link loss $loss dup 20 flip 10 delay 25 $((25 + RANDOM % (delay_max - 24)))
	before=$(receipted_reports)
	start=${EPOCHREALTIME/./}
	for ((k = 0; k < offices; k++)); do
		{
			echo date,no,blood_units
			for ((i = 1; i <= rows; i++)); do
				printf '2026-%02d-%02d,%d,%d\n' $((trial % 9 + 1)) $((i % 28 + 1)) $i $i
			done
		} >"$world/o$k.csv"
		spawn "import.o$k" "${beyond[@]}" giothong import "$world/o$k.csv" --profile "o$k" --wait $seconds --quiet
		senders+=("$spawned")
	done
	for sender in "${senders[@]}"; do
		finish "$sender" $((seconds + 60))
	done
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	goodputs+=("$(jq -n "($(receipted_reports) - $before) / $took * 10000 | round / 10")")
	link
	start=${EPOCHREALTIME/./}
	for ((k = 0; k < offices; k++)); do
		as "o$k" send --wait 180 >/dev/null 2>&1 || violated "I4 o$k: something still waits"
	done
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	[ $took -le $recovery_ms ] || recovery_ms=$took
	fault_check
done
same "reports receipted" $((enrolments + trials * offices * rows)) "$(receipted_reports)"
fault_line F8 "{\"goodput_per_s\": [$(IFS=, && echo "${goodputs[*]}")], \"packets\": $(link_stop)}"

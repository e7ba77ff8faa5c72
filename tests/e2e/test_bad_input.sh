#!/usr/bin/env bash
# What is wrong is refused by its stable code and exit status, with a sentence, and counts nothing.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
day=2026-05-08

# refused CODE EXIT PROFILE WORDS...: the command, its code and exit status.
refused() {
	local want="$1 $2 $2" profile=$3 got=0
	shift 3
	as "$profile" "$@" --json >"$world/out" 2>"$world/err" || got=$?
	same "code and exit status of: $*" "$want" "$(jq -r '.error | "\(.code) \(.exit)"' "$world/out") $got"
}
says() { # says PATTERN: the refusal's particulars or next step
	grep -Eq -- "\"(detail|next)\": .*$1" "$world/out" || fail "no $1 in $(cat "$world/out")"
}
ledger() { sql 'SELECT count(*), sum(octet_length(bytes)) FROM giothong.submission'; }
refused_of() { outbox "$1" "SELECT count(*) FROM entry WHERE state = 3"; }

as an-giang submit --for 31018 --date 2026-03-01 --units 11 >/dev/null
as an-minh submit --collection carried_in --from 2025-12-01 --to 2026-02-28 --units 50 >/dev/null
before=$(units national VN 2026)
same "what stands" 61 "$before"
stood=$(ledger)

it "this machine refuses what cannot be right, and saves nothing"
rows=$(outbox an-minh 'SELECT count(*) FROM entry')
# code, exit status, what is said, and the words of a submit; a word is parted by one |
while IFS=$'\t' read -r code exit said words; do
	IFS='|' read -ra word <<<"$words"
	refused "$code" "$exit" an-minh submit "${word[@]}"
	says "$said"
	same "rows of the outbox after: $words" "$rows" "$(outbox an-minh 'SELECT count(*) FROM entry')"
done <<END
DATE	65	no day 31	--date|31/6/2026|--units|1
DATE	65	.	--date|2026-02-29|--units|1
COUNT_NEGATIVE	65	negative	--date|$day|--units|-5
COUNT_OVERFLOW	65	too large	--date|$day|--units|99999999999999999999
COUNT_OVERFLOW	65	9999999999999	--date|$day|--units|9999999999999
NUMBER	65	write 2500	--date|$day|--units|2.5
NUMBER	65	write 3950	--date|$day|--units|3,95
NUMBER	65	digits only	--date|$day|--units|1e3
SUMS_DISAGREE	65	V	--date|$day|--units|100|--units-250|30|--units-350|60|--units-450|0|--units-other|0
SUMS_DISAGREE	65	V	--date|$day|--attended|100|--donated|120|--units|80
NOTE_MISSING	65	--note	--date|$day|--attended|400|--units|100
NOTE_MISSING	65	V32: 50 .* only 40	--date|$day|--attended|40|--units|50
SUBJECT_MISSING	65	--date	--units|100
INDICATOR_UNKNOWN	65	nope	--date|$day|--set|nope=3
TEXT	65	UTF-8	--date|$day|--units|100|--note|$(printf 'x\xff\xfe')
ORG_UNKNOWN	65	Không Có	--for|Xã Không Có|--date|$day|--units|1
ORG_AMBIGUOUS	65	04795 Phường Hòa Bình	--for|Hòa Bình|--date|$day|--units|1
ORG_NOT_VALID	65	30/06/2025	--for|Huyện An Minh|--date|$day|--units|1
USAGE	64	--help	--date|$day|--unit|1
END

it "the aggregator refuses what only it can know; the office keeps it, and sees why"
n=0
while IFS=$'\t' read -r code exit said profile words; do
	IFS='|' read -ra word <<<"$words"
	refused "$code" "$exit" "$profile" submit "${word[@]}"
	says "$said"
	same "kept after: $words" "$code" "$(json '[.. | objects | select(.state?)][-1].code' as "$profile" outbox list)"
	((n += 1))
done <<END
ORG_UNKNOWN	65	99999	an-minh	--for|99999|--date|$day|--units|1
ORG_NOT_VALID	65	it ended on 30/06/2025	an-giang	--for|909|--date|$day|--units|1
ORG_NOT_VALID	65	31018	an-minh	--date|2024-05-08|--units|1
NOT_YOURS	77	Hòa Bình	an-minh	--for|04795|--date|$day|--units|1
DRIVE_UNKNOWN	65	31018/$day/7	an-minh	--drive|31018/$day/7|--units|1
REVISION_CONFLICT	65	An Giang	an-minh	--date|2026-03-01|--units|12
OVERLAPS_CARRIED_IN	65	31018	an-minh	--date|2026-02-03|--units|10
DATE_FUTURE	65	2099	an-minh	--date|2099-05-08|--units|1
END
same "refused reports" $n $(($(refused_of an-minh) + $(refused_of an-giang)))

it "a dry run asks whether the place is there that day, and saves nothing"
rows=$(outbox an-minh 'SELECT count(*) FROM entry')
refused ORG_UNKNOWN 65 an-minh submit --for 99999 --date $day --units 1 --dry-run
refused ORG_NOT_VALID 65 an-giang submit --for 909 --date $day --units 1 --dry-run
says "it ended on 30/06/2025"
refused ORG_NOT_VALID 65 an-minh submit --date 2024-05-08 --units 1 --dry-run
as an-minh submit --date $day --units 1 --dry-run 2>"$world/dry"
grep -q 'Checked, not saved' "$world/dry" || fail "$(cat "$world/dry")"
! grep -q 'machine alone' "$world/dry" || fail "$(cat "$world/dry")"
as an-minh submit --date $day --units 1 --dry-run --wait 0 2>"$world/dry"
grep -q 'machine alone' "$world/dry" || fail "$(cat "$world/dry")"
same "rows of the outbox" "$rows" "$(outbox an-minh 'SELECT count(*) FROM entry')"

it "a question that is wrong is refused too"
while IFS=$'\t' read -r code exit words; do
	IFS='|' read -ra word <<<"$words"
	refused "$code" "$exit" an-minh "${word[@]}"
done <<END
USAGE	64	frobnicate
NOT_FOUND	66	summary|--profile|nowhere
ORG_UNKNOWN	65	summary|--org|Không Có
PERIOD	65	summary|--period|2026-13
BATCH_UNKNOWN	65	summary|--as-of-batch|999999
USAGE	64	watch|--as-of-batch|1
USAGE	64	submit|--date|2026-05-08|--units|1|--as-of-batch|1
USAGE	64	plan|round|add|X|--from|2026-05-01|--to|2026-05-31|--as-of-batch|1
FORBIDDEN	77	summary|--org|91
ROLE	77	invite|--org|31018
CSV	65	import|/dev/null
NOT_FOUND	66	import|$world/not-there.csv
END

it "a person reads a sentence, the code and what to do next"
got=0
as an-minh --lang vi submit --date $day --units 3,95 >"$world/words" 2>&1 || got=$?
same "exit status" 65 $got
for word in 'bảng tính' 'NUMBER' '3950'; do
	grep -q -- "$word" "$world/words" || fail "no $word in $(cat "$world/words")"
done

it "nothing of all this is counted or in the ledger as more than its refusal"
same units "$before" "$(units national VN 2026)"
same "batches with reports" "$stood" "$(ledger)"

it "what can be read in one way only is taken"
accepted() { # accepted UNITS WORDS...: and the nation's total grows by so much
	local more=$1
	shift
	same "state of: $*" delivered "$(json .state as national submit "$@")"
	before=$((before + more))
	same "units after: $*" $before "$(units national VN 2026)"
}
accepted 3950 --for 31018 --date 2026-06-01 --units 3.950
accepted 20 --for 31018 --date 2/6/2026 --units 20
accepted 30 --for "$(printf 'Phu\xcc\x9bo\xcc\x9b\xcc\x80ng Ho\xcc\x80a Bi\xcc\x80nh')" --date $day --units 30
accepted 40 --for "Phường Hoà Bình" --date 2026-05-09 --units 40
same "the ward's own" 70 "$(units national 04795 2026)"
accepted 100 --for 31018 --date 2026-06-03 --attended 400 --units 100 --note "đo hai lần"

it "a CSV file as spreadsheets write it is taken; a ragged row is refused by its line"
import() { # import NAME TEXT: the file of these bytes, by the office
	printf '%b' "$2" >"$world/$1.csv"
	as an-minh import "$world/$1.csv" --json >"$world/out" 2>"$world/err"
}
import bom '\xef\xbb\xbfdate,blood_units\r\n2026-07-01,10\r\n'
import semicolons 'date;blood_units\n2026-07-02;20\n'
before=$((before + 30))
same units $before "$(units national VN 2026)"
printf 'date,blood_units\n2026-07-03,10\n2026-07-04,10,7\n' >"$world/ragged.csv"
refused CSV 65 an-minh import "$world/ragged.csv"
says 'line 3'
printf 'date,blood_units\n2026-07-03,\xff\n' >"$world/latin.csv"
refused TEXT 65 an-minh import "$world/latin.csv"
says 'line 2'
same units $before "$(units national VN 2026)"

it "a damaged file of a profile says what to do with it"
for file in keys heads outbox.sqlite; do
	rm -rf "$GIOTHONG_HOME/broken"
	cp -r "$GIOTHONG_HOME/an-minh" "$GIOTHONG_HOME/broken"
	rm -f "$GIOTHONG_HOME/broken/$file"-*
	chmod 600 "$GIOTHONG_HOME/broken/$file"
	printf 'no such thing%.0s' {1..40} >"$GIOTHONG_HOME/broken/$file"
	case $file in
	keys) expect_code INVALID as broken summary && next_says 'back from a backup' ;;
	heads) expect_code INVALID as broken verify 1 && next_says 'set that file aside' ;;
	*) expect_code IO as broken outbox list && next_says 'enter again' ;;
	esac
done
rm "$GIOTHONG_HOME/broken"/outbox.sqlite* "$GIOTHONG_HOME/broken/keys"
expect_code NOT_FOUND as broken summary
next_says 'back from a backup'
rm -r "$GIOTHONG_HOME/broken"

it "a key that the aggregator does not know gets nowhere"
cp -r "$GIOTHONG_HOME/an-minh" "$GIOTHONG_HOME/stranger"
rm -f "$GIOTHONG_HOME"/stranger/{outbox.sqlite*,heads}
token=$(invitation 31018 reporter)
serve_stop 1
expect_code AWAY giothong enrol "$token" --profile fresh
cp "$GIOTHONG_HOME/fresh/keys" "$GIOTHONG_HOME/stranger/keys"
rm -r "$GIOTHONG_HOME/fresh"

it "with the aggregator away a report is saved, and that is no error"
same state saved "$(json .state as an-minh submit --date 2026-08-01 --units 5 --wait 1)"
expect_code AWAY as an-minh summary

link_is() { # link_is PROFILE CODES: its sender is turned away, as not allowed
	local got=0
	as "$1" send --wait 5 --json >"$world/out" 2>/dev/null || got=$?
	same "exit status of send" 77 $got
	[[ $(jq -r '.send[0].link' "$world/out") =~ ^$2$ ]] || fail "no $2 in $(cat "$world/out")"
}

it "the stranger is refused, what the office saved arrives"
serve_start 1
expect_code KEY_UNKNOWN as stranger summary
expect_code KEY_UNKNOWN as stranger watch --seconds 60
as stranger submit --date 2026-08-02 --units 1 --wait 0 >/dev/null
link_is stranger KEY_UNKNOWN
same "kept with it" 1 "$(waiting stranger)"
as an-minh send --wait 30 >/dev/null 2>&1
before=$((before + 5))
same units $before "$(units national VN 2026)"
rm -r "$GIOTHONG_HOME/stranger"

it "a revoked key gets nowhere, from the next batch on"
digits=$(fingerprint an-minh)
as national revoke "$digits" --reason "máy mất" >/dev/null
as an-minh submit --date 2026-08-03 --units 7 --wait 0 >/dev/null
link_is an-minh 'KEY_(REVOKED|UNKNOWN)'
same units $before "$(units national VN 2026)"

it "ledger, outboxes and summaries agree"
check_ledger

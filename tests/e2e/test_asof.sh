#!/usr/bin/env bash
# As of a batch: every list, history and document says later what it said then, whatever came since.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
key=31018/2026-05-08/1
year=2026-01-01..2026-11-30
kinds=(half-year year plan campaign drive-plan drive-result)

places() { # places LIST SUCCESSIONS [OPTION...]: what the operator enters
	giothong-aggregator org import --state "$world/a1" --profile-dir "$GIOTHONG_HOME/operator" --json \
		--list "$1" --successions "$2" "${@:3}"
}
lists() { # lists FOLDER [OPTION...]: every list, as programs and as people read it
	local out=$1
	shift
	mkdir -p "$out"
	as an-giang plan show --org 91 --period $year --json "$@" >"$out/targets"
	as an-giang plan show --org 91 --period $year --drives --json "$@" >"$out/drives"
	as an-minh drive list --period $year --json "$@" >"$out/own-drives"
	as an-giang plan round list --period $year --json "$@" >"$out/rounds"
	as an-giang late --org 91 --period $year --json "$@" >"$out/late"
	as an-giang history $key --json "$@" >"$out/history"
	as an-giang org list --under 91 --as-of 2026-05-08 --json "$@" >"$out/orgs"
	as an-giang org history 31018 --json "$@" >"$out/org-history"
	as an-giang org search "an minh" --json "$@" >"$out/found"
	as an-giang review --org 91 --period $year --json "$@" >"$out/queue"
	as an-giang lock list --org 91 --period $year --json "$@" >"$out/locks"
	as an-giang text show --org 91 --document year --json "$@" >"$out/texts"
	as an-giang installs --json "$@" >"$out/installs"
	as an-giang plan check --org 91 --period $year --json "$@" >"$out/check"
	as an-giang plan show --org 91 --period $year "$@" >"$out/plan-people"
	as an-giang history $key "$@" >"$out/history-people"
	as an-giang late --org 91 --period $year --text "$@" >"$out/late-people"
}
documents() { # documents FOLDER [OPTION...]: all six kinds in three formats
	local out=$1 kind format
	shift
	mkdir -p "$out"
	for kind in "${kinds[@]}"; do
		local words=("$kind" --org 91 --period 2026)
		case $kind in
		half-year) words=("$kind" --org 91 --period 2026-H1) ;;
		campaign) words=("$kind" --org 91 --campaign HE-2026) ;;
		drive-*) words=("$kind" --drive $key) ;;
		esac
		for format in odt docx html; do
			as an-giang document "${words[@]}" -o "$out/$kind.$format" "$@" 2>"$world/err" ||
				fail "document ${words[*]}: $(cat "$world/err")"
		done
	done
}
all_same() { # all_same FOLDER FOLDER
	local file
	for file in "$1"/*; do
		cmp "$file" "$2/${file##*/}" >&2 || fail "${file##*/}: $(diff "$file" "$2/${file##*/}" | head -n 20)"
	done
}
all_differ() { # all_differ FOLDER FOLDER NAME...
	local before=$1 now=$2 name
	shift 2
	for name; do
		! cmp -s "$before/$name" "$now/$name" || fail "$name knows nothing of what came: $(cat "$now/$name")"
	done
}

it "a year of the province: targets, drives, results, words"
cat >"$world/plan.csv" <<'END'
type,code,org,name,period,date,units,campaign
campaign,HE-2026,91,Hè 2026,2026-05-01..2026-08-31,,,
target,,91,,2026,,5000,
target,,91,,2026-05-01..2026-08-31,,1000,HE-2026
END
same "refused lines" 0 "$(json .refused as an-giang plan import "$world/plan.csv")"
as an-giang drive add --org 31018 --date 2026-05-08 --name "Ngày hội thứ nhất" --target 350 --campaign HE-2026 >/dev/null
as an-giang drive add --org 31018 --date 2026-06-08 --name "Ngày hội thứ hai" --target 100 >/dev/null
as an-giang plan round add DOT-1 --org 91 --from 2026-01-01 --to 2026-05-31 --name "Đợt một" >/dev/null
as an-minh submit --drive $key --attended 402 --units 365 >/dev/null
as an-giang text edit --org 91 --document year --part I.5 --text "Bản một" >/dev/null
as an-giang lock 91 --period 2026-01 --reason "đã báo cáo" >/dev/null
batch=$(json .as_of_batch as an-giang summary --org 91)
lists "$world/then"
documents "$world/papers"

it "every list says which batch it stands on"
for list in targets drives own-drives rounds late history orgs org-history found queue locks texts installs; do
	same "$list" "$batch" "$(jq .as_of_batch "$world/then/$list")"
done
same "CSV" "as_of_batch $batch" "$(as an-giang drive list --period $year --csv |
	awk -F, 'NR == 1 { k = $NF } NR == 2 { print k, $NF }' | tr -d '\r')"
as an-giang drive list --period $year -o "$world/drives.xlsx"
unzip -p "$world/drives.xlsx" docProps/custom.xml | grep -q "name=\"batch\".*>$batch<" || fail "the workbook has no batch"

it "then much comes: a rename, a new target, a new drive, a correction, a lock, other words"
sed 's/^31018,An Minh,Xã,91,commune,Xã An Minh,2025-07-01,$/31018,An Minh,Xã,91,commune,Xã An Minh,2025-07-01,2026-01-01\n31018,An Minh Mới,Phường,91,commune,Phường An Minh Mới,2026-01-01,/' \
	"$here/places.csv" >"$world/renamed.csv"
{
	cat "$here/successions.csv"
	echo 31018,31018,renamed,2026-01-01,full,full,01/2026/NQ,,commune
} >"$world/renames.csv"
same refused 0 "$(places "$world/renamed.csv" "$world/renames.csv" --reopen "nghị quyết đến muộn" | jq .refused)"
renamed() { [ "$(json '.orgs[0].full_name' as an-giang org search "an minh moi")" = "Phường An Minh Mới" ]; }
wait_until 20 renamed || fail "the new name is not known"
as an-giang drive add --org 31018 --date 2026-07-08 --name "Ngày hội thứ ba" --target 200 --campaign HE-2026 >/dev/null
as an-giang plan round add DOT-2 --org 91 --from 2026-06-01 --to 2026-07-31 >/dev/null
as an-minh correct $key --attended 402 --units 360 --reason "đếm lại" >/dev/null
as an-giang text edit --org 91 --document year --part I.5 --text "Bản hai" >/dev/null
as an-giang lock 91 --period 2026-02 --reason "đã báo cáo tháng hai" >/dev/null
world_enrol 25 committee phu-tho
lists "$world/now"
all_differ "$world/then" "$world/now" targets drives own-drives rounds late history orgs org-history found queue \
	locks texts plan-people history-people late-people

it "every list as of the earlier batch is what it was"
lists "$world/again" --as-of-batch "$batch"
all_same "$world/then" "$world/again"

it "a file is held against the drives of the batch"
printf 'type,org,date,no\ndrive,31018,2026-07-08,2\n' >"$world/file.csv"
overlaps() { json '[.findings[] | select(.code == "OVERLAP")] | length' as an-giang plan check "$world/file.csv" "$@"; }
same now 1 "$(overlaps)"
same "as of then" 0 "$(overlaps --as-of-batch "$batch")"

it "every document as of the earlier batch has the same bytes, and now it has others"
documents "$world/papers-again" --as-of-batch "$batch"
all_same "$world/papers" "$world/papers-again"
documents "$world/papers-now"
for kind in "${kinds[@]}"; do
	all_differ "$world/papers" "$world/papers-now" "$kind.html" "$kind.odt" "$kind.docx"
done

it "a name is the one that was known at the batch"
same "by its new name" 31018 "$(json '.orgs[0].org' as an-giang org search "an minh moi")"
same "as of then" 0 "$(json '.orgs | length' as an-giang org search "an minh moi" --as-of-batch "$batch")"
expect_code ORG_UNKNOWN as an-giang history --org "Phường An Minh Mới" --drive 2026-05-08/1 --as-of-batch "$batch"
expect_code BATCH_UNKNOWN as an-giang drive list --as-of-batch 999999
expect_code BATCH_UNKNOWN as an-minh drive list --as-of-batch 999999

it "an organisation that came later has no list as of then; one batch after the other is answered"
expect_code ORG_UNKNOWN as an-minh drive list --as-of-batch 2
for n in $((batch + 1)) $((batch - 1)) "$batch" $((batch + 2)); do
	same "as of $n" "$n" "$(json .as_of_batch as an-giang drive list --period $year --as-of-batch "$n")"
done

it "after a restart, and from the checkpoint, it is still what it was"
serve_stop 1
serve_start 1
lists "$world/restarted" --as-of-batch "$batch"
all_same "$world/then" "$world/restarted"
as an-giang verify --org 91 --period $year --as-of-batch "$batch" --json >"$world/verified"
check_ledger

#!/usr/bin/env bash
# A backup of the private cluster: made under way, started beside the original, and refused in its place.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
same state delivered "$(json .state as an-minh submit --date 2026-05-01 --units 100)"
head_of() { giothong-aggregator status --state "$1" --json | jq -r .head; }

it "a folder of no server is named, not filled"
for command in status verify "backup $world/copy"; do
	# shellcheck disable=SC2086 # backup has a word of its own
	expect_code NOT_FOUND giothong-aggregator $command --state "$world/nobody"
	[ ! -e "$world/nobody" ] || fail "$command made it"
done

it "a backup is made while the server runs"
kept=$(head_of "$world/a1")
giothong-aggregator backup --state "$world/a1" "$world/backup" >"$world/backup.log" 2>&1
same "server.keys" 600 "$(stat -c %a "$world/backup/server.keys")"
same state delivered "$(json .state as an-minh submit --date 2026-05-02 --units 10)"

it "each backup goes into a folder of its own, whatever its name"
expect_code USAGE giothong-aggregator backup --state "$world/a1" "$world/backup"
same "server.keys" "$(sha256sum <"$world/a1/server.keys")" "$(sha256sum <"$world/backup/server.keys")"
odd=$world/'a "quoted" one'
same "its name" "$odd" "$(giothong-aggregator backup --state "$world/a1" "$odd" --json 2>/dev/null | jq -r .backup)"
rm -r "$odd"

it "the copy holds the ledger of its time, and starts beside the original"
giothong-aggregator verify --state "$world/backup" --json | jq -e '.ok and .kept_head' >/dev/null
same head "$kept" "$(head_of "$world/backup")"
newest=$(head_of "$world/a1")
[ "$kept" != "$newest" ] || fail "the original stands still"

it "an old database under a newer head is refused"
serve_stop 1
cp -a "$world/a1/pg" "$world/newest"
rm -rf "$world/a1/pg"
cp -a "$world/backup/pg" "$world/a1/pg"
expect_code HISTORY_WENT_BACK giothong-aggregator serve --state "$world/a1" \
	--intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*'

it "with the right one all goes on"
rm -rf "$world/a1/pg"
mv "$world/newest" "$world/a1/pg"
serve_start 1
giothong-aggregator verify --state "$world/a1" --json | jq -e .ok >/dev/null
same units 110 "$(units national VN 2026)"

it "an office that has seen another ledger believes neither figures nor server"
same state delivered "$(json .state as an-minh submit --date 2026-05-03 --units 1)"
expect_ok() { "$@" >"$world/out" 2>&1 || fail "$*: $(cat "$world/out")"; }
expect_ok as an-minh summary --period 2026
heads=$GIOTHONG_HOME/an-minh/heads
awk 'NR > 1 { $5 = (substr($5, 1, 1) == "0" ? "1" : "0") substr($5, 2) } { print }' "$heads" >"$heads.new"
mv "$heads.new" "$heads"
expect_code HISTORY_WENT_BACK as an-minh summary --period 2026
expect_code HISTORY_WENT_BACK as an-minh watch --period 2026 --seconds 60
as an-minh doctor --json >"$world/out" && fail "the doctor is content"
same "the doctor's finding" HISTORY_WENT_BACK \
	"$(jq -r '.checks[] | select(.check == "history") | .code' "$world/out")"

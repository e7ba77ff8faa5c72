#!/usr/bin/env bash
# A full disk: the client says that it did not save, the aggregator gives no receipt, and both recover.
. "$(dirname "$0")/world.sh"

mkdir "$world/small"
mount -t tmpfs -o size=600k,mode=0700 gh-e2e-small "$world/small" 2>/dev/null || skip "a full disk: mounting needs root"
world_after() { umount -l "$world/small" "$world/a1" 2>/dev/null; }
mkdir -m 0700 "$world/a1"
mount -t tmpfs -o size=400m,mode=0700 gh-e2e-data "$world/a1"
world_start
world_enrol 31018 reporter an-minh
world_enrol 31891 reporter hoa-binh
mv "$GIOTHONG_HOME/an-minh" "$world/small/an-minh"
ln -s "$world/small/an-minh" "$GIOTHONG_HOME/an-minh"
fill() { cat /dev/zero >"$1/filler" 2>/dev/null || true; }
same state delivered "$(json .state as an-minh submit --date 2026-05-01 --units 1)"

it "with the outbox's disk full submit says that nothing was saved"
fill "$world/small"
expect_code DISK_FULL as an-minh submit --date 2026-05-02 --units 10
GIOTHONG_LANG=vi as an-minh submit --date 2026-05-02 --units 10 2>"$world/words" || true
grep -q 'CHƯA LƯU' "$world/words" || fail "$(cat "$world/words")"
same "what was saved is there" 2 "$(outbox an-minh 'SELECT count(*) FROM entry')"
same "not counted" 1 "$(units national VN 2026)"

it "with some room the same command works"
rm "$world/small/filler"
same state delivered "$(json .state as an-minh submit --date 2026-05-02 --units 10)"
same counted 11 "$(units national VN 2026)"

it "with the database's disk full nothing is receipted that is not there"
fill "$world/a1"
saved=0
for n in {10..28}; do
	as hoa-binh submit --date "2026-05-$n" --units 100 --note "$(printf 'a%.0s' {1..900})" --wait 1 --json >"$world/out" 2>/dev/null ||
		fail "$(cat "$world/out")"
	[[ $(jq -r .state "$world/out") != saved ]] || saved=$((saved + 1))
done
echo "saved without a receipt: $saved of 19" >&2

it "with room again all of it goes"
rm -f "$world/a1/filler"
all_went() {
	as hoa-binh send --wait 5 >/dev/null 2>&1
	nothing_waits hoa-binh
}
wait_until 90 all_went
wait_until 20 units_are national VN 2026 1911

it "ledger, outboxes and summaries agree"
check_ledger

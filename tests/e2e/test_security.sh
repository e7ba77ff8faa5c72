#!/usr/bin/env bash
# What README's section SECURITY says of the programs: units, flags, database roles, secrets and logs.
. "$(dirname "$0")/world.sh"
deploy=$here/../../deploy
aggregator=$GH_BUILD/aggregator/giothong-aggregator client=$GH_BUILD/reporter-client/giothong

it "both units are exposed to 1,5 at most"
if command -v systemd-analyze >/dev/null; then
	exposed() { # exposed UNIT TENTHS
		systemd-analyze security --offline=true --no-pager --threshold="$2" "$1" >"$world/out" 2>&1 ||
			fail "$1: $(grep Overall "$world/out" || cat "$world/out")"
	}
	exposed "$deploy/giothong-aggregator.service" 15
	# A unit without User= is judged as root's; a user's manager runs it as that user, and nobody else.
	sed 's/^\[Service\]$/&\nUser=office/' "$deploy/giothong-send.service" >"$world/giothong-send.service"
	exposed "$world/giothong-send.service" 15
else
	echo "skipped: exposure of the units: systemd-analyze is missing" >&2
fi

it "the programs are hardened: PIE, full RELRO, no executable stack, canaries"
for program in "$aggregator" "$client"; do
	readelf -hdlW "$program" >"$world/elf"
	grep -qE 'Type: +DYN' "$world/elf" && grep -qE 'FLAGS_1.*\bPIE\b' "$world/elf" || fail "$program: no PIE"
	grep -q GNU_RELRO "$world/elf" && grep -qE 'FLAGS_1.*\bNOW\b' "$world/elf" || fail "$program: no full RELRO"
	grep -qE 'GNU_STACK.* RW +0x' "$world/elf" || fail "$program: an executable stack"
	! grep -qE 'RPATH|RUNPATH' "$world/elf" || fail "$program: a search path for libraries"
	nm -D "$program" >"$world/names"
	grep -q __stack_chk_fail "$world/names" || fail "$program: no canaries"
done
if grep -qE '^GH_SANITIZE:BOOL=(ON|1)' "$GH_BUILD/CMakeCache.txt"; then
	echo "skipped: FORTIFY and CET: a build with sanitizers has none" >&2
else
	for program in "$aggregator" "$client"; do
		nm -D "$program" >"$world/names"
		grep -qE '__[a-z]*(cpy|printf|read)_chk' "$world/names" ||
			fail "$program: no FORTIFY"
		[ "$(uname -m)" != x86_64 ] ||
			[ "$(objdump -d --no-show-raw-insn "$program" | grep -c endbr64)" -gt 100 ] ||
			fail "$program: no CET"
	done
fi

world_start
world_enrol 31018 reporter an-minh
as an-minh submit --date 2026-05-08 --units 365 --note "ghi chú riêng 7731" >/dev/null

it "the role that serves can change, delete or empty no table of the ledger"
ledger=$(sql "SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
	WHERE n.nspname = 'giothong' AND c.relkind IN ('r', 'p')
		AND c.relname NOT IN ('cell', 'total', 'subject', 'stream', 'checkpoint')")
[ "$(wc -l <<<"$ledger")" -ge 10 ] || fail "few tables: $ledger"
tried=0
for table in $ledger; do
	for deed in "UPDATE giothong.$table SET realm = realm" "DELETE FROM giothong.$table" "TRUNCATE giothong.$table"; do
		if sql "BEGIN; SET LOCAL ROLE giothong_service; $deed; ROLLBACK" >"$world/out" 2>&1; then
			fail "the service may: $deed"
		fi
		grep -q 'permission denied' "$world/out" || fail "$deed: $(cat "$world/out")"
		tried=$((tried + 1))
	done
done
echo "refused: $tried statements" >&2
# And it is nobody else who gave rights away: a session cannot take the owner's back.
same "sessions of others" "" "$(sql "SELECT DISTINCT application_name || ' as ' || usename FROM pg_stat_activity
	WHERE application_name LIKE 'giothong-aggregator %' AND usename <> 'giothong_service'")"
[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'giothong_service'")" -ge 2 ] || fail "nobody serves"
same "more than that role may" f "$(sql "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication
	OR EXISTS (SELECT FROM pg_auth_members AS m WHERE m.member = r.oid) FROM pg_roles AS r WHERE rolname = 'giothong_service'")"

it "a key file that others may read is refused, the office's and the server's"
chmod 0640 "$GIOTHONG_HOME/an-minh/keys"
expect_code CONFIG as an-minh submit --date 2026-05-09 --units 1
chmod 0600 "$GIOTHONG_HOME/an-minh/keys"
same state delivered "$(json .state as an-minh submit --date 2026-05-09 --units 1)"
same "files that others may read" "" "$(find "$world/a1" "$GIOTHONG_HOME" -type f -name '*key*' -perm /077)"
same "folders that others may enter" "" "$(find "$world/a1" "$GIOTHONG_HOME" -maxdepth 1 -type d -perm /077)"

it "a password is not taken from where everybody may read it"
for address in "host=db password=x" "postgresql://giothong:x@db/giothong"; do
	refused=0
	giothong-aggregator status --state "$world/a1" --database "$address" >"$world/out" 2>&1 || refused=$?
	same "exit status of $address" 78 $refused
	grep -q passfile "$world/out" || fail "no cure: $(cat "$world/out")"
done
expect_code DB_AWAY giothong-aggregator status --state "$world/a1" \
	--database "host=$world/nowhere passfile=$world/db.password"

it "the log names no key, no label, no note and no secret"
digits=$(fingerprint an-minh)
slip=$(invitation 31891 reporter)
giothong enrol "$slip" --profile hoa-binh --label "máy của văn thư" >/dev/null 2>&1
as national revoke "máy của văn thư" --reason "lý do riêng" >/dev/null
serve_stop 1
for word in "ghi chú riêng" "máy của văn thư" "lý do riêng" "$digits" "${slip:8:32}"; do
	! grep -qF -- "$word" "$world/serve1.log" || fail "the log has: $word"
done
for keys in "$GIOTHONG_HOME"/*/keys "$world/a1"/*.keys; do
	while read -r name hex; do
		[[ $hex =~ ^[0-9a-f]{64}$ ]] || continue
		! grep -qiF -- "${hex:0:16}" "$world"/*.log || fail "a log has $name of ${keys#"$world"}"
	done <"$keys"
done

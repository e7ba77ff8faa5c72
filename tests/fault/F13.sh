#!/usr/bin/env bash
# What an enrolled key can try with what it captured: another's bytes, its own signature under them, edited ones,
# another's organisation and stream, its own old revisions, what only a committee may say (forge.c).  Each is
# refused by name, and the ledger stays as it was; a captured submission that is only sent again gets the
# receipt that there is.
. "$(dirname "$0")/fault.sh"
export GIOTHONG_AGGREGATOR_QUOTA_ORG=0 # so many attempts a minute, each answered by its own name
world_start
world_enrol "${communes[0]}" reporter o0
world_enrol "${communes[1]}" reporter o1
for ((n = 1; n <= 5; n++)); do
	for office in o0 o1; do
		as $office submit --date 2026-04-02 --no $n --units $((n * 10)) --quiet >/dev/null 2>&1
	done
	for units in 7 8; do
		as o1 correct "${communes[1]}/2026-04-02/$n" --units $((n * 10 + units)) --reason "đếm lại" --quiet >/dev/null 2>&1
	done
done
ledger() {
	sql "SELECT count(*) || ' ' || max(batch) || ' ' || md5(string_agg(encode(bytes, 'hex') || encode(sig, 'hex'),
		'' ORDER BY batch, ord)) FROM giothong.submission"
}
sign_key() { sed -n 's/^sign-public //p' "$GIOTHONG_HOME/$1/keys"; }
sql "SELECT CASE encode(key, 'hex') WHEN '$(sign_key o1)' THEN 'own' WHEN '$(sign_key o0)' THEN 'other' ELSE 'above' END,
	encode(bytes, 'hex'), encode(sig, 'hex'), encode(key, 'hex')
	FROM giothong.submission WHERE encode(key, 'hex') IN ('$(sign_key o0)', '$(sign_key o1)', '$(sign_key national)')
	ORDER BY batch, ord" | tr '|' ' ' >"$world/captured"
same "what was captured of the forger" 16 "$(grep -c '^own ' "$world/captured")"

if [ -n "${GH_CONTRAST:-}" ]; then
	it "what is no forgery is not refused, and the forger says so"
	{
		grep -v '^other ' "$world/captured"
		sed -n 's/^own /other /p' "$world/captured"
	} >"$world/genuine"
	fault_forge o1 "$GH_SEED" "$trials" "$world/genuine" >"$world/forged" 2>"$world/err" || true
	contrast_line C13 "$(jq .wrong "$world/forged")" "$(jq -c '{wrong}' "$world/forged")"
	exit
fi
it "what is forged is refused by name, and the ledger stays as it was"
before=$(ledger)
fault_forge o1 "$GH_SEED" "$trials" "$world/captured" >"$world/forged" 2>"$world/err" ||
	fail "$(cat "$world/err")"
same "the ledger" "$before" "$(ledger)"
fault_check
fault_line F13 "$(jq -c '{kinds, receipts_again}' "$world/forged")"

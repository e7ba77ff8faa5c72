#!/usr/bin/env bash
# A port that there is not is refused by the name of its setting, before anything is made.
. "$(dirname "$0")/world.sh"

it "ports are 1 to 65535"
for setting in intake query second-intake second-query public-intake public-query second-public-intake \
	second-public-query; do
	for port in 0 65536 99999 -1 7431x ''; do
		expect_code CONFIG timeout 60 giothong-aggregator serve --state "$world/a1" \
			"--$setting" "tcp://127.0.0.1:$port"
		grep -q "$setting " "$world/out" || fail "the setting is not named: $(cat "$world/out")"
	done
done
[ ! -e "$world/a1" ] || fail "it made the folder"

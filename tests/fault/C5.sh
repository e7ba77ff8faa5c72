#!/usr/bin/env bash
# F5 with synchronous_commit off: receipts that a power cut takes back.
GH_CONTRAST=C5 exec "$(dirname "$0")/F5.sh"

#!/usr/bin/env bash
# Contrast to F9: the outbox at synchronous = NORMAL loses what was shown as saved.
GH_CONTRAST=1 exec "$(dirname "$0")/F9.sh"

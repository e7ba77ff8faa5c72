#!/usr/bin/env bash
# Contrast to F13: the forger holds its own words for another's.  That they are not refused has to be found.
GH_CONTRAST=1 exec "$(dirname "$0")/F13.sh"

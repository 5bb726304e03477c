#!/bin/sh
# The version of what is checked out. Of two, the one that was made later sorts behind the other, for Debian, too: 1.0.0 < 1.0.0+3.gabcdef0 < 1.0.1.
# Before the first release it begins with the time of the commit (UTC).
set -eu
if tag=$(git describe --tags --match 'v*' 2>/dev/null); then
	echo "${tag#v}" | sed -E 's/-([0-9]+)-(g[0-9a-f]+)$/+\1.\2/'
else
	echo "0.0.0+$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y%m%d%H%M%S).g$(git rev-parse --short HEAD)"
fi

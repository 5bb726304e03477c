#!/bin/sh
# Looks into a Debian package: everything that nfpm.yaml names is in it with its mode, nothing that the world may write, and a version.
# Usage: packaging/checkdeb.sh FILE.deb
set -eu
cd "$(dirname "$0")/.."
file=$1
dpkg-deb --contents "$file" >"$file.contents"
trap 'rm -f "$file.contents"' EXIT
sed -n 's/.*dst: \([^,}]*\).*mode: 0\([0-7]*\)}.*/\1 \2/p' packaging/nfpm.yaml | while read -r path mode; do
	case $mode in
	755) want=-rwxr-xr-x ;;
	644) want=-rw-r--r-- ;;
	640) want=-rw-r----- ;;
	*) echo "$path: mode $mode is not known here" && exit 1 ;;
	esac
	grep -q "^$want root/root .* \.$path\$" "$file.contents" || { echo "$file: $path is missing, or not $want root/root" && exit 1; }
done
if grep -q '^.......w' "$file.contents"; then echo "$file: something in it may be written by everybody" && exit 1; fi
dpkg-deb --field "$file" Package Version Architecture Maintainer Description >/dev/null
test "$(dpkg-deb --field "$file" Package)" = nameyard
for script in postinst prerm; do dpkg-deb --ctrl-tarfile "$file" | tar -t | grep -q "^\(\./\)\{0,1\}$script\$" || { echo "$file: no $script" && exit 1; }; done

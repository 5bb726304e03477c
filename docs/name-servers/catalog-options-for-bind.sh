#!/bin/sh
# Writes the option of BIND (named.conf) that makes zones catalogs, whose names it reads.
echo 'catalog-zones {'
while read -r name; do
    printf '    zone "%s" default-primaries { "nameyard"; } in-memory no zone-directory "members" min-update-interval 1;\n' "$name"
done
echo '};'

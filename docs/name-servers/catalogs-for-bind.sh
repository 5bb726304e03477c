#!/bin/sh
# Writes the zones of catalogs for BIND (named.conf). It reads their names.
while read -r name; do
    printf 'zone "%s" { type secondary; file "%s.db"; primaries { "nameyard"; }; };\n' "$name" "$name"
done

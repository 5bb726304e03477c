#!/bin/sh
# Writes settings of Knot (knot.conf, knot-signer.conf) that make zones catalogs, whose names it reads.
while read -r name; do
    printf 'zone:\n  - domain: %s\n    template: catalog\n' "$name"
done

#!/bin/sh
# Makes zones catalogs of PowerDNS (pdns.conf), whose names it reads: nameyard dns catalogs | sh catalogs-for-powerdns.sh
# Those that are there already stay. 192.0.2.1 is Nameyard.
set -eu
while read -r name; do
    pdnsutil list-all-zones consumer | grep -qx "$name" && continue
    pdnsutil create-secondary-zone "$name" 192.0.2.1:53
    pdnsutil set-kind "$name" consumer
done

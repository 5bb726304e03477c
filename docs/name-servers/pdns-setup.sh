#!/bin/sh
# Makes the database of pdns.conf, and puts the key in that is between Nameyard and this server. Run it once, and give the file to PowerDNS
# (chown pdns:pdns).
set -eu
database=/var/lib/powerdns/pdns.sqlite3
sqlite3 "$database" </usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql
pdnsutil import-tsig-key xfr-key hmac-sha256 bmFtZXlhcmQgZXhhbXBsZSBrZXkgMzIgYnl0ZXMgbG8=
# PowerDNS does not give members of a catalog the key of the catalog (issue 13682 there): the database does.
sqlite3 "$database" "CREATE TRIGGER member_key AFTER INSERT ON domains WHEN NEW.type = 'SLAVE' BEGIN
    INSERT INTO domainmetadata (domain_id, kind, content) VALUES (NEW.id, 'AXFR-MASTER-TSIG', 'xfr-key');
END;"

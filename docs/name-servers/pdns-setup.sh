#!/bin/sh
# Makes the tables of pdns.conf, and puts the key in that is between Nameyard and this server. Run it once, as root, after the database:
#   CREATE DATABASE pdns; CREATE USER pdns@localhost IDENTIFIED BY 'change-me'; GRANT ALL ON pdns.* TO pdns@localhost;
set -eu
mariadb pdns </usr/share/pdns-backend-mysql/schema/schema.mysql.sql
pdnsutil import-tsig-key xfr-key hmac-sha256 bmFtZXlhcmQgZXhhbXBsZSBrZXkgMzIgYnl0ZXMgbG8=
# PowerDNS does not give members of a catalog the key of the catalog (issue 13682 there): the database does.
mariadb pdns --execute "CREATE TRIGGER member_key AFTER INSERT ON domains FOR EACH ROW
    INSERT INTO domainmetadata (domain_id, kind, content) SELECT NEW.id, 'AXFR-MASTER-TSIG', 'xfr-key' FROM DUAL WHERE NEW.type = 'SLAVE'"

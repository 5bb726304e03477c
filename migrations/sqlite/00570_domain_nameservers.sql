-- Names by their name servers: a row for each of a name's servers, and for each domain that one of them is in ("ns1.example.net": itself, "example.net"
-- and "net"), so that a search for either reads one range of the key. It follows domains.nameservers, which says what is true.
-- +goose Up
CREATE TABLE domain_nameservers (
    host TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    domain_id INTEGER NOT NULL,
    PRIMARY KEY (host, account_id, domain_id)
) WITHOUT ROWID;
-- +goose Down
DROP TABLE domain_nameservers;

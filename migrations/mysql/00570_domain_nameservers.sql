-- Names by their name servers: a row for each of a name's servers, and for each domain that one of them is in ("ns1.example.net": itself, "example.net"
-- and "net"), so that a search for either reads one range of the key. It follows domains.nameservers, which says what is true.
-- +goose Up
CREATE TABLE domain_nameservers (
    host VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT NOT NULL,
    domain_id BIGINT NOT NULL,
    PRIMARY KEY (host, account_id, domain_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE domain_nameservers;

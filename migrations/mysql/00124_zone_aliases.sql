-- An ALIAS record that is saved: the full name at which it stands, the host that it points to, and the addresses that the zone publishes
-- there, separated by blanks.
-- +goose Up
CREATE TABLE zone_aliases (
    domain_id BIGINT NOT NULL,
    owner VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    target VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    addresses VARCHAR(2048) NOT NULL,
    PRIMARY KEY (domain_id, owner)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE zone_aliases;

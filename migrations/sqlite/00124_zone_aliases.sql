-- An ALIAS record that is saved: the full name at which it stands, the host that it points to, and the addresses that the zone publishes
-- there, separated by blanks.
-- +goose Up
CREATE TABLE zone_aliases (
    domain_id INTEGER NOT NULL,
    owner TEXT NOT NULL,
    target TEXT NOT NULL,
    addresses TEXT NOT NULL,
    PRIMARY KEY (domain_id, owner)
);
-- +goose Down
DROP TABLE zone_aliases;

-- The names of an account whose automatic renewal is still to be switched off, as they were confirmed. Until then nothing renews them by itself.
-- active: they were so when it was confirmed. names: how many it is in all.
-- +goose Up
CREATE TABLE renewal_stops (
    account_id INTEGER NOT NULL,
    domain_id INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    names INTEGER NOT NULL,
    PRIMARY KEY (account_id, domain_id)
);
-- +goose Down
DROP TABLE renewal_stops;

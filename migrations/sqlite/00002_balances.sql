-- What each reseller may spend and has reserved, in minor units. Changed by guarded updates only.
-- +goose Up
CREATE TABLE balances (
    account_id INTEGER NOT NULL PRIMARY KEY,
    currency TEXT NOT NULL,
    available INTEGER NOT NULL,
    held INTEGER NOT NULL,
    CHECK (available >= 0),
    CHECK (held >= 0),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);

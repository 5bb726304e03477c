-- Net prices in minor units.
-- +goose Up
CREATE TABLE prices (
    tld TEXT NOT NULL,
    currency TEXT NOT NULL,
    operation TEXT NOT NULL,
    years INTEGER NOT NULL,
    net INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    PRIMARY KEY (tld, currency, operation, years),
    CHECK (net >= 0)
);

-- Changes of prices that apply from a date on: then the row goes and what it says is in prices or account_prices, which alone are charged.
-- account_id: 0 = the price list. removed: the price goes. planned_by: who is named when it applies.
-- +goose Up
CREATE TABLE planned_prices (
    account_id INTEGER NOT NULL,
    tld TEXT NOT NULL,
    currency TEXT NOT NULL,
    operation TEXT NOT NULL,
    years INTEGER NOT NULL,
    valid_from DATETIME NOT NULL,
    net INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    removed BOOLEAN NOT NULL,
    planned_by TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (account_id, tld, currency, operation, years, valid_from),
    CHECK (net >= 0)
);
-- +goose Down
DROP TABLE planned_prices;

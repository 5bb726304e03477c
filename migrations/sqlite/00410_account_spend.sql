-- What each account has bought in the last twelve months, less refunds, tax included, in minor units: a sum of its ledger that a job counts anew
-- every day, so that a list of accounts can be sorted by it.
-- +goose Up
CREATE TABLE account_spend (
    account_id INTEGER NOT NULL PRIMARY KEY,
    spent INTEGER NOT NULL,
    counted_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE account_spend;

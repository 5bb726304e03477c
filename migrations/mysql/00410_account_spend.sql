-- What each account has bought in the last twelve months, less refunds, tax included, in minor units: a sum of its ledger that a job counts anew
-- every day, so that a list of accounts can be sorted by it.
-- +goose Up
CREATE TABLE account_spend (
    account_id BIGINT NOT NULL PRIMARY KEY,
    spent BIGINT NOT NULL,
    counted_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE account_spend;

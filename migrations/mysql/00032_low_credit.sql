-- Accounts that were told that their credit will not do, and whether it still will not.
-- +goose Up
CREATE TABLE low_credit (
    account_id BIGINT NOT NULL PRIMARY KEY,
    low BOOLEAN NOT NULL,
    told_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Accounts that were told that their credit will not do, and whether it still will not.
-- +goose Up
CREATE TABLE low_credit (
    account_id INTEGER NOT NULL PRIMARY KEY,
    low BOOLEAN NOT NULL,
    told_at DATETIME NOT NULL
);

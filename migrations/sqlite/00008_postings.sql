-- The sides of ledger entries; they sum to zero per entry and currency.
-- +goose Up
CREATE TABLE postings (
    entry_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (entry_id, n),
    FOREIGN KEY (entry_id) REFERENCES entries (id)
);
CREATE INDEX postings_account_currency ON postings (account, currency);

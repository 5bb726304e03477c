-- The index before has its columns and more.
-- +goose Up
DROP INDEX postings_account_currency;
-- +goose Down
CREATE INDEX postings_account_currency ON postings (account, currency);

-- What an account had after an entry, without a look at the rows.
-- +goose Up
CREATE INDEX postings_account_currency_entry ON postings (account, currency, entry_id, amount);
-- +goose Down
DROP INDEX postings_account_currency_entry ON postings;

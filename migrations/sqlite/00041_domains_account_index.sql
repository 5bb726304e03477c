-- Lists of an account's names in pages by id, and their count without a look at the rows.
-- +goose Up
CREATE INDEX domains_account_id_removed_id_state ON domains (account_id, removed, id, state);

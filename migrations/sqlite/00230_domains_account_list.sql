-- Lists of an account's names in pages by id, their count and a search for a part of them, without a look at the rows.
-- +goose Up
CREATE INDEX domains_account_id_removed_id_state_name ON domains (account_id, removed, id, state, name);
-- +goose Down
DROP INDEX domains_account_id_removed_id_state_name;

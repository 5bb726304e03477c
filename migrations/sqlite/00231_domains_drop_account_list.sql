-- The index before has its columns and more.
-- +goose Up
DROP INDEX domains_account_id_removed_id_state;
-- +goose Down
CREATE INDEX domains_account_id_removed_id_state ON domains (account_id, removed, id, state);

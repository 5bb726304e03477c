-- domains_searched has it.
-- +goose Up
DROP INDEX domains_account_id_removed_id_state_name;
-- +goose Down
CREATE INDEX domains_account_id_removed_id_state_name ON domains (account_id, removed, id, state, name);

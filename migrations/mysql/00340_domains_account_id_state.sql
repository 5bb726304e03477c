-- Names of an account that are in a state, and how many, without a look at its others.
-- +goose Up
CREATE INDEX domains_account_id_removed_state_id ON domains (account_id, removed, state, id);
-- +goose Down
DROP INDEX domains_account_id_removed_state_id ON domains;

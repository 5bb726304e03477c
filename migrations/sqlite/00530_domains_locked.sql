-- Names of an account that are locked, or are not, page by page: of either there may be few among many.
-- +goose Up
CREATE INDEX domains_account_id_removed_locked_id_state ON domains (account_id, removed, locked, id, state);
-- +goose Down
DROP INDEX domains_account_id_removed_locked_id_state;

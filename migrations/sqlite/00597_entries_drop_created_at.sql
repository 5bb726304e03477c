-- entries_searched has it.
-- +goose Up
DROP INDEX entries_account_id_id_created_at;
-- +goose Down
CREATE INDEX entries_account_id_id_created_at ON entries (account_id, id, created_at);

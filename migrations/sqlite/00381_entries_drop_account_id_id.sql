-- The index before has its columns and more.
-- +goose Up
DROP INDEX entries_account_id_id;
-- +goose Down
CREATE INDEX entries_account_id_id ON entries (account_id, id);

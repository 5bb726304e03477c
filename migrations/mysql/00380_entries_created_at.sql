-- When an account's entries were posted, without a look at the rows.
-- +goose Up
CREATE INDEX entries_account_id_id_created_at ON entries (account_id, id, created_at);
-- +goose Down
DROP INDEX entries_account_id_id_created_at ON entries;

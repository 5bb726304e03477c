-- An account's entries of a time, a kind or an order in the order of their numbers.
-- +goose Up
CREATE INDEX entries_searched ON entries (account_id, id, created_at, kind, order_id);
DROP INDEX entries_account_id_id_created_at;
-- +goose Down
CREATE INDEX entries_account_id_id_created_at ON entries (account_id, id, created_at);
DROP INDEX entries_searched;

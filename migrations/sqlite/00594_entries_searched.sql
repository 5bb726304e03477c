-- An account's entries of a time, a kind or an order in the order of their numbers.
-- +goose Up
CREATE INDEX entries_searched ON entries (account_id, id, created_at, kind, order_id);
-- +goose Down
DROP INDEX entries_searched;

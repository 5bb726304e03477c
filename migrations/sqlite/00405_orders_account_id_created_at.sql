-- An account's orders of a day: what its callers have spent is their sum.
-- +goose Up
CREATE INDEX orders_account_id_created_at ON orders (account_id, created_at);
-- +goose Down
DROP INDEX orders_account_id_created_at;

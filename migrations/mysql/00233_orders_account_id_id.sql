-- Orders of an account, newest first, and a search for a part of their names.
-- +goose Up
CREATE INDEX orders_account_id_id_name ON orders (account_id, id, name);
-- +goose Down
DROP INDEX orders_account_id_id_name ON orders;

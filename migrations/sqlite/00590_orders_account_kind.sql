-- Orders of a kind of an account, newest first, however rare they are among its orders.
-- +goose Up
CREATE INDEX orders_account_id_kind_id ON orders (account_id, kind, id);
-- +goose Down
DROP INDEX orders_account_id_kind_id;

-- What an account's callers have spent on a day, without a look at its orders. The index keeps its name, as on MySQL.
-- +goose Up
DROP INDEX orders_account_id_created_at;
CREATE INDEX orders_account_id_created_at ON orders (account_id, created_at, budget, state, net, tax);
-- +goose Down
DROP INDEX orders_account_id_created_at;
CREATE INDEX orders_account_id_created_at ON orders (account_id, created_at);

-- What an account's callers have spent on a day, without a look at its orders. The index keeps its name: servers that run meanwhile ask by it.
-- +goose Up
ALTER TABLE orders DROP INDEX orders_account_id_created_at, ADD INDEX orders_account_id_created_at (account_id, created_at, budget, state, net, tax);
-- +goose Down
ALTER TABLE orders DROP INDEX orders_account_id_created_at, ADD INDEX orders_account_id_created_at (account_id, created_at);

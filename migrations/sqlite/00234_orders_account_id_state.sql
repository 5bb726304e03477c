-- Orders of an account in a state, newest first.
-- +goose Up
CREATE INDEX orders_account_id_state_id ON orders (account_id, state, id);
-- +goose Down
DROP INDEX orders_account_id_state_id;

-- The token's budget that the order's charge counts in beside its account's; 0 = a person's order, which counts for the account alone; NULL = it does not count.
-- +goose Up
ALTER TABLE orders ADD COLUMN budget BIGINT NULL;
-- +goose Down
ALTER TABLE orders DROP COLUMN budget;

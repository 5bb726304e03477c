-- When what is refunded of a payment was last seen to be more (wall time): a refund may fail weeks later, so that the provider is asked about those that are young.
-- +goose Up
ALTER TABLE payments ADD COLUMN refunded_at DATETIME;
-- +goose Down
ALTER TABLE payments DROP COLUMN refunded_at;

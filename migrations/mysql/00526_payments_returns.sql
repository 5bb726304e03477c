-- How often what has gone back of a payment has changed: each change is an event of its own, also where the same amount is reached again.
-- +goose Up
ALTER TABLE payments ADD COLUMN returns BIGINT NOT NULL DEFAULT 0;
-- +goose Down
ALTER TABLE payments DROP COLUMN returns;

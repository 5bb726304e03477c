-- took_ms is how long the registry took to answer the last sending, wall milliseconds; NULL = it has not answered, or nothing was sent.
-- +goose Up
ALTER TABLE orders ADD COLUMN took_ms INTEGER NULL;
-- +goose Down
ALTER TABLE orders DROP COLUMN took_ms;

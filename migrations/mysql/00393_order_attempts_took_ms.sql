-- took_ms is how long the registry took to answer, or to give no answer, wall milliseconds; NULL = nothing was sent in the step.
-- +goose Up
ALTER TABLE order_attempts ADD COLUMN took_ms INT NULL;
-- +goose Down
ALTER TABLE order_attempts DROP COLUMN took_ms;

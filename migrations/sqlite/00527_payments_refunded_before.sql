-- When payments that were refunded before were, is not known: they were not before they were settled.
-- +goose Up
UPDATE payments SET refunded_at = settled_at WHERE refunded > 0 AND refunded_at IS NULL;
-- +goose Down
SELECT 1;

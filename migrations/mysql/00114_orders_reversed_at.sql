-- When the operator took a done order back that had never taken effect, business time.
-- +goose Up
ALTER TABLE orders ADD COLUMN reversed_at DATETIME(6);
-- +goose Down
ALTER TABLE orders DROP COLUMN reversed_at;

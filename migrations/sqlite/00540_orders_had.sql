-- What a name had of what an order sets, when the order was placed or took effect; NULL on orders of before this was recorded, and of those that set nothing.
-- +goose Up
ALTER TABLE orders ADD COLUMN had TEXT;
-- +goose Down
ALTER TABLE orders DROP COLUMN had;

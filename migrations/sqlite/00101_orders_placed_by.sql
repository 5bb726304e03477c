-- Who placed an order, by which API, from where, in which request.
-- +goose Up
ALTER TABLE orders ADD COLUMN actor TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN face TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE orders DROP COLUMN request_id;
ALTER TABLE orders DROP COLUMN address;
ALTER TABLE orders DROP COLUMN face;
ALTER TABLE orders DROP COLUMN actor;

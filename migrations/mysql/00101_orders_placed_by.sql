-- Who placed an order, by which API, from where, in which request.
-- +goose Up
ALTER TABLE orders
    ADD COLUMN actor VARCHAR(255) NOT NULL DEFAULT '',
    ADD COLUMN face VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE orders DROP COLUMN request_id, DROP COLUMN address, DROP COLUMN face, DROP COLUMN actor;

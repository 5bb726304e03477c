-- By which API and from where a mutation was asked for.
-- +goose Up
ALTER TABLE audit
    ADD COLUMN face VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE audit DROP COLUMN address, DROP COLUMN face;

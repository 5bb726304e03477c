-- time_zone: in which a person reads times in the panel, by its IANA name; empty: UTC.
-- +goose Up
ALTER TABLE users ADD COLUMN time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE users DROP COLUMN time_zone;

-- By which API and from where a mutation was asked for.
-- +goose Up
ALTER TABLE audit ADD COLUMN face TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE audit DROP COLUMN address;
ALTER TABLE audit DROP COLUMN face;

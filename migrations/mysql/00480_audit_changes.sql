-- What a record changed, before and after: a JSON array of field, before and after. NULL where nothing is another one.
-- +goose Up
ALTER TABLE audit ADD COLUMN changes LONGTEXT;
-- +goose Down
ALTER TABLE audit DROP COLUMN changes;

-- What an act on many names gives them all, such as name servers; NULL where it has none, or gives each its own.
-- +goose Up
ALTER TABLE bulk_acts ADD COLUMN asked TEXT;
-- +goose Down
ALTER TABLE bulk_acts DROP COLUMN asked;

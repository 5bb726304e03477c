-- The newest hold that stands is since then.
-- +goose Up
ALTER TABLE domains ADD COLUMN held_at DATETIME NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN held_at;

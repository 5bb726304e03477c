-- Since when signing is what it is, business time.
-- +goose Up
ALTER TABLE domains ADD COLUMN signing_at DATETIME(6) NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN signing_at;

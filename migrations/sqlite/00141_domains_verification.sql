-- verification is how far the check of the holder's data by the registry is, JSON; NULL = there was none.
-- +goose Up
ALTER TABLE domains ADD COLUMN verification TEXT NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN verification;

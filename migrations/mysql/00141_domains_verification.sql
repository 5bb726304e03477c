-- verification is how far the check of the holder's data by the registry is, JSON; NULL = there was none.
-- +goose Up
ALTER TABLE domains ADD COLUMN verification VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN verification;

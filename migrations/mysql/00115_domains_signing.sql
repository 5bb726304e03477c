-- How far the name is in being signed by our name servers: signing, publishing, active, withdrawing, retiring. NULL where it is not.
-- +goose Up
ALTER TABLE domains ADD COLUMN signing VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN signing;

-- The address that a session was begun from.
-- +goose Up
ALTER TABLE user_sessions ADD COLUMN address VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE user_sessions DROP COLUMN address;

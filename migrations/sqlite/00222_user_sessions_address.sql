-- The address that a session was begun from.
-- +goose Up
ALTER TABLE user_sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE user_sessions DROP COLUMN address;

-- begun_from: hash of the session of staff from which an account is looked at, so that it ends with that one alone.
-- +goose Up
ALTER TABLE user_sessions ADD COLUMN begun_from CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE user_sessions DROP COLUMN begun_from;

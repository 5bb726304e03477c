-- From which address a token was last used; empty until it is.
-- +goose Up
ALTER TABLE tokens ADD COLUMN last_used_from TEXT NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE tokens DROP COLUMN last_used_from;

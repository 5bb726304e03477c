-- When an account was closed, business time: nothing was left in it, and nothing comes into it.
-- +goose Up
ALTER TABLE accounts ADD COLUMN closed_at DATETIME(6);
-- +goose Down
ALTER TABLE accounts DROP COLUMN closed_at;

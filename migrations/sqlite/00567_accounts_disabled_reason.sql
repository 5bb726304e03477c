-- disabled_reason: why the account is disabled, in the words of whoever disabled it; empty where nobody said.
-- +goose Up
ALTER TABLE accounts ADD COLUMN disabled_reason TEXT NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE accounts DROP COLUMN disabled_reason;

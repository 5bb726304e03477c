-- disabled_reason: why the account is disabled, in the words of whoever disabled it; empty where nobody said.
-- +goose Up
ALTER TABLE accounts ADD COLUMN disabled_reason VARCHAR(500) NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE accounts DROP COLUMN disabled_reason;

-- The acts of an account, newest first.
-- +goose Up
CREATE INDEX bulk_acts_account_id ON bulk_acts (account_id, id);
-- +goose Down
DROP INDEX bulk_acts_account_id;

-- Finds the accounts whose daily mail is due.
-- +goose Up
CREATE INDEX mails_held_until_account_id ON mails (held_until, account_id);
-- +goose Down
DROP INDEX mails_held_until_account_id;

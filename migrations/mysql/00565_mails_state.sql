-- Mails in a state, of all accounts.
-- +goose Up
CREATE INDEX mails_state_id ON mails (state, id);
-- +goose Down
DROP INDEX mails_state_id ON mails;

-- Mails to an address.
-- +goose Up
CREATE INDEX mails_recipient_id ON mails (recipient, id);
-- +goose Down
DROP INDEX mails_recipient_id;

-- Mails about a name.
-- +goose Up
CREATE INDEX mails_domain_id ON mails (domain_id);
-- +goose Down
DROP INDEX mails_domain_id ON mails;

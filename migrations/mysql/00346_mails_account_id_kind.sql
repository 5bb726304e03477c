-- Mails of an account by kind, state and name, without a look at the mails themselves.
-- +goose Up
CREATE INDEX mails_account_id_id_kind_state_domain_id ON mails (account_id, id, kind, state, domain_id);
-- +goose Down
DROP INDEX mails_account_id_id_kind_state_domain_id ON mails;

-- Invoices in a state, of all accounts or of one.
-- +goose Up
CREATE INDEX invoices_status_account_id_id ON invoices (status, account_id, id);
-- +goose Down
DROP INDEX invoices_status_account_id_id;

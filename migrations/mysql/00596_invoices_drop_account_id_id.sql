-- invoices_searched has it.
-- +goose Up
DROP INDEX invoices_account_id_id ON invoices;
-- +goose Down
CREATE INDEX invoices_account_id_id ON invoices (account_id, id);

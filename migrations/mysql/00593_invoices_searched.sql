-- An account's invoices of a time in the order of their numbers.
-- +goose Up
CREATE INDEX invoices_searched ON invoices (account_id, id, created_at, status);
DROP INDEX invoices_account_id_id ON invoices;
-- +goose Down
CREATE INDEX invoices_account_id_id ON invoices (account_id, id);
DROP INDEX invoices_searched ON invoices;

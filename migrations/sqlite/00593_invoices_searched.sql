-- An account's invoices of a time in the order of their numbers.
-- +goose Up
CREATE INDEX invoices_searched ON invoices (account_id, id, created_at, status);
-- +goose Down
DROP INDEX invoices_searched;

-- What the auto-renew job tries again. The domains of older invoices were filled in with the new table.
-- +goose Up
CREATE INDEX invoices_try_at_id ON invoices (try_at, id);

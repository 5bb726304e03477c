-- buyer is who is invoiced, JSON, as it was when the invoice was issued; NULL = an invoice from before this column: the account as it is.
-- +goose Up
ALTER TABLE invoices ADD COLUMN buyer TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;
-- +goose Down
ALTER TABLE invoices DROP COLUMN buyer;

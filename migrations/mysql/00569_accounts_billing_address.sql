-- billing_address: of the reseller, line by line, as its invoices have it; empty = none is known.
-- +goose Up
ALTER TABLE accounts ADD COLUMN billing_address VARCHAR(1000) NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE accounts DROP COLUMN billing_address;

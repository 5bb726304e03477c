-- vat_number: of the reseller, as its invoices have it; empty = none is known.
-- +goose Up
ALTER TABLE accounts ADD COLUMN vat_number TEXT NOT NULL DEFAULT '';
-- +goose Down
ALTER TABLE accounts DROP COLUMN vat_number;

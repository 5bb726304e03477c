-- Whether the term after paid_through has its renewal invoice.
-- +goose Up
ALTER TABLE domains ADD COLUMN invoiced BOOLEAN NOT NULL DEFAULT 0;

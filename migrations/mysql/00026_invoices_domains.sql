-- Invoices that were written before they knew their domain.
-- +goose Up
UPDATE invoices i JOIN orders o ON o.id = i.order_id SET i.domain_id = o.domain_id WHERE i.domain_id = 0;

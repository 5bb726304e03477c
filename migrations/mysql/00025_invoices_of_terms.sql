-- Renewal invoices: written before there is an order, one per domain and term. term_key is NULL where no term is invoiced
-- and once the invoice is cancelled. try_at is when an unpaid one is next tried.
-- +goose Up
ALTER TABLE invoices
    MODIFY order_id BIGINT NULL,
    ADD COLUMN domain_id BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN term DATETIME(6) NULL,
    ADD COLUMN term_key VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN reason VARCHAR(1000) NOT NULL DEFAULT '',
    ADD COLUMN try_at DATETIME(6) NULL,
    ADD UNIQUE (term_key),
    ADD INDEX invoices_domain_id_status (domain_id, status),
    ADD INDEX invoices_try_at_id (try_at, id);

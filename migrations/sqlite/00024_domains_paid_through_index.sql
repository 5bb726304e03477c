-- Names that are about to expire, or have.
-- +goose Up
CREATE INDEX domains_paid_through_id ON domains (paid_through, id);

-- What the auto-renew job looks for.
-- +goose Up
CREATE INDEX domains_auto_renew_invoiced_paid_through_id ON domains (auto_renew, invoiced, paid_through, id);

-- Its work is done by domains_auto_renew_invoiced_paid_through_id.
-- +goose Up
DROP INDEX domains_auto_renew_paid_through_id;

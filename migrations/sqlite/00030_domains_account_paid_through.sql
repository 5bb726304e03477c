-- What falls due in one account, for its forecast.
-- +goose Up
CREATE INDEX domains_account_id_paid_through ON domains (account_id, paid_through);

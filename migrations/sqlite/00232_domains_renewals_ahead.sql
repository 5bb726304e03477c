-- What automatic renewals of an account need, by day and TLD, without a look at the rows; and the soonest of them.
-- +goose Up
CREATE INDEX domains_renewals_ahead ON domains (account_id, auto_renew, state, invoiced, paid_through, id, tld);
-- +goose Down
DROP INDEX domains_renewals_ahead;

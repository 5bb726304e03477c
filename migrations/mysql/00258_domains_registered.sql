-- Names of an account by when they were registered: how many in each of the last weeks, from the index alone.
-- +goose Up
CREATE INDEX domains_registered ON domains (account_id, registered_at);
-- +goose Down
DROP INDEX domains_registered ON domains;

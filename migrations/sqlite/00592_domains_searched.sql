-- All that an account's names are searched by in the order of their numbers, so that no row is read that is not shown.
-- +goose Up
CREATE INDEX domains_searched ON domains (account_id, removed, id, state, name, tld, auto_renew, locked);
-- +goose Down
DROP INDEX domains_searched;

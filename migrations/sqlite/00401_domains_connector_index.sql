-- How many names of which TLDs are at each connector, and which rows do not say it yet.
-- +goose Up
CREATE INDEX domains_connector_tld_state ON domains (connector, tld, state);
-- +goose Down
DROP INDEX domains_connector_tld_state;

-- How many names of which TLDs are at each connector, and which rows do not say it yet.
-- +goose Up
CREATE INDEX domains_connector_state_tld ON domains (connector, state, tld);
-- +goose Down
DROP INDEX domains_connector_state_tld ON domains;

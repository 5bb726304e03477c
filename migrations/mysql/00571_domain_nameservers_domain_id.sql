-- What the index has of some names, to be held against them.
-- +goose Up
CREATE INDEX domain_nameservers_domain_id ON domain_nameservers (domain_id);
-- +goose Down
DROP INDEX domain_nameservers_domain_id ON domain_nameservers;

-- The DNSSEC data of a name at its registry, as JSON: DS records or keys. NULL where there is none.
-- +goose Up
ALTER TABLE domains ADD COLUMN sec_dns TEXT NULL;
-- +goose Down
ALTER TABLE domains DROP COLUMN sec_dns;

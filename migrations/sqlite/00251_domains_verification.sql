-- Names whose holders are to be verified, first those that are due first: few of many.
-- +goose Up
CREATE INDEX domains_verification ON domains (verification) WHERE verification IS NOT NULL;
-- +goose Down
DROP INDEX domains_verification;

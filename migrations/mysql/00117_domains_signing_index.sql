-- For the job that follows the names which are signed.
-- +goose Up
CREATE INDEX domains_signing ON domains (signing);
-- +goose Down
DROP INDEX domains_signing ON domains;

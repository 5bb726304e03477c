-- What was done since a time.
-- +goose Up
CREATE INDEX audit_created_at ON audit (created_at);
-- +goose Down
DROP INDEX audit_created_at;

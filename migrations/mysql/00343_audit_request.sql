-- What a request did.
-- +goose Up
CREATE INDEX audit_request_id ON audit (request_id, id);
-- +goose Down
DROP INDEX audit_request_id ON audit;

-- What was done to a name or another object, without a look at the rest of the log.
-- +goose Up
CREATE INDEX audit_object_id ON audit (object, id);
-- +goose Down
DROP INDEX audit_object_id ON audit;

-- What was done of a kind, newest first, however rare it is.
-- +goose Up
CREATE INDEX audit_action_id ON audit (action, id);
-- +goose Down
DROP INDEX audit_action_id ON audit;

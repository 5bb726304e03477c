-- Who is in the log at all, and what they did last.
-- +goose Up
CREATE INDEX audit_actor_id ON audit (actor, id);
-- +goose Down
DROP INDEX audit_actor_id ON audit;

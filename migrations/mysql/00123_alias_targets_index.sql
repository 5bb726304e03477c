-- For the job that asks for the hosts which are due.
-- +goose Up
CREATE INDEX alias_targets_next_at ON alias_targets (next_at);
-- +goose Down
DROP INDEX alias_targets_next_at ON alias_targets;

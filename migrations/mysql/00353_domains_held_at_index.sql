-- Names on hold, the newest hold first: few of many.
-- +goose Up
CREATE INDEX domains_held_at ON domains (held_at);
-- +goose Down
DROP INDEX domains_held_at ON domains;

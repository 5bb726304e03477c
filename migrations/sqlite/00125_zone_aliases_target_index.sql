-- For the zones that a host's addresses are published in.
-- +goose Up
CREATE INDEX zone_aliases_target ON zone_aliases (target);
-- +goose Down
DROP INDEX zone_aliases_target;

-- For the search for circles among ALIAS records.
-- +goose Up
CREATE INDEX zone_aliases_owner ON zone_aliases (owner);
-- +goose Down
DROP INDEX zone_aliases_owner ON zone_aliases;

-- The serial that all secondaries have that the zone must reach; 0 = none that is known.
-- +goose Up
ALTER TABLE zone_serials ADD COLUMN published BIGINT NOT NULL DEFAULT 0;
-- +goose Down
ALTER TABLE zone_serials DROP COLUMN published;

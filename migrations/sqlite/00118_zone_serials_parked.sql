-- The name has expired, and is parked: its own records and forwards rest.
-- +goose Up
ALTER TABLE zone_serials ADD COLUMN parked INTEGER NOT NULL DEFAULT 0;
-- +goose Down
ALTER TABLE zone_serials DROP COLUMN parked;

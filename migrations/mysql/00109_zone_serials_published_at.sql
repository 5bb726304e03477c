-- When they had it, by business time.
-- +goose Up
ALTER TABLE zone_serials ADD COLUMN published_at DATETIME(6);
-- +goose Down
ALTER TABLE zone_serials DROP COLUMN published_at;

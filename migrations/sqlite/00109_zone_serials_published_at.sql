-- When they had it, by business time.
-- +goose Up
ALTER TABLE zone_serials ADD COLUMN published_at DATETIME;
-- +goose Down
ALTER TABLE zone_serials DROP COLUMN published_at;

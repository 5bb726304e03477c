-- How often what the name publishes was saved, records and forwards together. A save raises it before it writes anything else.
-- +goose Up
ALTER TABLE domains ADD COLUMN zone_version BIGINT NOT NULL DEFAULT 0;
-- +goose Down
ALTER TABLE domains DROP COLUMN zone_version;
